"""`muniment export ai-systems`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from muniment.cli.exported import CheckOptions, handed_out, known_contract, of_check, warned

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment export ai-systems --estate muniment.toml
  muniment export ai-systems --estate muniment.toml --contract PO-1187 --csv \\
      -o systems.csv
"""


@click.command(epilog=_EXAMPLES)
@of_check
@click.option("--contract", metavar="ID", default="", help="Only what serves this contract.")
@click.option("--json", "form", flag_value="json", help="Write JSON for a program.")
@click.option("--csv", "form", flag_value="csv", help="Write a table (RFC 4180), one row for each system and maker.")
def command(*, contract: str, form: str | None, to: Path | None, **asked: Any) -> None:  # noqa: ANN401  (click's options)
    """List the AI models and services in use: maker and its seat, models, who runs them, and what was decided.

    Such lists are asked for by customers and by draft clauses; what a clause asks beyond this, a person has to add.
    """
    from muniment.render.export.ai_systems import ai_systems, print_ai_systems, write_ai_systems, write_ai_systems_csv
    from muniment.render.terminal import console_for

    of = CheckOptions(**asked)
    report = of.report(to)
    about = known_contract(report, contract) if contract else None
    rows = ai_systems(report, about or "")
    with handed_out("ai-systems", report, of, to, about) as stream:
        match form:
            case "json":
                write_ai_systems(report, rows, stream, about)
            case "csv":
                write_ai_systems_csv(rows, stream)
            case _:
                print_ai_systems(report, rows, console_for(stream), about)
    warned(report, about)
