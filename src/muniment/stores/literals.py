"""Many literals in one pass, by Hyperscan's literal engine. Its regular expressions miss matches and are never used."""

from __future__ import annotations

import hashlib
import platform
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import hyperscan

from muniment.stores.kept import kept

if TYPE_CHECKING:
    from collections.abc import Sequence


class HyperscanLiterals:
    """Literals without regard to ASCII case. Not to be shared between threads; a forked copy is its own."""

    def __init__(self, literals: Sequence[str], folder: Path | None = None) -> None:
        """Compile `literals`, or take them from `folder`, where they are kept once compiled."""
        named = hashlib.sha256("\n".join((_machine(), *literals)).encode()).hexdigest()
        content = kept(folder, f"literals-{named[:32]}", lambda: hyperscan.dumpb(_compiled(literals)))
        try:
            self._database = hyperscan.loadb(content, hyperscan.HS_MODE_BLOCK)
            self._database.scratch = hyperscan.Scratch(self._database)
        except hyperscan.error:
            self._database = _compiled(literals)

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


def _compiled(literals: Sequence[str]) -> hyperscan.Database:
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=[literal.encode() for literal in literals],
        ids=list(range(len(literals))),
        flags=hyperscan.HS_FLAG_CASELESS,
        literal=True,
    )
    return database


def _machine() -> str:
    """Return what compiled literals depend on beside themselves: the engine, and what this processor can do."""
    flags = ""
    with suppress(OSError), Path("/proc/cpuinfo").open() as described:
        flags = next((line for line in described if line.startswith(("flags", "Features"))), "")
    engine = hyperscan.__version__  # type: ignore[attr-defined]  # the package's stubs leave it out
    return f"{engine} {platform.machine()} {flags.strip()}"
