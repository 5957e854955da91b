"""Tiles as files in a folder: each is written once, and never becomes another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.errors import InputError, Problem
from muniment.stores.whole_file import put_whole

if TYPE_CHECKING:
    from pathlib import Path


def put(folder: Path, path: str, content: bytes) -> bool:
    """Write a tile, and say whether it was not there before.

    Raises: InputError where there is another one in its place, or it cannot be written.
    """
    to = folder / path
    if to.is_file():
        if to.read_bytes() != content:
            what, help_ = "is of another ledger, or was changed", "export to a new folder, and compare the two"
            raise InputError(Problem(where=str(to), what=what, help=help_))
        return False
    _write(to, content)
    return True


def put_checkpoint(folder: Path, note: bytes) -> None:
    """Put the checkpoint in place of the one before. Raises: InputError."""
    _write(folder / "checkpoint", note)


def _write(to: Path, content: bytes) -> None:
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        put_whole(to, content)
    except OSError as error:
        what = f"cannot be written ({(error.strerror or type(error).__name__).lower()})"
        raise InputError(Problem(where=str(to), what=what)) from error
