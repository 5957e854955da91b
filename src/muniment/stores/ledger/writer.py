"""Many writers, one transaction: whatever is asked for while a commit runs goes into the next one together."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Final

from muniment.app.ledger import Receipt, Stored
from muniment.errors import InputError, MunimentError, Problem, RefusedError
from muniment.prove.checkpoint import Checkpoint, read, sign, write
from muniment.prove.merkle import Frontier, leaf_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from contextlib import AbstractContextManager

    from muniment.app.ledger import Body, Draft, Statements, Work
    from muniment.prove.checkpoint import NoteKey, NoteSigner
    from muniment.stores.ledger.rows import Rows

MOST_AT_ONCE: Final = 4096
"""Works in one transaction."""

_MOMENT: Final = 1e-6
"""Seconds for which others may run before a transaction begins; the system makes some 60 µs of it."""

RESTORED_HELP: Final = "find out why; `muniment ledger restored --by NAME --reason TEXT` goes on from what is there"


_NONE_YET: Final = LookupError("not answered yet")


@dataclass(frozen=True, slots=True)
class Ready:
    """A work that writes nothing but these entries, and so cannot fail by itself."""

    drafts: tuple[Draft, ...]

    def __call__(self, _: Statements) -> tuple[Draft, ...]:
        """Return them."""
        return self.drafts


class Job:
    """A `Pending`, and the side from which it is answered. It costs one lock; a future costs several times as much."""

    __slots__ = ("_answer", "_answered", "work")

    def __init__(self, work: Work) -> None:
        """Take `work`, which is still to be done."""
        self.work = work
        self._answer: Receipt | BaseException = _NONE_YET
        self._answered = threading.Lock()
        self._answered.acquire()

    @property
    def waits(self) -> bool:
        """Say whether it was not answered yet."""
        return self._answer is _NONE_YET

    def answer(self, answer: Receipt | BaseException) -> None:
        """Let whoever waits go on, once: with what is on disk, or with why it is not."""
        self._answer = answer
        self._answered.release()

    def result(self) -> Receipt:
        """Wait for the answer, and return or raise it."""
        with self._answered:
            if isinstance(self._answer, Receipt):
                return self._answer
            raise self._answer


@dataclass(slots=True)
class Batch:
    """What one transaction writes."""

    frontier: Frontier
    entries: list[Stored] = field(default_factory=list)
    bodies: list[Body] = field(default_factory=list)
    done: list[tuple[Job, int, int]] = field(default_factory=list)

    def take(self, job: Job, rows: Rows) -> None:
        """Do the work of `job`. Where it raises, that alone is undone, and told to whoever asked."""
        drafts: Sequence[Draft]
        if isinstance(job.work, Ready):
            drafts = job.work.drafts
        else:
            rows.execute("savepoint work")
            try:
                drafts = tuple(job.work(rows))
            except Exception as error:  # noqa: BLE001  (whatever it is, it belongs to whoever asked)
                rows.execute("rollback to savepoint work")
                job.answer(error)
                return
            rows.execute("release savepoint work")
        self.append(drafts)
        self.done.append((job, self.frontier.size - len(drafts), len(drafts)))

    def append(self, drafts: Sequence[Draft]) -> None:
        """Give each of `drafts` its place."""
        for draft in drafts:
            index, top = self.frontier.size, leaf_hash(draft.leaf)
            completed = self.frontier.append((top,))
            hashes = b"".join((top, *(node for _, _, node in completed)))
            self.entries.append(Stored(index=index, leaf=draft.leaf, hashes=hashes))
            self.bodies += draft.bodies


class GroupWriter:
    """One thread that writes for all. It goes on only from the state that it left, or that others led on from that."""

    def __init__(
        self,
        connect: Callable[[], Rows],
        told: Callable[[], AbstractContextManager[None]],
        signer: NoteSigner,
        noted: Callable[[bytes], None],
    ) -> None:
        """`connect` opens a connection, `told` turns its errors into ours, `noted` is told of every new checkpoint."""
        self._connect, self._told, self._signer, self._noted = connect, told, signer, noted
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._guard = threading.Lock()
        self._closed = False
        self._rows: Rows | None = None
        self._key: NoteKey | None = None
        self._known: tuple[bytes, Frontier] | None = None
        self._crowd = 0

    def submit(self, work: Work) -> Job:
        """Have `work` done in the next transaction; see `app.ledger.Ledger.submit`."""
        job = Job(work)
        with self._guard:
            if self._closed:
                raise InputError(Problem(where="ledger", what="is closed"))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="ledger", daemon=True)
                self._thread.start()
            self._jobs.put(job)
        return job

    def close(self) -> None:
        """Write what was asked for so far, and end."""
        with self._guard:
            self._closed = True
            self._jobs.put(None)
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        last = False
        while not last:
            jobs, last = self._waiting()
            if jobs:
                self._write(jobs)
        self._drop()

    def _waiting(self) -> tuple[list[Job], bool]:
        """Wait for a job, and take all that are there; true with the last of them.

        Where several shared the last transaction, most of them are about to ask again: they are given a moment, or they
        would miss this one, and half of the flushes to disk would be for nothing.
        """
        jobs: list[Job] = []
        last = self._take(self._jobs.get(), jobs)
        if self._crowd > 1 and not last and len(jobs) < MOST_AT_ONCE:
            time.sleep(_MOMENT)
            with suppress(Empty):
                last = self._take(self._jobs.get_nowait(), jobs)
        self._crowd = len(jobs)
        return jobs, last

    def _take(self, job: Job | None, jobs: list[Job]) -> bool:
        """Put `job` and all that wait behind it into `jobs`; true where the end is among them."""
        with suppress(Empty):
            while job is not None:
                jobs.append(job)
                if len(jobs) == MOST_AT_ONCE:
                    return False
                job = self._jobs.get_nowait()
            return True
        return False

    def _write(self, jobs: list[Job]) -> None:
        try:
            with self._told():
                batch, note = self._committed(jobs)
        except BaseException as error:  # noqa: BLE001  (every job waits for an answer)
            self._drop()
            known = error if isinstance(error, MunimentError) else _fault(error)
            for job in jobs:
                if job.waits:
                    job.answer(known)
            return
        for job, first, count in batch.done:
            job.answer(Receipt(first=first, count=count, size=batch.frontier.size))
        if note:
            with suppress(MunimentError):
                self._noted(note)

    def _committed(self, jobs: Iterable[Job]) -> tuple[Batch, bytes]:
        """Do all that `jobs` ask for in one transaction, and return when it is on disk."""
        if self._rows is None:
            self._rows = self._connect()
        rows = self._rows
        rows.begin()
        batch = Batch(frontier=self._head(rows))
        for job in jobs:
            batch.take(job, rows)
        if not batch.entries:
            rows.commit()
            return batch, b""
        note = self._signed(batch.frontier)
        rows.add(batch.entries, batch.bodies, batch.frontier.size, note)
        rows.commit()
        self._known = note, batch.frontier
        return batch, note

    def _head(self, rows: Rows) -> Frontier:
        """Return the right edge from which to go on, which is read again where another process wrote.

        Raises: RefusedError where what this writer was told to be committed is no longer there.
        """
        size, note = rows.latest()
        if self._known is not None and self._known[0] == note:
            return self._known[1].copy()
        self._key = current_key(rows, self._signer)
        frontier = verified_head(rows, size, note)
        if self._known is not None:
            refuse_rolled_back(rows, size, self._known[1].size, self._known[1].root())
        return frontier

    def _signed(self, frontier: Frontier) -> bytes:
        if self._key is None:
            raise InputError(Problem(where="ledger", what="has no key"))
        head = Checkpoint(origin=self._key.name, size=frontier.size, root=frontier.root())
        return write(sign(head, name=self._key.name, signer=self._signer))

    def _drop(self) -> None:
        """Give the connection up, and with it a transaction that did not end."""
        if self._rows is not None:
            with suppress(Exception), self._told():
                self._rows.close()
        self._rows = None


def current_key(rows: Rows, signer: NoteSigner) -> NoteKey:
    """Return the key by which the ledger signs now. Raises: RefusedError where `signer` holds another one."""
    key = rows.identities()[-1].key
    if key.key.keyid != signer.public.keyid:
        what = f"signs with key `{key.key.keyid[:16]}`, and the one at hand is `{signer.public.keyid[:16]}`"
        raise RefusedError(Problem(where=rows.where, what=what, help="name the key of the ledger with --key"))
    return key


def verified_head(rows: Rows, size: int, note: bytes) -> Frontier:
    """Return the right edge over `size` entries, if the newest checkpoint is of them and no entry is behind them.

    Raises: RefusedError.
    """
    frontier = Frontier.at(size, rows.subtree)
    if rows.entry(size) is not None or read(note).checkpoint.root != frontier.root():
        what = f"does not hold what its newest checkpoint, over {size} entries, is of"
        raise RefusedError(
            Problem(where=rows.where, what=what, help="run `muniment ledger audit`; nothing was written")
        )
    return frontier


def refuse_rolled_back(rows: Rows, size: int, known: int, root: bytes) -> None:
    """Raise RefusedError where the ledger of `size` entries does not go on from the one of `known` entries."""
    if size < known:
        what = f"holds {size} entries, and there were {known}: it was put back to an earlier state"
        raise RefusedError(Problem(where=rows.where, what=what, help=RESTORED_HELP))
    if Frontier.at(known, rows.subtree).root() != root:
        what = f"holds other entries than the {known} that were there before"
        raise RefusedError(Problem(where=rows.where, what=what, help=RESTORED_HELP))


def _fault(error: BaseException) -> InputError:
    found = InputError(Problem(where="ledger", what=f"nothing was written ({type(error).__name__}: {error})"))
    found.__cause__ = error
    return found
