"""A folder as a source of evidence: walked, read by all processors, examined, and accounted for entry by entry."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from muniment.app.scan import FileResult
from muniment.domain.evidence import FileRecord
from muniment.stores.tree.accounts import packed_account, unpacked_account
from muniment.stores.tree.chart import MOST_FILES, Chart, chart_of
from muniment.stores.tree.crew import Crew, can_fork, cores
from muniment.stores.tree.stamps import glance, stamp
from muniment.stores.tree.walking import Notes, Stretch, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from muniment.app.ports import Progress
    from muniment.app.scan import Tally
    from muniment.app.scan.examine import Examiner
    from muniment.stores.tree.bulk import BulkReader, Read
    from muniment.stores.tree.cache import TreeCache
    from muniment.stores.tree.unchanged import Known

_BATCH: Final = 100
"""Files that are handed to a worker together, at least; more would leave one worker busy when the other is done."""
_WORTH_COUNTING: Final = 3000
"""So many files that had to be read show that there may be many more, and that somebody waits."""
_ALONE: Final = 800
"""So few files are read faster by one process than by several that have to be started."""


class _Task(NamedTuple):
    """Stretches to be looked at, and for each its place in the order of all parts, and its stamp of an earlier scan."""

    stretches: tuple[Stretch, ...]
    places: tuple[int, ...]
    stamps: tuple[bytes, ...]

    @property
    def files(self) -> int:
        return sum(len(stretch.names) for stretch in self.stretches)


class _Done(NamedTuple):
    """What came of a task: a stamp and a packed tally for each stretch; no tally where the stamp is as it was."""

    task: _Task
    stamps: tuple[bytes, ...]
    packed: tuple[bytes, ...]


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
        scan = _Scan(entries, lambda: iter(chart.entries), examiner, cache, progress, changed=known.differing)
    yield from scan.parts()
    if known is not None:
        known.chart = scan.chart(notes, known.started)


@dataclass(slots=True)
class _Scan:
    """One scan of one tree: what is ready, and what an earlier scan left, by its place in the order; how far it is.

    `again` yields the same entries once more, to count them. `changed` are the places that have to be looked at, where
    that is known. `charted` is every entry with its stamp.
    """

    entries: Iterator[Stretch | FileRecord]
    again: Callable[[], Iterator[Stretch | FileRecord]]
    examiner: Callable[[], Examiner]
    cache: TreeCache | None
    progress: Progress | None
    ready: dict[int, FileResult | Tally] = field(default_factory=dict)
    earlier: dict[int, bytes] = field(default_factory=dict)
    changed: frozenset[int] | None = None
    charted: list[tuple[Stretch | FileRecord, bytes]] = field(default_factory=list)
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
        entries, stamps = [entry for entry, _ in self.charted], [mark for _, mark in self.charted]
        return chart_of(notes, entries, stamps, started)

    def _tasks(self, entries: Iterator[Stretch | FileRecord]) -> Iterator[_Task]:
        """Yield what has to be looked at; whatever is known without that is ready at once."""
        stretches: list[Stretch] = []
        places: list[int] = []
        stamps: list[bytes] = []
        waiting = 0
        for place, entry in enumerate(entries):
            if self.known <= MOST_FILES:
                self.charted.append((entry, b""))
            if isinstance(entry, FileRecord):
                self.ready[place] = FileResult(entry, (), ())
                continue
            self.known += len(entry.names)
            before = self._remembered(entry, place)
            if before and self.changed is not None and place not in self.changed:
                self._take(_Done(_Task((entry,), (place,), (before,)), (before,), (b"",)))
                continue
            stretches.append(entry)
            places.append(place)
            stamps.append(before)
            waiting += len(entry.names)
            if waiting >= _BATCH:
                yield _Task(tuple(stretches), tuple(places), tuple(stamps))
                stretches, places, stamps, waiting = [], [], [], 0
        if stretches:
            yield _Task(tuple(stretches), tuple(places), tuple(stamps))

    def _remembered(self, stretch: Stretch, place: int) -> bytes:
        """Return the stamp that `stretch` had in an earlier scan, whose account of it is kept until it is looked at."""
        found = self.cache.find(stretch.first) if self.cache is not None else None
        if found is None:
            return b""
        self.earlier[place] = found.packed
        return found.stamp

    def _worked(self, tasks: Iterator[_Task]) -> Iterator[_Done]:
        """Yield every task done: by workers, or here where there is little to do."""
        first: list[_Task] = []
        for task in tasks:
            first.append(task)
            if sum(each.files for each in first) >= _ALONE:
                break
        worker = _Worker(self.examiner, self.cache.started if self.cache is not None else 0)
        every = chain(first, tasks)
        if sum(each.files for each in first) < _ALONE or not can_fork():
            yield from map(worker.work, every)
            return
        if not all(stamp for task in first for stamp in task.stamps):
            worker.get_ready()
        yield from Crew(worker.work, cores()).run(every)

    def _take(self, finished: _Done) -> None:
        read = size = 0
        for stretch, place, mark, content in zip(
            finished.task.stretches, finished.task.places, finished.stamps, finished.packed, strict=True
        ):
            before = self.earlier.pop(place, b"")
            if place < len(self.charted):
                self.charted[place] = (stretch, mark)
            self.ready[place] = account = self._account(content or before, stretch)
            size += account.size
            if content:
                read += len(stretch.names)
                if self.cache is not None:
                    self.cache.keep(stretch.first, mark, content)
        self._count(read)
        self._advance(finished.task.files, size)

    def _account(self, content: bytes, stretch: Stretch) -> Tally:
        """Return the unpacked account; a damaged one of an earlier scan is made anew."""
        try:
            return unpacked_account(content)
        except Exception:  # noqa: BLE001  (whatever damaged bytes may raise)
            return _Worker(self.examiner, 0).read(stretch).tally

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


class _Worker:
    """Looks at stretches, and reads those that are not as an earlier scan left them."""

    def __init__(self, examiner: Callable[[], Examiner], started: int) -> None:
        """Take what is called once something has to be read. `started` is when the scan began."""
        self._examiner = examiner
        self._started = started
        self._reader: BulkReader | None = None

    def get_ready(self) -> None:
        """Make all that reading needs, so that processes which are forked from here on share it."""
        if self._reader is None:
            from muniment.stores.tree.bulk import BulkReader

            self._reader = BulkReader(self._examiner())

    def read(self, stretch: Stretch) -> Read:
        """Return the account of `stretch`, read anew."""
        self.get_ready()
        assert self._reader is not None  # noqa: S101  (made just now)
        return self._reader.read(stretch)

    def work(self, task: _Task) -> _Done:
        """Return what came of `task`."""
        looked = [self._look(*each) for each in zip(task.stretches, task.stamps, strict=True)]
        return _Done(task, tuple(mark for mark, _ in looked), tuple(content for _, content in looked))

    def _look(self, stretch: Stretch, before: bytes) -> tuple[bytes, bytes]:
        if before and before == stamp(stretch.names, glance(stretch.folder, stretch.names), self._started):
            return before, b""
        read = self.read(stretch)
        return stamp(stretch.names, read.seen, self._started), packed_account(read.tally)
