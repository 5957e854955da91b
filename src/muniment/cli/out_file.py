"""Where an answer goes: standard output, or a file that is replaced whole or stays as it was."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from stat import S_IMODE
from typing import TYPE_CHECKING

from muniment.errors import InputError, Problem
from muniment.stores.whole_file import draft_of

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


def replace_text(to: Path, text: str) -> None:
    """Put `text` in place of the file at `to`, whole or not at all; a link stays a link.

    Raises: InputError where the file is not to be written, after which it is as it was.
    """
    target = to.resolve()
    if not os.access(target, os.W_OK):
        raise InputError(Problem(where=str(to), what="is not yours to write", help="ask for leave to write it"))
    with output(target) as stream:
        stream.write(text)


@contextmanager
def output(to: Path | None) -> Iterator[TextIO]:
    """Return a context with the stream to write to. A file appears under its name when everything is in it.

    One that was there is replaced, and its permissions stay.

    Raises: InputError where the file cannot be written, after which what was there before is still there.
    """
    if to is None:
        yield sys.stdout
        return
    draft = draft_of(to)
    try:
        try:
            with draft.open("x", encoding="utf-8", errors="backslashreplace", newline="") as stream:
                yield stream
            with suppress(FileNotFoundError):
                draft.chmod(S_IMODE(to.stat().st_mode))
            draft.replace(to)
        except OSError as error:
            what = f"cannot be written ({(error.strerror or type(error).__name__).lower()})"
            raise InputError(Problem(where=str(to), what=what)) from error
    finally:
        with suppress(OSError):
            draft.unlink()
