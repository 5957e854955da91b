"""What stands in the lines of a file, from one version of it to the next: each different line is searched once.

No literal goes over the end of a line, so where one stands in a line does not depend on the lines around it. What a
version has in common with the one before, from its first line or to its last, is not looked at again at all.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from muniment.app.scan.reading import LiteralFinder

_MOST_KNOWN: Final = 200_000
"""Lines that are remembered for one file."""
_MOST_BYTES: Final = 24 * 1024 * 1024
"""Bytes of all of these, with what each takes beside its letters; of a file of long lines, few are remembered."""
_BESIDE: Final = 120
_FEW: Final = 8
"""So few different lines that hold something are looked for in a text; of more, all lines are gone through."""


class Version(NamedTuple):
    """A version of a file, the one before, and how many bytes of whole lines they have in common on either side."""

    data: bytes
    earlier: bytes = b""
    above: int = 0
    below: int = 0

    @property
    def middle(self) -> bytes:
        """What is between those."""
        return self.data[self.above : len(self.data) - self.below]

    @property
    def gone(self) -> bytes:
        """What was between those before."""
        return self.earlier[self.above : len(self.earlier) - self.below]

    def after(self, earlier: bytes) -> Version:
        """Return the version as the one that follows `earlier`."""
        data = self.data
        above = _same(earlier, data, min(len(earlier), len(data)))
        above = data.rfind(b"\n", 0, above) + 1
        least = min(len(earlier), len(data)) - above
        below = _same_end(earlier, data, least)
        begins = data.find(b"\n", len(data) - below) + 1 if below else 0
        return Version(data, earlier, above, len(data) - begins if begins else 0)


def _same(one: bytes, other: bytes, most: int) -> int:
    """Return how many bytes, at most `most`, two texts have in common at their beginning."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _same_end(one: bytes, other: bytes, most: int) -> int:
    """Return how many bytes, at most `most`, two texts have in common at their end."""
    last, other_last = len(one), len(other)
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if one[last - middle : last - low] == other[other_last - middle : other_last - low]:
            low = middle
        else:
            high = middle - 1
    return low


class KnownLines:
    """The lines of the versions of one file, with the literals in them."""

    def __init__(self, finder: LiteralFinder, counts: Callable[[bytes, int, int], bool] = lambda *_: True) -> None:
        """Start with no line. `counts` says of a text, the number of a literal and its end there whether it matters.

        It may look at the line alone.
        """
        self._finder = finder
        self._counts = counts
        self._empty: set[bytes] = {b""}
        self._holding: dict[bytes, Sequence[tuple[int, int]]] = {}
        self._size = 0
        self.same = False
        """Whether the last version has what counts where the one before had it: all of that, and nothing else."""
        self._before: tuple[bytes, list[tuple[int, int]]] = b"", []

    def places(self, version: Version, most: int) -> list[tuple[int, int]]:
        """Return what the finder would for the data of `version`, of that what counts.

        Each is (number of the literal, end offset), in order of end. Where `most` are too few for the new lines, it is
        what the finder finds, counted or not. Only of the version that was asked for last is anything taken over.
        """
        earlier, known = self._before
        self.same = False
        follows = version.earlier is earlier
        if not follows:
            version = Version(version.data)
        inside = self._in_lines(version.middle, most)
        if inside is None:
            self._before = b"", []
            return self._finder.find(version.data, most)
        moved = len(version.data) - len(earlier)
        ends = [end for _, end in known]
        above = known[: bisect_right(ends, version.above)] if version.above else []
        below = known[bisect_right(ends, len(earlier) - version.below) :] if version.below else []
        found = [
            *above,
            *((number, end + version.above) for number, end in inside),
            *((number, end + moved) for number, end in below),
        ]
        self._before = version.data, found
        self.same = follows and not inside and len(found) == len(known)
        return found

    def _in_lines(self, text: bytes, most: int) -> list[tuple[int, int]] | None:
        """Return what counts in the lines of `text`; nothing where `most` are too few for those that are new."""
        lines = text.split(b"\n")
        present = set(lines)
        new = present - self._empty
        new -= self._holding.keys()
        if new and not self._search(new, most):
            return None
        holding = present & self._holding.keys()
        if len(holding) <= _FEW:
            return self._of_few(text, holding)
        places: list[tuple[int, int]] = []
        offset = 0
        for line in lines:
            if line in self._holding:
                places += [(number, offset + end) for number, end in self._holding[line]]
            offset += len(line) + 1
        return places

    def _of_few(self, text: bytes, holding: set[bytes]) -> list[tuple[int, int]]:
        if not holding:
            return []
        framed = b"\n%b\n" % text
        places: list[tuple[int, int]] = []
        for line in holding:
            whole = b"\n%b\n" % line
            at = framed.find(whole)
            while at >= 0:
                places += [(number, at + end) for number, end in self._holding[line]]
                at = framed.find(whole, at + 1)
        return sorted(places, key=lambda place: place[1])

    def _search(self, new: set[bytes], most: int) -> bool:
        """Search lines that are `new`; say whether it came to an end."""
        self._size += sum(map(len, new)) + _BESIDE * len(new)
        if len(self._empty) + len(self._holding) > _MOST_KNOWN or self._size > _MOST_BYTES:
            self._empty, self._holding, self._size = {b""}, {}, 0
            return False
        lines = list(new)
        text = b"\n".join(lines)
        found = self._finder.find(text, most)
        if len(found) > most:
            return False
        if not found:
            self._empty |= new
            return True
        begins = [0, *accumulate(len(line) + 1 for line in lines)]
        holding: dict[bytes, list[tuple[int, int]]] = {}
        for number, end in found:
            if not self._counts(text, number, end):
                continue
            at = bisect_right(begins, end - 1) - 1
            holding.setdefault(lines[at], []).append((number, end - begins[at]))
        self._holding |= holding
        self._empty |= new - holding.keys()
        return True
