"""Holds, votes and counted people in a database of PostgreSQL, for gateways that stand beside each other.

Whoever writes takes the one row of `head` first, and keeps it until the commit: so writers come one after another, each
sees all that those before it wrote, and the number in that row tells that something was written.
"""

from __future__ import annotations

import os
import select
import socket
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

from muniment.errors import InputError, Problem
from muniment.stores.holds.rows import HeldRows, StoredHolds
from muniment.stores.postgresql import driver, said, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATIENCE: Final = 5.0
"""Seconds that one statement may take, and that a writer waits for another."""
_TO_CONNECT: Final = 3
_TO_LEAVE: Final = 1.0
"""Seconds in which what is under way may end when nobody needs it any more."""
_RESPITE: Final = 1.0
"""Seconds after a failure to connect in which nobody tries again, so that those who wait are told at once."""
_SESSION: Final = (
    "-c search_path=muniment_holds -c synchronous_commit=on -c default_transaction_isolation=read\\ committed"
    f" -c statement_timeout={_PATIENCE:.0f}s -c lock_timeout={_PATIENCE:.0f}s"
    f" -c idle_in_transaction_session_timeout={2 * _PATIENCE:.0f}s"
)
_LINE: Final = {
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": int(2000 * _PATIENCE),
}
"""How soon a connection is given up at whose other end nobody is any more."""
_VERSION: Final = 1
_KEY: Final = 0x6D756E69
"""By which those who would make the tables at the same time wait for each other."""
_TABLES: Final = f"""
create schema if not exists muniment_holds;
create table hold(seq bigint generated always as identity primary key, id text unique not null, text bytea not null,
    call text not null, request text not null, ended text, ended_at text, why text not null default '',
    token text not null default '');
create unique index hold_request on hold(request) where ended is null;
create index hold_call on hold(call) where token <> '';
create table vote(rowid bigint generated always as identity, hold text not null references hold(id),
    person text not null, keyid text not null, envelope bytea not null, primary key(hold, person));
create table counter(keyid text primary key, value bigint not null);
create table looked_up(authority text not null, "window" bigint not null, selector text not null,
    primary key(authority, "window", selector));
create table parked(hold text primary key references hold(id), turn text not null, text bytea not null,
    expires text not null);
create table checkpoint(replica text primary key, lines bigint not null, note bytea not null);
create table head(one boolean primary key check (one), version integer not null, written bigint not null);
insert into head values(true, {_VERSION}, 0)
"""
_ASK: Final = "is it running, and can it be reached? `muniment approve list` tells what was kept"
_CALLER: Final = "(request::json ->> 0)"


class PostgresqlHolds(StoredHolds):
    """The holds in one database. Nothing is connected until something is asked for, and again after it was gone."""

    def __init__(self, address: str, password: str = "") -> None:
        """Take note of where the database is; its tables are made where they are missing."""
        super().__init__(HoldsServer(address, password))


class HoldsServer:
    """A database on a server (`rows.Database`), by one connection, used by one thread at a time."""

    def __init__(self, address: str, password: str = "") -> None:
        """Take note of where it is."""
        self._address, self._password = address, password
        self._where = shown(address)
        self._turn = threading.Lock()
        self._since = 0.0
        self._connection: Any = None
        self._gone: tuple[float, Problem] | None = None

    def __del__(self) -> None:
        """Take leave of the server; nobody else knows the connection."""
        self._leave()

    def close(self) -> None:
        """Take leave of the server, also in the middle of what it does not answer."""
        if self._turn.acquire(timeout=_TO_LEAVE):
            try:
                self._leave()
            finally:
                self._turn.release()
        else:
            self._cut()

    def version(self) -> int:
        """Return the number of transactions in which anything was written. Raises: InputError."""
        with self.reading() as rows:
            ((written,),) = rows.execute("select written from head")
            return int(written)

    @contextmanager
    def reading(self) -> Iterator[HeldRows]:
        """Yield the rows for reading. Raises: InputError."""
        with self._own_turn(), self._told():
            yield self._rows()

    @contextmanager
    def writing(self) -> Iterator[HeldRows]:
        """Hold off all other writers until what is done is committed, or undone. Raises: InputError."""
        with self._own_turn(), self._told():
            rows = self._rows()
            try:
                rows.execute("begin")
                rows.execute("update head set written = written + 1")
                yield rows
                rows.execute("commit")
            except BaseException:
                self._undo()
                raise

    @contextmanager
    def _own_turn(self) -> Iterator[None]:
        if not self._turn.acquire(timeout=_PATIENCE):
            if time.monotonic() - self._since > _PATIENCE:
                self._cut()
            what = f"has not answered for {_PATIENCE:.0f} seconds"
            raise InputError(Problem(where=self._where, what=what, help=_ASK))
        self._since = time.monotonic()
        try:
            yield
        finally:
            self._turn.release()

    def _cut(self) -> None:
        """End the connection under a thread that waits for an answer; it is told that there will be none."""
        connection = self._connection
        if connection is not None:
            with suppress(Exception), socket.socket(fileno=os.dup(connection.fileno())) as line:
                line.shutdown(socket.SHUT_RDWR)

    @contextmanager
    def _told(self) -> Iterator[None]:
        psycopg = driver()
        try:
            yield
        except (psycopg.OperationalError, psycopg.InterfaceError) as error:
            self._leave()
            raise InputError(
                self._problem(
                    error,
                    "is it running, and can it be reached? whether the last change was written is not known",
                )
            ) from error
        except psycopg.Error as error:
            raise InputError(self._problem(error, "nothing was written")) from error

    def _problem(self, error: Exception, help_: str) -> Problem:
        return Problem(where=self._where, what=f"cannot keep holds ({said(error)})", help=help_)

    def _undo(self) -> None:
        """Undo what was begun; where that cannot be said, the server does so as the connection ends."""
        try:
            self._connection.execute("rollback")
        except Exception:  # noqa: BLE001  (whatever it is, what led here is told)
            self._leave()

    def _leave(self) -> None:
        if self._connection is not None:
            with suppress(Exception):
                self._connection.close()
            self._connection = None

    def _rows(self) -> HeldRows:
        if self._connection is not None and _ended(self._connection):
            self._leave()
        if self._connection is None:
            self._connection = self._connected()
        return HeldRows(self._connection, mark="%s", caller=_CALLER)

    def _connected(self) -> Any:  # noqa: ANN401  (the driver is an extra)
        """Return a new connection to a database whose tables are there. Raises: InputError, psycopg.Error."""
        if self._gone is not None and time.monotonic() < self._gone[0]:
            raise InputError(self._gone[1])
        psycopg = driver()
        try:
            connection = psycopg.connect(
                self._address,
                **({"password": self._password} if self._password else {}),
                autocommit=True,
                prepare_threshold=None,
                connect_timeout=_TO_CONNECT,
                application_name="muniment",
                options=_SESSION,
                **_LINE,
            )
        except psycopg.Error as error:
            problem = self._problem(error, _ASK)
            self._gone = (time.monotonic() + _RESPITE, problem)
            raise InputError(problem) from error
        self._gone = None
        try:
            self._begin_tables(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _begin_tables(self, connection: Any) -> None:  # noqa: ANN401  (as above)
        if not _are_there(connection):
            with connection.transaction():
                connection.execute("select pg_advisory_xact_lock(%s)", (_KEY,))
                if not _are_there(connection):
                    for statement in _TABLES.split(";"):
                        connection.execute(statement)
        (version,) = connection.execute("select version from head").fetchone()
        if version != _VERSION:
            what = f"holds tables of version {version}, and this release reads version {_VERSION}"
            raise InputError(Problem(where=self._where, what=what, help="name another database"))


def _are_there(connection: Any) -> bool:  # noqa: ANN401  (as above)
    found = "select 1 from pg_tables where schemaname = 'muniment_holds' and tablename = 'head'"
    return connection.execute(found).fetchone() is not None


def _ended(connection: Any) -> bool:  # noqa: ANN401  (as above)
    """Return whether the server has ended an idle connection: then there is something to read."""
    if connection.closed:
        return True
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))
