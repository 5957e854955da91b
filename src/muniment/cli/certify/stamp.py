"""`muniment certify stamp`."""

from __future__ import annotations

from pathlib import Path

import click

from muniment.cli import options

_EXAMPLES = """\b
Examples:
  muniment certify stamp certificate.json --out certificate.tsq
"""


@click.command(epilog=_EXAMPLES)
@click.argument("certificate", metavar="FILE", type=options.FILE)
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="The new request."
)
def command(certificate: Path, out: Path) -> None:
    """Write the request for an RFC 3161 time stamp over the certificate in FILE. Nothing is sent anywhere.

    Hand the request to a time-stamp authority, and keep its answer beside the certificate.
    """
    from muniment.cli.new_file import write_new
    from muniment.prove.state import LARGEST
    from muniment.render.visible import visible
    from muniment.signers.stamps import request
    from muniment.stores.whole_file import read_whole

    write_new(out, request(read_whole(certificate, LARGEST)), instead="give another --out")
    file, written = visible(str(certificate)), visible(str(out))
    click.echo(f"Wrote {written}, a request for a time stamp over {file}.")
    click.echo(f"Next: muniment verify {file} --policy trust.toml --stamp ANSWER")
