"""The key of a ledger: in a file, or on a token that signs each checkpoint inside."""

from __future__ import annotations

import getpass
import os
from pathlib import Path
from typing import TYPE_CHECKING

from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from muniment.signers.file_key import FileKey
    from muniment.signers.pkcs11 import TokenKey

_SCHEME = "pkcs11:"
_PIN = "MUNIMENT_LEDGER_PIN"


def on_token(named: Path | str) -> bool:
    """Say whether a key is named by the URI of a token."""
    return isinstance(named, str) and named.startswith(_SCHEME)


def key_of(named: Path | str) -> FileKey | TokenKey:
    """Return the key in a file, or on the token that a PKCS#11 URI names. Raises: InputError.

    The PIN is taken from `MUNIMENT_LEDGER_PIN`, for a program that runs by itself, or asked for.
    """
    if on_token(named):
        from muniment.signers.pkcs11 import open_key

        return open_key(str(named), _pin)
    from muniment.signers.file_key import load

    return load(Path(named))


def _pin(token: str) -> str:
    if given := os.environ.get(_PIN):
        return given
    try:
        return getpass.getpass(f"PIN of {token}, which holds the key of the ledger: ")
    except EOFError as error:
        what, help_ = "asks for its PIN, and nobody is there to type it", f"set {_PIN}"
        raise InputError(Problem(where=f"token `{token}`", what=what, help=help_)) from error
