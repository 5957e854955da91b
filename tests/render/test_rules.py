"""What `muniment rules` and `muniment explain` print."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import partial
from io import StringIO

import pytest

from muniment.domain.age import AgeLimit, SetIn
from muniment.domain.citation import Confidence
from muniment.domain.condition import ALWAYS, AnyOf, Before, Includes, Not, OneOf, OnOrAfter
from muniment.domain.ids import FactId, InstrumentId
from muniment.render.conditions import in_words
from muniment.render.explain import print_explanation
from muniment.render.rules.as_json import agreement_value, restriction_value, vendor_value, write_rule_list
from muniment.render.rules.listing import print_rule_list
from muniment.render.rules.page import print_agreement, print_restriction, print_vendor
from muniment.render.said import Said
from muniment.render.timeline.as_json import write_timeline
from muniment.render.timeline.as_text import print_timeline, tracks
from muniment.render.timeline.scale import fitting
from render.instruments import (
    AS_OF,
    HALCYON,
    NORTHWIND,
    REDWOOD,
    agreement,
    cameras,
    full_restriction,
    letter,
    post,
    restriction,
    rulebook,
)
from render.pages import expected, printed
from render.reports import full_report

BOOK = rulebook(full_restriction(), post(), letter(), cameras())
CUSTOMER = FactId("contract.customer")
AGE = AgeLimit(asked_on=AS_OF, max_days=180, set_in=SetIn.RULEBOOK).for_look_up(BOOK.looked_up)


@pytest.mark.parametrize("width", [80, 120])
def test_the_timeline_draws_each_instrument_in_the_width_there_is(width: int) -> None:
    text = printed(partial(print_timeline, BOOK, NORTHWIND, AS_OF), width)

    assert text == expected(f"timeline-{width}.txt", text)
    assert max(len(line) for line in text.splitlines()) <= width


def test_the_timeline_of_many_years_draws_quarters() -> None:
    text = printed(partial(print_timeline, BOOK, HALCYON, AS_OF))

    assert text == expected("timeline-years.txt", text)


def test_each_state_has_a_sign_of_its_own_so_that_colour_alone_means_nothing() -> None:
    text = printed(partial(print_timeline, BOOK, NORTHWIND, AS_OF))

    legend = next(line for line in text.splitlines() if line.startswith("○\N{NO-BREAK SPACE}announced"))
    assert len({part.strip()[0] for part in legend.split("   ")}) == 6


def test_statuses_of_different_persons_at_one_time_get_rows_of_their_own() -> None:
    rows = tracks(full_restriction())

    assert [[status.state.value for status in row.statuses] for row in rows] == [
        ["announced", "in-force", "in-force"],
        ["stayed", "set-aside"],
    ]


def test_days_without_a_recorded_status_are_drawn_as_not_known() -> None:
    silent = restriction(statuses=(letter().statuses[0],))

    text = printed(partial(print_timeline, rulebook(silent), NORTHWIND, AS_OF))

    row = next(line for line in text.splitlines() if line.startswith("northwind-models "))
    assert row.rstrip().endswith("?")


def test_a_vendor_that_nothing_names_has_a_timeline_that_says_so() -> None:
    text = printed(partial(print_timeline, BOOK, REDWOOD, AS_OF))

    assert "No instrument in the rulebook names it; last searched 2026-10-07." in text


@pytest.mark.parametrize(
    ("first", "last", "width", "step"),
    [
        pytest.param(date(2026, 2, 1), date(2026, 12, 1), 60, 1, id="months"),
        pytest.param(date(2019, 8, 1), date(2026, 12, 1), 60, 3, id="quarters"),
        pytest.param(date(2000, 1, 1), date(2026, 12, 1), 60, 6, id="half-years"),
        pytest.param(date(1900, 1, 1), date(2026, 12, 1), 20, 120, id="decades"),
    ],
)
def test_the_finest_scale_that_fits_is_taken(first: date, last: date, width: int, step: int) -> None:
    scale = fitting(first, last, width)

    assert scale.step == step
    assert scale.cells <= width
    assert scale.days(scale.cell(first))[0] <= first < scale.days(scale.cell(first))[1]
    assert scale.days(scale.cell(last))[0] <= last < scale.days(scale.cell(last))[1]


@pytest.mark.parametrize(
    ("name", "write"),
    [
        pytest.param("rules-list.txt", partial(print_rule_list, BOOK, AS_OF, AGE), id="list"),
        pytest.param("restriction.txt", partial(print_restriction, BOOK, full_restriction(), AGE), id="restriction"),
        pytest.param("agreement.txt", partial(print_agreement, BOOK, agreement(), AGE), id="agreement"),
        pytest.param("vendor.txt", partial(print_vendor, BOOK, BOOK.vendors[NORTHWIND], AGE), id="vendor"),
        pytest.param(
            "explain-prohibited.txt",
            partial(
                print_explanation,
                BOOK,
                full_report().decisions[0].decision,
                {CUSTOMER: "dod"},
                Said(contract="W912DY-26-C-0001"),
            ),
            id="explain-prohibited",
        ),
        pytest.param(
            "explain-undetermined.txt",
            partial(print_explanation, BOOK, full_report().decisions[1].decision, {}, Said()),
            id="explain-undetermined",
        ),
    ],
)
def test_a_page_is_as_it_was_reviewed(name: str, write: partial[None]) -> None:
    text = printed(write)

    assert text == expected(name, text)


def test_an_open_point_that_two_instruments_share_and_a_place_cited_twice_are_told_once() -> None:
    decision = full_report().decisions[1].decision
    point = decision.open_law[0]
    weaker = replace(point.cited[0], confidence=Confidence.WEAK)
    shared = replace(point, instrument=InstrumentId("northwind-letter"), cited=(weaker,))

    page = partial(print_explanation, BOOK, replace(decision, open_law=(point, shared)), {}, Said())
    text = " ".join(printed(page).split())

    assert text.count(point.why) == 1
    assert "northwind-post," in text
    assert "northwind-letter" in text
    assert "(primary and weak, read 2026-10-07)" in text


def test_the_json_of_the_rules_holds_what_the_pages_show() -> None:
    listed, drawn = StringIO(), StringIO()

    write_rule_list(BOOK, AS_OF, AGE, listed)
    write_timeline(BOOK, NORTHWIND, AS_OF, drawn)

    assert {item["id"] for item in json.loads(listed.getvalue())["restrictions"]} == set(BOOK.restrictions)
    assert [item["id"] for item in json.loads(drawn.getvalue())["instruments"]] == [
        "northwind-models",
        "northwind-post",
        "northwind-letter",
    ]
    assert restriction_value(full_restriction())["exceptions"][0]["when"] == "always"
    assert agreement_value(agreement())["terms"][0]["kind"] == "condition"
    assert vendor_value(BOOK.vendors[NORTHWIND])["products"] == ["Borealis"]


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        pytest.param(ALWAYS, "always", id="always"),
        pytest.param(AnyOf(()), "never", id="never"),
        pytest.param(Not(ALWAYS), "never", id="not-always"),
        pytest.param(OneOf(CUSTOMER, frozenset({"dod", "civilian"})), "contract.customer is civilian or dod", id="in"),
        pytest.param(OneOf(CUSTOMER, frozenset({True})), "contract.customer is yes", id="yes"),
        pytest.param(Before(CUSTOMER, AS_OF), "contract.customer is before 2026-11-23", id="before"),
        pytest.param(
            Not(AnyOf((OnOrAfter(CUSTOMER, AS_OF), Includes(CUSTOMER, frozenset({"a"}))))),
            "not (contract.customer is 2026-11-23 or later; or contract.customer includes a)",
            id="nested",
        ),
    ],
)
def test_conditions_read_as_clauses(condition: OneOf, words: str) -> None:
    assert in_words(condition) == words
