"""Many literals in one pass, by Hyperscan's literal engine. Its regular expressions miss matches and are never used."""

from __future__ import annotations

import hashlib
import platform
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import hyperscan

from muniment.stores.kept import kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from muniment.app.scan.reading import LiteralFinder

_SHORTEST: Final = 3


class HyperscanLiterals:
    """Literals without regard to ASCII case. Not to be shared between threads; a forked copy is its own.

    Where a longer literal stands, each literal that is part of it stands too. So the first pass looks only for those
    that hold no other, which are a third of all and found twice as fast; and a second one for all of them, only around
    what the first has found.
    """

    def __init__(self, literals: Sequence[str], folder: Path | None = None) -> None:
        """Compile `literals`, or take them from `folder`, where they are kept once compiled."""
        self._longest = max((len(literal.encode()) for literal in literals), default=0)
        self._cores, self._all = _databases(literals, folder)

    def find(self, data: bytes | memoryview, most: int) -> list[tuple[int, int]]:
        """Return (number of the literal, end offset) of at most `most` + 1 occurrences, in order of end.

        `data` must be shorter than 4 GiB, past which Hyperscan looks at the length's lower 32 bits only.
        """
        ends = [end for _, end in _found(self._cores, data, most)]
        if len(ends) > most:
            return _found(self._all, data, most)
        places: list[tuple[int, int]] = []
        for start, end in self._around(ends, len(data)):
            places += [(number, start + at) for number, at in _found(self._all, data[start:end], most)]
            if len(places) > most:
                break
        return places[: most + 1]

    def _around(self, ends: Iterable[int], size: int) -> Iterator[tuple[int, int]]:
        """Yield the stretches in which a literal can stand that holds one which ends at one of `ends`."""
        begin = last = -1
        for end in ends:
            if begin < 0 or end - self._longest > last:
                if begin >= 0:
                    yield begin, min(last, size)
                begin = max(0, end - self._longest)
            last = end + self._longest
        if begin >= 0:
            yield begin, min(last, size)


class CrossChecked:
    """Asks a second engine as well, and fails where the two differ, so that neither's mistake goes unseen."""

    def __init__(self, one: LiteralFinder, other: LiteralFinder) -> None:
        """Take two finders of the same literals."""
        self._one = one
        self._other = other

    def find(self, data: bytes | memoryview, most: int) -> list[tuple[int, int]]:
        """Return what both find. Raises: ValueError where they differ."""
        found, second = self._one.find(data, most), self._other.find(data, most)
        if len(found) <= most and sorted(found) != sorted(second):
            differ = sorted(set(found) ^ set(second))[:3]
            message = f"two searches for the same words differ, at {differ}"
            raise ValueError(message)
        return found


class AhoCorasickLiterals:
    """The same by an engine that shares no code with Hyperscan: slower, and the judge of it."""

    def __init__(self, literals: Sequence[str]) -> None:
        """Compile `literals`."""
        from ahocorasick_rs import BytesAhoCorasick

        self._engine = BytesAhoCorasick([literal.encode().lower() for literal in literals])

    def find(self, data: bytes | memoryview, most: int) -> list[tuple[int, int]]:
        """Return (number of the literal, end offset) of at most `most` + 1 occurrences, in order of end."""
        found = self._engine.find_matches_as_indexes(bytes(data).lower(), overlapping=True)
        return sorted(((number, end) for number, _, end in found), key=lambda place: place[1])[: most + 1]


def cores(literals: Iterable[str]) -> set[str]:
    """Return those literals that hold no other."""
    every = set(literals)
    return {literal for literal in every if not any(part in every for part in _parts(literal))}


def _parts(literal: str) -> Iterator[str]:
    size = len(literal)
    for length in range(_SHORTEST, size):
        for start in range(size - length + 1):
            yield literal[start : start + length]


def _found(database: hyperscan.Database, data: bytes | memoryview, most: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    if len(data) == 0:
        return found

    def keep(number: int, _start: int, end: int, _flags: int, _context: object) -> bool:
        found.append((number, end))
        return len(found) > most

    with suppress(hyperscan.ScanTerminated):
        database.scan(data, match_event_handler=keep)  # type: ignore[type-var]  # any buffer will do
    return found


def _databases(literals: Sequence[str], folder: Path | None) -> tuple[hyperscan.Database, hyperscan.Database]:
    """Return what finds the literals that hold no other, and what finds all."""

    def compiled() -> tuple[hyperscan.Database, hyperscan.Database]:
        return _compiled(sorted(cores(literals))), _compiled(literals)

    named = hashlib.sha256("\n".join((_machine(), *literals)).encode()).hexdigest()
    content = kept(folder, f"literals-{named[:32]}", lambda: tuple(map(hyperscan.dumpb, compiled())))
    try:
        some, every = map(_loaded, content)
    except (hyperscan.error, TypeError, ValueError):
        return compiled()
    return some, every


def _loaded(content: bytes) -> hyperscan.Database:
    database = hyperscan.loadb(content, hyperscan.HS_MODE_BLOCK)
    database.scratch = hyperscan.Scratch(database)
    return database


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
