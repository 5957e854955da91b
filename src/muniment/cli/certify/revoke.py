"""`muniment certify revoke`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment certify revoke PO-1187-2026-11-26 --by "J. Rivera" \\
      --key signing.pem --reason "a use was found on 3 December"
"""


@click.command(epilog=_EXAMPLES)
@click.argument("certificate", metavar="ID")
@click.option("--by", required=True, metavar="NAME", help="Who revokes it.")
@click.option("--reason", required=True, metavar="TEXT", help="Why it no longer holds.")
@options.own_key
@options.ask_passphrase
@options.certificates_in
@options.ledger
def command(  # noqa: PLR0913  (one parameter for each option)
    *,
    certificate: str,
    by: str,
    reason: str,
    key: Path | str,
    ask_passphrase: bool,
    within: Path,
    ledger: str | None,
) -> None:
    """Sign that the certificate ID no longer holds. Send the revocation to everybody who has the certificate."""
    from muniment import wiring
    from muniment.app.certify.lifecycle import act
    from muniment.cli.signing import signer
    from muniment.domain.act import ActKind
    from muniment.render.visible import visible
    from muniment.wiring.certify.lifecycle import revoke
    from muniment.wiring.ledger import configured

    own = signer(key, ask_passphrase=ask_passphrase)
    told = act(ActKind.REVOCATION, by, wiring.now(), own, certificate=certificate, reason=reason)
    written = revoke(within, certificate, told, own, configured(ledger))
    click.echo(f"Wrote {visible(str(written))}, signed with key {own.keyid[:16]}.")
    click.echo("Next: send it to everybody who has the certificate.")
