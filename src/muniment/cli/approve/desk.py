"""`muniment approve desk`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from muniment.cli import options
from muniment.cli.approve import hold_options

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment approve desk --listen 127.0.0.1:8702
  muniment approve desk --listen 0.0.0.0:8443 --certificate desk.pem \\
      --key desk.key \\
      --client-authorities people-ca.pem

\b
Exit codes:
  0 it was told to stop   2 input needs mending
"""


class Address(click.ParamType[tuple[str, int]]):
    """A host and a port."""

    name = "address"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int]:
        """Split at the last colon."""
        if isinstance(value, tuple):
            return value
        host, _, port = str(value).rpartition(":")
        if not host or not port.isdecimal() or int(port) > 65535:  # noqa: PLR2004  (the last port)
            self.fail(f"`{value}` is not an address such as 127.0.0.1:8702", param, ctx)
        return host.strip("[]"), int(port)


@click.command(epilog=_EXAMPLES)
@hold_options.config
@click.option("--listen", type=Address(), default="127.0.0.1:8702", show_default=True, metavar="HOST:PORT",
              help="Where it is reached.")  # fmt: skip
@click.option("--certificate", type=options.FILE, metavar="FILE", help="Its certificate, in PEM.")
@click.option("--key", type=options.FILE, metavar="FILE", help="The key of that.")
@click.option("--client-authorities", type=options.FILE, metavar="FILE",
              help="Certificates that sign those of people; whoever has one is signed in by it.")  # fmt: skip
def command(
    *, config: Path, listen: tuple[str, int], certificate: Path | None, key: Path | None,
    client_authorities: Path | None,
) -> None:  # fmt: skip
    """Serve the page on which people see held calls in a browser, and answer them with an authenticator.

    It is a process of its own: it reads the holds and the public keys of people, and no secret of the gateway.
    """
    from muniment.wiring.desk import Listening, server

    host, port = listen
    listening = Listening(host=host, port=port, certificate=certificate, key=key, client_authorities=client_authorities)
    desk = server(config, listening)
    click.echo(f"The desk is at {host}:{port}.", err=True)
    desk.run()
