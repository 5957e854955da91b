"""What is remembered: an answer by what was looked at for it, and by nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from decide.invented import AFTER, BLIND, BY, CUSTOMER, DOD, FOR_DOD, NORTHWIND, STARTED, restriction, rulebook
from muniment.decide.diagram import Alike, Diagram
from muniment.decide.engine import Engine, Question
from muniment.decide.places import Places
from muniment.decide.seen import Exact, Seen
from muniment.domain.condition import ALWAYS, AllOf, Before, FactKind, FactType, OneOf
from muniment.domain.duty import IDENTIFIED, Clock, ClockUnit, Duty, DutyKind
from muniment.domain.ids import FactId

if TYPE_CHECKING:
    from collections.abc import Callable

    from muniment.domain.condition import Facts, FactValue

NAMED = date(2026, 3, 1)
NEW_YORK = timezone(timedelta(hours=-5))
AT = datetime(2026, 7, 2, 2, 0, tzinfo=UTC)
REPORT = Duty(
    id="report",
    kind=DutyKind.REPORT,
    title="report it",
    when=ALWAYS,
    clocks=(),
    to=(),
    cited=BY,
)

KINDS = [
    FactKind(id=CUSTOMER, type=FactType.CHOICE, question="Who is the customer?", answer_in="[[contracts]] customer"),
    FactKind(id=BLIND, type=FactType.YES_NO, question="Is it blind?", answer_in="[[systems.uses]] blind"),
    FactKind(id=STARTED, type=FactType.MOMENT, question="When did it start?", answer_in="[[systems.uses]] started"),
]
PLACES = Places([kind.id for kind in KINDS], {kind.id: kind for kind in KINDS})


@dataclass
class Answers:
    """Tells who the customer is, and for the DoD, whether the use began before a day; counts how often it is asked."""

    exact: bool = False
    asked: int = 0

    def answer(self, facts: Seen) -> str:
        self.asked += 1
        customer = facts.exact(Exact(CUSTOMER))
        if customer != "dod":
            return f"{customer}"
        started = facts.exact(Exact(STARTED)) if self.exact else facts.value(STARTED)
        return f"dod {started if self.exact else isinstance(started, date) and started < NAMED}"

    def diagram(self) -> Callable[[Facts], str]:
        diagram = Diagram(self.answer, Alike([Before(STARTED, NAMED)]), PLACES)
        diagram.of(PLACES.row({CUSTOMER: "not kept, since it is the first"}))
        self.asked = 0
        return lambda facts: diagram.of(PLACES.row(facts))


def started(day: FactValue) -> Facts:
    return {CUSTOMER: "dod", STARTED: day}


def test_a_fact_that_was_not_looked_at_makes_no_other_question() -> None:
    answers = Answers()
    diagram = answers.diagram()

    found = [diagram({CUSTOMER: "civilian", BLIND: blind, STARTED: NAMED}) for blind in (True, False)]

    assert found == ["civilian", "civilian"]
    assert answers.asked == 1


def test_days_that_no_condition_tells_apart_have_one_answer() -> None:
    answers = Answers()
    diagram = answers.diagram()

    found = [diagram(started(NAMED + timedelta(days=days))) for days in (-2, -1, 0, 1)]

    assert found == ["dod True", "dod True", "dod False", "dod False"]
    assert answers.asked == 2


def test_a_missing_fact_is_like_no_value_of_it() -> None:
    answers = Answers()
    diagram = answers.diagram()

    found = [diagram(facts) for facts in (started(NAMED), FOR_DOD, {}, FOR_DOD)]

    assert found == ["dod False", "dod False", "None", "dod False"]
    assert answers.asked == 3


def test_a_value_that_is_told_has_its_own_answer() -> None:
    answers = Answers(exact=True)
    diagram = answers.diagram()

    found = [diagram(started(NAMED - timedelta(days=days))) for days in (1, 2, 1)]

    assert found == ["dod 2026-02-28", "dod 2026-02-27", "dod 2026-02-28"]
    assert answers.asked == 2


def test_an_instant_is_not_taken_for_the_same_instant_in_another_zone() -> None:
    diagram = Answers(exact=True).diagram()

    found = [diagram(started(at)) for at in (AT, AT.astimezone(NEW_YORK), AT)]

    assert found == ["dod 2026-07-02 02:00:00+00:00", "dod 2026-07-01 21:00:00-05:00", "dod 2026-07-02 02:00:00+00:00"]


def test_more_answers_than_are_kept_are_still_right() -> None:
    diagram = Answers(exact=True).diagram()
    days = [NAMED + timedelta(days=days) for days in range(5_000)]

    assert [diagram(started(day)) for day in days + days[:10]] == [f"dod {day}" for day in days + days[:10]]


def test_what_was_looked_at_is_told_with_an_answer_that_is_remembered_and_with_one_that_is_not() -> None:
    diagram = Diagram(Answers().answer, Alike([Before(STARTED, NAMED)]), PLACES)
    row = PLACES.row(started(NAMED))

    told = [diagram.told(row) for _ in range(3)]

    assert told == [("dod False", [Exact(CUSTOMER), STARTED])] * 3


def test_a_row_holds_what_is_known_in_its_place_and_nothing_else() -> None:
    facts: Facts = {CUSTOMER: "dod", STARTED: AT}

    row = PLACES.row({**facts, FactId("use.unasked"): True})

    assert (len(row), PLACES.known(row)) == (3, facts)


def test_questions_that_differ_in_what_most_instruments_turn_on_share_no_answer() -> None:
    book = rulebook(restriction("first"), restriction("second", scope=AllOf((DOD, OneOf(BLIND, frozenset((True,)))))))
    remembering = Engine(book)
    customers: list[Facts] = [FOR_DOD, {CUSTOMER: "civilian"}, {}]
    questions = [
        Question(vendor=NORTHWIND, facts={**facts, **blind}, as_of=AFTER)
        for blind in ({}, {BLIND: True}, {BLIND: False}, {})
        for facts in customers
    ]

    assert [remembering.decide(each) for each in questions] == [Engine(book).decide(each) for each in questions]


def test_what_is_assumed_is_for_missing_facts_alone() -> None:
    seen = Seen(FOR_DOD).assuming({CUSTOMER: "civilian", BLIND: True})

    assert (seen.value(CUSTOMER), seen.exact(Exact(BLIND)), seen.value(STARTED)) == ("dod", True, None)
    assert seen.looks == [CUSTOMER, Exact(BLIND), STARTED]


def test_a_report_is_due_by_the_day_that_it_was_where_it_was_found() -> None:
    clock = Clock(id="first", count=1, unit=ClockUnit.CALENDAR_DAY, runs_from="identified", content="")
    report = restriction(duties=(replace(REPORT, clocks=(clock,)),))
    kind = FactKind(id=IDENTIFIED, type=FactType.MOMENT, question="When was it found?", answer_in="[[systems.uses]]")
    book = rulebook(report)
    engine = Engine(replace(book, facts={**book.facts, kind.id: kind}))

    due = [
        engine.decide(Question(vendor=NORTHWIND, facts={**FOR_DOD, IDENTIFIED: at}, as_of=date(2026, 7, 3))).duties
        for at in (AT, AT.astimezone(NEW_YORK))
    ]

    assert [[deadline.at for deadline in duties[0].due] for duties in due] == [[date(2026, 7, 3)], [date(2026, 7, 2)]]
