"""What stands in the lines of a file, from one version of it to the next.

No literal goes over the end of a line, so where one stands in a line does not depend on the lines around it. What a
version has in common with the one before, from its first line or to its last, is not looked at again. What lies between
is searched as one: that is faster than to tell which of its lines were there before.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from muniment.app.scan.reading import LiteralFinder


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
    """The literals in the versions of one file, of which only what is new in each is searched."""

    def __init__(self, finder: LiteralFinder, counts: Callable[[bytes, int, int], bool] = lambda *_: True) -> None:
        """Start with no version. `counts` says of a text, the number of a literal and its end there whether it matters.

        It may look at the line alone.
        """
        self._finder = finder
        self._counts = counts
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
        new = version.middle
        inside = self._finder.find(new, most)
        if len(inside) > most:
            self._before = b"", []
            return self._finder.find(version.data, most)
        moved = len(version.data) - len(earlier)
        ends = [end for _, end in known]
        above = known[: bisect_right(ends, version.above)] if version.above else []
        below = known[bisect_right(ends, len(earlier) - version.below) :] if version.below else []
        found = [
            *above,
            *((number, end + version.above) for number, end in inside if self._counts(new, number, end)),
            *((number, end + moved) for number, end in below),
        ]
        self._before = version.data, found
        self.same = follows and len(found) == len(known) == len(above) + len(below)
        return found
