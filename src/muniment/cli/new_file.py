"""A file that is written whole or not at all, and never over another."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from pathlib import Path


def write_new(path: Path, content: bytes, *, instead: str) -> None:
    """Write `content` to `path`; `instead` is what to do where there is something already.

    Raises: InputError, after which there is no part of a file at `path` that was not there before.
    """
    try:
        file = path.open("xb")
    except FileExistsError as error:
        raise InputError(Problem(where=str(path), what="exists and is not overwritten", help=instead)) from error
    except OSError as error:
        raise _unwritten(path, error) from error
    try:
        with file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException as error:
        with suppress(OSError):
            path.unlink()
        if isinstance(error, OSError):
            raise _unwritten(path, error) from error
        raise


def _unwritten(path: Path, error: OSError) -> InputError:
    what = f"cannot be written ({(error.strerror or type(error).__name__).lower()})"
    return InputError(Problem(where=str(path), what=what))
