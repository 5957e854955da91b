"""Suppositions are functions from a rulebook to a rulebook, and what comes out never passes for law."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decide.invented import FOR_DOD, NORTHWIND, restriction, rulebook, status
from muniment.decide.compare import Differs, differs, moved
from muniment.decide.engine import Engine, Question
from muniment.decide.suppose import MARK, Affiliated, Covered, LawChanged, suppose
from muniment.domain.decision import Decision, Outcome
from muniment.domain.hypothetical import LawChange
from muniment.domain.ids import InstrumentId, VendorId
from muniment.domain.restriction import EffectKind, State

if TYPE_CHECKING:
    from muniment.domain.rulebook import Rulebook

DAY = date(2026, 8, 1)
MODELS = InstrumentId("northwind-models")


def change(state: State | None = None, until: date | None = None, effect: EffectKind | None = None) -> LawChange:
    return LawChange(instrument=MODELS, state=state, until=until, effect=effect)


def decided(book: Rulebook, day: date, vendor: VendorId = NORTHWIND) -> Decision:
    return Engine(book).decide(Question(vendor=vendor, facts=FOR_DOD, as_of=day))


def test_a_supposed_status_holds_from_its_first_to_its_last_day_and_no_longer() -> None:
    supposed = suppose(rulebook(restriction()), [LawChanged(change=change(State.STAYED, date(2026, 8, 9)), start=DAY)])

    outcomes = [decided(supposed, DAY + timedelta(days=days)).outcome for days in (-1, 0, 8, 9)]

    assert outcomes == [Outcome.PROHIBITED, Outcome.PERMITTED, Outcome.PERMITTED, Outcome.PROHIBITED]


def test_an_instrument_that_was_set_aside_binds_again_when_it_is_reinstated() -> None:
    book = rulebook(restriction(statuses=(status(date(2026, 3, 1), State.SET_ASIDE),)))

    supposed = suppose(book, [LawChanged(change=change(State.IN_FORCE), start=DAY)])

    assert decided(book, DAY).outcome is Outcome.PERMITTED
    assert decided(supposed, DAY).outcome is Outcome.PROHIBITED
    assert decided(supposed, DAY).reasons[0].because == "in force since 2026-08-01 for everybody (supposed)"


def test_a_supposed_effect_takes_the_place_of_what_was_to_follow() -> None:
    supposed = suppose(rulebook(restriction()), [LawChanged(change=change(effect=EffectKind.NONE), start=DAY)])

    assert decided(supposed, DAY - timedelta(days=1)).outcome is Outcome.PROHIBITED
    assert decided(supposed, DAY).outcome is Outcome.PERMITTED


def test_a_company_that_is_supposed_to_belong_to_a_vendor_is_reached_by_what_names_the_vendor() -> None:
    fjord = VendorId("fjord")
    supposed = suppose(rulebook(restriction()), [Affiliated(company=fjord, vendor=NORTHWIND)])

    assert decided(supposed, DAY, fjord).outcome is Outcome.PROHIBITED


def test_a_vendor_that_is_supposed_to_be_covered_is_reached() -> None:
    book = rulebook(restriction(vendors=()))

    supposed = suppose(book, [Covered(vendor=NORTHWIND, instrument=MODELS)])

    assert decided(book, DAY).outcome is Outcome.PERMITTED
    assert decided(supposed, DAY).outcome is Outcome.PROHIBITED
    assert [one.instrument for one in moved(decided(book, DAY), decided(supposed, DAY))] == [MODELS]


@pytest.mark.parametrize("suppositions", [[], [LawChanged(change=change(State.UPHELD), start=DAY)]])
def test_every_decision_under_a_supposition_is_marked_even_where_nothing_differs(
    suppositions: list[LawChanged],
) -> None:
    book = rulebook(restriction())

    decision = decided(suppose(book, suppositions), DAY)

    assert decision.rulebook == f"{MARK}{book.digest}"


@given(st.sampled_from(list(State)), st.dates(date(2026, 1, 1), date(2027, 1, 1)), st.integers(0, 400))
def test_a_supposed_status_changes_nothing_before_its_first_day(state: State, day: date, later: int) -> None:
    book = rulebook(restriction())

    supposed = suppose(book, [LawChanged(change=change(state), start=day + timedelta(days=later + 1))])

    assert differs(decided(book, day), decided(supposed, day)) is Differs.NOTHING
