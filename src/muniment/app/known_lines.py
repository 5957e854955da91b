"""What stands in the lines of a file, from one version of it to the next: each different line is searched once.

No literal goes over the end of a line, so where one stands in a line does not depend on the lines around it.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from muniment.app.reading import LiteralFinder

_MOST_KNOWN: Final = 200_000
"""Lines that are remembered for one file."""


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

    def places(self, data: bytes, lines: Sequence[bytes], most: int) -> list[tuple[int, int]]:
        """Return what the finder would for `data`, which is cut into `lines`, of that what counts.

        Each is (number of the literal, end offset), in order of end. Where `most` are too few for the new lines, it is
        what the finder finds, counted or not.
        """
        present = set(lines)
        new = present - self._empty
        new -= self._holding.keys()
        if new and not self._search(new, most):
            return self._finder.find(data, most)
        if present.isdisjoint(self._holding):
            return []
        places: list[tuple[int, int]] = []
        offset = 0
        for line in lines:
            if line in self._holding:
                places += [(number, offset + end) for number, end in self._holding[line]]
            offset += len(line) + 1
        return places

    def _search(self, new: set[bytes], most: int) -> bool:
        """Search lines that are `new`; say whether it came to an end."""
        if len(self._empty) + len(self._holding) > _MOST_KNOWN:
            self._empty, self._holding = {b""}, {}
            return False
        lines = list(new)
        text = b"\n".join(lines)
        found = self._finder.find(text, most)
        if len(found) > most:
            return False
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
