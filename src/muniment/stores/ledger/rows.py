"""The rows of a ledger in a database: one set of statements for SQLite and PostgreSQL.

`ledger_entry` holds one row for each entry. Its `hashes` are the hash of the entry, and behind it those of the subtrees
that became complete with it, from level 1 up: the hash of subtree (level, index) is in the row of its last entry. So a
transaction appends to one table, and there is no second one to disagree with the first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from muniment.app.ledger import Identity, Stored, StoredBody
from muniment.domain.ids import Digest
from muniment.errors import InputError, Problem, ProofError
from muniment.prove.checkpoint import read_verifier_key, write_verifier_key
from muniment.prove.merkle import HASH_SIZE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from muniment.app.ledger import Body
    from muniment.prove.checkpoint import NoteKey

_AT_ONCE: Final = 1000
"""Rows that are read in one go, so that no reader holds a transaction open for long."""


_ROWS_AT_ONCE: Final = 64
"""Entries that one statement inserts."""


class Connection(Protocol):
    """What `sqlite3` and `psycopg` have in common, with everything else in the hands of `Rows`."""

    def execute(self, sql: str, parameters: Any = ..., /) -> Any:  # noqa: ANN401  (each driver has types of its own)
        """Run one statement."""

    def cursor(self) -> Any:  # noqa: ANN401  (as above)
        """Return a cursor."""

    def close(self) -> None:
        """End the connection."""


class Rows:
    """One connection to the database of a ledger. Not for two threads at once."""

    def __init__(
        self, connection: Connection, *, where: str, mark: str, begin: str, scrub: Callable[[Connection], str]
    ) -> None:
        """Take the connection over. `mark` stands for a parameter; `begin` starts the transaction that may append.

        `scrub` has the database give up what its files still hold of removed contents, and says what remains of it.
        """
        self._connection = connection
        self._mark = mark
        self._begin = begin
        self._scrub = scrub
        self.where = where

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> Sequence[Sequence[Any]]:
        """Run one statement, with `?` for each parameter, and return the rows that it gives."""
        cursor = self._connection.execute(self._own(sql), tuple(parameters))
        return cursor.fetchall() if cursor.description else ()

    def begin(self) -> None:
        """Start the transaction in which this connection, and no other, appends."""
        for statement in self._begin.split(";"):
            self._connection.execute(statement)

    def commit(self) -> None:
        """Return when everything since `begin` is on disk."""
        self._connection.execute("commit")

    def scrub(self) -> str:
        """Have the database give up the bytes of removed contents; return how long they remain, if they do.

        SQLite overwrites them, unless somebody is reading. PostgreSQL marks their space free, and no more.
        """
        return self._scrub(self._connection)

    def close(self) -> None:
        """End the connection; a transaction that was begun is undone."""
        self._connection.close()

    def latest(self) -> tuple[int, bytes]:
        """Return the newest checkpoint and its size. Raises: InputError where there is none."""
        found = self.execute("select size, note from ledger_checkpoint order by size desc limit 1")
        if not found:
            raise InputError(Problem(where=self.where, what="holds no checkpoint", help="restore it from a backup"))
        return int(found[0][0]), _raw(found[0][1])

    def checkpoint(self, size: int) -> bytes | None:
        """Return the checkpoint over `size` entries, if there is one."""
        found = self.execute("select note from ledger_checkpoint where size = ?", (size,))
        return _raw(found[0][0]) if found else None

    def checkpoints(self) -> Iterator[tuple[int, bytes]]:
        """Yield all checkpoints, by size."""
        sql = f"select size, note from ledger_checkpoint where size > ? order by size limit {_AT_ONCE}"  # noqa: S608
        for size, note in self._paged(sql, -1):
            yield int(size), _raw(note)

    def subtree(self, level: int, index: int) -> bytes:
        """Return the hash of a complete subtree. Raises: InputError where it is not there."""
        last = ((index + 1) << level) - 1
        found = self.execute("select hashes from ledger_entry where seq = ?", (last,))
        part = _raw(found[0][0])[HASH_SIZE * level : HASH_SIZE * (level + 1)] if found else b""
        if len(part) != HASH_SIZE:
            what = f"lacks the hash of level {level} with entry {last}"
            raise InputError(Problem(where=self.where, what=what, help="run `muniment ledger audit`"))
        return part

    def entry(self, index: int) -> Stored | None:
        """Return the entry at `index`, if there is one."""
        found = self.execute("select seq, leaf, hashes from ledger_entry where seq = ?", (index,))
        return _stored(found[0]) if found else None

    def entries(self, start: int) -> Iterator[Stored]:
        """Yield the entries from `start` on."""
        sql = f"select seq, leaf, hashes from ledger_entry where seq > ? order by seq limit {_AT_ONCE}"  # noqa: S608
        yield from map(_stored, self._paged(sql, start - 1))

    def body(self, digest: str) -> StoredBody | None:
        """Return the content with this digest, if it was ever kept."""
        found = self.execute("select digest, content, salt from ledger_body where digest = ?", (digest,))
        return _body(found[0]) if found else None

    def bodies(self) -> Iterator[StoredBody]:
        """Yield all contents."""
        sql = "select digest, content, salt from ledger_body where digest > ? order by digest limit 50"
        yield from map(_body, self._paged(sql, ""))

    def identities(self) -> tuple[Identity, ...]:
        """Return the names and keys of the ledger. Raises: InputError where there is none, or one that is no key."""
        found = self.execute("select start, verifier from ledger_identity order by seq")
        if not found:
            raise InputError(Problem(where=self.where, what="names no key", help="restore it from a backup"))
        try:
            return tuple(Identity(start=int(start), key=read_verifier_key(text)) for start, text in found)
        except ProofError as error:
            raise InputError(*error.problems) from error

    def add_identity(self, start: int, key: NoteKey) -> None:
        """Note by which name and key the ledger signs from `start` entries on."""
        self.execute(
            "insert into ledger_identity(seq, start, verifier) select count(*), ?, ? from ledger_identity",
            (start, write_verifier_key(key)),
        )

    def add(self, entries: Sequence[Stored], bodies: Sequence[Body], size: int, note: bytes) -> None:
        """Append `entries` with their contents, and the checkpoint over them all."""
        cursor = self._connection.cursor()
        for some in _in_powers(entries):
            rows = ", ".join(["(?, ?, ?)"] * len(some))
            values = [part for each in some for part in (each.index, each.hashes, each.leaf)]
            cursor.execute(self._own(f"insert into ledger_entry(seq, hashes, leaf) values {rows}"), values)  # noqa: S608
        if bodies:
            sql = "insert into ledger_body(digest, content, salt) values (?, ?, ?) on conflict do nothing"
            kept = [(each.commitment.digest, each.content, each.salt) for each in bodies]
            cursor.executemany(self._own(sql), kept)
        cursor.execute(self._own("insert into ledger_checkpoint(size, note) values (?, ?)"), (size, note))
        cursor.close()

    def _own(self, sql: str) -> str:
        return sql if self._mark == "?" else sql.replace("?", self._mark)

    def _paged(self, sql: str, after: object) -> Iterator[Sequence[Any]]:
        while page := self.execute(sql, (after,)):
            yield from page
            after = page[-1][0]


def _in_powers(entries: Sequence[Stored]) -> Iterator[Sequence[Stored]]:
    """Yield them in stretches of 64, 32, … 1, so that there are seven statements, which a driver keeps ready.

    At each statement it gives way to other threads: one for every row would wait for all of them that often.
    """
    at = 0
    while left := len(entries) - at:
        count = min(_ROWS_AT_ONCE, 1 << (left.bit_length() - 1))
        yield entries[at : at + count]
        at += count


def _stored(row: Sequence[Any]) -> Stored:
    return Stored(index=int(row[0]), leaf=_raw(row[1]), hashes=_raw(row[2]))


def _body(row: Sequence[Any]) -> StoredBody:
    digest, content, salt = row
    return StoredBody(
        digest=Digest(digest),
        content=None if content is None else _raw(content),
        salt=None if salt is None else _raw(salt),
    )


def _raw(value: object) -> bytes:
    """Return the bytes of a column; what somebody put there in their place is found by its hash, not by a crash."""
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode("utf-8", "surrogateescape")
