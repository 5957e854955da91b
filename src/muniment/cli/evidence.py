"""`muniment evidence`: the record of a period, for the file and for an audit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from datetime import date

_EXAMPLES = """\b
Examples:
  muniment evidence --estate muniment.toml --contract PO-1187 \\
      --from 2026-11-01 --to 2026-11-30 \\
      --record october.json --record november.json --out november
  muniment evidence --estate muniment.toml --contract PO-1187 \\
      --from 2026-11-01 --to 2026-11-30 \\
      --record november.json --scan before.json --scan after.json \\
      --certificates certifications --out november
"""


@click.command(epilog=_EXAMPLES)
@click.option("--estate", type=options.FILE, required=True, metavar="FILE", help="Your contracts and systems.")
@click.option("--contract", required=True, metavar="ID", help="The contract that the record is about.")
@click.option("--from", "start", type=options.Day(), required=True, metavar="DATE", help="The first day.")
@click.option("--to", "end", type=options.Day(), required=True, metavar="DATE", help="The last day.")
@click.option(
    "--record", "records", type=options.FILE, multiple=True, metavar="FILE",
    help="The record of a check; give one for each check, and the last before the period to compare with.",
)  # fmt: skip
@click.option(
    "--scan", "scans", type=options.FILE, multiple=True, metavar="FILE",
    help="An answer of `scan --json`; two, the earlier one first, bear out what is gone.",
)  # fmt: skip
@click.option(
    "--certificates", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="FOLDER",
    help="Where certificates are kept.",
)  # fmt: skip
@click.option("--plan", type=options.FILE, metavar="FILE", help="The file with owners, steps and costs.")
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, metavar="FOLDER", help="A folder that does not exist yet."
)
@options.ledger
@options.rulebook
@options.overlays
def command(  # noqa: PLR0913  (one parameter for each option)
    *,
    estate: Path,
    contract: str,
    start: date,
    end: date,
    records: tuple[Path, ...],
    scans: tuple[Path, ...],
    certificates: Path | None,
    plan: Path | None,
    out: Path,
    ledger: str | None,
    rulebook: Path | None,
    overlay: tuple[Path, ...],
) -> None:
    """Write the record of a period: what was found, what left, what bears that out, who decided, what was not seen.

    The folder gets the account in Markdown and JSON, copies of what it rests on, and an index with a digest of each.
    """
    from muniment import wiring
    from muniment.domain.evidence_pack import Period
    from muniment.domain.ids import ContractId
    from muniment.wiring.evidence import Named, write_pack
    from muniment.wiring.ledger import configured

    if len(scans) > 2:  # noqa: PLR2004  (before and after)
        raise click.UsageError("--scan is given twice at most: before and after")
    named = Named(
        estate=estate, records=records, scans=scans, certificates=certificates, plan=plan,
        ledger=configured(ledger, estate),
    )  # fmt: skip
    book = wiring.rulebook(rulebook, overlay)
    found = write_pack(named, ContractId(contract), Period(start=start, end=end), book, out)
    shown = sum(each.validated for each in found.uses)
    left = sum(each.left is not None for each in found.uses)
    click.echo(
        f"Wrote {out}: {len(found.uses) - left} in use, {left} no longer asked about, {shown} of them shown gone"
    )
    for each in found.limits:
        click.echo(f"! {each}")
    click.echo(f"Next: read {out / 'account.md'}; keep {out / 'index.json'} apart, or sign it")
