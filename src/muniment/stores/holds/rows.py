"""The rows of holds, votes and counted people in a database: one set of statements for SQLite and PostgreSQL.

Whoever may write to the database cannot approve anything: votes are believed anew, by their signatures, when a call
leaves.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Protocol

from muniment.app.approvals.held import Change, Ending, Listed, LookedUp, Work
from muniment.domain.call import Dialect, ToolUse
from muniment.domain.hold import CastVote, HoldId, HoldRecord, HoldState
from muniment.domain.parked import Asker, ParkedTurn
from muniment.enforce.approval import same
from muniment.errors import MunimentError, Problem, ProofError, RefusedError
from muniment.prove.hold import read_hold
from muniment.prove.vote import vote_in

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from contextlib import AbstractContextManager

    from muniment.domain.hold import Hold
    from muniment.domain.ids import Digest
    from muniment.stores.ledger.rows import Connection

_MOST: Final = 100
"""Tokens of one call that are looked through; older ones have surely run out."""
_MOST_WAITING: Final = 50
"""Calls of one caller that may wait at the same time."""
_COLUMNS: Final = "id, text, ended, ended_at, why, token"


class HeldRows:
    """Runs statements for whoever reads or writes holds."""

    def __init__(self, connection: Connection, *, mark: str, caller: str) -> None:
        """`mark` stands for a parameter; `caller` is the expression for who asked, in the column `request`."""
        self._connection, self._mark, self.caller = connection, mark, caller

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> Sequence[Sequence[Any]]:
        """Run one statement, with `?` for each parameter, and return the rows that it gives."""
        cursor = self._connection.execute(sql.replace("?", self._mark), tuple(parameters))
        return cursor.fetchall() if cursor.description else ()

    def execute_each(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """Run one statement for each of `rows`."""
        cursor = self._connection.cursor()
        cursor.executemany(sql.replace("?", self._mark), rows)
        cursor.close()


class Database(Protocol):
    """Where the rows are. Both contexts raise InputError where the database cannot be had."""

    def reading(self) -> AbstractContextManager[HeldRows]:
        """Yield the rows for reading."""

    def writing(self) -> AbstractContextManager[HeldRows]:
        """Hold off all other writers until what is done is on disk, or undone."""

    def version(self) -> Hashable:
        """Return what is another value once anybody has written anything. Raises: InputError."""

    def close(self) -> None:
        """Let go of it."""


class StoredHolds:
    """The holds in one database. It may be used from several threads; several processes may have it open."""

    def __init__(self, database: Database) -> None:
        """Keep holds in `database`."""
        self._database = database

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def version(self) -> Hashable:
        """Return what is another value once anybody has written anything."""
        return self._database.version()

    def open(self, record: HoldRecord, call: Digest) -> HoldRecord:
        """Keep a new hold, and return it; where the same call of the same requester waits already, return that.

        The same call is one of the same model and the same declaration of its tool, under the same rules: what people
        approved for one vendor lets no call of another leave.
        """
        hold, held = record.hold, record.hold.call
        who = (held.requester.caller, held.requester.person, held.contract, held.purpose, held.authority)
        what = (held.vendor, held.model, held.schema, held.policy, held.effect, hold.quorum, call)
        request = json.dumps((*who, *what))
        with self._database.writing() as rows:
            found = rows.execute("select id from hold where request = ? and ended is null", (request,))
            if found and (before := _record(rows, found[0][0])):
                if before.hold.expires > record.hold.created:
                    return before
                _end(rows, before.hold.id, Ending(standing=HoldState.EXPIRED, at=before.hold.expires))
            _refuse_more(rows, hold)
            rows.execute(
                "insert into hold(id, text, call, request) values(?, ?, ?, ?)",
                (record.hold.id, record.text, call, request),
            )
        return record

    def find(self, hold_id: HoldId) -> HoldRecord | None:
        """Return the hold of that name."""
        with self._database.reading() as rows:
            return _record(rows, hold_id)

    def listed(self, *, ended: bool) -> Listed:
        """Return the holds that have not ended; with `ended` all of them."""
        records: list[HoldRecord | None] = []
        unreadable: list[Problem] = []
        with self._database.reading() as rows:
            only = "" if ended else " where ended is null"
            for (name,) in rows.execute(f"select id from hold{only} order by seq desc"):  # noqa: S608  (ours)
                try:
                    records.append(_record(rows, name))
                except MunimentError as error:
                    unreadable += error.problems
        return Listed(records=tuple(each for each in records if each), unreadable=tuple(unreadable))

    def change(self, hold_id: HoldId, work: Work) -> HoldRecord:
        """Do `work` and write what it returns in one transaction, alone among all processes."""
        (found,) = self.change_together([(hold_id, work)])
        return found

    def change_together(self, works: Sequence[tuple[HoldId, Work]]) -> tuple[HoldRecord, ...]:
        """Do the work on each hold, all in one transaction: where one raises, nothing of any is written."""
        with self._database.writing() as rows:
            return tuple(_changed(rows, hold_id, work) for hold_id, work in works)

    def released(self, call: Digest) -> tuple[str, ...]:
        """Return the tokens of the last calls with this digest that have left, newest first."""
        sql = "select token from hold where call = ? and token != '' order by ended_at desc limit ?"
        with self._database.reading() as rows:
            return tuple(token for (token,) in rows.execute(sql, (call, _MOST)))

    def park(self, turn: ParkedTurn, named: Sequence[HoldId]) -> None:
        """Keep a turn until one of the holds that it waits for ends, or it runs out; any of them then leads to it."""
        text, expires = _written(turn), _second(turn.expires)
        with self._database.writing() as rows:
            for hold_id in named:
                _unpark(rows, hold_id)
            if all(rows.execute("select 1 from hold where id = ? and ended is null", (each,)) for each in named):
                rows.execute_each(
                    "insert into parked(hold, turn, text, expires) values(?, ?, ?, ?)",
                    [(hold_id, named[0], text, expires) for hold_id in named],
                )

    def forget(self, at: datetime) -> None:
        """Keep nothing of turns that have run out at `at`."""
        with self._database.reading() as rows:
            found = rows.execute("select 1 from parked where expires <= ? limit 1", (_second(at),))
        if found:
            with self._database.writing() as rows:
                rows.execute("delete from parked where expires <= ?", (_second(at),))

    def parked(self, hold_id: HoldId) -> ParkedTurn | None:
        """Return the turn that waits for a hold."""
        with self._database.reading() as rows:
            found = rows.execute("select text from parked where hold = ?", (hold_id,))
        return _read(found[0][0]) if found else None

    def counted(self, found: LookedUp) -> int:
        """Return how many different people would have been looked up with these."""
        sql = 'select selector from looked_up where authority = ? and "window" = ?'
        with self._database.reading() as rows:
            known = {selector for (selector,) in rows.execute(sql, (found.authority, found.window))}
        return len(known | set(found.selectors))

    def reserve(self, found: LookedUp) -> bool:
        """Count these people, or none of them where that would pass the limit; return whether they were counted."""
        try:
            with self._database.writing() as rows:
                _count(rows, found)
        except RefusedError:
            return False
        return True


def _record(rows: HeldRows, hold_id: str) -> HoldRecord | None:
    found = rows.execute(f"select {_COLUMNS} from hold where id = ?", (hold_id,))  # noqa: S608  (ours)
    if not found:
        return None
    name, text, ended, ended_at, why, token = found[0]
    hold = read_hold(text)
    if hold.id != name:
        raise ProofError(Problem(where=f"hold {name}", what=f"holds the text of `{hold.id}`"))
    votes = rows.execute("select keyid, envelope from vote where hold = ? order by rowid", (hold_id,))
    return HoldRecord(
        hold=hold,
        text=text,
        votes=tuple(CastVote(vote=vote_in(envelope), keyid=keyid, envelope=envelope) for keyid, envelope in votes),
        ended=HoldState(ended) if ended else None,
        ended_at=datetime.fromisoformat(ended_at) if ended_at else None,
        why=why,
        token=token,
    )


def _changed(rows: HeldRows, hold_id: HoldId, work: Work) -> HoldRecord:
    before = _record(rows, hold_id)
    if before is None:
        raise RefusedError(Problem(where=f"hold {hold_id}", what="is not known", help="`muniment approve list`"))
    change = work(before, lambda keyid: _counter(rows, keyid))
    if change.looked_up is not None:
        _count(rows, change.looked_up)
    _write(rows, hold_id, change)
    return _record(rows, hold_id) or before


def _refuse_more(rows: HeldRows, new: Hold) -> None:
    """Raise RefusedError where as many calls of the caller wait as people could answer; what has expired, ends."""
    caller = new.call.requester.caller
    waiting = f"select id from hold where ended is null and {rows.caller} = ?"  # noqa: S608  (ours)
    names = [name for (name,) in rows.execute(waiting, (caller,))]
    if len(names) < _MOST_WAITING:
        return
    found = [record.hold for name in names if (record := _record(rows, name))]
    expired = [hold for hold in found if hold.expires <= new.created]
    for hold in expired:
        _end(rows, hold.id, Ending(standing=HoldState.EXPIRED, at=hold.expires))
    if len(names) - len(expired) >= _MOST_WAITING:
        what = f"of `{caller}` {len(names) - len(expired)} calls wait already"
        raise RefusedError(Problem(where="holds", what=what, help="answer those first: `muniment approve list`"))


def _write(rows: HeldRows, hold_id: HoldId, change: Change) -> None:
    if change.cast is not None:
        cast = change.cast
        rows.execute(
            "insert into vote(hold, person, keyid, envelope) values(?, ?, ?, ?)",
            (hold_id, same(cast.vote.person), cast.keyid, cast.envelope),
        )
        if change.counter is not None:
            rows.execute(
                "insert into counter(keyid, value) values(?, ?)"
                " on conflict(keyid) do update set value = excluded.value",
                (cast.keyid, change.counter),
            )
    if change.ending is not None:
        _end(rows, hold_id, change.ending)


def _end(rows: HeldRows, hold_id: HoldId, ending: Ending) -> None:
    rows.execute(
        "update hold set ended = ?, ended_at = ?, why = ?, token = ? where id = ? and ended is null",
        (ending.standing.value, ending.at.astimezone(UTC).isoformat(), ending.why, ending.token, hold_id),
    )
    _unpark(rows, hold_id)


def _unpark(rows: HeldRows, hold_id: str) -> None:
    """Keep nothing any more of the turn that waits for a hold."""
    rows.execute("delete from parked where turn in (select turn from parked where hold = ?)", (hold_id,))


def _second(at: datetime) -> str:
    return at.astimezone(UTC).replace(microsecond=0).isoformat()


def _written(turn: ParkedTurn) -> bytes:
    told = {**asdict(turn), "dialect": turn.dialect.value, "expires": turn.expires.isoformat()}
    return json.dumps(told, separators=(",", ":")).encode()


def _read(text: bytes) -> ParkedTurn:
    told = json.loads(text)
    return ParkedTurn(
        asker=Asker(**told["asker"]),
        dialect=Dialect(told["dialect"]),
        model=told["model"],
        uses=tuple(ToolUse(**each) for each in told["uses"]),
        expires=datetime.fromisoformat(told["expires"]),
    )


def _counter(rows: HeldRows, keyid: str) -> int:
    found = rows.execute("select value from counter where keyid = ?", (keyid,))
    return int(found[0][0]) if found else 0


def _count(rows: HeldRows, found: LookedUp) -> None:
    """Add people to those of a window. Raises: RefusedError where there would be more than the limit."""
    rows.execute_each(
        'insert into looked_up(authority, "window", selector) values(?, ?, ?) on conflict do nothing',
        [(found.authority, found.window, selector) for selector in found.selectors],
    )
    sql = 'select count(*) from looked_up where authority = ? and "window" = ?'
    ((count,),) = rows.execute(sql, (found.authority, found.window))
    if found.limit is not None and count > found.limit:
        what = f"would look up {count} people in this window, and {found.limit} are the most"
        raise RefusedError(Problem(where=f"authority `{found.authority}`", what=what, help="people have to approve it"))
