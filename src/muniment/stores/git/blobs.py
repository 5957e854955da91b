"""The contents of git objects, in the order in which they are asked for. Nothing is checked out."""

from __future__ import annotations

import fcntl
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, TypeAlias

from muniment.stores.tree.files import WHOLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from muniment.stores.git.repository import Repository

MOST: Final = 1000
"""Objects asked for at once: so many ids fit into a pipe, so that git never waits for us while we wait for it."""
_PIECE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Lost:
    """An object that cannot be read: `missing` where the repository does not have it, else damaged."""

    missing: bool


Content: TypeAlias = "bytes | Path | Lost"
"""The bytes of an object, or, where it is larger than a file that is looked at as a whole, a file that holds them."""


def contents(repository: Repository, ids: Sequence[str]) -> Iterator[Content]:
    """Yield the content of each object of `ids`. The file of a large one is gone when the next is asked for."""
    waiting = ids
    while waiting:
        done = 0
        for content in _asked_for(repository, waiting[:MOST]):
            yield content
            done += 1
        waiting = waiting[done:]


def _asked_for(repository: Repository, ids: Sequence[str]) -> Iterator[Content]:
    """Yield what one process of git gives; it ends at a damaged object, which is the last that is yielded then."""
    process = repository.start("cat-file", "--batch", "--buffer")
    asked, answers = process.stdin, process.stdout
    if asked is None or answers is None:
        raise BrokenPipeError
    _widen(answers)
    try:
        try:
            asked.write("".join(f"{each}\n" for each in ids).encode("ascii"))
            asked.close()
        except BrokenPipeError:
            yield Lost(missing=False)
            return
        for _ in ids:
            header = answers.readline().split()
            if header[1:] == [b"missing"]:
                yield Lost(missing=True)
                continue
            try:
                yield from _content(answers, int(header[2]))
            except (EOFError, LookupError, ValueError):
                yield Lost(missing=False)
                return
    finally:
        process.kill()
        process.wait()
        answers.close()


def _widen(pipe: IO[bytes]) -> None:
    """Let git write ahead while we read, where the system can; it works without."""
    with suppress(AttributeError, OSError):
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIECE)


def _content(answers: IO[bytes], size: int) -> Iterator[Content]:
    if size <= WHOLE:
        data = answers.read(size + 1)
        if len(data) <= size:
            raise EOFError
        yield data[:-1]
        return
    with tempfile.NamedTemporaryFile(prefix="muniment-blob-") as file:
        left = size + 1
        while left:
            data = answers.read(min(_PIECE, left))
            if not data:
                raise EOFError
            left -= len(data)
            file.write(data if left else data[:-1])
        file.flush()
        yield Path(file.name)
