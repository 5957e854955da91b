"""`muniment suppliers import`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from muniment.cli import options
from muniment.cli.suppliers import subcontracting

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment suppliers import acme.mpkg --by "M. Osei"
  muniment suppliers import PO-1187-J7RJX2ABCDE6-1-answers.json --by "M. Osei"
  muniment suppliers import signed.pdf --answers answers.json \\
      --checked-with "pdfsig 22.12" --by "M. Osei"

\b
Exit codes:
  0 taken in
  1 it cannot be believed, or was not asked for: nothing was kept
  2 input needs mending
"""


@click.command(epilog=_EXAMPLES)
@click.argument("file", metavar="FILE", type=options.FILE)
@click.option("--from", "sender", default="", metavar="UEI", help="Who sent it, where the file does not tell.")
@click.option(
    "--answers",
    type=options.FILE,
    metavar="FILE",
    help="The form's file, or the filled workbook, for what a PDF answers.",
)
@click.option(
    "--checked-with", default="", metavar="TEXT", help="The program with which you verified the PDF's signature."
)
@subcontracting.by
@options.ledger
@subcontracting.within
@options.rulebook
@options.overlays
@options.as_json
def command(  # noqa: PLR0913  (one parameter for each option)
    *,
    file: Path,
    sender: str,
    answers: Path | None,
    checked_with: str,
    by: str,
    ledger: str | None,
    within: Path,
    rulebook: Path | None,
    overlay: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Take in what a subcontractor sent: a package, certificate or revocation, a filled form or workbook, or a PDF.

    What is signed is verified with the key that was enrolled. For a PDF, --answers says what it answers and --by is the
    person who read that in it; without --checked-with its signature counts for nothing.
    """
    from muniment import wiring
    from muniment.render.suppliers.flow_down import NOTICE, print_rows, write_taken
    from muniment.render.terminal import console
    from muniment.render.visible import visible
    from muniment.wiring.flow_down import take
    from muniment.wiring.flow_down.arriving import ToTake
    from muniment.wiring.ledger import configured
    from muniment.wiring.recorded import announced

    asked = ToTake(within=within, file=file, sender=sender, by=by, answers=answers, checked_with=checked_with)
    with announced("take in a file", {"file": file.name, "by": by}, configured(ledger)) as telling:
        received, path, rows = take(asked, lambda: wiring.rulebook(rulebook, overlay))
        if telling:
            telling.arrival(path.parent.name, received)
    if as_json:
        write_taken(received, path, rows, wiring.today(), sys.stdout)
        return
    what_for = f", for {visible(received.request)}" if received.request else ""
    click.echo(f"Kept {visible(received.file)} as {visible(str(path))}{what_for}.")
    if not rows:
        click.echo("It revokes nothing that is here.")
        return
    print_rows(rows, wiring.today(), NOTICE, console())
