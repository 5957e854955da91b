"""`muniment rules sign`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment rules sign rulebook.bundle --with ben.pem --key ada.pem.pub
"""


@click.command(epilog=_EXAMPLES)
@click.argument("bundle", metavar="FILE", type=options.FILE)
@click.option("--with", "own", required=True, type=options.SIGNING_KEY, metavar="KEY", help="Your private key.")
@click.option("--ask-passphrase", is_flag=True, help="Ask for the passphrase of your key.")
@options.trusted_keys
def command(bundle: Path, own: Path | str, keys: tuple[Path, ...], *, ask_passphrase: bool) -> None:
    """Verify the bundle in FILE, and add your signature to it, for places that ask for more than one person."""
    from muniment.cli.signing import signer
    from muniment.render.visible import visible
    from muniment.wiring.rulebooks import cosign

    key = signer(own, ask_passphrase=ask_passphrase)
    release = cosign(bundle, keys, key).statement.release
    click.echo(f"Signed {visible(str(bundle))}: rulebook {release.version} of {release.released}")
    click.echo(f"Key id {key.keyid}")
