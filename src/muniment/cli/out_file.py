"""Where an answer goes: standard output, or a file that is replaced whole or stays as it was."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import TextIO


def refuse_unwritable(to: Path | None) -> None:
    """Raise InputError where no file could appear at `to`, so that nobody waits for an answer that cannot be kept."""
    if to is None or os.access(to.absolute().parent, os.W_OK | os.X_OK):
        return
    what = "cannot be written (the folder does not exist, or is not yours to write in)"
    raise InputError(Problem(where=str(to), what=what, help="name a file in a folder that you may write in"))


@contextmanager
def output(to: Path | None) -> Iterator[TextIO]:
    """Return a context with the stream to write to. A file appears under its name when everything is in it.

    Raises: InputError where the file cannot be written, after which what was there before is still there.
    """
    if to is None:
        yield sys.stdout
        return
    draft = to.with_name(f".{to.name}.{os.getpid()}")
    try:
        try:
            with draft.open("x", encoding="utf-8", errors="backslashreplace", newline="") as stream:
                yield stream
            draft.replace(to)
        except OSError as error:
            what = f"cannot be written ({(error.strerror or type(error).__name__).lower()})"
            raise InputError(Problem(where=str(to), what=what)) from error
    finally:
        with suppress(OSError):
            draft.unlink()
