"""The log of calls on disk: one writer, whole lines or nothing, many records to one sync.

A record counts as written only once its write has returned: the file is open so that this is when it is durable
(`O_DSYNC` of POSIX). Whatever goes wrong before that, a short write included, ends the log: it is cut back to its last
durable line, and every later record is refused. A write that failed is never tried again, since the system may have
dropped what it could not write.

Another thread writes, so that a disk holds up nobody who is served meanwhile. Where nobody is, the waiting thread
writes by itself, which spares two changes of thread, unless the disk was slow just now.

A file that has grown to a size is closed: it gets the name of a segment, can only be read from then on, and the chain
goes on in another file under its old name. Nobody can write to that before this process has locked it.
"""

from __future__ import annotations

import errno
import fcntl
import os
import queue
import threading
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, Protocol

from muniment.errors import InputError, Problem, RefusedError
from muniment.stores.call_segments import CallLogFile, itself, segment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from muniment.enforce.call_chain import Head
    from muniment.stores.call_segments import Mark, Torn

    Then = Callable[[OSError | None], None]
    _Record = tuple[bytes, Then | None]


_FOR_READING: Final = 0o444
_MOMENT: Final = 0.05
"""Seconds after which a record that nobody waits for is written by itself."""
_SLOW: Final = 0.002
"""Seconds. Where a write takes longer, changes of thread are the smallest part of it."""
_REST: Final = 20
"""How many times as long as a slow write took the waiting thread writes no other."""


class Loop(Protocol):
    """Runs calls in the thread that waits for records, as `asyncio` does."""

    def call_soon(self, callback: Callable[..., object], *args: Any) -> object:  # noqa: ANN401  (as in asyncio)
        """Run a call soon, asked for by that thread."""
        ...

    def call_later(self, delay: float, callback: Callable[..., object], *args: Any) -> object:  # noqa: ANN401  (as in asyncio)
        """Run a call after some seconds."""
        ...

    def call_soon_threadsafe(self, callback: Callable[..., object], *args: Any) -> object:  # noqa: ANN401  (as in asyncio)
        """Run a call soon, asked for by another thread."""
        ...


@dataclass(frozen=True, slots=True)
class _Batch:
    """Lines that are written at once, the head of the chain after them, and those who wait until they are durable."""

    data: bytes
    head: Head
    waiting: deque[Then]


class CallLog:
    """A log that is written to, by this process alone.

    `append` and `close` are called by one thread, the waiting one; another one writes and syncs, or it does so itself
    where that holds up nobody. The two never write at the same time.
    """

    def __init__(  # noqa: PLR0913  (each is something else that a log needs)
        self,
        path: Path,
        loop: Loop,
        seen: Callable[[bytes], None],
        *,
        since: Mark | None = None,
        most: int = 0,
        say: Callable[[str, Mapping[str, object]], None] | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """Open or begin the log at `path`, show each of its lines to `seen`, and cut off a torn end.

        With `since`, lines before the last such one are neither read nor shown; `began_late` says how many.

        `loop` runs calls in the waiting thread. A file of `most` bytes or more is closed, none where that is 0; it may
        be changed later. `say` is told of that, in the waiting thread. By `clock` it is seen how long a write takes.
        Raises: InputError where the file cannot be had; RefusedError where its chain is broken, or another gateway
        writes to it.
        """
        self._loop, self._say, self._clock = loop, say, clock
        self._path = path = itself(path)
        self.most, self._put_off = most, 0
        self._file = _opened(path)
        self._pending: list[_Record] = []
        self._busy = self._settling = self._waited_for = self._alone = False
        self._slow_until = 0.0
        self._batches: queue.SimpleQueue[_Batch | None] = queue.SimpleQueue()
        self.failed: OSError | None = None
        self.syncs = 0
        try:
            self.torn = self._read(CallLogFile(path, since), seen)
        except BaseException:
            os.close(self._file)
            raise
        self._thread = threading.Thread(target=self._run, name="call log", daemon=True)
        self._thread.start()

    def append(self, entry: bytes, then: Then | None = None, *, alone: bool = False) -> None:
        """Take a JSON object with at least one member; `then` is told once it is durable, or that it never will be.

        Records keep their order. Without `then`, nobody waits: the record becomes durable with the next that somebody
        waits for, or a moment later. `alone` says that nobody else is served just now, who would be held up by a disk.
        """
        self._pending.append((entry, then))
        if then is not None:
            self._alone = alone and not self._waited_for
            self._waited_for = True
        if self._busy:
            return
        if self._waited_for:
            self._busy = True
            self._loop.call_soon(self._hand_over)
        else:
            self._settle_later()

    def _settle_later(self) -> None:
        if self._pending and not self._settling:
            self._settling = True
            self._loop.call_later(_MOMENT, self._settle)

    def _settle(self) -> None:
        """Make durable what nobody waits for, unless that has been done meanwhile."""
        self._settling = False
        if self._pending and not self._busy:
            self._busy = True
            self._hand_over()

    def refuse(self, why: str) -> None:
        """Take no record any more: somebody knows that the log is not what it was."""
        self.failed = self.failed or OSError(errno.ESTALE, why)

    def close(self) -> None:
        """Make durable what was taken, and end."""
        self._batches.put(None)
        self._thread.join()
        if self._pending:
            self._commit(self._linked())
        os.close(self._file)

    def _hand_over_next(self) -> None:
        """Hand over once the loop has looked again for what came: the more it is, the less each record costs."""
        self._loop.call_soon(self._hand_over)

    def _hand_over(self) -> None:
        here = self._alone and not self._is_full and self._clock() >= self._slow_until
        batch = self._linked()
        if here:
            self._write_here(batch)
        else:
            self._batches.put(batch)

    def _write_here(self, batch: _Batch) -> None:
        """Write in the waiting thread; where that took long, leave it to the other one for a while."""
        since = self._clock()
        error = self._commit(batch)
        now = self._clock()
        if now - since > _SLOW:
            self._slow_until = now + _REST * (now - since)
        self._done(batch.waiting, error)

    def _linked(self) -> _Batch:
        """Take what waits, as lines that follow from those before: nothing is being written now."""
        records, self._pending = self._pending, []
        self._waited_for = self._alone = False
        data, head = self.head.link([entry for entry, _ in records])
        return _Batch(data, head, deque(then for _, then in records if then is not None))

    def _done(self, waiting: deque[Then], error: OSError | None) -> None:
        """Tell those who waited, and then hand over what came meanwhile."""
        try:
            if waiting:
                self._tell(waiting, error)
        finally:
            if self._waited_for:
                self._loop.call_soon(self._hand_over_next)
            else:
                self._busy = False
                self._settle_later()

    def _tell(self, waiting: deque[Then], error: OSError | None) -> None:
        """Tell those who waited; a fault of one is the loop's, and those after it are told all the same."""
        try:
            while waiting:
                waiting.popleft()(error)
        finally:
            if waiting:
                self._loop.call_soon(self._tell, waiting, error)

    def _read(self, reading: CallLogFile, seen: Callable[[bytes], None]) -> Torn | None:
        for entry in reading.entries():
            seen(entry.line)
        self.head, self._first, self._durable = reading.head, reading.first, reading.size
        self.began_late = reading.began_late
        self.segments = reading.files
        if reading.torn is not None:
            os.ftruncate(self._file, self._durable)
            os.fsync(self._file)
        return reading.torn

    def _run(self) -> None:
        while (batch := self._batches.get()) is not None:
            error = self._commit(batch)
            with suppress(RuntimeError):  # the loop has ended, and with it whoever waited
                self._loop.call_soon_threadsafe(self._done, batch.waiting, error)

    def _commit(self, batch: _Batch) -> OSError | None:
        if self.failed is None and batch.data:
            try:
                if self._is_full:
                    self._rotate()
                self._write(batch.data)
                self.head, self._durable = batch.head, self._durable + len(batch.data)
                self.syncs += 1
            except Exception as error:  # noqa: BLE001  (whatever it was, those who wait are told, and nothing is sent)
                self.failed = error if isinstance(error, OSError) else OSError(errno.EIO, type(error).__name__)
                self._cut_back()
                self._report("log failed", {"why": self.why_failed})
        return self.failed

    @property
    def _is_full(self) -> bool:
        """Return whether the file is to be closed before anything else is written, which takes longer than a write."""
        return 0 < self.most <= self._durable - self._put_off

    @property
    def why_failed(self) -> str:
        """Return why no record is taken any more; empty where they are."""
        return "" if self.failed is None else self.failed.strerror or type(self.failed).__name__

    @property
    def size(self) -> int:
        """Return the number of bytes that are durable in the file that is written to."""
        return self._durable

    def _rotate(self) -> None:
        """Close the file, and go on in another one. Where none can be begun, the old one is gone on with, for a while.

        Raises: OSError where it is not sure any more which file is the log.
        """
        _refuse_elsewhere(self._file, self._path)
        closed = segment(self._path, self._first)
        try:
            if closed.exists():
                raise FileExistsError(errno.EEXIST, "a file of that name is there", str(closed))
            self._path.rename(closed)
        except OSError as error:
            self._stay(error)
            return
        try:
            file = os.open(self._path, _FLAGS | os.O_EXCL, 0o600)
        except FileExistsError:
            raise
        except OSError as error:
            closed.rename(self._path)
            self._stay(error)
            return
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _refuse_elsewhere(file, self._path)
        _settle_names(self._path)
        before, self._file = self._file, file
        _open_to_the_same(before, file)
        os.close(before)
        self._first, self._durable, self._put_off = self.head.lines, 0, 0
        self.segments += 1
        self._report("log goes on in another file", {"closed": str(closed), "lines": self.head.lines})

    def _stay(self, error: OSError) -> None:
        """Try again once the file has grown as much as it should have been large."""
        self._put_off = self._durable
        self._report("log was not closed", {"why": (error.strerror or type(error).__name__).lower()})

    def _report(self, event: str, told: Mapping[str, object]) -> None:
        if self._say is not None:
            with suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(self._say, event, told)

    def _cut_back(self) -> None:
        """Leave nothing of a batch that failed; what somebody else made shorter is not made longer again."""
        with suppress(OSError):
            if os.fstat(self._file).st_size > self._durable:
                os.ftruncate(self._file, self._durable)

    def _write(self, data: bytes) -> None:
        """Append `data`, and return once it is durable. Raises: OSError."""
        now = os.fstat(self._file)
        if now.st_nlink == 0 or now.st_size != self._durable:
            raise OSError(errno.ESTALE, "the log was taken away, or changed by somebody else")
        count = os.write(self._file, data)
        if count != len(data):
            raise OSError(errno.ENOSPC, f"only {count} of {len(data)} bytes were written")


_FLAGS: Final = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_DSYNC | os.O_CLOEXEC


def _opened(path: Path) -> int:
    """Return the file at `path`, locked, and itself durable. Raises: InputError, RefusedError."""
    try:
        file = os.open(path, _FLAGS, 0o600)
        _settle_names(path)
    except OSError as error:
        what = f"cannot be written to ({(error.strerror or type(error).__name__).lower()})"
        raise InputError(Problem(where=str(path), what=what, help="nothing is sent that is not recorded")) from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _refuse_elsewhere(file, path)
    except OSError as error:
        os.close(file)
        help_ = "give each gateway a log of its own"
        raise RefusedError(Problem(where=str(path), what="is written to by another gateway", help=help_)) from error
    return file


def _refuse_elsewhere(file: int, path: Path) -> None:
    """Raise OSError unless `file` is what lies at `path`: somebody may have closed it, or taken it away, meanwhile."""
    if not os.path.samestat(os.fstat(file), path.stat()):
        raise OSError(errno.ESTALE, "the log was taken away, or changed by somebody else")


def _open_to_the_same(before: int, after: int) -> None:
    """Let whoever could read the file `before` read the one `after` it, and nobody write to the first any more.

    Where the system does not know such things, both stay as they are.
    """
    was = os.fstat(before)
    with suppress(OSError):
        os.fchmod(before, was.st_mode & _FOR_READING)
        os.fchown(after, -1, was.st_gid)
        os.fchmod(after, was.st_mode & 0o777)


def _settle_names(path: Path) -> None:
    """Make durable which files are in the folder of `path`. Raises: OSError."""
    folder = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
