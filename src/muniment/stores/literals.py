"""Many literals in one pass, by Hyperscan's literal engine. Its regular expressions miss matches and are never used."""

from __future__ import annotations

import hashlib
import platform
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import hyperscan

from muniment.stores.kept import kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from muniment.app.scan.reading import LiteralFinder

_SHORTEST: Final = 3
_FORM: Final = "2"
"""Of what is kept of compiled literals."""


class HyperscanLiterals:
    """Literals without regard to ASCII case. Not to be shared between threads; a forked copy is its own.

    Where a longer literal stands, each literal that is part of it stands too. So the first pass looks only for those
    that hold no other, which are a third of all and found twice as fast; and a second one for all of them, only around
    what the first has found, and only where the letter before or after it is one that a longer literal has there.
    """

    def __init__(self, literals: Sequence[str], folder: Path | None = None) -> None:
        """Compile `literals`, or take them from `folder`, where they are kept once compiled."""
        self._longest = max((len(literal.encode()) for literal in literals), default=0)
        self._cores, self._all, self._beside = _compiled_or_kept(literals, folder)

    def find(self, data: bytes | memoryview, most: int) -> list[tuple[int, int]]:
        """Return (number of the literal, end offset) of at most `most` + 1 occurrences, in order of end.

        `data` must be shorter than 4 GiB, past which Hyperscan looks at the length's lower 32 bits only.
        """
        found = _found(self._cores, data, most)
        if len(found) > most:
            return _found(self._all, data, most)
        size = len(data)
        places: list[tuple[int, int]] = []
        longer: list[int] = []
        for at, end in found:
            core = self._beside[at]
            start = end - core.length
            if (start and data[start - 1] in core.before) or (end < size and data[end] in core.after):
                longer.append(end)
            else:
                places.append((core.number, end))
        if not longer:
            return places
        every = set(places)
        for start, end in self._around(longer, size):
            every.update((number, start + at) for number, at in _found(self._all, data[start:end], most))
            if len(every) > most:
                break
        return sorted(every, key=_by_end)[: most + 1]

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


class Core(NamedTuple):
    """A literal that holds no other: its number among all, its length, and what longer ones have beside it.

    `before` and `after` are letters in both cases, as bytes.
    """

    number: int
    length: int
    before: bytes
    after: bytes


def beside(those: Sequence[str], literals: Sequence[str]) -> list[Core]:
    """Return each of `those` literals, which hold no other, with what stands beside it in `literals`."""
    before: dict[str, bytes] = dict.fromkeys(those, b"")
    after: dict[str, bytes] = dict.fromkeys(those, b"")
    for literal in literals:
        for part in before.keys() & set(_parts(literal)):
            for at in (at for at in range(len(literal)) if literal.startswith(part, at)):
                before[part] += _either_case(literal[:at].encode()[-1:])
                after[part] += _either_case(literal[at + len(part) :].encode()[:1])
    numbers = {literal: number for number, literal in enumerate(literals)}
    return [
        Core(numbers[core], len(core.encode()), bytes(set(before[core])), bytes(set(after[core]))) for core in those
    ]


def cores(literals: Iterable[str]) -> set[str]:
    """Return those literals that hold no other."""
    every = set(literals)
    return {literal for literal in every if not any(part in every for part in _parts(literal))}


def _either_case(letter: bytes) -> bytes:
    return letter.lower() + letter.upper()


def _by_end(place: tuple[int, int]) -> tuple[int, int]:
    return place[1], place[0]


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


def _compiled_or_kept(
    literals: Sequence[str], folder: Path | None
) -> tuple[hyperscan.Database, hyperscan.Database, Sequence[Core]]:
    """Return what finds the literals that hold no other, what finds all, and what stands beside the former."""

    def compiled() -> tuple[hyperscan.Database, hyperscan.Database, Sequence[Core]]:
        those = sorted(cores(literals))
        return _compiled(those), _compiled(literals), beside(those, literals)

    def to_keep() -> tuple[bytes, bytes, Sequence[Core]]:
        some, every, known = compiled()
        return hyperscan.dumpb(some), hyperscan.dumpb(every), known

    named = hashlib.sha256("\n".join((_FORM, _machine(), *literals)).encode()).hexdigest()
    content = kept(folder, f"literals-{named[:32]}", to_keep)
    try:
        some, every, known = content
        return _loaded(some), _loaded(every), known
    except (hyperscan.error, TypeError, ValueError):
        return compiled()


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
