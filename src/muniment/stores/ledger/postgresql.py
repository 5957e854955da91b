"""A ledger in a database of PostgreSQL. Whoever appends locks one row until the commit, so no number is skipped."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from muniment.errors import InputError, Problem
from muniment.stores.ledger.rows import Rows
from muniment.stores.postgresql import driver, said, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.stores.ledger.rows import Connection

_BEGIN: Final = "begin; select one from ledger_head for update"
_GUARDED: Final = ("ledger_identity", "ledger_entry", "ledger_checkpoint")
_ONLY_GROWS: Final = (
    "create function ledger_only_grows() returns trigger language plpgsql as "
    "$$ begin raise exception 'the ledger only grows'; end $$"
)
_ONLY_FORGETS: Final = (
    "create trigger ledger_body_update before update on ledger_body for each row"
    " when (new.digest is distinct from old.digest or new.content is not null or new.salt is not null)"
    " execute function ledger_only_grows()"
)
_TABLES: Final = (
    "create table ledger_identity(seq bigint primary key, start bigint not null, verifier text not null)",
    "create table ledger_entry(seq bigint primary key, hashes bytea not null, leaf bytea not null)",
    "create table ledger_checkpoint(size bigint primary key, note bytea not null)",
    'create table ledger_body(digest text collate "C" primary key, content bytea, salt bytea)',
    "create table ledger_head(one boolean primary key check (one))",
    "insert into ledger_head values (true)",
    _ONLY_GROWS,
)
_GUARDS: Final = (
    *(
        f"create trigger {table}_guard before update or delete on {table}"
        " for each row execute function ledger_only_grows()"
        for table in _GUARDED
    ),
    *(
        f"create trigger {table}_whole before truncate on {table}"
        " for each statement execute function ledger_only_grows()"
        for table in (*_GUARDED, "ledger_body")
    ),
    "create trigger ledger_body_delete before delete on ledger_body for each row execute function ledger_only_grows()",
    _ONLY_FORGETS,
)


def open_rows(address: str) -> Rows:
    """Return a connection to the ledger at `address`, which begins with `postgresql://`.

    Raises: InputError where there is none, or it cannot be reached.
    """
    with told(address):
        rows = _connected(address)
        if not _is_there(rows):
            rows.close()
            help_ = "`muniment ledger init` makes one"
            raise InputError(Problem(where=shown(address), what="is a database without a ledger", help=help_))
        return rows


def create_tables(address: str) -> Rows:
    """Make the tables of a ledger beside whatever tables there are, and return the connection, in a transaction.

    Raises: InputError where there is a ledger already, or it cannot be written.
    """
    with told(address):
        rows = _connected(address)
        rows.execute("begin")
        if _is_there(rows):
            rows.close()
            raise InputError(Problem(where=shown(address), what="holds a ledger already", help="name another database"))
        for statement in (*_TABLES, *_GUARDS):
            rows.execute(statement)
        return rows


@contextmanager
def told(address: str) -> Iterator[None]:
    """Turn what PostgreSQL raises into an InputError that says so."""
    psycopg = driver()
    try:
        yield
    except psycopg.Error as error:
        what = f"cannot be used as a ledger ({said(error)})"
        raise InputError(Problem(where=shown(address), what=what, help="nothing was written")) from error


def _is_there(rows: Rows) -> bool:
    return bool(rows.execute("select to_regclass('ledger_identity')")[0][0])


def _connected(address: str) -> Rows:
    connection = driver().connect(address, autocommit=True)
    connection.execute("set synchronous_commit = on")
    return Rows(connection, where=shown(address), mark="%s", begin=_BEGIN, scrub=_scrubbed)


def _scrubbed(connection: Connection) -> str:
    """Have the space of removed contents marked free. A `vacuum (full)` would keep everybody out, and is not ours."""
    connection.execute("vacuum ledger_body")
    return (
        "the bytes remain in the files of the server, marked free, until it uses their space again;"
        " `vacuum (full) ledger_body` writes the table anew"
    )
