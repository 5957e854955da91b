"""`muniment approve ask`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from muniment.cli import options
from muniment.cli.approve.hold_options import Behalf, on_behalf

if TYPE_CHECKING:
    from typing import TextIO

_EXAMPLES = """\b
Examples:
  muniment approve ask set_valve --arguments valve.json --caller night-shift
  echo '{"valve": "A7", "open": true}' | muniment approve ask set_valve \\
      --caller night-shift --json

\b
Exit codes:
  0 people are asked   1 it is withheld   2 input needs mending
"""


@click.command(epilog=_EXAMPLES)
@click.argument("tool", metavar="TOOL")
@click.option("--arguments", type=click.File(encoding="utf-8"), default="-", metavar="FILE",
              help="The arguments as a JSON object; standard input where left out.")  # fmt: skip
@on_behalf
@options.as_json
def command(given: Behalf, *, tool: str, arguments: TextIO, as_json: bool) -> None:
    """Have a call of TOOL held that no model asked for: a job's, or a drill's. It waits as a model's would."""
    from muniment import wiring
    from muniment.render.holds.as_json import write_hold
    from muniment.render.holds.words import time_left
    from muniment.wiring.approvals.holding import ask_by_hand

    record = ask_by_hand(given.config, tool, arguments.read(), given.whom, given.rulebook)
    if as_json:
        write_hold(record, wiring.now(), sys.stdout)
    else:
        left = time_left(record, wiring.now())
        click.echo(f"{record.hold.id} waits for {record.hold.quorum} approvals; {left} left.")
