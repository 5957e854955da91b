from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decide.invented import (
    AFTER,
    BLIND,
    BY,
    CUSTOMER,
    DOD,
    FOR_DOD,
    NORTHWIND,
    STARTED,
    decided,
    reading,
    restriction,
    rulebook,
    status,
    wind_down,
)
from muniment.decide.engine import Engine, Question
from muniment.domain.citation import Confidence
from muniment.domain.condition import ALWAYS, AllOf, AnyOf, Before, Not, OneOf
from muniment.domain.dated import Dated
from muniment.domain.decision import Outcome
from muniment.domain.ids import FactId, VendorId
from muniment.domain.restriction import (
    Effect,
    EffectKind,
    ExceptionRule,
    Restriction,
    State,
    Unsettled,
)
from muniment.errors import InputError

if TYPE_CHECKING:
    from muniment.domain.condition import Condition, FactValue


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


def test_a_proposed_rule_binds_nobody_and_is_shown_with_its_day() -> None:
    decision = decided(restriction(statuses=(status(date(2026, 3, 1), State.PROPOSED),)))

    assert decision.outcome is Outcome.PERMITTED
    assert [aside.because for aside in decision.set_aside] == [
        "only proposed, and binding nobody, since 2026-03-01 for everybody"
    ]


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


def test_a_case_that_no_text_decides_stays_prohibited_while_its_fact_is_missing() -> None:
    derived = Unsettled(
        id="blind", why="blind equipment is not addressed", when=OneOf(BLIND, frozenset({True})), cited=BY
    )

    missing, known = (decided(restriction(unsettled=(derived,)), facts={**FOR_DOD, **f}) for f in ({}, {BLIND: True}))

    assert (missing.outcome, missing.open_law) == (Outcome.PROHIBITED, ())
    assert (known.outcome, len(known.open_law)) == (Outcome.UNDETERMINED, 1)


def test_an_instrument_that_may_not_reach_the_use_asks_for_the_facts_of_its_scope_alone() -> None:
    exception = ExceptionRule(id="blind", title="sees nothing", when=OneOf(BLIND, frozenset({True})), cited=BY)
    ruled = restriction(exceptions=(exception,), statuses=(status(date(2026, 3, 1), State.UNKNOWN),))

    first, then = (decided(ruled, facts=facts) for facts in ({}, FOR_DOD))

    assert ([u.fact for u in first.unknown], first.open_law) == ([CUSTOMER], ())
    assert ([u.fact for u in then.unknown], len(then.open_law)) == ([BLIND], 1)


def test_what_bears_on_most_instruments_is_asked_first_and_then_the_order_of_the_facts_counts() -> None:
    blind = OneOf(BLIND, frozenset({True}))
    both = AllOf((Before(STARTED, date(2026, 3, 1)), blind))

    decision = decided(restriction("first", scope=both), restriction("second", scope=blind), facts={})
    alone = decided(restriction("first", scope=both), facts={})

    assert [u.fact for u in decision.unknown] == [BLIND, STARTED]
    assert [u.fact for u in alone.unknown] == [STARTED, BLIND]


def resting_on(confidence: Confidence, name: str = "northwind-models", scope: Condition = DOD) -> Restriction:
    cited = replace(BY, confidence=confidence)
    effects = Dated(((date(2026, 6, 1), Effect(kind=EffectKind.PROHIBIT, cited=cited)),))
    statuses = (replace(status(date(2026, 3, 1)), cited=(cited,)),)
    return restriction(name, effects=effects, statuses=statuses, scope=scope)


def test_a_bar_is_as_good_as_the_best_instrument_that_bars_and_a_freedom_as_the_worst_that_was_weighed() -> None:
    good, bad = resting_on(Confidence.PRIMARY), resting_on(Confidence.WEAK, "second")
    beside = resting_on(Confidence.WEAK, "third", scope=Not(DOD))

    confidences = [
        decided(*those).confidence for those in ((good,), (bad,), (good, bad), (good, beside), (beside,), ())
    ]

    weak, primary = Confidence.WEAK, Confidence.PRIMARY
    assert confidences == [primary, weak, primary, primary, weak, weak]


def test_a_permission_for_a_time_rests_on_the_document_that_gives_the_day() -> None:
    window = replace(wind_down(date(2026, 9, 2)), cited=replace(BY, confidence=Confidence.COMPUTED))

    decision = decided(restriction(wind_downs=(window,)), facts={**FOR_DOD, STARTED: date(2025, 1, 1)})

    assert (decision.outcome, decision.confidence) == (Outcome.PERMITTED_UNTIL, Confidence.COMPUTED)


def test_a_statement_without_authority_decides_nothing_and_its_readings_are_shown() -> None:
    statuses = (
        status(date(2026, 6, 1), State.ANNOUNCED, end=date(2026, 7, 1)),
        status(date(2026, 7, 1), State.UNKNOWN),
    )
    statement = restriction(binding=False, statuses=statuses, readings=(reading(),))

    fresh, later = (decided(statement, as_of=day) for day in (date(2026, 6, 30), date(2026, 7, 1)))

    assert (fresh.outcome, later.outcome) == (Outcome.UNDETERMINED, Outcome.PERMITTED)
    assert [(r.reading, r.outcome) for r in later.readings] == [("as-posted", Outcome.PROHIBITED)]


def test_readings_are_shown_from_their_own_first_day_on_wherever_the_instrument_may_reach_the_use() -> None:
    disputed = restriction(readings=(reading(since=date(2026, 5, 1)),))

    shown = [
        len(decided(disputed, facts=facts, as_of=day).readings)
        for facts, day in (
            (FOR_DOD, date(2026, 4, 30)),
            (FOR_DOD, date(2026, 5, 1)),
            ({}, date(2026, 5, 1)),
            ({CUSTOMER: "civilian"}, date(2026, 5, 1)),
        )
    ]

    assert shown == [0, 1, 1, 0]


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
    wind_downs=st.sampled_from(
        [(), (wind_down(date(2026, 9, 2)),), (wind_down(date(2026, 9, 2)), wind_down(date(2026, 9, 29), "later"))]
    ),
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


@given(one=RESTRICTIONS, facts=FACTS, day=DAYS)
def test_the_same_instrument_twice_decides_like_once(
    one: Restriction, facts: dict[FactId, FactValue], day: date
) -> None:
    twice = replace(one, vendors=(NORTHWIND, NORTHWIND))

    assert decided(twice, facts=facts, as_of=day).outcome is decided(one, facts=facts, as_of=day).outcome


@given(one=RESTRICTIONS, facts=FACTS, years=st.integers(1, 50))
def test_time_alone_never_frees_a_use_and_the_day_of_the_last_look_stays(
    one: Restriction, facts: dict[FactId, FactValue], years: int
) -> None:
    end, far = date(2027, 1, 1), date(2027 + years, 1, 1)

    then, later = (decided(one, facts=facts, as_of=day) for day in (end, far))

    assert (later.outcome, later.verified_through) == (then.outcome, date(2026, 10, 7))


@given(one=RESTRICTIONS, facts=FACTS, day=DAYS)
def test_a_permission_for_a_time_names_a_day_that_has_not_passed(
    one: Restriction, facts: dict[FactId, FactValue], day: date
) -> None:
    decision = decided(one, facts=facts, as_of=day)

    assert (decision.until is not None) == (decision.outcome is Outcome.PERMITTED_UNTIL)
    assert decision.until is None or decision.until >= day


def test_a_statement_that_may_be_announced_leaves_the_law_open() -> None:
    statuses = (
        status(date(2026, 6, 1), State.EXPIRED, when=OneOf(BLIND, frozenset({True}))),
        status(date(2026, 6, 1), State.ANNOUNCED),
    )
    statement = restriction(binding=False, statuses=statuses)

    missing, over, fresh = (decided(statement, facts={**FOR_DOD, **f}) for f in ({}, {BLIND: True}, {BLIND: False}))

    assert ([d.outcome for d in (missing, over)], fresh.outcome) == (
        [Outcome.UNDETERMINED, Outcome.PERMITTED],
        Outcome.UNDETERMINED,
    )
    assert ([u.fact for u in missing.unknown], missing.open_law, len(fresh.open_law)) == ([BLIND], (), 1)


def test_a_fact_that_leaves_the_use_free_however_it_turns_out_is_not_asked_for() -> None:
    sees_nothing = ExceptionRule(id="a", title="blind", when=OneOf(BLIND, frozenset({True})), cited=BY)
    sees_something = ExceptionRule(id="b", title="not blind", when=Not(OneOf(BLIND, frozenset({True}))), cited=BY)

    decision = decided(restriction(exceptions=(sees_nothing, sees_something)))

    assert (decision.outcome, decision.unknown, decision.reasons) == (Outcome.PERMITTED, (), ())
    assert [aside.because for aside in decision.set_aside] == [
        "however the missing facts turn out: leaves this out: blind; or leaves this out: not blind"
    ]


def test_a_fact_that_bars_the_use_however_it_turns_out_is_not_asked_for() -> None:
    either = AnyOf((OneOf(BLIND, frozenset({True})), Not(OneOf(BLIND, frozenset({True})))))

    decision = decided(restriction(scope=AllOf((DOD, either))))

    assert (decision.outcome, decision.unknown) == (Outcome.PROHIBITED, ())
    assert decision.reasons[0].because.startswith("however the missing facts turn out: in force")


def test_nothing_is_asked_that_could_only_turn_permitted_into_permitted_until_a_day() -> None:
    blind = OneOf(BLIND, frozenset({True}))
    going_on = restriction("first", scope=blind, wind_downs=(wind_down(date(2026, 9, 2)),))
    open_one = restriction("second", scope=Before(FactId("contract.removal_date"), date(2026, 1, 1)))

    decision = decided(going_on, open_one, facts={STARTED: date(2025, 1, 1)})

    assert [unknown.fact for unknown in decision.unknown] == ["contract.removal_date"]
