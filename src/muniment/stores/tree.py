"""A folder as a source of evidence: walked, read by all processors, examined, and accounted for entry by entry."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Final

from muniment.app.scan import FileResult
from muniment.domain.evidence import FileRecord
from muniment.stores.cache import packed, unpacked
from muniment.stores.crew import Crew, can_fork, cores
from muniment.stores.stamps import glance, stamp
from muniment.stores.walking import Stretch, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from muniment.app.examine import Examiner
    from muniment.app.ports import Progress
    from muniment.app.scan import Tally
    from muniment.stores.cache import TreeCache

_BATCH: Final = 400
"""Files that are handed to a worker together, at least."""
_READY: Final = 2000
"""Parts that are known without reading after which they are handed on, so that they need not all be held."""
_WORTH_COUNTING: Final = 3000
"""So many files that had to be read show that there may be many more, and that somebody waits."""
_ALONE: Final = 800
"""So few files are read faster by one process than by several that have to be started."""


@dataclass(frozen=True, slots=True)
class _Task:
    """Stretches to be read, and the place of each in the order of all parts."""

    stretches: tuple[Stretch, ...]
    places: tuple[int, ...]

    @property
    def files(self) -> int:
        return sum(len(stretch.names) for stretch in self.stretches)


@dataclass(frozen=True, slots=True)
class _Done:
    """What came of a task: a packed tally and a stamp for each stretch."""

    task: _Task
    packed: tuple[bytes, ...]
    stamps: tuple[bytes, ...]


def results(
    root: str,
    examiner: Callable[[], Examiner],
    progress: Progress | None = None,
    without: Collection[str] = (),
    cache: TreeCache | None = None,
) -> Iterator[FileResult | Tally]:
    """Yield what became of every entry below `root` but `without`, in the order of paths.

    `examiner` is only called where something has to be read. `progress` is told (done, found so far, bytes); where that
    takes long, all entries are counted for it while the workers read, so that it can say how much is left.
    """
    yield from _Scan(lambda: walk(root, without), examiner, cache, progress).parts()


@dataclass(slots=True)
class _Scan:
    """One scan of one tree: what is ready, by its place in the order, and how far it is."""

    entries: Callable[[], Iterator[Stretch | FileRecord]]
    examiner: Callable[[], Examiner]
    cache: TreeCache | None
    progress: Progress | None
    ready: dict[int, FileResult | Tally] = field(default_factory=dict)
    next: int = 0
    known: int = 0
    done: int = 0
    read: int = 0
    total: int = 0
    size: int = 0

    def parts(self) -> Iterator[FileResult | Tally]:
        for finished in self._worked(self._tasks(self.entries())):
            self._take(finished)
            yield from self._in_order()
        yield from self._in_order()

    def _tasks(self, entries: Iterator[Stretch | FileRecord]) -> Iterator[_Task]:
        """Yield what has to be read; whatever is known without reading is ready at once."""
        stretches: list[Stretch] = []
        places: list[int] = []
        waiting = 0
        for place, entry in enumerate(entries):
            if isinstance(entry, FileRecord):
                self.ready[place] = FileResult(entry, (), ())
                continue
            self.known += len(entry.names)
            if (unchanged := self._unchanged(entry)) is not None:
                self.ready[place] = unchanged
                self._advance(len(entry.names), unchanged.size)
                if len(self.ready) >= _READY and not stretches:
                    yield _Task((), ())
                continue
            stretches.append(entry)
            places.append(place)
            waiting += len(entry.names)
            if waiting >= _BATCH:
                yield _Task(tuple(stretches), tuple(places))
                stretches, places, waiting = [], [], 0
        if stretches:
            yield _Task(tuple(stretches), tuple(places))

    def _worked(self, tasks: Iterator[_Task]) -> Iterator[_Done]:
        """Yield every task done: by workers, or here where there is little to do."""
        first: list[_Task] = []
        for task in tasks:
            if not task.stretches:
                yield _Done(task, (), ())
                continue
            first.append(task)
            if sum(each.files for each in first) >= _ALONE:
                break
        if not first:
            return
        from muniment.stores.bulk import BulkReader

        reader = BulkReader(self.examiner())
        started = self.cache.started if self.cache is not None else 0

        def work(task: _Task) -> _Done:
            read = [reader.read(stretch) for stretch in task.stretches]
            stamps = (stamp(each.names, one.seen, started) for each, one in zip(task.stretches, read, strict=True))
            return _Done(task, tuple(packed(one.tally) for one in read), tuple(stamps))

        every = chain(first, tasks)
        few = sum(each.files for each in first) < _ALONE
        yield from map(work, every) if few or not can_fork() else Crew(work, cores()).run(every)

    def _unchanged(self, stretch: Stretch) -> Tally | None:
        """Return the account of an earlier scan, if nothing in `stretch` can have changed since."""
        if self.cache is None or not self.cache.knows(stretch.first):
            return None
        now = stamp(stretch.names, glance(stretch.folder, stretch.names), self.cache.started)
        return self.cache.find(stretch.first, now)

    def _take(self, finished: _Done) -> None:
        size = 0
        parts = zip(finished.task.stretches, finished.task.places, finished.packed, finished.stamps, strict=True)
        for stretch, place, content, mark in parts:
            self.ready[place] = account = unpacked(content)
            size += account.size
            if self.cache is not None:
                self.cache.keep(stretch.first, mark, content)
        before, self.read = self.read, self.read + finished.task.files
        if self.progress is not None and before < _WORTH_COUNTING <= self.read:
            self.total = sum(len(entry.names) for entry in self.entries() if isinstance(entry, Stretch))
        self._advance(finished.task.files, size)

    def _in_order(self) -> Iterator[FileResult | Tally]:
        while (part := self.ready.pop(self.next, None)) is not None:
            self.next += 1
            yield part

    def _advance(self, files: int, size: int) -> None:
        self.done += files
        self.size += size
        if self.progress is not None:
            self.progress(self.done, max(self.known, self.total), self.size)
