"""Many literals in one pass, by Hyperscan's literal engine. Its regular expressions miss matches and are never used."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import hyperscan

if TYPE_CHECKING:
    from collections.abc import Sequence


class HyperscanLiterals:
    """Literals without regard to ASCII case. Not to be shared between threads; a forked copy is its own."""

    def __init__(self, literals: Sequence[str]) -> None:
        """Compile `literals`."""
        self._database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        self._database.compile(
            expressions=[literal.encode() for literal in literals],
            ids=list(range(len(literals))),
            flags=hyperscan.HS_FLAG_CASELESS,
            literal=True,
        )

    def find(self, data: bytes | memoryview, most: int) -> list[tuple[int, int]]:
        """Return (number of the literal, end offset) of at most `most` + 1 occurrences, in order of end.

        `data` must be shorter than 4 GiB, past which Hyperscan looks at the length's lower 32 bits only.
        """
        found: list[tuple[int, int]] = []
        if len(data) == 0:
            return found

        def keep(number: int, _start: int, end: int, _flags: int, _context: object) -> bool:
            found.append((number, end))
            return len(found) > most

        with suppress(hyperscan.ScanTerminated):
            self._database.scan(data, match_event_handler=keep)  # type: ignore[type-var]  # any buffer will do
        return found
