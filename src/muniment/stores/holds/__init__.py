"""Holds, votes and counted people in a file of SQLite, with a flush to disk at every commit; and spent tokens."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Final

from muniment.errors import InputError, Problem
from muniment.stores.holds.rows import HeldRows, StoredHolds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PATIENCE: Final = 5.0
"""Seconds that a writer waits while another process writes."""
_PAUSE: Final = 0.02
_VERSION: Final = 1
_TABLES: Final = """
create table hold(seq integer primary key, id text unique not null, text blob not null, call text not null,
    request text not null, ended text, ended_at text, why text not null default '', token text not null default ''
) strict;
create unique index hold_request on hold(request) where ended is null;
create index hold_call on hold(call) where token != '';
create table vote(hold text not null references hold(id), person text not null, keyid text not null,
    envelope blob not null, primary key(hold, person)) strict;
create table counter(keyid text primary key, value integer not null) strict;
create table looked_up(authority text not null, window integer not null, selector text not null,
    primary key(authority, window, selector)) without rowid, strict
"""
_LATER: Final = """create table if not exists parked(hold text primary key references hold(id), turn text not null,
    text blob not null, expires text not null) without rowid, strict"""
_CALLER: Final = "json_extract(request, '$[0]')"


class SqliteHolds(StoredHolds):
    """The holds in one file."""

    def __init__(self, path: Path) -> None:
        """Open the file, which is made where it is missing, for its owner alone. Raises: InputError."""
        super().__init__(_File(path))


class _File:
    """A database in one file (`rows.Database`)."""

    def __init__(self, path: Path) -> None:
        self._where = str(path)
        self._lock = threading.Lock()
        self._written = 0
        with self._told():
            _made(path)
            self._connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
            self._rows = HeldRows(self._connection, mark="?", caller=_CALLER)
            _write_ahead(self._connection)
            self._connection.execute("pragma foreign_keys = on")
            self._connection.execute("pragma secure_delete = on")
            self._begin_tables()

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def version(self) -> tuple[int, int]:
        with self._lock, self._told():
            (of_others,) = self._connection.execute("pragma data_version").fetchone()
            return int(of_others), self._written

    @contextmanager
    def reading(self) -> Iterator[HeldRows]:
        with self._lock, self._told():
            yield self._rows

    @contextmanager
    def writing(self) -> Iterator[HeldRows]:
        with self._lock, self._told():
            self._connection.execute("begin immediate")
            try:
                yield self._rows
                self._connection.execute("commit")
                self._written += 1
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("rollback")
                raise

    def _begin_tables(self) -> None:
        with self.writing() as rows:
            ((version,),) = rows.execute("pragma user_version")
            if version == 0:
                for statement in _TABLES.split(";"):
                    rows.execute(statement)
                rows.execute(f"pragma user_version = {_VERSION}")
            elif version != _VERSION:
                what = f"is of version {version}, and this release reads version {_VERSION}"
                raise InputError(Problem(where=self._where, what=what, help="name another file"))
            rows.execute(_LATER)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            what = f"cannot keep holds ({str(error).lower()})"
            raise InputError(Problem(where=self._where, what=what, help="nothing was written")) from error


class SpentTokens:
    """The tokens that the side which runs tools has taken, in a file of its own."""

    def __init__(self, path: Path) -> None:
        """Open the file, which is made where it is missing. Raises: InputError."""
        self._path = path
        with closing(self._connected()) as rows:
            rows.execute("create table if not exists spent(id text primary key)")

    def __call__(self, hold_id: str) -> bool:
        """Keep that the token of a hold was spent; return whether it was not before. Raises: InputError."""
        with closing(self._connected()) as rows:
            try:
                return rows.execute("insert or ignore into spent values(?)", (hold_id,)).rowcount == 1
            except sqlite3.Error as error:
                raise InputError(Problem(where=str(self._path), what=f"cannot be written ({error})")) from error

    def _connected(self) -> sqlite3.Connection:
        try:
            rows = sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None)
            _write_ahead(rows)
        except sqlite3.Error as error:
            raise InputError(Problem(where=str(self._path), what=f"cannot be opened ({error})")) from error
        return rows


def _write_ahead(rows: sqlite3.Connection) -> None:
    """Keep a write-ahead log that is flushed at every commit.

    Two processes that begin one at the same time do not wait for each other by themselves.
    """
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            rows.execute("pragma journal_mode = wal")
            break
        except sqlite3.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(_PAUSE)
    rows.execute("pragma synchronous = full")


def _made(path: Path) -> None:
    """Make the file where it is missing.

    One that is there is not opened: to close it again would take from this process the locks of all its connections
    (POSIX), and others would then clear away what those still write.
    """
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
