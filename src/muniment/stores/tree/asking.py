"""Asking whether a tree still is as its chart has it, with a process of its own that goes ahead meanwhile."""

from __future__ import annotations

import mmap
import os
import signal
import threading
from array import array
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Self

from muniment.stores.tree.relisting import relisted
from muniment.stores.tree.stamps import glance, stamp
from muniment.stores.tree.walking import LinkAt, Stretch, link_record

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from types import TracebackType

    from muniment.stores.tree.chart import Chart

_WORTH_TWO: Final = 8_000
"""So many files are asked by two processes sooner than by one."""
_HERE, _THERE, _FOUND, _WORDS = 0, 1, 2, 24
"""Where the place stands that this process is at, that of the other one, and whether that one found a change.

All is in the bytes that both see.
"""


class Asking:
    """Asks how the stretches of a chart are now.

    A second process begins at once, at the last stretch. This one goes on from the first when the answer is wanted, up
    to where the other has come. Each says which stretch it looks at before it does, and looks at it without fail; so
    none is left out, and at most one is looked at twice.
    """

    def __init__(self, known: Chart, started: int, without: Collection[str] = ()) -> None:
        """Begin. `started` is when the scan began, in nanoseconds since 1970; `without` is left out of the tree."""
        self._known = known
        self._without = without
        self._started = started
        self._places = [place for place, entry in enumerate(known.entries) if isinstance(entry, Stretch)]
        self._at = memoryview(mmap.mmap(-1, _WORDS)).cast("q")
        self._at[_HERE], self._at[_THERE] = -1, len(self._places)
        self._child = 0
        self._answer = -1
        files = sum(len(entry.names) for entry in known.entries if isinstance(entry, Stretch))
        if files >= _WORTH_TWO and hasattr(os, "fork") and threading.active_count() == 1:
            self._begin()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave no process behind, however this ends."""
        if self._child:
            os.kill(self._child, signal.SIGKILL)
            self._ended()

    @property
    def chart(self) -> Chart:
        """The chart, with its folders as they are now once that was asked."""
        return self._known

    def differing(self, meanwhile: Callable[[], object] | None = None) -> frozenset[int] | None:
        """Return the places of the stretches that are not as they were; nothing where the tree must be walked again.

        `meanwhile` is called once this process knows that there is one, and the other one goes on asking.
        """
        chart = relisted(self._known, self._without)
        if chart is None or any(map(_leads_elsewhere, chart.links)):
            return None
        self._known = chart
        found = array("i")
        number = 0
        while number < self._at[_THERE]:
            if meanwhile is not None and (found or self._at[_FOUND]):
                meanwhile()
                meanwhile = None
                continue
            self._at[_HERE] = number
            found.extend(self._changed(number))
            number += 1
        told = self._told()
        rest = range(number, len(self._places)) if told is None else ()
        return frozenset([*found, *(told or ()), *(place for each in rest for place in self._changed(each))])

    def _changed(self, number: int) -> Iterator[int]:
        """Yield the place of a stretch, by its number among them, if it is not as it was."""
        place = self._places[number]
        entry = self._known.entries[place]
        assert isinstance(entry, Stretch)  # noqa: S101  (its place is that of one)
        if stamp(entry.names, glance(entry.folder, entry.names), self._started) != self._known.stamps[place]:
            yield place

    def _begin(self) -> None:
        self._answer, there = os.pipe()
        self._child = os.fork()
        if not self._child:
            self._go_ahead(there)
        os.close(there)

    def _go_ahead(self, there: int) -> None:
        """Look at stretches from the last on, tell what changed, and end."""
        code = 1
        try:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent answers an interrupt, and ends this process
            found = array("i")
            for number in reversed(range(len(self._places))):
                if number <= self._at[_HERE]:
                    break
                self._at[_THERE] = number
                found.extend(self._changed(number))
                self._at[_FOUND] = len(found)
            with os.fdopen(there, "wb") as answer:
                answer.write(found.tobytes())
            code = 0
        finally:
            os._exit(code)

    def _told(self) -> array[int] | None:
        """Return what the other process found; nothing where there is none, or it failed."""
        if not self._child:
            return None
        told = array("i")
        with suppress(ValueError, OSError), os.fdopen(os.dup(self._answer), "rb") as answer:
            told.frombytes(answer.read())
        return told if self._ended() == 0 else None

    def _ended(self) -> int:
        """Wait for the other process to end, and return how it did."""
        child, self._child = self._child, 0
        os.close(self._answer)
        return os.waitpid(child, 0)[1]


def _leads_elsewhere(link: LinkAt) -> bool:
    return link_record(link.root, link.record.path, link.full) != link.record
