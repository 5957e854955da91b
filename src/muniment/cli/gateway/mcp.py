"""`muniment gateway mcp`: an MCP server behind a gate."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from muniment.cli import options
from muniment.cli.approve.desk import Address
from muniment.cli.approve.hold_options import Behalf, on_behalf
from muniment.cli.handed import handed

_EXAMPLES = """\b
Examples:
  muniment gateway mcp --server mcp://plant --caller night-shift \\
      -- plant-server --port-file /run/plant
  muniment gateway mcp --config gateway.toml --server mcp://registry \\
      --caller fraud-desk \\
      --purpose counter-fraud --authority order-12 -- registry-server
  muniment gateway mcp --server mcp://plant --caller night-shift \\
      --url http://127.0.0.1:9000/mcp \\
      --listen 127.0.0.1:8703 --key sha256:...

\b
Exit codes:
  that of the server; 0 where it is reached by HTTP, and this was told to stop
  2 input needs mending
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Http:
    """How the gate and the server are reached by HTTP."""

    url: str
    listen: tuple[str, int]
    key: tuple[str, ...]
    origin: tuple[str, ...]
    credential: Path | None
    certificate: Path | None
    certificate_key: Path | None


_by_http = handed(
    Http,
    Http.__slots__,
    (
        click.option("--url", default="", metavar="URL", help="Where the server is, in place of COMMAND."),
        click.option("--listen", type=Address(), default="127.0.0.1:8703", show_default=True, metavar="HOST:PORT",
                     help="With --url: where clients reach the gate, under the same path."),
        click.option("--key", multiple=True, metavar="DIGEST",
                     help="With --url: of a key that a client shows; `muniment gateway key` makes both."),
        click.option("--origin", multiple=True, metavar="ORIGIN",
                     help="With --url: of a browser's page that may ask; otherwise none may."),
        click.option("--credential", type=options.FILE, metavar="FILE",
                     help="With --url: the secret that the server is shown, as `Authorization: Bearer`."),
        click.option("--certificate", type=options.FILE, metavar="FILE", help="With --url: the gate's, in PEM."),
        click.option("--certificate-key", type=options.FILE, metavar="FILE", help="The key of that."),
    ),
)  # fmt: skip


@click.command(epilog=_EXAMPLES)
@click.argument("command_", metavar="COMMAND...", nargs=-1, type=click.UNPROCESSED)
@click.option("--server", required=True, metavar="NAME", help="The server, as [[tools]] name it.")
@on_behalf
@_by_http
@click.option("--spent", type=click.Path(dir_okay=False, path_type=Path), default="spent.sqlite", show_default=True,
              metavar="FILE", help="Where it keeps which tokens were spent.")  # fmt: skip
def command(http: Http, given: Behalf, *, command_: tuple[str, ...], server: str, spent: Path) -> int:
    """Start an MCP server, and let its tools run only with a token, or once people have approved the call.

    A client is told to start this command in place of COMMAND. It speaks to the client on standard input and output.
    With --url the server runs already, and clients reach the gate by HTTP in its place.
    """
    from muniment.wiring.mcp import Behind, Reached, http_server, serve

    if bool(http.url) == bool(command_):
        raise click.UsageError("give a COMMAND to start, or the --url of a server that runs")
    behind = Behind(server=server, behalf=given.whom, spent=spent)
    if command_:
        return serve(given.config, behind, command_, given.rulebook)
    host, port = http.listen
    reached = Reached(
        url=http.url, host=host, port=port, keys=http.key, origins=http.origin, credential=http.credential,
        certificate=http.certificate, certificate_key=http.certificate_key,
    )  # fmt: skip
    gate = http_server(given.config, behind, reached, given.rulebook)
    click.echo(f"The gate is at {host}:{port}.", err=True)
    gate.run()
    return 0
