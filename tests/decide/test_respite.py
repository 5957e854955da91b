from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from decide.invented import (
    AFTER,
    DOD,
    FOR_DOD,
    NORTHWIND,
    STARTED,
    decided,
    restriction,
    rulebook,
    wind_down,
)
from muniment.decide.engine import Engine, Question
from muniment.decide.respite import REMOVAL_DATE
from muniment.domain.agreement import Waiver
from muniment.domain.condition import Not
from muniment.domain.dated import Interval
from muniment.domain.decision import Outcome
from muniment.domain.ids import ContractId, FactId, InstrumentId
from muniment.domain.restriction import Reach

if TYPE_CHECKING:
    from muniment.domain.condition import FactValue


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


def test_a_waiver_is_the_organisations_own_record_and_cites_no_source() -> None:
    decision = decided(restriction(), waivers=(waiver(date(2026, 8, 1)),))

    assert [(last.title, last.cited, last.note) for last in decision.last_days] == [
        ("W-1, a waiver by the issuing official", None, "Your own record: letter of 2 June.")
    ]


def test_a_waiver_without_an_end_outlasts_a_window() -> None:
    facts: dict[FactId, FactValue] = {**FOR_DOD, STARTED: date(2025, 1, 1)}
    open_ended = replace(waiver(date(2026, 8, 1)), during=Interval(start=date(2026, 6, 1)))

    decision = decided(restriction(wind_downs=(wind_down(date(2026, 9, 2)),)), facts=facts, waivers=(open_ended,))

    assert (decision.outcome, decision.until) == (Outcome.PERMITTED, None)


def test_the_earlier_of_a_waiver_and_another_instruments_letter_is_the_last_day() -> None:
    letter = FactId("contract.removal_date")
    facts: dict[FactId, FactValue] = {**FOR_DOD, STARTED: date(2025, 1, 1), letter: date(2026, 8, 31)}
    other = restriction("other", wind_downs=(wind_down(date(2026, 9, 2)),))

    decision = decided(restriction(), other, facts=facts, waivers=(waiver(date(2026, 8, 1)),))

    assert (decision.outcome, decision.until) == (Outcome.PERMITTED_UNTIL, date(2026, 7, 31))


@pytest.mark.parametrize(
    ("letter", "as_of", "outcome"),
    [
        pytest.param(date(2026, 8, 1), date(2026, 8, 2), Outcome.PROHIBITED, id="after an earlier day in the letter"),
        pytest.param(date(2026, 12, 31), date(2026, 9, 2), Outcome.PERMITTED_UNTIL, id="on the documents' last day"),
        pytest.param(date(2026, 12, 31), date(2026, 9, 3), Outcome.PROHIBITED, id="after the documents' last day"),
    ],
)
def test_a_letter_may_shorten_a_window_but_not_lengthen_it(letter: date, as_of: date, outcome: Outcome) -> None:
    facts = {**FOR_DOD, STARTED: date(2025, 1, 1), FactId("contract.removal_date"): letter}

    decision = decided(restriction(wind_downs=(wind_down(date(2026, 9, 2)),)), facts=facts, as_of=as_of)

    assert decision.outcome is outcome
    assert decision.until == (date(2026, 9, 2) if outcome is Outcome.PERMITTED_UNTIL else None)


@pytest.mark.parametrize(
    ("as_of", "asked"),
    [
        pytest.param(date(2026, 9, 1), False, id="while its own day has not passed"),
        pytest.param(date(2026, 9, 2), True, id="after its own day"),
        pytest.param(date(2026, 9, 29), True, id="on the last day of any document"),
        pytest.param(date(2026, 9, 30), False, id="after the last day of any document"),
    ],
)
@pytest.mark.parametrize("reach", [Reach.USE_IN_PERFORMANCE, Reach.AGENCY_ONLY])
def test_a_letter_is_asked_for_as_long_as_a_later_day_in_it_would_count(
    as_of: date, reach: Reach, *, asked: bool
) -> None:
    own = restriction(wind_downs=(wind_down(date(2026, 9, 1)),), reach=reach)
    other = restriction("other", wind_downs=(wind_down(date(2026, 9, 29)),), scope=Not(DOD))

    decision = decided(own, other, facts={**FOR_DOD, STARTED: date(2025, 1, 1)}, as_of=as_of)

    asked_for = {one.fact for one in decision.unknown}
    assert asked_for == ({REMOVAL_DATE} if asked and reach is Reach.USE_IN_PERFORMANCE else set())


def test_a_letter_is_told_with_its_own_day_whatever_letter_was_told_before() -> None:
    windows = (wind_down(date(2026, 9, 2), "memo"), wind_down(date(2026, 9, 29), "notice"))
    book = rulebook(restriction(wind_downs=windows), restriction("northwind-tools", wind_downs=windows[:1]))
    days = [date(2026, 8, 1), date(2026, 9, 15), date(2026, 9, 28), date(2026, 9, 29), date(2027, 1, 1)]
    letters = [
        Question(
            vendor=NORTHWIND,
            facts={**FOR_DOD, STARTED: date(2025, 1, 1), REMOVAL_DATE: letter},
            as_of=as_of,
        )
        for letter in days
        for as_of in (date(2026, 9, 29), date(2026, 9, 30))
    ]
    remembering = Engine(book)

    again = [remembering.decide(question) for _ in range(3) for question in letters]

    alone = [Engine(book).decide(question) for question in letters]
    assert again == alone * 3
    assert "the last day for winding down was 2026-09-15" in alone[3].reasons[0].because
    assert "was 2026-09-29; the letter gives 2027-01-01, and no document lets" in alone[9].reasons[0].because
    assert [len(each.reasons) for each in alone] == [2] * len(letters)
