"""`muniment certify countersign`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment certify countersign certificate.json --with counsel.pem \\
      --key signing.pem.pub
  muniment certify countersign certificate.json --with signing-pq.pem \\
      --key signing.pem.pub
"""


@click.command(epilog=_EXAMPLES)
@click.argument("certificate", metavar="FILE", type=options.FILE)
@click.option(
    "--with", "own", required=True, type=options.SIGNING_KEY, metavar="KEY", help="Your key: a file, or `pkcs11:`."
)
@options.ask_passphrase
@options.trusted_keys
@options.verified_as_of
@options.ledger
def command(
    *,
    certificate: Path,
    own: Path | str,
    keys: tuple[Path, ...],
    as_of: date | None,
    ledger: str | None,
    ask_passphrase: bool,
) -> None:
    """Verify the certificate in FILE, and add a signature to it: another person's, or the same person's by another key.

    A time stamp over the file has to be asked for anew after that, and so has its proof from the ledger.
    """
    from muniment import wiring
    from muniment.cli.signing import signer
    from muniment.render.visible import visible
    from muniment.wiring.certify.drafts import countersign
    from muniment.wiring.ledger import configured

    key = signer(own, ask_passphrase=ask_passphrase)
    statement = countersign(certificate, keys, key, as_of or wiring.today(), configured(ledger))
    click.echo(f"Signed {visible(str(certificate))}: {visible(statement.id)}, until {statement.valid_until}")
    click.echo(f"Key id {key.keyid}, {key.algorithm.value}")
