"""Secrets that are shown to a server in a header: one line of ASCII."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST: Final = 64 * 1024


def fits_header(secret: str) -> bool:
    """Say whether `secret` is something, and may stand in a header."""
    return bool(secret) and secret.isascii() and secret.isprintable()


def read_secret(file: Path) -> str:
    """Return the secret in `file`; nothing where it is too large to be one. Raises: InputError."""
    from muniment.stores.whole_file import read_whole

    content = read_whole(file, _LARGEST)
    return content.decode("ascii", "replace").strip() if len(content) <= _LARGEST else ""
