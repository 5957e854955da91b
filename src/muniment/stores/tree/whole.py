"""The file that holds what a whole tree showed, part after part, of which a scan reads only what it needs.

It costs time and never an answer, whatever is wrong with it.
"""

from __future__ import annotations

import os
import pickle
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from muniment.stores.whole_file import draft_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class Parts(NamedTuple):
    """What is in the file, in that order; the lines as pieces that follow each other.

    `chart` is how the tree is, but for the stamps of its stretches. These are in `state`, with the digest of all
    content and the number of bytes. `answer` is what the tree showed, `sums` the packed accounts of its stretches, and
    `lines` those of the digests of all files.
    """

    chart: bytes
    state: bytes
    answer: bytes
    sums: bytes
    lines: Sequence[bytes | memoryview]


class WholeFile:
    """Such a file, to be read from its beginning on, and to be closed."""

    def __init__(self, path: Path, named: str) -> None:
        """Open the file at `path`. Raises: OSError; ValueError for one that is not `named` so or not complete."""
        self._file = path.open("rb")
        try:
            self._sizes = _sizes(self._file, named)
        except BaseException:
            self._file.close()
            raise

    def part(self) -> bytes:
        """Return the next part."""
        return self._file.read(self._sizes.pop(0))

    def close(self) -> None:
        """Read no more."""
        self._file.close()


def _sizes(file: BinaryIO, named: str) -> list[int]:
    """Return how many bytes each part has, once all are there. Raises: ValueError; whatever damaged bytes may raise."""
    begins = pickle.load(file)  # noqa: S301  (written by this user, as the folder's mode shows)
    sizes: list[int] = pickle.load(file) if begins == named else []  # noqa: S301  (likewise)
    if not sizes or os.fstat(file.fileno()).st_size != file.tell() + sum(sizes):
        message = "not what was kept"
        raise ValueError(message)
    return sizes


def write_whole(path: Path, named: str, parts: Parts) -> None:
    """Write beside and rename, so that nobody reads half of it; nothing where the system refuses."""
    *others, lines = parts
    sizes = [*map(len, others), sum(map(len, lines))]
    beside = draft_of(path)
    with suppress(OSError):
        try:
            with beside.open("wb") as file:
                file.write(pickle.dumps(named) + pickle.dumps(sizes))
                file.writelines(chain(others, lines))
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
