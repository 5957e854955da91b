"""`muniment scan`: discover, decide nothing, and write what was found in the form that was asked for."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from muniment.cli import options
from muniment.cli.default_group import DefaultGroup

if TYPE_CHECKING:
    from typing import TextIO

    from muniment.domain.report import Discovery

COMMANDS = {"diff": ("muniment.cli.scan.diff", "Compare two scans: what is new, gone, moved or changed.")}

_EXAMPLES = """\b
Examples:
  muniment scan                            this folder
  muniment scan src --mentions             also what was seen and is no use
  muniment scan src --cyclonedx -o bom.json  a bill with models and services
  muniment scan . --json -o after.json \\
      && muniment scan diff before.json after.json

\b
Exit codes:
  0 everything was read, and nothing at or above --fail-on was found
  1 a use at or above --fail-on
  2 the options, the estate file or the rulebook need mending
  3 something that could hide a use was not looked at
"""


@click.command("scan", epilog=_EXAMPLES)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(exists=True, path_type=Path))
@options.estate
@options.rulebook
@options.overlays
@options.suppressions
@options.fresh
@options.ledger
@click.option(
    "--cross-check", is_flag=True, help="Let a second engine search for the same words; where they differ is a gap."
)
@click.option("--json", "form", flag_value="json", help="Write JSON for a program; every finding and gap is in it.")
@click.option("--sarif", "form", flag_value="sarif", help="Write SARIF 2.1.0 for a code host or an editor.")
@click.option("--cyclonedx", "form", flag_value="cyclonedx", help="Write a CycloneDX 1.6 bill of materials.")
@click.option("--csv", "form", flag_value="csv", help="Write a table (RFC 4180), one row a finding.")
@click.option("-o", "--output", "to", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write to FILE, which is replaced, in place of standard output.")  # fmt: skip
@click.option("--mentions", is_flag=True, help="Also list what was seen and is no use, each with the reason.")
@click.option(
    "--fail-on",
    type=click.Choice(["product", "any", "never"]),
    default="never",
    show_default=True,
    help="What ends with exit code 1: a use in the product, any use also in tests and tooling, or nothing.",
)
def _scan(  # noqa: PLR0913  (one for each option)
    *,
    paths: tuple[Path, ...],
    estate: Path | None,
    rulebook: Path | None,
    overlay: tuple[Path, ...],
    suppressions: Path | None,
    fresh: bool,
    ledger: str | None,
    cross_check: bool,
    form: str | None,
    to: Path | None,
    mentions: bool,
    fail_on: str,
) -> None:
    """Find which vendors' technology PATH uses, in what role and by what evidence. Nothing is decided.

    Without PATH the sources in the estate file are read, or this folder where there is no estate file. A folder that
    is called like a command below is written `./diff`.
    """
    from muniment import wiring
    from muniment.cli.out_file import output, refuse_unwritable
    from muniment.cli.scan.exit_codes import ScanFailOn, scan_code
    from muniment.cli.watched import shown_progress
    from muniment.wiring.ledger import configured
    from muniment.wiring.recorded import announced

    refuse_unwritable(to)
    looked_at = paths or (() if estate else (Path(),))
    with announced("scan", {}, configured(ledger, estate)) as telling, shown_progress() as progress:
        found = wiring.scan(
            looked_at,
            estate_file=estate,
            rulebook_at=rulebook,
            overlays=overlay,
            suppressions_file=suppressions,
            without=to,
            progress=progress,
            look=wiring.Look(fresh=fresh, cross_check=cross_check),
        )
        if telling:
            telling.scan(found)
    code = scan_code(found, ScanFailOn(fail_on))
    with suppress(BrokenPipeError), output(to) as stream:
        _write(found, form, stream, code, mentions=mentions)
    click.get_current_context().exit(code)


def _write(found: Discovery, form: str | None, to: TextIO, code: int, *, mentions: bool) -> None:
    """Write `found`; only what writes this form is loaded."""
    match form:
        case "json":
            from muniment.render.scan.as_json import write_scan

            write_scan(found, to)
        case "sarif":
            from muniment.render.scan.as_sarif import write_scan_sarif

            write_scan_sarif(found, to, exit_code=code)
        case "cyclonedx":
            from muniment import wiring
            from muniment.render.export.cyclonedx import write_bill

            write_bill(found, to, at=wiring.fixed_now())
        case "csv":
            from muniment.render.coverage import left_out
            from muniment.render.scan.as_csv import write_csv

            write_csv(found, to)
            for line in left_out(found):
                click.echo(f"muniment: {line}", err=True)
        case _:
            from muniment.render.scan.as_text import print_scan
            from muniment.render.terminal import console_for

            print_scan(found, console_for(to), mentions=mentions)


command = DefaultGroup("scan", table=COMMANDS, alone=_scan, help=_scan.help, epilog=_EXAMPLES)
