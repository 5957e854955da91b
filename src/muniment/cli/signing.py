"""The private key that an option names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pathlib import Path

    from muniment.signers.file_key import FileKey


def signer(key: Path, *, ask_passphrase: bool) -> FileKey:
    """Return the signer in the file `key`, after asking for its passphrase if that is wanted. Raises: InputError."""
    from muniment.signers.file_key import load

    passphrase = click.prompt("Passphrase", hide_input=True, err=True).encode() if ask_passphrase else None
    return load(key, passphrase=passphrase)
