"""A ledger in a database, whichever: reads by any thread, writes by one."""

from __future__ import annotations

import threading
import time
from itertools import islice
from typing import TYPE_CHECKING, Final, Self, TypeVar

from muniment.app.ledger import Forgotten
from muniment.errors import InputError, MunimentError, Problem, RefusedError
from muniment.prove import checkpoint as notes
from muniment.prove.checkpoint import Checkpoint, SignedCheckpoint, cosign, note_key, sign, write
from muniment.prove.merkle import EMPTY_ROOT
from muniment.stores.ledger.writer import Batch, GroupWriter, Ready, refuse_rolled_back, verified_head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from types import TracebackType

    from muniment.app.ledger import Draft, Identity, Pending, Receipt, Statements, Stored, StoredBody, Work
    from muniment.domain.ids import Digest
    from muniment.prove.checkpoint import NoteKey, NoteSigner
    from muniment.stores.ledger.anchor import Anchor
    from muniment.stores.ledger.rows import Rows

T = TypeVar("T")

_AT_ONCE: Final = 250
"""Entries that are read before others may read."""
_PAUSE: Final = 1.0
"""Seconds between two checkpoints that are kept outside the database; the last one is always kept."""


class Place:
    """Where the database of a ledger is, and how its errors are told."""

    def __init__(
        self, where: str, connect: Callable[[], Rows], told: Callable[[], AbstractContextManager[None]]
    ) -> None:
        """`where` is for people, `connect` opens a connection, `told` turns its errors into ours."""
        self.where, self.connect, self.told = where, connect, told


class StoredLedger:
    """A `Ledger` (see `app.ledger`). Closed, it has written everything that was asked for."""

    def __init__(
        self, place: Place, anchor: Anchor, signer: NoteSigner | None = None, *, unchecked: bool = False
    ) -> None:
        """Open it for reading, and with `signer` for writing. `unchecked`, whatever was there before.

        Raises: InputError where there is none; RefusedError where it was put back to an earlier state than `anchor`.
        """
        self._place, self._anchor = place, anchor
        self._lock = threading.RLock()
        self._rows = place.connect()
        self._unkept: bytes | None = None
        self._kept_at = 0.0
        self._writer = GroupWriter(place.connect, place.told, signer, self._keep) if signer else None
        if not unchecked:
            self._refuse_older()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Write what was asked for, keep the newest checkpoint outside the database, and give everything up."""
        try:
            if self._writer is not None:
                self._writer.close()
            if self._unkept is not None:
                self._put_outside(self._unkept)
        finally:
            self._rows.close()

    def submit(self, work: Work) -> Pending:
        """Have `work` done in the next transaction."""
        if self._writer is None:
            help_ = "name the key of the ledger with --key"
            raise InputError(Problem(where=self._place.where, what="was opened without its key", help=help_))
        return self._writer.submit(work)

    def append(self, *drafts: Draft) -> Receipt:
        """Write entries together and wait for the commit."""
        return self.submit(Ready(drafts)).result()

    def forget(self, digest: Digest, draft: Draft) -> Forgotten:
        """Remove a content and write the entry that says so; see `app.ledger.Ledger.forget`."""

        def work(statements: Statements) -> tuple[Draft]:
            if not statements.execute("select 1 from ledger_body where digest = ? and content is not null", (digest,)):
                raise RefusedError(Problem(where=f"content {digest}", what="is not in the ledger, or no longer"))
            statements.execute("update ledger_body set content = null, salt = null where digest = ?", (digest,))
            return (draft,)

        receipt = self.submit(work).result()
        return Forgotten(written_as=receipt.first, remains=self._scrubbed())

    def identities(self) -> Sequence[Identity]:
        """Return the names and keys of the ledger, the first one first."""
        return self._read(lambda rows: rows.identities())

    def latest(self) -> bytes:
        """Return the newest checkpoint."""
        return self._read(lambda rows: rows.latest()[1])

    def checkpoint(self, size: int) -> bytes | None:
        """Return the checkpoint over `size` entries, if one was made."""
        return self._read(lambda rows: rows.checkpoint(size))

    def checkpoints(self) -> Iterator[tuple[int, bytes]]:
        """Yield every checkpoint with its size."""
        return self._each(lambda rows: rows.checkpoints())

    def subtree(self, level: int, index: int) -> bytes:
        """Return the hash of a complete subtree."""
        return self._read(lambda rows: rows.subtree(level, index))

    def entry(self, index: int) -> Stored | None:
        """Return the entry at `index`, if there is one."""
        return self._read(lambda rows: rows.entry(index))

    def entries(self, start: int = 0) -> Iterator[Stored]:
        """Yield the entries from `start` on."""
        return self._each(lambda rows: rows.entries(start))

    def body(self, digest: Digest) -> StoredBody | None:
        """Return the content with this digest, if it was ever kept."""
        return self._read(lambda rows: rows.body(digest))

    def bodies(self) -> Iterator[StoredBody]:
        """Yield all contents."""
        return self._each(lambda rows: rows.bodies())

    def _scrubbed(self) -> str:
        """Have removed bytes given up; return how long they remain. What was committed before stands in any case."""
        try:
            return self._read(lambda rows: rows.scrub())
        except MunimentError as error:
            return f"the bytes may remain, as the database did not overwrite them: it {error.problems[0].what}"

    def _refuse_older(self) -> None:
        try:
            with self._place.told():
                refuse_older(self._rows, self._anchor)
        except BaseException:
            self._rows.close()
            raise

    def _read(self, what: Callable[[Rows], T]) -> T:
        with self._lock, self._place.told():
            return what(self._rows)

    def _each(self, what: Callable[[Rows], Iterator[T]]) -> Iterator[T]:
        """Yield them, so many at once that the lock costs nothing, and so few that nobody waits for it."""
        found = what(self._rows)
        while some := self._read(lambda _: list(islice(found, _AT_ONCE))):
            yield from some

    def _keep(self, note: bytes) -> None:
        """Keep a new checkpoint outside the database, at most once a second while there are more to come."""
        self._unkept = note
        now = time.monotonic()
        if now - self._kept_at >= _PAUSE:
            self._put_outside(note)
            self._kept_at, self._unkept = now, None

    def _put_outside(self, note: bytes) -> None:
        """Write `note` outside, unless another process has kept a newer one there: that one never goes back."""
        kept, ours = self._anchor.read(), notes.read(note).checkpoint
        if kept is None or (kept.checkpoint.origin == ours.origin and kept.checkpoint.size < ours.size):
            self._anchor.write(note)


def begin_ledger(rows: Rows, place: Place, anchor: Anchor, origin: str, signer: NoteSigner) -> None:
    """Name the origin and the key of a ledger whose tables were just made, and sign that it is empty.

    `rows` are in the transaction that made the tables. Raises: InputError, and then there is no ledger.
    """
    try:
        with place.told():
            if anchor.read() is not None:
                what, help_ = "is of another ledger", "name another file with --checkpoint, or move this one away"
                raise InputError(Problem(where=str(anchor.path), what=what, help=help_))
            key = note_key(origin, signer.public)
            note = write(sign(Checkpoint(origin=origin, size=0, root=EMPTY_ROOT), name=origin, signer=signer))
            rows.add_identity(0, key)
            rows.add((), (), 0, note)
            rows.commit()
            anchor.write(note)
    except MunimentError:
        rows.close()
        raise
    rows.close()


def go_on_as(
    place: Place, anchor: Anchor, key: NoteKey, signers: Sequence[NoteSigner], write_entry: Callable[[int], Draft]
) -> int:
    """Write one entry, and sign by another name or key from then on; return its place.

    `write_entry` gets the number of entries before. The checkpoint bears `key`'s name and is signed by all `signers`.
    Raises: InputError, RefusedError; then nothing has changed.
    """
    rows = place.connect()
    try:
        with place.told():
            rows.begin()
            size, note = rows.latest()
            batch = Batch(frontier=verified_head(rows, size, note))
            batch.append((write_entry(size),))
            head = Checkpoint(origin=key.name, size=size + 1, root=batch.frontier.root())
            signed = SignedCheckpoint(checkpoint=head, signatures=())
            for signer in signers:
                signed = cosign(signed, name=key.name, signer=signer)
            rows.add_identity(size + 1, key)
            rows.add(batch.entries, batch.bodies, size + 1, write(signed))
            rows.commit()
            anchor.write(write(signed))
            return size
    finally:
        rows.close()


def refuse_older(rows: Rows, anchor: Anchor) -> None:
    """Raise RefusedError where the database does not go on from the checkpoint in `anchor`, or that is missing.

    Raises: ProofError where the anchor is of another ledger; InputError where it cannot be read.
    """
    kept = anchor.read()
    size, _ = rows.latest()
    if kept is None:
        if size:
            what = "is missing, and only it shows that the database was not put back to an earlier state"
            help_ = "find it; if it is lost, `muniment ledger restored --by NAME --reason TEXT` goes on without it"
            raise RefusedError(Problem(where=str(anchor.path), what=what, help=help_))
        return
    head = notes.verify(kept, [each.key for each in rows.identities()])
    refuse_rolled_back(rows, size, head.size, head.root)
