"""`muniment certify supersede`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment certify supersede PO-1187-2026-11-26 --id PO-1187-2027-02-10
"""


@click.command(epilog=_EXAMPLES)
@click.argument("certificate", metavar="ID")
@click.option("--id", "id_", required=True, metavar="ID", help="The id of the certificate that takes its place.")
@options.certificates_in
def command(certificate: str, id_: str, within: Path) -> None:
    """Write a draft that brings what the certificate ID brought, and takes its place once it is reviewed and signed.

    The new certificate names the old one by the digest of what was signed. Until then the old one stands.
    """
    from muniment.render.visible import visible
    from muniment.wiring.certify.lifecycle import supersede

    written = supersede(within, certificate, id_)
    click.echo(f"Wrote {visible(str(written))}.")
    click.echo(f"Next: bring it up to date, then let another person review it: muniment certify review {visible(id_)}")
