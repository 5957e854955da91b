"""Stretches of files, read through one large buffer and searched together: what most files of most trees need.

A file that is large, binary, packed, in a wide encoding, or not what it was a moment ago is read by itself instead.
"""

from __future__ import annotations

import hashlib
import os
import stat
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from muniment.app.scan import FileResult, Tally, digest_lines, tally
from muniment.app.scan.examine import BEGINNING, MOST_PLACES
from muniment.discover.paths.projects import marked
from muniment.domain.evidence import FileRecord, FileStatus
from muniment.domain.ids import Digest
from muniment.stores.archives import is_called_archive
from muniment.stores.tree.contents import examined
from muniment.stores.tree.files import HEAD, OPEN_FLAGS, Entry, FileReader, Piece, begins_specially
from muniment.stores.tree.looking import looks_at
from muniment.stores.tree.pieces import joined
from muniment.stores.tree.stamps import note

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from muniment.app.scan import SurfaceOf
    from muniment.app.scan.examine import Examiner
    from muniment.stores.tree.walking import Stretch

_BUFFER: Final = 4 * 1024 * 1024
_SMALL: Final = 1024 * 1024
"""Bytes of the largest file that is read together with others."""
_SEPARATOR: Final = 10
"""Stands after each file in the buffer; no literal holds it, so none is found across two files."""
_RETURN: Final = 13
_BY_ITSELF: Final = -1
_FULL: Final = -2


@dataclass(frozen=True, slots=True)
class Read:
    """A stretch that was read. `seen` says how its files were just before; it is too short where that is not known."""

    tally: Tally
    seen: array[int]


class BulkReader:
    """Reads stretches one after the other. Not to be shared between threads."""

    def __init__(self, examiner: Examiner) -> None:
        """Set up the buffer."""
        self._examiner = examiner
        self._alone = FileReader()
        self._buffer = bytearray(_BUFFER)
        self._view = memoryview(self._buffer)

    def read(self, stretch: Stretch) -> Read:
        """Return the account of the files of `stretch`."""
        try:
            folder = os.open(stretch.folder, os.O_RDONLY)
        except OSError:
            return Read(self._one_by_one(stretch), array("q"))
        try:
            return self._read(stretch, folder)
        finally:
            os.close(folder)

    def _one_by_one(self, stretch: Stretch) -> Tally:
        return tally([self._alone_at(stretch, name) for name in stretch.names], self._examiner.surface_of)

    def _read(self, stretch: Stretch, folder: int) -> Read:
        seen = array("q")
        done: dict[int, FileResult] = {}
        known: list[str] = []
        digests: list[str] = []
        waiting: list[_Waiting] = []
        end = size = 0
        paths = [stretch.path(name) for name in stretch.names]
        for number, (name, path) in enumerate(zip(stretch.names, paths, strict=True)):
            count = self._fill(folder, name, end, seen)
            if count == _FULL:
                done |= self._search(waiting)
                waiting, end = [], 0
                count = self._fill(folder, name, end, seen)
            if count < 0:
                done[number] = self._alone_at(stretch, name)
                record = done[number].record
                size += record.size
                if record.digest:
                    known.append(record.path)
                    digests.append(record.digest.removeprefix("sha256:"))
                continue
            digest = hashlib.sha256(self._view[end : end + count]).hexdigest()
            known.append(path)
            digests.append(digest)
            waiting.append(_Waiting(number, path, end, end + count, digest))
            self._buffer[end + count] = _SEPARATOR
            end += count + 1
            size += count
        done |= self._search(waiting)
        return Read(_account(paths, done, digest_lines(known, digests), size, self._examiner.surface_of), seen)

    def _alone_at(self, stretch: Stretch, name: str) -> FileResult:
        return examined(Entry(stretch.path(name), f"{stretch.folder}/{name}"), self._alone, self._examiner)

    def _fill(self, folder: int, name: str, start: int, seen: array[int]) -> int:
        """Read a file to offset `start` of the buffer. Return its size, or why it does not stay there."""
        try:
            file = os.open(name, OPEN_FLAGS, dir_fd=folder)
        except OSError:
            return _BY_ITSELF
        try:
            before = os.fstat(file)
            size = before.st_size
            if size >= _SMALL or not stat.S_ISREG(before.st_mode):
                note(before, seen)
                return _BY_ITSELF
            if start + size >= _BUFFER:
                return _FULL
            note(before, seen)
            count = os.readv(file, [self._view[start : start + size + 1]])
            after = os.fstat(file)
        except OSError:
            return _BY_ITSELF
        finally:
            os.close(file)
        same = count == size == after.st_size and before.st_mtime_ns == after.st_mtime_ns
        return count if same and not self._is_special(name, start, start + count) else _BY_ITSELF

    def _is_special(self, name: str, start: int, end: int) -> bool:
        """Say whether a file in the buffer is no plain text with usual line ends, or may be an archive."""
        buffer = self._buffer
        if buffer.find(0, start, min(end, start + HEAD)) >= 0 or begins_specially(buffer, start):
            return True
        if buffer.find(_RETURN, start, end) >= 0 and buffer.count(b"\r", start, end) != buffer.count(
            b"\r\n", start, end
        ):
            return True
        return is_called_archive(name)

    def _search(self, waiting: list[_Waiting]) -> dict[int, FileResult]:
        """Return what the files in the buffer show, of those that show anything."""
        if not waiting:
            return {}
        claimed = self._examiner.claimed(
            [each.path for each in waiting], lambda at: self._beginning(waiting[at].start, waiting[at].end)
        )
        places = self._places(waiting)
        found: dict[int, FileResult] = {}
        for each in waiting:
            here = places.get(each.start, ())
            if not here and here is not None and each.path not in claimed:
                continue
            piece = Piece(each.path, bytes(self._view[each.start : each.end]), places=here)
            result = FileResult(each.record, *joined(list(looks_at(piece, self._examiner))))
            if result.tells:
                found[each.number] = result
        return found

    def _beginning(self, start: int, end: int) -> bytes:
        return bytes(self._buffer[start : min(end, start + BEGINNING)])

    def _places(self, waiting: list[_Waiting]) -> Mapping[int, Sequence[tuple[int, int]] | None]:
        """Return the places of literals by the offset at which their file starts; nothing where they are too many."""
        end = waiting[-1].end
        try:
            found = self._examiner.places(self._view[:end])
        except ValueError:  # two engines differ: each file is searched by itself, and is told if it is the one
            return {each.start: None for each in waiting}
        if len(found) > MOST_PLACES:
            return {each.start: None for each in waiting}
        starts = [each.start for each in waiting]
        places: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for literal, at in found:
            start = starts[bisect_left(starts, at) - 1]
            places[start].append((literal, at - start))
        return places


class _Waiting(NamedTuple):
    """A file in the buffer, from `start` to `end`, not yet searched."""

    number: int
    path: str
    start: int
    end: int
    digest: str

    @property
    def record(self) -> FileRecord:
        return FileRecord(self.path, FileStatus.READ, self.end - self.start, Digest(f"sha256:{self.digest}"))


def _account(
    paths: Sequence[str], done: dict[int, FileResult], lines: bytes, size: int, surface_of: SurfaceOf
) -> Tally:
    surfaces = list(map(surface_of, paths))
    counts = Counter({(surface, FileStatus.READ): number for surface, number in Counter(surfaces).items()})
    for number, result in done.items():
        counts[surfaces[number], FileStatus.READ] -= 1
        counts[surfaces[number], result.status] += 1
    marks = {mark for mark in map(marked, paths, surfaces) if mark is not None}
    return Tally(
        first=paths[0],
        lines=lines,
        counts=tuple((+counts).items()),
        size=size,
        results=tuple(done[number] for number in sorted(done) if done[number].tells),
        marks=frozenset(marks),
    )
