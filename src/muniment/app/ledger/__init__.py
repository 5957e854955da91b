"""The ledger as the use cases see it: it takes entries, all or none, and shows what it holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, TypeAlias

from muniment.prove.checkpoint import write_verifier_key
from muniment.prove.entry import commitment, leaf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from muniment.domain.entry import Commitment, Entry
    from muniment.domain.ids import Digest
    from muniment.prove.checkpoint import NoteKey


class Statements(Protocol):
    """The transaction in which entries are written; business rows that are written through it share their fate."""

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> Sequence[Sequence[object]]:
        """Run one statement, with `?` for each parameter, and return the rows that it gives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A content that an entry commits to under `name`, kept beside the entries; with a salt it may be withheld."""

    name: str
    content: bytes
    salt: bytes | None = None

    @property
    def commitment(self) -> Commitment:
        """Return what the entry has to say of it."""
        return commitment(self.name, self.content, self.salt)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry as bytes, still without a place, and the contents to be kept with it."""

    leaf: bytes
    bodies: tuple[Body, ...] = ()


Work: TypeAlias = "Callable[[Statements], Sequence[Draft]]"
"""Writes business rows, if any, and returns the entries that tell of them. What it raises, undoes it alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What was committed: `count` entries from `first` on, under a checkpoint over `size` entries."""

    first: int
    count: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """A content was removed, as the entry at `written_as` says; `remains` says how long its bytes are on disk still.

    `remains` is empty where the database has overwritten them.
    """

    written_as: int
    remains: str


class Pending(Protocol):
    """A work that was asked for, and may be done already."""

    def result(self) -> Receipt:
        """Wait for its commit. Raises: see `Ledger.submit`; asked for again, it answers the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An entry as it is stored: place, bytes, and its hash with those of the subtrees that it completed behind it."""

    index: int
    leaf: bytes
    hashes: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredBody:
    """A content as it is stored; without `content`, it was removed."""

    digest: Digest
    content: bytes | None
    salt: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """By which name and key the ledger signs from the size of `start` entries on."""

    start: int
    key: NoteKey


def distinct_keys(identities: Sequence[Identity]) -> tuple[NoteKey, ...]:
    """Return each name and key once."""
    return tuple({write_verifier_key(each.key): each.key for each in identities}.values())


class LedgerRecords(Protocol):
    """Shows what a ledger holds. Every method raises InputError where it cannot be read."""

    def identities(self) -> Sequence[Identity]:
        """Return the names and keys of the ledger, the first one first."""

    def latest(self) -> bytes:
        """Return the newest checkpoint, as a signed note."""

    def checkpoint(self, size: int) -> bytes | None:
        """Return the checkpoint over `size` entries, if one was made."""

    def checkpoints(self) -> Iterator[tuple[int, bytes]]:
        """Yield every checkpoint with its size, the smallest first."""

    def subtree(self, level: int, index: int) -> bytes:
        """Return the hash of a complete subtree (`prove.merkle.Subtrees`)."""

    def entry(self, index: int) -> Stored | None:
        """Return the entry at `index`, if there is one."""

    def entries(self, start: int = 0) -> Iterator[Stored]:
        """Yield the entries from `start` on, in order."""

    def body(self, digest: Digest) -> StoredBody | None:
        """Return the content with this digest, if it was ever kept."""

    def bodies(self) -> Iterator[StoredBody]:
        """Yield all contents."""


class Ledger(LedgerRecords, Protocol):
    """Takes entries too. What it has acknowledged, is committed to disk under a signed checkpoint."""

    def submit(self, work: Work) -> Pending:
        """Have `work` done in the next transaction. The result is there after its commit.

        It raises what `work` raised; InputError where nothing could be written; RefusedError where the database is not
        the one that this ledger wrote: then nobody goes on before somebody has looked.
        """

    def append(self, *drafts: Draft) -> Receipt:
        """Write entries together and wait for the commit. Raises: as the result of `submit`."""

    def forget(self, digest: Digest, draft: Draft) -> Forgotten:
        """Remove the content with this digest, with its salt, and write the entry that says so, in one transaction.

        Where it is committed, and the database then fails to overwrite the bytes, that is told, not raised.
        Raises: RefusedError where it is not there, or no longer; as the result of `submit`.
        """


def drafted(entry: Entry, *bodies: Body) -> Draft:
    """Return `entry`, which commits to `bodies` beside what it commits to already, ready to be written.

    Raises: ProofError where it cannot be written, as when two commitments have one name.
    """
    committed = (*entry.commitments, *(each.commitment for each in bodies))
    return Draft(leaf=leaf(replace(entry, commitments=committed)), bodies=bodies)
