"""Looking at stretches: what is handed to a worker, what it hands back, and how it reads what is not as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from muniment.stores.tree.accounts import PackedAccount, packed_account
from muniment.stores.tree.stamps import glance, stamp

if TYPE_CHECKING:
    from collections.abc import Callable

    from muniment.app.scan.examine import Examiner
    from muniment.stores.tree.bulk import BulkReader, Read
    from muniment.stores.tree.walking import Stretch

ALONE: Final = 800
"""So few files are read faster by one process than by several that have to be started."""


class Task(NamedTuple):
    """Stretches to be looked at, and for each its place in the order of all parts, and its stamp of an earlier scan."""

    stretches: tuple[Stretch, ...]
    places: tuple[int, ...]
    stamps: tuple[bytes, ...]

    @property
    def files(self) -> int:
        """Return how many files they are."""
        return sum(len(stretch.names) for stretch in self.stretches)


class Looked(NamedTuple):
    """A stretch that was looked at: its stamp, and its account; none where the stamp is as it was."""

    stamp: bytes
    account: PackedAccount | None


class Done(NamedTuple):
    """What came of a task, for each of its stretches."""

    task: Task
    looked: tuple[Looked, ...]


class Worker:
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

    def work(self, task: Task) -> Done:
        """Return what came of `task`."""
        return Done(task, tuple(self.look(*each) for each in zip(task.stretches, task.stamps, strict=True)))

    def look(self, stretch: Stretch, before: bytes = b"") -> Looked:
        """Return how `stretch` is now; it is read unless its stamp is the one of `before`."""
        if before and before == stamp(stretch.names, glance(stretch.folder, stretch.names), self._started):
            return Looked(before, None)
        read = self.read(stretch)
        return Looked(stamp(stretch.names, read.seen, self._started), packed_account(read.tally))
