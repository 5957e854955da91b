"""`muniment approve ask`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from muniment.cli import approve_options, options

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TextIO

_EXAMPLES = """\b
Examples:
  muniment approve ask set_valve --arguments valve.json --caller night-shift
  echo '{"valve": "A7", "open": true}' | muniment approve ask set_valve --caller night-shift --json

\b
Exit codes:
  0 people are asked   1 it is withheld   2 input needs mending
"""


@click.command(epilog=_EXAMPLES)
@click.argument("tool", metavar="TOOL")
@click.option("--arguments", type=click.File(encoding="utf-8"), default="-", metavar="FILE",
              help="The arguments as a JSON object; standard input where left out.")  # fmt: skip
@click.option("--caller", required=True, metavar="NAME", help="On whose behalf; nobody approves what they asked for.")
@click.option("--person", default="", metavar="NAME", help="The person behind the caller.")
@click.option("--contract", default="", metavar="ID", help="The contract that it is for.")
@click.option("--purpose", default="", metavar="TEXT", help="What for; tools that read data on people need it.")
@click.option("--authority", default="", metavar="ID", help="On which authority; as above.")
@approve_options.config
@options.rulebook
@options.as_json
def command(  # noqa: PLR0913  (one parameter for each option)
    tool: str, *, arguments: TextIO, caller: str, person: str, contract: str, purpose: str, authority: str,
    config: Path, rulebook: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Have a call of TOOL held that no model asked for: a job's, or a drill's. It waits as a model's would."""
    from muniment import wiring
    from muniment.render.hold_words import time_left
    from muniment.render.holds_json import write_hold
    from muniment.wiring.holding import OnBehalf, ask_by_hand

    behalf = OnBehalf(caller=caller, person=person, contract=contract, purpose=purpose, authority=authority)
    record = ask_by_hand(config, tool, arguments.read(), behalf, rulebook)
    if as_json:
        write_hold(record, wiring.now(), sys.stdout)
    else:
        click.echo(
            f"{record.hold.id} waits for {record.hold.quorum} approvals; {time_left(record, wiring.now())} left."
        )
