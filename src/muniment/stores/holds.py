"""Holds, votes and counted people in a file of SQLite, with a flush to disk at every commit.

Whoever may write the file cannot approve anything: votes are believed anew, by their signatures, when a call leaves.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from muniment.app.approvals.held import Change, Ending, Listed, LookedUp
from muniment.domain.hold import CastVote, HoldId, HoldRecord, Standing
from muniment.enforce.approval import same
from muniment.errors import InputError, MunimentError, Problem, ProofError, RefusedError
from muniment.prove.hold import read_hold
from muniment.prove.vote import vote_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from muniment.domain.hold import Hold
    from muniment.domain.ids import Digest

_PATIENCE: Final = 5.0
"""Seconds that a writer waits while another process writes."""
_PAUSE: Final = 0.02
_MOST: Final = 100
"""Tokens of one call that are looked through; older ones have surely run out."""
_MOST_WAITING: Final = 50
"""Calls of one caller that may wait at the same time."""
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
_COLUMNS: Final = "id, text, ended, ended_at, why, token"


class SqliteHolds:
    """The holds in one file. It may be used from several threads; several processes may have it open."""

    def __init__(self, path: Path) -> None:
        """Open the file, which is made where it is missing, for its owner alone. Raises: InputError."""
        self._where = str(path)
        self._lock = threading.Lock()
        self._written = 0
        with self._told():
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            self._rows = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
            _write_ahead(self._rows)
            self._rows.execute("pragma foreign_keys = on")
            self._begin_tables()

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._rows.close()

    def open(self, record: HoldRecord, call: Digest) -> HoldRecord:
        """Keep a new hold, and return it; where the same call of the same requester waits already, return that.

        The same call is one of the same model and the same declaration of its tool, under the same rules: what people
        approved for one vendor lets no call of another leave.
        """
        hold, held = record.hold, record.hold.call
        who = (held.requester.caller, held.requester.person, held.contract, held.purpose, held.authority)
        what = (held.vendor, held.model, held.schema, held.policy, held.effect, hold.quorum, call)
        request = json.dumps((*who, *what))
        with self._transaction() as rows:
            found = rows.execute("select id from hold where request = ? and ended is null", (request,)).fetchone()
            if found and (before := _record(rows, found[0])):
                if before.hold.expires > record.hold.created:
                    return before
                _end(rows, before.hold.id, Ending(standing=Standing.EXPIRED, at=before.hold.expires))
            _refuse_more(rows, hold)
            rows.execute(
                "insert into hold(id, text, call, request) values(?, ?, ?, ?)",
                (record.hold.id, record.text, call, request),
            )
        return record

    def version(self) -> tuple[int, int]:
        """Return what is another value once anybody has written anything."""
        with self._lock, self._told():
            (of_others,) = self._rows.execute("pragma data_version").fetchone()
            return int(of_others), self._written

    def find(self, hold_id: HoldId) -> HoldRecord | None:
        """Return the hold of that name."""
        with self._lock, self._told():
            return _record(self._rows, hold_id)

    def listed(self, *, ended: bool) -> Listed:
        """Return the holds that have not ended; with `ended` all of them."""
        records: list[HoldRecord | None] = []
        unreadable: list[Problem] = []
        with self._lock, self._told():
            only = "" if ended else " where ended is null"
            names = self._rows.execute(f"select id from hold{only} order by seq desc").fetchall()  # noqa: S608  (ours)
            for (name,) in names:
                try:
                    records.append(_record(self._rows, name))
                except MunimentError as error:
                    unreadable += error.problems
        return Listed(records=tuple(each for each in records if each), unreadable=tuple(unreadable))

    def change(self, hold_id: HoldId, work: Callable[[HoldRecord, Callable[[str], int]], Change]) -> HoldRecord:
        """Do `work` and write what it returns in one transaction, alone among all processes."""
        with self._transaction() as rows:
            before = _record(rows, hold_id)
            if before is None:
                raise RefusedError(
                    Problem(where=f"hold {hold_id}", what="is not known", help="`muniment approve list`")
                )
            change = work(before, lambda keyid: _counter(rows, keyid))
            if change.looked_up is not None:
                _count(rows, change.looked_up)
            _write(rows, hold_id, change)
            after = _record(rows, hold_id)
        return after or before

    def released(self, call: Digest) -> tuple[str, ...]:
        """Return the tokens of the last calls with this digest that have left, newest first."""
        with self._lock, self._told():
            found = self._rows.execute(
                "select token from hold where call = ? and token != '' order by ended_at desc limit ?", (call, _MOST)
            )
            return tuple(token for (token,) in found)

    def counted(self, found: LookedUp) -> int:
        """Return how many different people would have been looked up with these."""
        known = self._known(found)
        return len(known | set(found.selectors))

    def reserve(self, found: LookedUp) -> bool:
        """Count these people, or none of them where that would pass the limit; return whether they were counted."""
        try:
            with self._transaction() as rows:
                _count(rows, found)
        except RefusedError:
            return False
        return True

    def _known(self, found: LookedUp) -> set[str]:
        with self._lock, self._told():
            rows = self._rows.execute(
                "select selector from looked_up where authority = ? and window = ?", (found.authority, found.window)
            )
            return {selector for (selector,) in rows}

    def _begin_tables(self) -> None:
        with self._transaction() as rows:
            (version,) = rows.execute("pragma user_version").fetchone()
            if version == 0:
                for statement in _TABLES.split(";"):
                    rows.execute(statement)
                rows.execute(f"pragma user_version = {_VERSION}")
            elif version != _VERSION:
                what = f"is of version {version}, and this release reads version {_VERSION}"
                raise InputError(Problem(where=self._where, what=what, help="name another file"))

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """Hold off all other writers until what is done here is on disk, or undone."""
        with self._lock, self._told():
            self._rows.execute("begin immediate")
            try:
                yield self._rows
                self._rows.execute("commit")
                self._written += 1
            except BaseException:
                if self._rows.in_transaction:
                    self._rows.execute("rollback")
                raise

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


def _record(rows: sqlite3.Connection, hold_id: str) -> HoldRecord | None:
    found = rows.execute(f"select {_COLUMNS} from hold where id = ?", (hold_id,)).fetchone()  # noqa: S608  (ours)
    if found is None:
        return None
    name, text, ended, ended_at, why, token = found
    hold = read_hold(text)
    if hold.id != name:
        raise ProofError(Problem(where=f"hold {name}", what=f"holds the text of `{hold.id}`"))
    votes = rows.execute("select keyid, envelope from vote where hold = ? order by rowid", (hold_id,)).fetchall()
    return HoldRecord(
        hold=hold,
        text=text,
        votes=tuple(CastVote(vote=vote_in(envelope), keyid=keyid, envelope=envelope) for keyid, envelope in votes),
        ended=Standing(ended) if ended else None,
        ended_at=datetime.fromisoformat(ended_at) if ended_at else None,
        why=why,
        token=token,
    )


def _refuse_more(rows: sqlite3.Connection, new: Hold) -> None:
    """Raise RefusedError where as many calls of the caller wait as people could answer; what has expired, ends."""
    caller = new.call.requester.caller
    waiting = "select id from hold where ended is null and json_extract(request, '$[0]') = ?"
    names = [name for (name,) in rows.execute(waiting, (caller,))]
    if len(names) < _MOST_WAITING:
        return
    found = [record.hold for name in names if (record := _record(rows, name))]
    expired = [hold for hold in found if hold.expires <= new.created]
    for hold in expired:
        _end(rows, hold.id, Ending(standing=Standing.EXPIRED, at=hold.expires))
    if len(names) - len(expired) >= _MOST_WAITING:
        what = f"of `{caller}` {len(names) - len(expired)} calls wait already"
        raise RefusedError(Problem(where="holds", what=what, help="answer those first: `muniment approve list`"))


def _write(rows: sqlite3.Connection, hold_id: HoldId, change: Change) -> None:
    if change.cast is not None:
        cast = change.cast
        rows.execute(
            "insert into vote(hold, person, keyid, envelope) values(?, ?, ?, ?)",
            (hold_id, same(cast.vote.person), cast.keyid, cast.envelope),
        )
        if change.counter is not None:
            rows.execute("insert or replace into counter values(?, ?)", (cast.keyid, change.counter))
    if change.ending is not None:
        _end(rows, hold_id, change.ending)


def _end(rows: sqlite3.Connection, hold_id: HoldId, ending: Ending) -> None:
    rows.execute(
        "update hold set ended = ?, ended_at = ?, why = ?, token = ? where id = ? and ended is null",
        (ending.standing.value, ending.at.astimezone(UTC).isoformat(), ending.why, ending.token, hold_id),
    )


def _counter(rows: sqlite3.Connection, keyid: str) -> int:
    found = rows.execute("select value from counter where keyid = ?", (keyid,)).fetchone()
    return int(found[0]) if found else 0


def _count(rows: sqlite3.Connection, found: LookedUp) -> None:
    """Add people to those of a window. Raises: RefusedError where there would be more than the limit."""
    rows.executemany(
        "insert or ignore into looked_up values(?, ?, ?)",
        [(found.authority, found.window, selector) for selector in found.selectors],
    )
    (count,) = rows.execute(
        "select count(*) from looked_up where authority = ? and window = ?", (found.authority, found.window)
    ).fetchone()
    if found.limit is not None and count > found.limit:
        what = f"would look up {count} people in this window, and {found.limit} are the most"
        raise RefusedError(Problem(where=f"authority `{found.authority}`", what=what, help="people have to approve it"))
