"""`muniment gateway mcp`: an MCP server behind a gate."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from muniment.cli.approve.hold_options import Behalf, on_behalf

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
@click.option("--server", required=True, metavar="NAME", help="The server, as [[tools]] name it.")
@on_behalf
@click.option("--spent", type=click.Path(dir_okay=False, path_type=Path), default="spent.sqlite", show_default=True,
              metavar="FILE", help="Where it keeps which tokens were spent.")  # fmt: skip
def command(given: Behalf, *, command_: tuple[str, ...], server: str, spent: Path) -> None:
    """Start an MCP server, and let its tools run only with a token, or once people have approved the call.

    A client is told to start this command in place of COMMAND. It speaks to the client on standard input and output.
    """
    from muniment.wiring.mcp import Behind, serve

    behind = Behind(server=server, command=command_, behalf=given.whom, spent=spent)
    sys.exit(serve(given.config, behind, given.rulebook))
