"""`muniment certify draft`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment certify draft PO-1187 --estate muniment.toml \\
      --requested-by "M. Osei"
  muniment certify draft PO-1187 --estate muniment.toml \\
      --requested-by "M. Osei" \\
      --template far-52.204-24 --template far-52.204-29 --id CERT-2026-1
"""
_LONGEST = timedelta(days=90)


@click.command(epilog=_EXAMPLES)
@click.argument("contract")
@click.option("--estate", required=True, type=options.FILE, metavar="FILE", help="The file with the contract.")
@click.option("--requested-by", required=True, metavar="NAME", help="Who asks for it; another person will sign.")
@click.option("--id", "id_", default="", metavar="ID", help="The certificate's id; contract and day where left out.")
@click.option(
    "--template", "templates", multiple=True, metavar="ID", help="A clause to answer; the contract's where left out."
)
@click.option("--valid-until", type=options.Day(), metavar="DATE", help="The last day; 90 days on where left out.")
@options.certificates_in
@options.rulebook
@options.overlays
def command(  # noqa: PLR0913  (one parameter for each option)
    *,
    contract: str,
    estate: Path,
    requested_by: str,
    id_: str,
    templates: tuple[str, ...],
    valid_until: date | None,
    within: Path,
    rulebook: Path | None,
    overlay: tuple[Path, ...],
) -> None:
    """Check every source, and write a draft for CONTRACT: the words of its clauses, empty answers, what is open."""
    from muniment import wiring
    from muniment.cli.watched import shown_progress
    from muniment.domain.ids import ContractId
    from muniment.render.visible import visible
    from muniment.wiring.certify.lifecycle import NewDraft, write_draft

    with shown_progress() as progress:
        report = wiring.check(
            (), estate_file=estate, as_of=None, rulebook_at=rulebook, overlays=overlay, progress=progress
        )
    day = wiring.today()
    asked = NewDraft(
        within=within,
        id=id_ or f"{contract}-{day}",
        contract=ContractId(contract),
        requested_by=requested_by,
        valid_until=valid_until or day + _LONGEST,
        templates=templates,
    )
    written = visible(str(write_draft(report, asked)))
    click.echo(f"Wrote {written}.")
    click.echo(f"Next: fill it in, then let another person review it: muniment certify review {visible(asked.id)}")
