"""What was kept of a hold lasts, in a file and on a server: through kill -9, and with several processes at it."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sqlite3
import stat
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from app.approving import CALL, CONTEXT, PEOPLE, Desk, InForce, opened, use
from muniment.app.approvals.held import LookedUp
from muniment.domain.call import Ruling
from muniment.domain.gateway import CallerId, Ruled
from muniment.domain.hold import HoldId, HoldState, VoteVerdict
from muniment.errors import InputError, MunimentError
from muniment.stores.holds import SpentTokens, SqliteHolds
from stores.postgres import Server, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from pathlib import Path

    from muniment.domain.hold import HeldCall

FREE = Ruled(ruling=Ruling.RELEASE)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as started:
        yield started


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.full)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    if request.param == "sqlite":
        return tmp_path / "holds.sqlite"
    server: Server = request.getfixturevalue("server")
    return server.new_database()


def in_processes(count: int, work: Callable[[int, Connection], None]) -> Sequence[tuple[BaseProcess, Connection]]:
    """Start `work` in so many processes, each with what this one has in memory, and a pipe to tell by."""
    context = multiprocessing.get_context("fork")
    started = []
    for number in range(count):
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=work, args=(number, theirs), daemon=True)
        process.start()
        theirs.close()
        started.append((process, ours))
    return started


def told(pipe: Connection, most: int) -> list[str]:
    found: list[str] = []
    with suppress(EOFError):
        while len(found) < most:
            found.append(pipe.recv())
    return found


def kill(process: BaseProcess) -> None:
    assert process.pid is not None
    with suppress(ProcessLookupError):  # it may have come to its end by itself
        os.kill(process.pid, signal.SIGKILL)
    process.join()
    process.close()


def test_what_was_told_to_be_kept_is_there_after_kill_9(place: Path | str) -> None:

    def open_many(_: int, pipe: Connection) -> None:
        desk = Desk(place)
        for number in range(10_000):
            pipe.send(desk.approvals.rule(use(arguments={"valve": number}), CALL, CONTEXT).hold_id)

    ((process, pipe),) = in_processes(1, open_many)
    before = told(pipe, 20)
    kill(process)
    before += told(pipe, 10_000)
    kept = {record.hold.id for record in opened(place).listed(ended=False).records}

    assert len(before) >= 20
    assert set(before) - kept == set()


def test_of_many_processes_that_let_one_call_leave_one_does(place: Path | str) -> None:
    desk = Desk(place)
    desk.approvals.rule(use(), CALL, CONTEXT)
    desk.vote("h-1", "Eve Holt")
    desk.vote("h-1", "Max Roe")
    desk.holds.close()

    def consume(_: int, pipe: Connection) -> None:
        other = Desk(place)
        pipe.send("ready")
        for _ in range(3):
            pipe.send(other.approvals.consume("h-1").ruling.value)

    started = in_processes(4, consume)
    rulings = [each for _, pipe in started for each in told(pipe, 4)]
    for process, _ in started:
        kill(process)

    assert sorted(rulings) == ["ready"] * 4 + ["release"] + ["withhold"] * 11


def test_of_one_caller_no_more_calls_wait_than_people_could_answer_until_some_have_expired(place: Path | str) -> None:
    desk = Desk(place)
    held = [desk.approvals.rule(use(arguments={"valve": number}), CALL, CONTEXT) for number in range(51)]
    of_another = desk.approvals.rule(use(), CALL, replace(CONTEXT, caller=CallerId("agent-8")))
    later = replace(CONTEXT, at=CONTEXT.at + timedelta(hours=1))
    after = desk.approvals.rule(use(arguments={"valve": 99}), CALL, later)

    assert [each.ruling for each in held] == [Ruling.HOLD] * 50 + [Ruling.WITHHOLD]
    assert "50 calls wait already" in held[-1].notice
    assert (of_another.ruling, after.ruling) == (Ruling.HOLD, Ruling.HOLD)


def test_whoever_waits_sees_that_anybody_has_written(place: Path | str) -> None:
    here, elsewhere = Desk(place), Desk(place)
    seen = [here.holds.version()]
    elsewhere.approvals.rule(use(), CALL, CONTEXT)
    seen.append(here.holds.version())
    here.vote("h-1", "Eve Holt")
    seen += [here.holds.version(), here.holds.version()]

    assert len({*seen}) == 3
    assert seen[2] == seen[3]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_people_do_and_whenever_processes_are_killed_nothing_leaves_unapproved_or_twice(
    place: Path | str, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311  (a test that can be repeated)
    released: list[str] = []

    def act(number: int, pipe: Connection) -> None:
        own = random.Random(f"{seed} {number}")  # noqa: S311  (as above)
        desk = Desk(place)
        for _ in range(400):
            hold = f"h-{own.randint(1, 6)}"
            desk.made = own.randint(0, 5)
            with suppress(MunimentError, AssertionError):
                match own.randint(0, 5):
                    case 0:
                        desk.approvals.rule(use(arguments={"valve": own.randint(1, 9)}), CALL, CONTEXT)
                    case 1 | 2 | 3:
                        desk.vote(hold, own.choice(list(PEOPLE)))
                    case _:
                        found = desk.approvals.consume(hold)
                        if found.ruling is Ruling.RELEASE:
                            pipe.send(hold)

    for step in range(60):
        if step >= 6 and released:  # where little time is left between two kills, it takes more of them
            break
        started = in_processes(2, lambda number, pipe, step=step: act(10 * step + number, pipe))  # type: ignore[misc]
        for process, pipe in started:
            process.join(chance.uniform(0.05, 0.3))
            kill(process)
            released += told(pipe, 1000)
    records = opened(place).listed(ended=True).records

    assert released
    assert len(released) == len(set(released))
    assert set(released) <= {each.hold.id for each in records if each.ended is HoldState.RELEASED}
    for record in records:
        people = {each.vote.person for each in record.votes}
        assert "Jo Ames" not in people
        assert bool(record.token) is (record.ended is HoldState.RELEASED)
        assert record.ended is not HoldState.RELEASED or len(people) >= record.hold.quorum


def test_people_are_counted_in_all_processes_together(place: Path | str) -> None:
    first, second = (opened(place) for _ in range(2))

    def found(*who: str, window: int = 1, authority: str = "a") -> LookedUp:
        return LookedUp(authority=authority, window=window, selectors=who, limit=2)

    assert first.reserve(found("x"))
    assert second.reserve(found("y", "x"))
    assert not first.reserve(found("x", "z"))
    assert first.counted(found("z")) == 3
    assert second.counted(found("x")) == 2
    assert first.reserve(found("z", window=2))
    assert first.reserve(found("z", authority="b"))


def test_however_many_processes_count_people_at_once_no_more_than_the_limit_are(place: Path | str) -> None:
    opened(place).close()

    def count(number: int, pipe: Connection) -> None:
        holds = opened(place)
        for person in range(20):
            who = (f"of {number}: {person}", f"of all: {person}")
            pipe.send(str(holds.reserve(LookedUp(authority="a", window=1, selectors=who, limit=37))))

    started = in_processes(4, count)
    counted = [each for _, pipe in started for each in told(pipe, 20)]
    for process, _ in started:
        kill(process)

    assert len(counted) == 80
    assert 0 < counted.count("True") < 80
    found = opened(place).counted(LookedUp(authority="a", window=1, selectors=(), limit=37))
    assert counted.count("True") <= found <= 37


def test_a_process_that_is_killed_after_the_votes_were_verified_has_used_nothing_up(place: Path | str) -> None:
    desk = Desk(place)
    desk.approvals.rule(use(), CALL, CONTEXT)
    desk.vote("h-1", "Eve Holt")
    desk.vote("h-1", "Max Roe")
    desk.holds.close()

    def consume(_: int, pipe: Connection) -> None:
        class Killed(InForce):
            def refusal(self, call: HeldCall, at: datetime) -> str:
                """End the process where everything else is verified."""
                pipe.send("verified")
                os.kill(os.getpid(), signal.SIGKILL)
                return super().refusal(call, at)

        Desk(place, in_force=Killed()).approvals.consume("h-1")

    ((process, pipe),) = in_processes(1, consume)
    seen = told(pipe, 2)
    kill(process)
    after = Desk(place)

    assert seen == ["verified"]
    assert after.approvals.look("h-1").ruling is Ruling.RELEASE
    assert [after.approvals.consume("h-1").ruling for _ in range(2)] == [Ruling.RELEASE, Ruling.WITHHOLD]


def test_nobody_is_counted_where_one_too_many_is_asked_for(place: Path | str) -> None:
    holds = opened(place)

    refused = holds.reserve(LookedUp(authority="a", window=1, selectors=("x", "y", "z"), limit=2))

    assert not refused
    assert holds.counted(LookedUp(authority="a", window=1, selectors=(), limit=2)) == 0


def test_a_hold_that_was_changed_in_the_file_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "holds.sqlite"
    desk = Desk(path)
    desk.approvals.rule(use(), CALL, CONTEXT)
    desk.approvals.rule(use(arguments={"valve": "B2"}), CALL, CONTEXT)
    rows = sqlite3.connect(path)
    rows.execute("update hold set text = cast(replace(text, '\"A7\"', ' \"A8\"') as blob) where id = 'h-1'")
    rows.commit()
    rows.close()

    found = desk.holds.listed(ended=False)

    assert [record.hold.id for record in found.records] == ["h-2"]
    assert len(found.unreadable) == 1


def test_a_vote_that_was_written_into_the_file_by_somebody_else_approves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "holds.sqlite"
    desk = Desk(path)
    for hold, asked in (("h-1", use()), ("h-2", use(arguments={"valve": "B2"}))):
        desk.approvals.rule(asked, CALL, CONTEXT)
        desk.vote(hold, "Eve Holt")
    desk.vote("h-2", "Max Roe")
    rows = sqlite3.connect(path)
    rows.execute("insert into vote select 'h-1', person, keyid, envelope from vote where person = 'max roe'")
    rows.commit()
    rows.close()

    ruled = desk.approvals.consume("h-1")

    assert ruled.ruling is Ruling.WITHHOLD
    assert "has 1 of 2 approvals that count" in ruled.notice


def test_a_call_that_was_approved_too_late_never_leaves(place: Path | str) -> None:
    desk = Desk(place)
    desk.approvals.rule(use(), CALL, CONTEXT)
    desk.vote("h-1", "Eve Holt")
    desk.vote("h-1", "Max Roe")
    desk.clock.at += timedelta(minutes=31)

    assert desk.approvals.consume("h-1").ruling is Ruling.WITHHOLD
    assert desk.approvals.look("h-1").notice.endswith("hold h-1 is expired")
    record = desk.holds.find(HoldId("h-1"))
    assert record is not None
    assert record.ended is not HoldState.RELEASED


def test_the_file_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "holds.sqlite"

    SqliteHolds(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_of_a_later_release_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "holds.sqlite"
    rows = sqlite3.connect(path)
    rows.execute("pragma user_version = 2")
    rows.close()

    with pytest.raises(InputError, match="is of version 2"):
        SqliteHolds(path)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "holds.sqlite"
    path.write_text("not a database, " * 100)

    with pytest.raises(InputError, match="cannot keep holds"):
        SqliteHolds(path)


def test_a_token_is_spent_once_in_all_processes(tmp_path: Path) -> None:
    first, second = (SpentTokens(tmp_path / "spent.sqlite") for _ in range(2))

    assert [first("h-1"), second("h-1"), first("h-2")] == [True, False, True]


def test_a_parked_turn_lasts_until_its_hold_has_ended_or_it_ran_out(place: Path | str) -> None:
    desk = Desk(place)
    names = [desk.approvals.rule(use(arguments={"valve": v}), CALL, CONTEXT).hold_id for v in ("A", "B", "C")]
    uses = {use(arguments={"valve": "A"}): desk.approvals.look(names[0]), use("read_weather", {}, "call_2"): FREE}
    desk.approvals.park(uses, CALL, CONTEXT)
    desk.approvals.park({use(): desk.approvals.look(each) for each in names[1:2]}, CALL, CONTEXT)
    desk.restart()

    found = desk.holds.parked(HoldId(names[0]))
    assert found is not None
    assert found.uses == tuple(uses)
    desk.vote(names[0], "Eve Holt", VoteVerdict.DENY)
    assert desk.holds.parked(HoldId(names[0])) is None
    desk.holds.forget(CONTEXT.at)
    assert desk.holds.parked(HoldId(names[1])) is not None
    desk.holds.forget(CONTEXT.at + timedelta(hours=1))
    assert [desk.holds.parked(HoldId(each)) for each in names] == [None, None, None]
