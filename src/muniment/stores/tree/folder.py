"""A folder as a source of evidence: walked, read by all processors, examined, and accounted for entry by entry."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from muniment.app.scan import FileResult
from muniment.domain.evidence import FileRecord
from muniment.stores.tree.accounts import PackedAccount, packed_account, unpacked_account
from muniment.stores.tree.chart import MOST_FILES, Chart, chart_of
from muniment.stores.tree.crew import Crew, can_fork, cores
from muniment.stores.tree.walking import Notes, Stretch, walk
from muniment.stores.tree.work import ALONE, Done, Looked, Task, Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from muniment.app.ports import Progress
    from muniment.app.scan import Tally
    from muniment.app.scan.examine import Examiner
    from muniment.stores.tree.cache import TreeCache
    from muniment.stores.tree.unchanged import Known

_BATCH: Final = 100
"""Files that are handed to a worker together, at least; more would leave one worker busy when the other is done."""
_WORTH_COUNTING: Final = 3000
"""So many files that had to be read show that there may be many more, and that somebody waits."""


def results(
    root: str,
    examiner: Callable[[], Examiner],
    progress: Progress | None = None,
    without: Collection[str] = (),
    cache: TreeCache | None = None,
    known: Known | None = None,
) -> Iterator[FileResult | Tally]:
    """Yield what became of every entry below `root` but `without`, in the order of paths.

    `examiner` is only called where something has to be read, maybe in several processes. `progress` is told (done,
    found so far, bytes); where that takes long, all entries are counted for it while the workers read, so that it can
    say how much is left. `known` is what was kept of the whole tree; how it is now is put there.
    """
    notes = Notes()
    if known is None or known.chart is None:
        scan = _Scan(walk(root, without, notes), lambda: walk(root, without), examiner, cache, progress)
    else:
        chart = known.chart
        notes = Notes(list(chart.folders), chart.states, list(chart.links))
        entries = iter(chart.entries)
        scan = _Scan(entries, lambda: iter(chart.entries), examiner, cache, progress)
        scan.looked = known.looked
        scan.still = {at: mark for at, mark in enumerate(chart.stamps) if at not in (known.differing or ())}
    yield from scan.parts()
    if known is not None:
        known.chart = scan.chart(notes, known.started)
        known.accounts = [each.account for each in scan.charted]


class _Charted(NamedTuple):
    """An entry with its stamp and its account; a file that is not read has neither."""

    entry: Stretch | FileRecord
    stamp: bytes = b""
    account: PackedAccount | None = None


@dataclass(slots=True)
class _Scan:
    """One scan of one tree: what is ready, and what an earlier scan left, by its place in the order; how far it is.

    `again` yields the same entries once more, to count them. `still` are the stamps of those stretches that are known
    to be as they were, and `looked` what was seen of others already. `charted` is every entry.
    """

    entries: Iterator[Stretch | FileRecord]
    again: Callable[[], Iterator[Stretch | FileRecord]]
    examiner: Callable[[], Examiner]
    cache: TreeCache | None
    progress: Progress | None
    ready: dict[int, FileResult | Tally] = field(default_factory=dict)
    earlier: dict[int, PackedAccount] = field(default_factory=dict)
    still: Mapping[int, bytes] = field(default_factory=dict)
    looked: Mapping[int, Looked] = field(default_factory=dict)
    charted: list[_Charted] = field(default_factory=list)
    next: int = 0
    known: int = 0
    done: int = 0
    read: int = 0
    total: int = 0
    size: int = 0

    def parts(self) -> Iterator[FileResult | Tally]:
        for finished in self._worked(self._tasks(self.entries)):
            self._take(finished)
            yield from self._in_order()
        yield from self._in_order()

    def chart(self, notes: Notes, started: int) -> Chart | None:
        """Return how the tree was, once all parts are there; nothing for one that is too large."""
        if self.known > MOST_FILES:
            return None
        entries, stamps = [each.entry for each in self.charted], [each.stamp for each in self.charted]
        return chart_of(notes, entries, stamps, started)

    def _tasks(self, entries: Iterator[Stretch | FileRecord]) -> Iterator[Task]:
        """Yield what has to be looked at; whatever is known without that is ready at once."""
        stretches: list[Stretch] = []
        places: list[int] = []
        stamps: list[bytes] = []
        waiting = 0
        for place, entry in enumerate(entries):
            if self.known <= MOST_FILES:
                self.charted.append(_Charted(entry))
            if isinstance(entry, FileRecord):
                self.ready[place] = FileResult(entry, (), ())
                continue
            self.known += len(entry.names)
            before = self._remembered(entry, place)
            looked = self.looked.get(place)
            if before and self.still.get(place) == before:
                looked = Looked(before, None)
            if looked is not None:
                self._take(Done(Task((entry,), (place,), (before,)), (looked,)))
                continue
            stretches.append(entry)
            places.append(place)
            stamps.append(before)
            waiting += len(entry.names)
            if waiting >= _BATCH:
                yield Task(tuple(stretches), tuple(places), tuple(stamps))
                stretches, places, stamps, waiting = [], [], [], 0
        if stretches:
            yield Task(tuple(stretches), tuple(places), tuple(stamps))

    def _remembered(self, stretch: Stretch, place: int) -> bytes:
        """Return the stamp that `stretch` had in an earlier scan, whose account of it is kept until it is looked at."""
        found = self.cache.find(stretch.first) if self.cache is not None else None
        if found is None:
            return b""
        self.earlier[place] = found.account
        return found.stamp

    def _worked(self, tasks: Iterator[Task]) -> Iterator[Done]:
        """Yield every task done: by workers, or here where there is little to do."""
        first: list[Task] = []
        for task in tasks:
            first.append(task)
            if sum(each.files for each in first) >= ALONE:
                break
        worker = Worker(self.examiner, self.cache.started if self.cache is not None else 0)
        every = chain(first, tasks)
        if sum(each.files for each in first) < ALONE or not can_fork():
            yield from map(worker.work, every)
            return
        if not all(stamp for task in first for stamp in task.stamps):
            worker.get_ready()
        yield from Crew(worker.work, cores()).run(every)

    def _take(self, finished: Done) -> None:
        read = size = 0
        for stretch, place, looked in zip(finished.task.stretches, finished.task.places, finished.looked, strict=True):
            before = self.earlier.pop(place, None)
            content, account = self._account(looked.account or before, stretch)
            self.ready[place] = account
            if place < len(self.charted):
                self.charted[place] = _Charted(stretch, looked.stamp, content)
            size += account.size
            if looked.account is not None:
                read += len(stretch.names)
                if self.cache is not None:
                    self.cache.keep(stretch.first, looked.stamp, looked.account)
        self._count(read)
        self._advance(finished.task.files, size)

    def _account(self, content: PackedAccount | None, stretch: Stretch) -> tuple[PackedAccount, Tally]:
        """Return an account, packed and unpacked; a damaged one of an earlier scan is made anew."""
        with suppress(Exception):  # whatever damaged bytes may raise
            if content is not None:
                return content, unpacked_account(content)
        made = Worker(self.examiner, 0).read(stretch).tally
        return packed_account(made), made

    def _count(self, read: int) -> None:
        """Count all entries, once, where so many files had to be read that somebody waits."""
        before, self.read = self.read, self.read + read
        if self.progress is not None and before < _WORTH_COUNTING <= self.read:
            self.total = sum(len(entry.names) for entry in self.again() if isinstance(entry, Stretch))

    def _in_order(self) -> Iterator[FileResult | Tally]:
        while (part := self.ready.pop(self.next, None)) is not None:
            self.next += 1
            yield part

    def _advance(self, files: int, size: int) -> None:
        self.done += files
        self.size += size
        if self.progress is not None:
            self.progress(self.done, max(self.known, self.total), self.size)
