"""`muniment gateway mcp`: an MCP server behind a gate."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from muniment.cli import approve_options, options

_EXAMPLES = """\b
Examples:
  muniment gateway mcp --server mcp://plant --caller night-shift -- plant-server --port-file /run/plant
  muniment gateway mcp --config gateway.toml --server mcp://registry --caller fraud-desk \\
      --purpose counter-fraud --authority order-12 -- registry-server

\b
Exit codes:
  that of the server; 2 where input needs mending
"""


@click.command(epilog=_EXAMPLES)
@click.argument("command_", metavar="COMMAND...", nargs=-1, required=True, type=click.UNPROCESSED)
@approve_options.config
@click.option("--server", required=True, metavar="NAME", help="The server, as [[tools]] name it.")
@click.option("--caller", required=True, metavar="NAME", help="On whose behalf; nobody approves what they asked for.")
@click.option("--person", default="", metavar="NAME", help="The person behind the caller.")
@click.option("--contract", default="", metavar="ID", help="The contract that it is for.")
@click.option("--purpose", default="", metavar="TEXT", help="What for; tools that read data on people need it.")
@click.option("--authority", default="", metavar="ID", help="On which authority; as above.")
@click.option("--spent", type=click.Path(dir_okay=False, path_type=Path), default="spent.sqlite", show_default=True,
              metavar="FILE", help="Where it keeps which tokens were spent.")  # fmt: skip
@options.rulebook
def command(  # noqa: PLR0913  (one parameter for each option)
    *, command_: tuple[str, ...], config: Path, server: str, caller: str, person: str, contract: str, purpose: str,
    authority: str, spent: Path, rulebook: Path | None,
) -> None:  # fmt: skip
    """Start an MCP server, and let its tools run only with a token, or once people have approved the call.

    A client is told to start this command in place of COMMAND. It speaks to the client on standard input and output.
    """
    from muniment.wiring.holding import OnBehalf
    from muniment.wiring.mcp import Behind, serve

    behalf = OnBehalf(caller=caller, person=person, contract=contract, purpose=purpose, authority=authority)
    behind = Behind(server=server, command=command_, behalf=behalf, spent=spent)
    sys.exit(serve(config, behind, rulebook))
