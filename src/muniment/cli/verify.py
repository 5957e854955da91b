"""`muniment verify`: whether a signed certificate can be believed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment verify certificate.json --key signing.pem.pub
  muniment verify certificate.json --key signing.pem.pub --as-of 2026-12-31

\b
Exit codes:
  0 every check passed   1 a check failed: do not rely on the file   2 input needs mending
"""


@click.command(epilog=_EXAMPLES)
@click.argument("certificate", metavar="FILE", type=options.FILE)
@options.trusted_keys
@options.as_of
@options.as_json
def command(certificate: Path, keys: tuple[Path, ...], as_of: date | None, *, as_json: bool) -> None:
    """Verify the certificate in FILE without network, and show what it says and what it leaves out.

    The public key must have come to you by a way of its own, not together with the file.
    """
    from muniment import wiring
    from muniment.prove.state import LARGEST
    from muniment.prove.verify import verify
    from muniment.render.certificate import print_verified, write_verified
    from muniment.render.terminal import console
    from muniment.signers.file_key import load_public

    with certificate.open("rb") as file:
        envelope = file.read(LARGEST + 1)
    day = as_of or wiring.today()
    verified = verify(envelope, keys=[load_public(key) for key in keys], as_of=day)
    if as_json:
        write_verified(verified, envelope, day, sys.stdout)
    else:
        print_verified(verified, day, console())
