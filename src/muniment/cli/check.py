"""`muniment check`: discover, decide, and print the answer."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from datetime import date

    from muniment.domain.report import Report

_EXAMPLES = """\b
Examples:
  muniment check                                this folder, for any contract
  muniment check --estate muniment.toml         every source of the estate
  muniment check src --as-of 2026-09-02 --json  one folder, on one day
  muniment check --fail-on prohibited           stop only what is certain

\b
Exit codes:
  0 nothing at or above --fail-on, and everything was read
  1 a finding at or above --fail-on
  2 the options, the estate file or the rulebook need mending
  3 something that could hide a use was not looked at, or the rulebook is
    stale
"""


@click.command(epilog=_EXAMPLES)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(exists=True, path_type=Path))
@options.estate
@options.as_of
@options.rulebook
@options.overlays
@options.suppressions
@options.fresh
@options.record
@options.ledger
@click.option("--json", "form", flag_value="json", help="Write JSON for a program; every finding and gap is in it.")
@click.option("--sarif", "form", flag_value="sarif", help="Write SARIF 2.1.0 for a code host or an editor.")
@click.option(
    "--fail-on",
    type=click.Choice(["prohibited", "undetermined", "any"]),
    default="undetermined",
    show_default=True,
    help="The lightest finding that ends with exit code 1; `any` is any use of a vendor in the rulebook.",
)
def command(  # noqa: PLR0913  (one for each option)
    *,
    paths: tuple[Path, ...],
    estate: Path | None,
    as_of: date | None,
    rulebook: Path | None,
    overlay: tuple[Path, ...],
    suppressions: Path | None,
    fresh: bool,
    record: Path | None,
    ledger: str | None,
    form: str | None,
    fail_on: str,
) -> None:
    """Find restricted technology in PATH, decide for each contract, and say what to do next.

    Without PATH the sources in the estate file are read, or this folder where there is no estate file.
    """
    from muniment import wiring
    from muniment.cli.exit_codes import FailOn, check_code
    from muniment.cli.watched import shown_progress
    from muniment.wiring.ledger import configured
    from muniment.wiring.recorded import announced

    looked_at = paths or (() if estate else (Path(),))
    with announced("check", {}, configured(ledger, estate)) as telling, shown_progress() as progress:
        report = wiring.check(
            looked_at,
            estate_file=estate,
            as_of=as_of,
            rulebook_at=rulebook,
            overlays=overlay,
            suppressions_file=suppressions,
            progress=progress,
            look=wiring.Look(fresh=fresh),
        )
        if telling:
            telling.check(report, str(estate or ""))
    if record:
        _keep(report, record)
    code = check_code(report, FailOn(fail_on))
    with suppress(BrokenPipeError):
        _show(report, form, str(estate or ""), code)
    click.get_current_context().exit(code)


def _keep(report: Report, to: Path) -> None:
    from muniment.cli.new_file import write_new
    from muniment.wiring.ahead import record_of

    write_new(to, record_of(report), instead="name another file, or remove it first")


def _show(report: Report, form: str | None, estate_file: str, code: int) -> None:
    from muniment.render.check.as_json import write_check
    from muniment.render.check.as_sarif import write_sarif
    from muniment.render.check.as_text import print_check
    from muniment.render.coverage import unseen
    from muniment.render.terminal import console

    match form:
        case "json":
            write_check(report, sys.stdout, estate_file=estate_file)
        case "sarif":
            write_sarif(report, sys.stdout, exit_code=code, limits=unseen(report))
        case _:
            print_check(report, console(), estate_file=estate_file)
