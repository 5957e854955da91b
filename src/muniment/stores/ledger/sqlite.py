"""A ledger in a file of SQLite, with a write-ahead log and a flush to disk at every commit."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from muniment.errors import InputError, Problem
from muniment.stores.ledger.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from muniment.stores.ledger.rows import Connection

_PATIENCE: Final = 30.0
"""Seconds that a writer waits while another process writes."""
_SHORT_PATIENCE: Final = 2000
"""Milliseconds that cutting the log waits for others to have read: what waits is overwritten later all the same."""

_GUARDED: Final = ("ledger_identity", "ledger_entry", "ledger_checkpoint")
_TABLES: Final = (
    "create table ledger_identity(seq integer primary key, start integer not null, verifier text not null)",
    "create table ledger_entry(seq integer primary key, hashes blob not null, leaf blob not null)",
    "create table ledger_checkpoint(size integer primary key, note blob not null)",
    "create table ledger_body(digest text primary key, content blob, salt blob)",
)
_ONLY_GROWS: Final = "begin select raise(abort, 'the ledger only grows'); end"
_ONLY_FORGETS: Final = (
    "create trigger ledger_body_update before update on ledger_body"
    " when new.digest is not old.digest or new.content is not null or new.salt is not null"
    f" {_ONLY_GROWS}"
)
_GUARDS: Final = (
    *(
        f"create trigger {table}_{event} before {event} on {table} {_ONLY_GROWS}"
        for table in _GUARDED
        for event in ("update", "delete")
    ),
    f"create trigger ledger_body_delete before delete on ledger_body {_ONLY_GROWS}",
    _ONLY_FORGETS,
)
"""They stop accidents. Whoever may write the file can drop them: that is what checkpoints outside it are for."""


def open_rows(path: Path) -> Rows:
    """Return a connection to the ledger in `path`.

    Raises: InputError where there is none, or it cannot be opened.
    """
    refuse_absent(path)
    with told(str(path)):
        rows = _connected(path)
        if not rows.execute("select 1 from sqlite_master where name = 'ledger_identity'"):
            rows.close()
            help_ = "`muniment ledger init` makes a ledger"
            raise InputError(Problem(where=str(path), what="is a database without a ledger", help=help_))
        return rows


def refuse_absent(path: Path) -> None:
    """Raise InputError where there is no file at `path`."""
    if not path.is_file():
        help_ = "`muniment ledger init` makes one"
        raise InputError(Problem(where=str(path), what="holds no ledger", help=help_))


def create_tables(path: Path) -> Rows:
    """Make the tables of a ledger in `path`, beside whatever tables there are, and return the connection to it.

    Raises: InputError where there is a ledger already, or it cannot be written.
    """
    with told(str(path)):
        rows = _connected(path)
        rows.begin()
        if rows.execute("select 1 from sqlite_master where name = 'ledger_identity'"):
            rows.close()
            raise InputError(Problem(where=str(path), what="holds a ledger already", help="name another file"))
        for statement in (*_TABLES, *_GUARDS):
            rows.execute(statement)
        return rows


@contextmanager
def told(where: str) -> Iterator[None]:
    """Turn what SQLite and the system raise into an InputError that says so."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        what = f"cannot be used as a ledger ({str(error).lower()})"
        raise InputError(Problem(where=where, what=what, help="nothing was written")) from error


def _connected(path: Path) -> Rows:
    connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")
    connection.execute("pragma secure_delete = on")
    return Rows(connection, where=str(path), mark="?", begin="begin immediate", scrub=_scrubbed)


def _scrubbed(connection: Connection) -> str:
    """Write the log into the file and cut it to nothing, for which nobody else may be reading; say if somebody is."""
    connection.execute(f"pragma busy_timeout = {_SHORT_PATIENCE}")
    try:
        busy, *_ = connection.execute("pragma wal_checkpoint(truncate)").fetchone()
    finally:
        connection.execute(f"pragma busy_timeout = {round(_PATIENCE * 1000)}")
    return "the bytes remain until no other program has the ledger open" if busy else ""
