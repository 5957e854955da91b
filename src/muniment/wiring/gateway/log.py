"""Joins for reading the log of calls."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from muniment.app.gateway.call_history import LoggedCall, Opening, Result, calls_in
from muniment.enforce.call_chain import Head
from muniment.errors import InputError, Problem, RefusedError
from muniment.stores.call_segments import CallLogFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class LogReading:
    """One reading of a log. `head`, `torn` and `results` are complete once `calls` has been read to its end.

    `begins` is from where it was read: what was before lies elsewhere.
    """

    def __init__(self, file: Path, kept: str | None = None) -> None:
        """Read `file`, which must hold the line with the digest `kept`, where one is given."""
        self._file, self._kept = file, kept
        self.head = self.begins = Head()
        self.torn = 0
        self.results: Counter[Result] = Counter()

    def calls(self) -> Iterator[LoggedCall | Opening]:
        """Yield starts and calls. Raises: InputError; RefusedError where the chain is broken."""
        for each in calls_in(self._lines()):
            if isinstance(each, LoggedCall):
                self.results[each.result] += 1
            yield each

    def only(self, name: str) -> Iterator[LoggedCall]:
        """Yield the one call whose name begins so, once the chain is verified. Raises: InputError, RefusedError."""
        found = [each for each in self.calls() if isinstance(each, LoggedCall) and each.name.startswith(name)]
        if len(found) != 1:
            what = f"has {len(found) or 'no'} calls whose names begin with `{name}`"
            raise InputError(Problem(where=str(self._file), what=what, help="`muniment gateway log FILE` lists them"))
        yield from found

    def chain(self) -> dict[str, Any]:
        """Return what was found of the chain, for programs."""
        results = {result.value: number for result, number in self.results.items()}
        return {
            "chain": asdict(self.head),
            "begins": asdict(self.begins),
            "torn_bytes": self.torn,
            "results": results,
        }

    def _lines(self) -> Iterator[bytes]:
        reading = CallLogFile(self._file)
        seen = self._kept is None or self._kept == self.head.digest
        for entry in reading.entries():
            self.head, self.begins = entry.head, reading.begins or self.begins
            seen = seen or self._kept in {entry.head.digest, self.begins.digest}
            yield entry.line
        self.torn = reading.torn.size if reading.torn is not None else 0
        if not seen:
            what = "does not hold the line with the digest that was given: it was cut short, or written anew"
            raise RefusedError(Problem(where=str(self._file), what=what, help="keep the file, and find out who did it"))
