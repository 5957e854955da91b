"""`muniment plan`: what has to go, by when, who sees to it, and what may take its place."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from muniment.cli import options
from muniment.cli.exported import CheckOptions, known_contract, of_check, warned

if TYPE_CHECKING:
    from typing import TextIO

    from muniment.domain.ids import ContractId
    from muniment.domain.plan import Plan
    from muniment.domain.report import Report

_NEW = click.Path(dir_okay=False, path_type=Path)
_EXAMPLES = """\b
Examples:
  muniment plan --estate muniment.toml
  muniment plan --estate muniment.toml --new plan.toml
  muniment plan --estate muniment.toml --plan plan.toml \\
      --record october.json --burn-down open.svg
  muniment plan --estate muniment.toml --plan plan.toml --contract PO-1187 \\
      --oscal -o poam.json
  muniment plan --estate muniment.toml --plan plan.toml --contract PO-1187 \\
      --emass blank.xlsx -o poam.xlsx

\b
Exit codes:
  0 the plan was made
  2 the options or files need mending
  3 something that could hide a use was not read
"""


@click.command(epilog=_EXAMPLES)
@of_check
@click.option("--contract", metavar="ID", default="", help="Only what concerns this contract.")
@click.option("--plan", "kept", type=options.FILE, metavar="FILE", help="Owners, steps and costs that you keep.")
@click.option("--new", "new", type=_NEW, metavar="FILE", help="Write such a file for what has to go; it must be new.")
@click.option(
    "--record", "records", type=options.FILE, multiple=True, metavar="FILE",
    help="A record of an earlier check, for what was open then; may be given more than once.",
)  # fmt: skip
@click.option("--burn-down", type=_NEW, metavar="FILE", help="Draw what was open over time, as SVG.")
@click.option("--xlsx", type=_NEW, metavar="FILE", help="Write a workbook with a sheet for each table.")
@click.option("--json", "form", flag_value="json", help="Write JSON for a program.")
@click.option("--oscal", "form", flag_value="oscal", help="Write an OSCAL 1.2.1 POA&M; needs --contract.")
@click.option(
    "--emass", "template", type=options.FILE, metavar="TEMPLATE",
    help="Fill a copy of your eMASS POA&M template (.xlsx, .xlsm); needs --contract and -o.",
)  # fmt: skip
@click.option(
    "--csv", "table", type=click.Choice(["items", "places", "steps", "costs"]), help="Write one table (RFC 4180)."
)
def command(  # noqa: PLR0913  (one for each option)
    *,
    contract: str,
    kept: Path | None,
    new: Path | None,
    records: tuple[Path, ...],
    burn_down: Path | None,
    xlsx: Path | None,
    form: str | None,
    template: Path | None,
    table: str | None,
    to: Path | None,
    **asked: Any,  # noqa: ANN401  (click's options)
) -> None:
    """Plan the phase-out: each use that is not simply permitted, its places, its last day and its replacements.

    Replacements are vendors that offer the same sort of thing and are permitted on the same contract and facts, today
    and at the end of performance. It says what instruments allow, and nothing of whether a product is fit.
    """
    from muniment.cli.out_file import output, refuse_unwritable
    from muniment.wiring.planning import plan_of

    if form == "oscal" and not contract:
        raise click.UsageError("--oscal needs --contract: a POA&M is of one contract")
    if template and (not contract or to is None or table or form == "oscal"):
        raise click.UsageError("--emass needs --contract and -o FILE, and writes no other form than --json beside it")
    for each in (new, burn_down, xlsx):
        refuse_unwritable(each)
    report = CheckOptions(**asked).report(to)
    about = known_contract(report, contract) if contract else None
    plan = plan_of(report, kept, records, about)
    _write_files(plan, report, new, burn_down, xlsx)
    if template and to:
        from muniment.cli.plan.emass import fill

        fill(plan, report.rulebook, template, to, form)
    else:
        with suppress(BrokenPipeError), output(to) as stream:
            _write(plan, report, about, table or form, stream)
    warned(report, about)


def _write_files(plan: Plan, report: Report, new: Path | None, burn_down: Path | None, xlsx: Path | None) -> None:
    """Write the files that options name, beside the plan itself."""
    if new:
        from muniment.cli.new_file import write_new
        from muniment.render.plan.file import plan_file

        write_new(new, plan_file(plan).encode(), instead="name another file; what you keep is never overwritten")
    if burn_down:
        from muniment.cli.out_file import output
        from muniment.render.plan.burn_down import burn_down_svg

        if not plan.burn_down:
            raise click.UsageError("--burn-down needs --record: nothing is known of earlier days")
        with output(burn_down) as stream:
            stream.write(burn_down_svg(plan))
    if xlsx:
        from muniment.render.plan.tables import write_plan_workbook

        write_plan_workbook(plan, report.rulebook, xlsx)


def _write(plan: Plan, report: Report, contract: ContractId | None, form: str | None, to: TextIO) -> None:
    """Write the plan; only what writes this form is loaded."""
    match form:
        case "json":
            from muniment.render.plan.tables import write_plan

            write_plan(plan, report.rulebook, to)
        case "oscal":
            from muniment import wiring
            from muniment.cli.plan.emass import nothing_to_go
            from muniment.render.plan.oscal import write_poam

            if not plan.items or contract is None:
                raise click.UsageError(f"{nothing_to_go(plan)}, and OSCAL knows no empty POA&M")
            write_poam(plan, report.rulebook, contract, to, at=wiring.now())
        case None:
            from muniment.render.plan.as_text import print_plan
            from muniment.render.terminal import console_for

            print_plan(plan, report.rulebook, console_for(to))
        case table:
            from muniment.render.plan.tables import write_plan_csv

            write_plan_csv(plan, report.rulebook, table, to)
