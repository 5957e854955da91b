"""The private key that an option names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from muniment.app.ports import Signer


def signer(key: Path | str, *, ask_passphrase: bool) -> Signer:
    """Return the signer in the file `key`, or on the token that it names.

    The passphrase of a file is asked for where that is wanted, the PIN of a token always. Raises: InputError.
    """
    if isinstance(key, Path):
        from muniment.signers.file_key import load

        passphrase = click.prompt("Passphrase", hide_input=True, err=True).encode() if ask_passphrase else None
        return load(key, passphrase=passphrase)
    from muniment.signers.pkcs11 import open_key

    return open_key(key, pin)


def pin(token: str) -> str:
    """Ask for the PIN of a token. It is not shown, and nothing keeps it."""
    from muniment.render.visible import visible

    return str(click.prompt(f"PIN of {visible(token)}", hide_input=True, err=True))
