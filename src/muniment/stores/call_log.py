"""The log of calls on disk: one writer, whole lines or nothing, many records to one sync.

A record counts as written only once its write has returned: the file is open so that this is when it is durable
(`O_DSYNC` of POSIX). Whatever goes wrong before that, a short write included, ends the log: it is cut back to its last
durable line, and every later record is refused. A write that failed is never tried again, since the system may have
dropped what it could not write.
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
from typing import TYPE_CHECKING, Any, Final, Protocol

from muniment.enforce.call_chain import BrokenChainError, Head
from muniment.errors import InputError, Problem, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Then = Callable[[OSError | None], None]
    _Record = tuple[bytes, Then | None]


_MOMENT: Final = 0.05
"""Seconds after which a record that nobody waits for is written by itself."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Torn:
    """What was left of a line whose write was interrupted: nothing that it speaks of happened."""

    size: int
    start: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the log, without its line feed, and the head of the chain after it."""

    line: bytes
    head: Head


class CallLogFile:
    """A log that is read. It may be written to at the same time: a torn end is none of its lines."""

    def __init__(self, path: Path) -> None:
        """Read the log at `path` with `entries`; what they leave is in `torn` afterwards."""
        self._path = path
        self.torn: Torn | None = None

    def entries(self) -> Iterator[Entry]:
        """Yield every line, as far as the chain holds. Raises: InputError; RefusedError at a line that breaks it."""
        head = Head()
        try:
            with self._path.open("rb") as file:
                for line in file:
                    if not line.endswith(b"\n"):
                        self.torn = Torn(size=len(line), start=line[:200])
                        return
                    head = head.follow(line[:-1])
                    yield Entry(line=line[:-1], head=head)
        except BrokenChainError as error:
            raise RefusedError(
                Problem(
                    where=str(self._path),
                    what=str(error),
                    help="keep the file as it is, and find out who changed it; no gateway goes on with it",
                )
            ) from error
        except OSError as error:
            what = f"cannot be read ({(error.strerror or type(error).__name__).lower()})"
            raise InputError(Problem(where=str(self._path), what=what)) from error


def head_at(path: Path, lines: int) -> Head | None:
    """Return the head of the log at `path` after so many lines; nothing where it has fewer.

    Raises: InputError; RefusedError where the chain breaks before.
    """
    found = (entry.head for entry in CallLogFile(path).entries() if entry.head.lines == lines)
    return next(found, None)


@dataclass(frozen=True, slots=True)
class _Batch:
    """Lines that are written at once, the head of the chain after them, and those who wait until they are durable."""

    data: bytes
    head: Head
    waiting: deque[Then]


class CallLog:
    """A log that is written to, by this process alone.

    `append` and `close` are called by one thread, the waiting one; another one writes and syncs.
    """

    def __init__(self, path: Path, loop: Loop, seen: Callable[[bytes], None]) -> None:
        """Open or begin the log at `path`, show each of its lines to `seen`, and cut off a torn end.

        `loop` runs calls in the waiting thread.
        Raises: InputError where the file cannot be had; RefusedError where its chain is broken, or another gateway
        writes to it.
        """
        self._loop = loop
        self._file = _opened(path)
        self._pending: list[_Record] = []
        self._busy = False
        self._batches: queue.SimpleQueue[_Batch | None] = queue.SimpleQueue()
        self.failed: OSError | None = None
        self.syncs = 0
        try:
            self.torn = self._read(path, seen)
        except BaseException:
            os.close(self._file)
            raise
        self._thread = threading.Thread(target=self._run, name="call log", daemon=True)
        self._thread.start()

    def append(self, entry: bytes, then: Then | None = None) -> None:
        """Take a JSON object with at least one member; `then` is told once it is durable, or that it never will be.

        Records keep their order. Without `then`, nobody waits: the record becomes durable with the next that somebody
        waits for, or a moment later.
        """
        self._pending.append((entry, then))
        if self._busy:
            return
        if then is not None:
            self._busy = True
            self._loop.call_soon(self._hand_over)
        elif len(self._pending) == 1:
            self._loop.call_later(_MOMENT, self._settle)

    def _settle(self) -> None:
        """Make durable what nobody waits for, unless that has been done meanwhile."""
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

    def _hand_over(self) -> None:
        self._batches.put(self._linked())

    def _linked(self) -> _Batch:
        """Take what waits, as lines that follow from those before: nothing is being written now."""
        records, self._pending = self._pending, []
        data, head = self.head.link([entry for entry, _ in records])
        return _Batch(data, head, deque(then for _, then in records if then is not None))

    def _done(self, waiting: deque[Then], error: OSError | None) -> None:
        """Tell those who waited, and then hand over what came meanwhile: the more it is, the less each record costs."""
        self._loop.call_soon(self._go_on)
        if waiting:
            self._tell(waiting, error)

    def _go_on(self) -> None:
        if self._pending:
            self._hand_over()
        else:
            self._busy = False

    def _tell(self, waiting: deque[Then], error: OSError | None) -> None:
        """Tell those who waited; a fault of one is the loop's, and those after it are told all the same."""
        try:
            while waiting:
                waiting.popleft()(error)
        finally:
            if waiting:
                self._loop.call_soon(self._tell, waiting, error)

    def _read(self, path: Path, seen: Callable[[bytes], None]) -> Torn | None:
        reading = CallLogFile(path)
        self.head = Head()
        self._durable = 0
        for entry in reading.entries():
            self.head = entry.head
            self._durable += len(entry.line) + 1
            seen(entry.line)
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
                self._write(batch.data)
                self.head, self._durable = batch.head, self._durable + len(batch.data)
                self.syncs += 1
            except Exception as error:  # noqa: BLE001  (whatever it was, those who wait are told, and nothing is sent)
                self.failed = error if isinstance(error, OSError) else OSError(errno.EIO, type(error).__name__)
                self._cut_back()
        return self.failed

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


def last_lines(path: Path, most: int = 64 * 1024) -> tuple[bytes, ...]:
    """Return the whole lines among the last `most` bytes of a log; none where there is no file that can be read."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            begin = max(0, size - most)
            file.seek(begin)
            found = file.read(most)
    except OSError:
        return ()
    lines = found.split(b"\n")[:-1]
    return tuple(lines[1:] if begin else lines)


def _opened(path: Path) -> int:
    """Return the file at `path`, locked, and itself durable. Raises: InputError, RefusedError."""
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_DSYNC | os.O_CLOEXEC, 0o600)
        folder = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
        os.fsync(folder)
        os.close(folder)
    except OSError as error:
        what = f"cannot be written to ({(error.strerror or type(error).__name__).lower()})"
        raise InputError(Problem(where=str(path), what=what, help="nothing is sent that is not recorded")) from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(file)
        help_ = "give each gateway a log of its own"
        raise RefusedError(Problem(where=str(path), what="is written to by another gateway", help=help_)) from error
    return file
