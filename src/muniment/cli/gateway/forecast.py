"""`muniment gateway forecast`: what would be moved or blocked on a day to come."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from muniment.cli.options import Day

if TYPE_CHECKING:
    from datetime import date

_EXAMPLES = """\b
Examples:
  muniment gateway forecast calls.log --config gateway.toml --on 2026-12-01
  muniment gateway forecast calls.log --config gateway.toml --on 2026-12-01 \\
      --svg until.svg

\b
Exit codes:
  0 no recorded call would be blocked
  1 some would be, or the chain of the log is broken
  2 a file, or what it names, needs mending
  3 none would be blocked of those that are known, and there is none, or some
    are of a caller or a model that is not in the file any more
"""


@click.command(epilog=_EXAMPLES)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--config", required=True, type=click.Path(path_type=Path), help="The gateway's file.")
@click.option("--on", required=True, type=Day(), metavar="DATE", help="The day that the answer is about.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON for a program.")
@click.option(
    "--svg", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Draw the days until then."
)
def command(*, file: Path, config: Path, on: date, as_json: bool, svg: Path | None) -> None:
    """Decide every call in the log FILE anew, as if it were made on DATE, and count what would become of it.

    Nothing is sent. The log holds no text of calls, so that one thing stays open: whether a call can be said in the
    dialect of its replacement.
    """
    import json

    from muniment.app.gateway.forecast import Fate
    from muniment.cli.codes import CLEAN, FINDINGS, INCOMPLETE
    from muniment.cli.out_file import output
    from muniment.render.gateway.forecast import forecast_svg, forecast_value, print_forecast
    from muniment.render.terminal import console
    from muniment.wiring.gateway.past import forecast_of

    found = forecast_of(file, config, on)
    if svg is not None:
        with output(svg) as stream:
            stream.write(forecast_svg(found))
    if as_json:
        click.echo(json.dumps(forecast_value(found), indent=2))
    else:
        print_forecast(found, console())
    if found.count(Fate.BLOCKED):
        click.get_current_context().exit(FINDINGS)
    click.get_current_context().exit(CLEAN if found.rows and not found.count(Fate.UNKNOWN) else INCOMPLETE)
