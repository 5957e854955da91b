"""`muniment rules test`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from muniment.cli import options
from muniment.domain.technology import IdentifierKind

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment rules test api.northwind.example
  muniment rules test pkg:pypi/northwind --json
  muniment rules test "device_type: northwind" --kind setting
  muniment rules test "import northwind" --as app.py
"""


@click.command(epilog=_EXAMPLES)
@click.argument("text", metavar="STRING")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in IdentifierKind]),
    metavar="KIND",
    help="Read STRING as this kind of identifier only; as every kind that it could be where left out. KIND is one of"
    f" {', '.join(kind.value for kind in IdentifierKind)}.",
)
@click.option(
    "--as", "path", metavar="FILE", help="Read STRING as the content of a file of this name, the way a scan does."
)
@options.rulebook
@options.overlays
@options.as_json
def command(  # one for each option
    text: str, kind: str | None, path: str | None, rulebook: Path | None, overlay: tuple[Path, ...], *, as_json: bool
) -> None:
    """Tell which signatures recognise STRING: a package, a host, a model, an import, a path, a line of code.

    The file named by --as need not exist: its name only tells how to read STRING. Ends with exit code 1 where no
    signature recognises it.
    """
    from muniment import wiring

    book = wiring.rulebook(rulebook, overlay)
    if path is not None and kind is not None:
        raise click.UsageError("give --kind or --as, not both: a file tells by itself what its words are")
    if path is None:
        from muniment.discover.judging.trial import try_out
        from muniment.render.rules.trial_json import write_trial
        from muniment.render.rules.trial_text import print_trial
        from muniment.render.terminal import console

        trial = try_out(text, book.signatures, IdentifierKind(kind) if kind else None)
        write_trial(trial, sys.stdout) if as_json else print_trial(book, trial, console())
        known = any(not each.taken_back_by for each in trial.recognised)
    else:
        from muniment.render.rules.trial_json import write_trial_in_file
        from muniment.render.rules.trial_text import print_trial_in_file
        from muniment.render.terminal import console

        in_file = wiring.trial_in_file(text, path, book)
        write_trial_in_file(in_file, sys.stdout) if as_json else print_trial_in_file(book, in_file, console())
        known = bool(in_file.findings)
    click.get_current_context().exit(0 if known else 1)
