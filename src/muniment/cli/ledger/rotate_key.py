"""`muniment ledger rotate-key`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment ledger rotate-key next.pem --ledger ledger.sqlite
  muniment keys new --out next.pem && muniment ledger rotate-key next.pem \\
      --estate muniment.toml
"""


@click.command(epilog=_EXAMPLES)
@click.argument("new_key", metavar="NEW-KEY", type=options.SIGNING_KEY)
@options.ledger
@options.estate
def command(new_key: Path | str, ledger: str | None, estate: Path | None) -> None:
    """Have the ledger sign with the private key NEW-KEY, a file or `pkcs11:` and its token, from now on.

    An entry tells of it, signed by both keys.

    Then put NEW-KEY in the place of the old one, and hand its public part out. The old public key is still needed for
    what was proven before.
    """
    from muniment.prove.checkpoint import write_verifier_key
    from muniment.render.visible import visible
    from muniment.wiring.ledger import key_place, required, rotate

    place = required(ledger, estate)
    index, key = rotate(place, new_key)
    click.echo(f"Entry {index} tells of the new key. From now on the ledger signs with")
    click.echo(write_verifier_key(key))
    named, before = visible(str(new_key)), visible(str(key_place(place)))
    keep = f"keep {named} as {before}, or " if not isinstance(new_key, str) else ""
    click.echo(f"Next: {keep}name {'it' if keep else named} where {'that' if keep else before} is named")
