from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decide.invented import BLIND, BY, CUSTOMER, DOD, NORTHWIND, STARTED, restriction, rulebook, status
from muniment.decide.engine import Engine, Question
from muniment.domain.agreement import Waiver
from muniment.domain.condition import ALWAYS, Before, Not, OneOf
from muniment.domain.dated import Dated, Interval
from muniment.domain.decision import Decision, Outcome
from muniment.domain.ids import ContractId, FactId, InstrumentId, VendorId
from muniment.domain.restriction import (
    Effect,
    EffectKind,
    ExceptionRule,
    Reading,
    Restriction,
    State,
    Unsettled,
    WindDown,
)
from muniment.errors import InputError

if TYPE_CHECKING:
    from muniment.domain.condition import Facts, FactValue

AFTER = date(2026, 7, 1)
FOR_DOD: Facts = {CUSTOMER: "dod"}


def decided(
    *restrictions: Restriction, facts: Facts = FOR_DOD, as_of: date = AFTER, waivers: tuple[Waiver, ...] = ()
) -> Decision:
    question = Question(vendor=NORTHWIND, facts=facts, as_of=as_of, waivers=waivers)
    return Engine(rulebook(*restrictions)).decide(question)


def test_a_use_within_the_scope_is_prohibited_from_the_first_day_on() -> None:
    last_free, first = date(2026, 5, 31), date(2026, 6, 1)

    before, on = (decided(restriction(), as_of=day) for day in (last_free, first))

    assert (before.outcome, on.outcome) == (Outcome.PERMITTED, Outcome.PROHIBITED)
    assert before.set_aside[0].because == "nothing follows from it before 2026-06-01"
    assert [r.instrument for r in on.reasons] == ["northwind-models"]


def test_a_missing_fact_leaves_the_outcome_undetermined_and_is_asked_for() -> None:
    decision = decided(restriction(), facts={})

    assert decision.outcome is Outcome.UNDETERMINED
    assert [(u.fact, u.question) for u in decision.unknown] == [(CUSTOMER, "Who awarded the contract?")]


def test_a_definite_prohibition_asks_for_nothing_more() -> None:
    sure = restriction("sure", scope=ALWAYS)

    decision = decided(restriction(), sure, facts={})

    assert (decision.outcome, decision.unknown) == (Outcome.PROHIBITED, ())


@pytest.mark.parametrize("state", [State.STAYED, State.ENJOINED, State.SET_ASIDE, State.SUPERSEDED, State.EXPIRED])
def test_an_instrument_without_force_is_set_aside(state: State) -> None:
    decision = decided(restriction(statuses=(status(date(2026, 3, 1), state),)))

    assert (decision.outcome, len(decision.set_aside)) == (Outcome.PERMITTED, 1)


def test_a_status_that_is_not_known_is_open_law_and_never_a_free_pass() -> None:
    unknown = decided(restriction(statuses=(status(date(2026, 3, 1), State.UNKNOWN),)))
    none_recorded = decided(restriction(statuses=()))

    assert [d.outcome for d in (unknown, none_recorded)] == [Outcome.UNDETERMINED] * 2
    assert [len(d.open_law) for d in (unknown, none_recorded)] == [1, 1]


def test_a_status_holds_for_the_persons_that_it_names() -> None:
    civilian = OneOf(CUSTOMER, frozenset({"civilian"}))
    statuses = (
        status(date(2026, 3, 1), State.ENJOINED, when=civilian, whom="civilian agencies"),
        status(date(2026, 3, 1), State.IN_FORCE, when=Not(civilian), whom="the others"),
    )
    split = restriction(scope=ALWAYS, statuses=statuses)

    outcomes = [decided(split, facts=facts).outcome for facts in ({CUSTOMER: "civilian"}, FOR_DOD, {})]

    assert outcomes == [Outcome.PERMITTED, Outcome.PROHIBITED, Outcome.UNDETERMINED]


def test_an_exception_asks_for_its_fact() -> None:
    exception = ExceptionRule(
        id="blind", title="equipment that sees nothing", when=OneOf(BLIND, frozenset({True})), cited=BY
    )
    ruled = restriction(exceptions=(exception,))

    sees_nothing, sees, nobody_said = (
        decided(ruled, facts={**FOR_DOD, **more}) for more in ({BLIND: True}, {BLIND: False}, {})
    )

    assert (sees_nothing.outcome, sees.outcome) == (Outcome.PERMITTED, Outcome.PROHIBITED)
    assert (nobody_said.outcome, nobody_said.unknown[0].fact) == (Outcome.UNDETERMINED, BLIND)


def test_what_no_text_decides_is_undetermined_whatever_is_known() -> None:
    derived = Unsettled(id="derived", why="derivatives are not addressed", when=ALWAYS, cited=BY)

    decision = decided(restriction(unsettled=(derived,)))

    assert (decision.outcome, decision.unknown) == (Outcome.UNDETERMINED, ())
    assert decision.open_law[0].why == "derivatives are not addressed"


def wind_down(until: date, name: str = "window") -> WindDown:
    existing = Before(STARTED, date(2026, 3, 1))
    return WindDown(id=name, title=name, during=Interval(start=date(2026, 3, 1)), until=until, when=existing, cited=BY)


@pytest.mark.parametrize(
    ("started", "as_of", "outcome"),
    [
        pytest.param(date(2025, 1, 1), date(2026, 9, 2), Outcome.PERMITTED_UNTIL, id="an existing use on the last day"),
        pytest.param(date(2025, 1, 1), date(2026, 9, 3), Outcome.PROHIBITED, id="an existing use on the day after"),
        pytest.param(date(2026, 5, 1), date(2026, 9, 2), Outcome.PROHIBITED, id="a new use"),
        pytest.param(None, date(2026, 9, 2), Outcome.UNDETERMINED, id="nobody has said since when"),
        pytest.param(None, date(2026, 9, 3), Outcome.PROHIBITED, id="after the window it does not matter"),
    ],
)
def test_a_window_protects_existing_uses_up_to_its_last_day(
    started: date | None, as_of: date, outcome: Outcome
) -> None:
    facts = FOR_DOD if started is None else {**FOR_DOD, STARTED: started}

    decision = decided(restriction(wind_downs=(wind_down(date(2026, 9, 2)),)), facts=facts, as_of=as_of)

    assert decision.outcome is outcome
    assert decision.until == (date(2026, 9, 2) if outcome is Outcome.PERMITTED_UNTIL else None)


def test_last_days_that_differ_are_all_shown_and_the_contracting_officers_letter_governs() -> None:
    windows = (wind_down(date(2026, 9, 2), "memo"), wind_down(date(2026, 9, 29), "notice"))
    facts: dict[FactId, FactValue] = {**FOR_DOD, STARTED: date(2025, 1, 1)}
    between = date(2026, 9, 10)

    early = decided(restriction(wind_downs=windows), facts=facts, as_of=AFTER)
    disputed = decided(restriction(wind_downs=windows), facts=facts, as_of=between)
    settled = decided(
        restriction(wind_downs=windows),
        facts={**facts, FactId("contract.removal_date"): date(2026, 9, 15)},
        as_of=between,
    )

    assert (early.outcome, early.until, len(early.last_days)) == (Outcome.PERMITTED_UNTIL, date(2026, 9, 2), 2)
    assert (disputed.outcome, disputed.unknown[0].fact) == (Outcome.UNDETERMINED, "contract.removal_date")
    assert (settled.outcome, settled.until) == (Outcome.PERMITTED_UNTIL, date(2026, 9, 15))


def waiver(until: date) -> Waiver:
    return Waiver(
        id="W-1",
        instrument=InstrumentId("northwind-models"),
        contract=ContractId("C-1"),
        granted_by="the issuing official",
        document="letter of 2 June",
        during=Interval(start=date(2026, 6, 1), end=until),
    )


def test_a_waiver_that_ended_yesterday_no_longer_permits() -> None:
    ends = waiver(date(2026, 8, 1))

    last, after = (decided(restriction(), as_of=day, waivers=(ends,)) for day in (date(2026, 7, 31), date(2026, 8, 1)))

    assert (last.outcome, last.until) == (Outcome.PERMITTED_UNTIL, date(2026, 7, 31))
    assert after.outcome is Outcome.PROHIBITED
    assert [aside.because for aside in after.set_aside] == ["waiver W-1 ended 2026-07-31"]


def test_a_statement_without_authority_decides_nothing_and_its_readings_are_shown() -> None:
    reading = Reading(
        id="as-posted",
        holder="the speaker",
        says="no dealings at all",
        during=Interval(start=date(2026, 3, 1)),
        effect=EffectKind.PROHIBIT,
        when=ALWAYS,
        cited=BY,
    )
    statuses = (
        status(date(2026, 6, 1), State.ANNOUNCED, end=date(2026, 7, 1)),
        status(date(2026, 7, 1), State.UNKNOWN),
    )
    statement = restriction(binding=False, statuses=statuses, readings=(reading,))

    fresh, later = (decided(statement, as_of=day) for day in (date(2026, 6, 30), date(2026, 7, 1)))

    assert (fresh.outcome, later.outcome) == (Outcome.UNDETERMINED, Outcome.PERMITTED)
    assert [(r.reading, r.outcome) for r in later.readings] == [("as-posted", Outcome.PROHIBITED)]


def test_a_vendor_that_the_rulebook_does_not_know_is_an_error_and_not_permitted() -> None:
    question = Question(vendor=VendorId("somebody"), facts={}, as_of=AFTER)

    with pytest.raises(InputError, match="not in the rulebook"):
        Engine(rulebook(restriction())).decide(question)


def effects(first: EffectKind, second: EffectKind) -> Dated[Effect]:
    return Dated(((date(2026, 6, 1), Effect(kind=first, cited=BY)), (date(2026, 8, 1), Effect(kind=second, cited=BY))))


FACTS = st.fixed_dictionaries(
    {},
    optional={
        CUSTOMER: st.sampled_from(["dod", "civilian"]),
        STARTED: st.sampled_from([date(2025, 1, 1), date(2026, 5, 1)]),
        BLIND: st.booleans(),
    },
)
RESTRICTIONS = st.builds(
    restriction,
    scope=st.sampled_from([ALWAYS, DOD, Not(DOD)]),
    effects=st.builds(effects, st.sampled_from(EffectKind), st.sampled_from(EffectKind)),
    statuses=st.lists(
        st.builds(status, st.just(date(2026, 3, 1)), st.sampled_from(State), when=st.sampled_from([ALWAYS, DOD]))
    ).map(tuple),
    exceptions=st.sampled_from(
        [(), (ExceptionRule(id="e", title="e", when=OneOf(BLIND, frozenset({True})), cited=BY),)]
    ),
    wind_downs=st.sampled_from([(), (wind_down(date(2026, 9, 2)),)]),
)
DAYS = st.dates(date(2026, 2, 1), date(2026, 12, 31))


@given(one=RESTRICTIONS, known=FACTS, more=FACTS, day=DAYS)
def test_more_facts_never_change_an_outcome_that_was_determined(
    one: Restriction, known: dict[FactId, FactValue], more: dict[FactId, FactValue], day: date
) -> None:
    early = decided(one, facts=known, as_of=day)

    late = decided(one, facts={**more, **known}, as_of=day)

    free = {Outcome.PERMITTED, Outcome.PERMITTED_UNTIL}
    assert (
        early.outcome is Outcome.UNDETERMINED or late.outcome is early.outcome or {early.outcome, late.outcome} == free
    )


@given(one=RESTRICTIONS, other=RESTRICTIONS, facts=FACTS, day=DAYS)
def test_another_instrument_never_makes_anything_freer(
    one: Restriction, other: Restriction, facts: dict[FactId, FactValue], day: date
) -> None:
    alone = decided(one, facts=facts, as_of=day)
    other = restriction("second", scope=other.scope, effects=other.effects, statuses=other.statuses)

    both = decided(one, other, facts=facts, as_of=day)

    if alone.outcome is not Outcome.UNDETERMINED:
        assert both.outcome is Outcome.UNDETERMINED or both.outcome.rank >= alone.outcome.rank
    assert not (alone.outcome is Outcome.PROHIBITED and both.outcome is not Outcome.PROHIBITED)


@given(one=RESTRICTIONS, facts=FACTS, day=DAYS)
def test_an_undetermined_outcome_always_says_what_is_missing(
    one: Restriction, facts: dict[FactId, FactValue], day: date
) -> None:
    decision = decided(one, facts=facts, as_of=day)

    assert decision.outcome is not Outcome.UNDETERMINED or decision.unknown or decision.open_law


@given(one=RESTRICTIONS, facts=FACTS, day=DAYS)
def test_a_decision_comes_out_the_same_twice(one: Restriction, facts: dict[FactId, FactValue], day: date) -> None:
    assert decided(one, facts=facts, as_of=day) == decided(one, facts=facts, as_of=day)
