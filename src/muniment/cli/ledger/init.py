"""`muniment ledger init`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment ledger init example.com/ledger --ledger ledger.sqlite
  MUNIMENT_LEDGER_KEY=ledger.pem \\
      MUNIMENT_LEDGER_CHECKPOINT=/mnt/apart/ledger.checkpoint \\
      muniment ledger init example.com/l --ledger postgresql://db/muniment
"""


@click.command(epilog=_EXAMPLES)
@click.argument("name")
@options.ledger
@options.estate
def command(name: str, ledger: str | None, estate: Path | None) -> None:
    """Make an empty ledger called NAME: a name that is yours alone, such as an address on the web without `https://`.

    Its key is made too, unless the file of the key is there already, or the key is on a token that MUNIMENT_LEDGER_KEY
    names by its PKCS#11 URI. A database may hold other tables.
    """
    from muniment.prove.checkpoint import write_verifier_key
    from muniment.render.visible import visible
    from muniment.wiring.ledger import anchor_of, begin, key_place, required, shown

    place = required(ledger, estate)
    key = begin(place, name)
    named, outside = key_place(place), visible(str(anchor_of(place).path))
    private = visible(str(named))
    click.echo(f"Made the ledger {visible(name)} in {visible(shown(place))}")
    if isinstance(named, str):
        click.echo(f"Key on the token {private}; `muniment keys export` writes its public part for whoever verifies")
    else:
        click.echo(f"Key {private} (keep it secret) and {private}.pub (give it to whoever verifies)")
    click.echo(f"Newest checkpoint {outside} (best on another disk; do not restore it with the database)")
    click.echo(write_verifier_key(key))
