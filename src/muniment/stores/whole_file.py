"""A file read or written as a whole, within bounds."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from pathlib import Path


def read_whole(path: Path, largest: int) -> bytes:
    """Return the bytes of the file at `path`: all of them, or one more than `largest`, so that it is seen.

    Raises: InputError.
    """
    try:
        with path.open("rb") as file:
            return file.read(largest + 1)
    except OSError as error:
        raise _failed(path, "cannot be read", error) from error


def draft_of(to: Path) -> Path:
    """Return a path beside `to` for a draft of it, which nobody else takes: process ids repeat among containers."""
    return to.with_name(f".{to.name}.{os.urandom(8).hex()}")


def write_new(to: Path, content: bytes) -> None:
    """Write a file that must not be there yet, and wait until the disk holds it. Raises: OSError."""
    with to.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def put_whole(to: Path, content: bytes) -> None:
    """Write a file, of which nothing appears before it is whole, also where the power fails.

    What was there stays where that fails. A symbolic link that was there is replaced; what it leads to is not written
    to.
    Raises: OSError.
    """
    draft = draft_of(to)
    try:
        write_new(draft, content)
        draft.replace(to)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def write_whole(to: Path, content: bytes, help_: str = "") -> None:
    """Write a file as `put_whole` does; `help_` says what to do where that fails. Raises: InputError."""
    try:
        put_whole(to, content)
    except OSError as error:
        raise _failed(to, "cannot be written", error, help_) from error


def _failed(path: Path, what: str, error: OSError, help_: str = "") -> InputError:
    reason = (error.strerror or type(error).__name__).lower()
    return InputError(Problem(where=str(path), what=f"{what} ({reason})", help=help_))
