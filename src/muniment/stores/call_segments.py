"""The log of calls as it is read: first the segments that were closed, and then the file that is written to.

A closed segment has the name of that file and, behind it, the number of its first line in twelve digits. The chain goes
on from one to the next. People may have taken the oldest ones elsewhere: then the reading begins with the first that is
there, and what that says it follows from is taken at its word. One that is missing in between breaks the chain. Whoever
needs the end alone begins later, in the same way.
"""

from __future__ import annotations

import os
import re
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, BinaryIO, Final

from muniment.enforce.call_chain import BrokenChainError, Head
from muniment.errors import InputError, Problem, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_NUMBERED: Final = re.compile(r"(.+)\.([0-9]{12,18})")
_TAIL: Final = 64 * 1024
"""Bytes at the end of a log in which its last lines are looked for."""
_BLOCK: Final = 1024 * 1024
"""Bytes that are read at once where it is read from the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Torn:
    """What was left of a line whose write was interrupted: nothing that it speaks of happened."""

    size: int
    start: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the log, without its line feed, and the head of the chain after it."""

    line: bytes
    head: Head


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A line that tells what the lines before it come to: it holds `text`, and `is_one` says yes to it."""

    text: bytes
    is_one: Callable[[bytes], bool]


def segment(path: Path, first: int) -> Path:
    """Return the name of a closed segment of the log at `path`, which begins behind so many lines."""
    return path.with_name(f"{path.name}.{first:012d}")


def itself(path: Path) -> Path:
    """Return the file to which `path` leads: closed segments lie beside that, and not beside a link to it."""
    return path.resolve() if path.is_symlink() else path


class CallLogFile:
    """A log that is read. It may be written to at the same time: a torn end is none of its lines.

    A closed segment, named as the log, is read by itself. What is told beside the lines holds for as far as was read.
    """

    def __init__(self, path: Path, since: Mark | int | None = None) -> None:
        """Read the log at `path` with `entries`: all of it, or `since` the last line that is such a mark.

        With a number, it is read from the file that holds the line after so many others.
        """
        self._path = self._where = itself(path)
        self._since = since
        self._late: int | None = None
        self.begins: Head | None = None
        """The head from which the first line follows: lines before it lie elsewhere."""
        self.head = Head()
        self.torn: Torn | None = None
        self.began_late = 0
        """How many lines before the first that was read may be there, and were not looked at."""
        self.first = self.size = self.files = 0
        """Of the last file: the lines before it, and the bytes of its whole lines; and how many files there are."""

    def entries(self) -> Iterator[Entry]:
        """Yield every line, as far as the chain holds. Raises: InputError; RefusedError at a line that breaks it."""
        try:
            yield from self._entries()
        except BrokenChainError as error:
            raise RefusedError(
                Problem(
                    where=str(self._where),
                    what=str(error),
                    help="keep the file as it is, and find out who changed it; no gateway goes on with it",
                )
            ) from error
        except OSError as error:
            what = f"cannot be read ({(error.strerror or type(error).__name__).lower()})"
            raise InputError(Problem(where=str(self._where), what=what)) from error

    def _entries(self) -> Iterator[Entry]:
        newest, closed = self._found()
        with newest or nullcontext():
            self.files, self._late = self._start(newest, closed)
            for path in closed[self.files :]:
                with path.open("rb") as file:
                    yield from self._lines(path, file, closed=True)
            if newest is not None:
                yield from self._lines(self._path, newest, closed=False)

    def _start(self, newest: BinaryIO | None, closed: list[Path]) -> tuple[int, int | None]:
        """Return how many closed segments need not be read, and where to begin late in the next file, if it is late."""
        since = self._since
        if since is None:
            return 0, None
        if newest is not None and (at := _place(newest, since)) is not None:
            return len(closed), at
        for number in reversed(range(len(closed))):
            with closed[number].open("rb") as file:
                if (at := _place(file, since)) is not None:
                    return number, at
        return 0, None

    def _found(self) -> tuple[BinaryIO | None, list[Path]]:
        """Return the file that is written to, and the closed segments: looked for later, so that none is missed.

        The file is missing where a gateway was about to begin it. Where it was closed meanwhile, nothing after it is
        read. Raises: OSError.
        """
        try:
            newest = self._path.open("rb")
        except FileNotFoundError:
            closed = closed_segments(self._path)
            if not closed:
                raise
            return None, closed
        try:
            own = os.fstat(newest.fileno())
            closed = closed_segments(self._path)
            return newest, list(takewhile(lambda each: not os.path.samestat(own, each.stat()), closed))
        except OSError:
            newest.close()
            raise

    def _lines(self, path: Path, file: BinaryIO, *, closed: bool) -> Iterator[Entry]:
        self._where, self.first, self.size = path, self.head.lines, 0
        self.files += 1
        if self._late is not None:
            self._begin_late(file, self._late)
            self._late = None
        for line in file:
            if not line.endswith(b"\n"):
                if closed:
                    message = "ends in the middle of a line, though it was closed"
                    raise BrokenChainError(message)
                self.torn = Torn(size=len(line), start=line[:200])
                return
            if self.begins is None:
                self._begin(path, line)
            self.head = self.head.follow(line[:-1])
            self.size += len(line)
            yield Entry(line=line[:-1], head=self.head)

    def _begin_late(self, file: BinaryIO, at: int) -> None:
        """Begin at the line at `at`; it is taken at its word, as is the first of its file."""
        self.first = Head.before(file.readline()).lines
        file.seek(at)
        self.head = self.begins = Head.before(file.readline())
        file.seek(at)
        self.size, self.began_late = at, self.begins.lines

    def _begin(self, path: Path, line: bytes) -> None:
        """Begin with the first line of all; only a segment that says so by its name begins behind others."""
        self.begins = Head()
        if (named := _NUMBERED.fullmatch(path.name)) and int(named[2]):
            self.begins = Head.before(line)
            if self.begins.lines != int(named[2]):
                message = f"begins with line {self.begins.lines + 1}, and its name says {int(named[2]) + 1}"
                raise BrokenChainError(message)
            self.head = self.begins
            self.first = self.head.lines


def closed_segments(path: Path) -> list[Path]:
    """Return the closed segments of the log at `path`, in their order. Raises: OSError."""
    found = [(name, each) for each in path.parent.iterdir() if (name := _NUMBERED.fullmatch(each.name))]
    return [each for _, each in sorted((int(name[2]), each) for name, each in found if name[1] == path.name)]


def head_at(path: Path, lines: int) -> Head | None:
    """Return the head of the log at `path` after so many lines; nothing where it has fewer, or they lie elsewhere.

    Raises: InputError; RefusedError where the chain breaks before.
    """
    reading = CallLogFile(path, lines)
    for entry in reading.entries():
        if reading.begins is not None and reading.begins.lines == lines:
            return reading.begins
        if entry.head.lines == lines:
            return entry.head
    return None


def _place(file: BinaryIO, since: Mark | int) -> int | None:
    """Return where to begin in `file`; nothing where that is in a file before it. It is read from its begin after."""
    try:
        if isinstance(since, Mark):
            return _last(file, since)
        first = file.readline()
        return 0 if first.endswith(b"\n") and Head.before(first).lines <= since else None
    finally:
        file.seek(0)


def _last(file: BinaryIO, mark: Mark) -> int | None:
    """Return where the last line begins that is a `mark`, read from the end, block by block."""
    end, cut = file.seek(0, os.SEEK_END), b""
    while end > 0:
        begin = max(0, end - _BLOCK)
        file.seek(begin)
        block = file.read(end - begin) + cut
        start = block.find(b"\n") + 1 if begin else 0
        place = len(block)
        while (place := block.rfind(mark.text, start, place)) >= 0:
            after, place = block.find(b"\n", place), block.rfind(b"\n", 0, place) + 1
            if after >= 0 and mark.is_one(block[place:after]):
                return begin + place
        end, cut = begin, block[:start] if start else block
    return None


def last_lines(path: Path) -> tuple[bytes, ...]:
    """Return the whole lines among the last 64 KiB of a log; none where there is no file that can be read.

    They are of one file: where the one that is written to has none yet, of the one that was closed last.
    """
    try:
        path = itself(path)
        return _ended(path) or next((_ended(each) for each in reversed(closed_segments(path))), ())
    except OSError:
        return ()


def _ended(path: Path) -> tuple[bytes, ...]:
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            begin = max(0, size - _TAIL)
            file.seek(begin)
            found = file.read(_TAIL)
    except OSError:
        return ()
    lines = found.split(b"\n")[:-1]
    return tuple(lines[1:] if begin else lines)
