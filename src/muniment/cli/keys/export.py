"""`muniment keys export`."""

from __future__ import annotations

from pathlib import Path

import click

from muniment.cli import options

_EXAMPLES = """\b
Examples:
  muniment keys export \\
      "pkcs11:token=CARD;object=SIGN?module-path=/usr/lib/opensc-pkcs11.so" \\
      --out card.pub
  muniment keys export signing.pem --out signing.pem.pub
"""
_NEW = click.Path(dir_okay=False, path_type=Path)


@click.command(epilog=_EXAMPLES)
@click.argument("key", type=options.SIGNING_KEY)
@click.option("--out", required=True, type=_NEW, metavar="FILE", help="The public key, for those who verify.")
@click.option("--certificate", type=_NEW, metavar="FILE", help="The certificate on the token, to go into a package.")
@options.ask_passphrase
def command(key: Path | str, out: Path, certificate: Path | None, *, ask_passphrase: bool) -> None:
    """Write the public part of KEY, a private key in a file or on a token, and show its id."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    from muniment.cli.new_file import write_new
    from muniment.cli.signing import signer
    from muniment.errors import InputError, Problem
    from muniment.render.visible import visible
    from muniment.signers.pkcs11 import TokenKey, certificate_pem

    found = signer(key, ask_passphrase=ask_passphrase)
    chain = certificate_pem(found) if isinstance(found, TokenKey) else b""
    if certificate is not None and not chain:
        raise InputError(Problem(where=visible(str(key)), what="has no certificate", help="leave --certificate out"))
    public = found.public.key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    write_new(out, public, instead="give another --out")
    if certificate is not None:
        write_new(certificate, chain, instead="give another --certificate")
    click.echo(f"Wrote {visible(str(out))}.")
    click.echo(f"Key id {found.keyid}, {found.algorithm.value}")
