"""Many writers, one transaction: whatever is asked for while a commit runs goes into the next one together."""

from __future__ import annotations

import threading
from concurrent.futures import Future
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
    from muniment.stores.ledger_rows import Rows

MOST_AT_ONCE: Final = 4096
"""Works in one transaction."""

RESTORED_HELP: Final = "find out why; `muniment ledger restored --by NAME --reason TEXT` goes on from what is there"


@dataclass(frozen=True, slots=True)
class Ready:
    """A work that writes nothing but these entries, and so cannot fail by itself."""

    drafts: tuple[Draft, ...]

    def __call__(self, _: Statements) -> tuple[Draft, ...]:
        """Return them."""
        return self.drafts


@dataclass(slots=True)
class _Job:
    work: Work
    result: Future[Receipt] = field(default_factory=Future)


@dataclass(slots=True)
class Batch:
    """What one transaction writes."""

    frontier: Frontier
    entries: list[Stored] = field(default_factory=list)
    bodies: list[Body] = field(default_factory=list)
    done: list[tuple[_Job, int, int]] = field(default_factory=list)

    def take(self, job: _Job, rows: Rows) -> None:
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
                job.result.set_exception(error)
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
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._guard = threading.Lock()
        self._closed = False
        self._rows: Rows | None = None
        self._key: NoteKey | None = None
        self._known: tuple[bytes, Frontier] | None = None

    def submit(self, work: Work) -> Future[Receipt]:
        """Have `work` done in the next transaction; see `app.ledger.Ledger.submit`."""
        job = _Job(work)
        with self._guard:
            if self._closed:
                raise InputError(Problem(where="ledger", what="is closed"))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="ledger", daemon=True)
                self._thread.start()
            self._jobs.put(job)
        return job.result

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
                self._write([job for job in jobs if job.result.set_running_or_notify_cancel()])
        self._drop()

    def _waiting(self) -> tuple[list[_Job], bool]:
        """Wait for a job, and take all that are there; true with the last of them."""
        job, jobs = self._jobs.get(), []
        with suppress(Empty):
            while job is not None:
                jobs.append(job)
                if len(jobs) == MOST_AT_ONCE:
                    return jobs, False
                job = self._jobs.get_nowait()
            return jobs, True
        return jobs, False

    def _write(self, jobs: list[_Job]) -> None:
        try:
            with self._told():
                batch, note = self._committed(jobs)
        except BaseException as error:  # noqa: BLE001  (every job waits for an answer)
            self._drop()
            known = error if isinstance(error, MunimentError) else _fault(error)
            for job in jobs:
                if not job.result.done():
                    job.result.set_exception(known)
            return
        for job, first, count in batch.done:
            job.result.set_result(Receipt(first=first, count=count, size=batch.frontier.size))
        if note:
            with suppress(MunimentError):
                self._noted(note)

    def _committed(self, jobs: Iterable[_Job]) -> tuple[Batch, bytes]:
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
