"""Official lists: whether a vendor stands on one is asked, answered by the rulebook, or said by the estate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from decide.invented import CUSTOMER, NORTHWIND, restriction, rulebook
from muniment.decide.engine import Engine, Question
from muniment.domain.citation import Citation, Confidence
from muniment.domain.condition import AllOf, FactKind, FactType, OneOf
from muniment.domain.dated import Interval
from muniment.domain.decision import Outcome
from muniment.domain.ids import FactId, SourceId
from muniment.domain.technology import Listing

if TYPE_CHECKING:
    from muniment.domain.condition import Facts
    from muniment.domain.decision import Decision

LISTED = FactId("item.on_list")
KIND = FactKind(id=LISTED, type=FactType.YES_NO, question="Is it listed?", answer_in="[[systems.uses]] on_list")
NOTICE = Citation(source=SourceId("notice"), at="p. 3", confidence=Confidence.WEAK)
FROM = date(2026, 6, 10)
LISTING = Listing(fact=LISTED, says="listed in the notice of 10 June 2026", during=Interval(start=FROM), cited=NOTICE)
DOD = OneOf(CUSTOMER, frozenset({"dod"}))
ABOUT_LISTED = restriction("listed-companies", scope=AllOf((DOD, OneOf(LISTED, frozenset({True})))))


def decided(facts: Facts, *listings: Listing, as_of: date = date(2026, 7, 1)) -> Decision:
    book = rulebook(ABOUT_LISTED)
    vendor = replace(book.vendors[NORTHWIND], listings=listings)
    book = replace(book, vendors={NORTHWIND: vendor}, facts={**book.facts, LISTED: KIND})
    return Engine(book).decide(Question(vendor=NORTHWIND, facts=facts, as_of=as_of))


def test_a_list_that_nobody_read_is_asked_about() -> None:
    decision = decided({CUSTOMER: "dod"})

    assert decision.outcome is Outcome.UNDETERMINED
    assert [unknown.fact for unknown in decision.unknown] == [LISTED]


def test_a_listing_of_the_rulebook_answers_and_is_told_cited_and_as_weak_as_its_source() -> None:
    decision = decided({CUSTOMER: "dod"}, LISTING)

    (reason,) = decision.reasons
    assert decision.outcome is Outcome.PROHIBITED
    assert reason.because.endswith("; listed in the notice of 10 June 2026")
    assert reason.cited[-1] == NOTICE
    assert decision.confidence is Confidence.WEAK


def test_what_the_estate_says_of_a_list_outweighs_the_rulebook() -> None:
    decision = decided({CUSTOMER: "dod", LISTED: False}, LISTING)

    assert decision.outcome is Outcome.PERMITTED
    assert [aside.because for aside in decision.set_aside] == ["does not reach this use: item.on_list is no"]


def test_before_its_first_day_a_listing_answers_nothing() -> None:
    decision = decided({CUSTOMER: "dod"}, LISTING, as_of=date(2026, 6, 9))

    assert decision.outcome is Outcome.UNDETERMINED


def test_a_listing_that_no_instrument_asks_about_changes_nothing() -> None:
    other = replace(LISTING, fact=FactId("item.on_other_list"))

    with_other, without = decided({CUSTOMER: "dod"}, other), decided({CUSTOMER: "dod"})

    assert with_other == without
