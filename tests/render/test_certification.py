"""How the age of the rulebook is told on a certificate, so that nobody reads it as a day to come."""

from dataclasses import replace
from datetime import date

import pytest

from muniment.domain.age import AgeLimit, SetIn
from muniment.render.certify.certification import stamped
from prove.statements import full

STAMP = replace(full().rulebook, version="2026.11.5", released=date(2026, 11, 26), verified_through=date(2026, 10, 6))
BEGINS = "2026.11.5 of 2026-11-26, looked up through 2026-10-06"


@pytest.mark.parametrize(
    ("asked_on", "words"),
    [
        (date(2026, 11, 26), ", asked on 2026-11-26, 51 days after that; 1,180 are the most, as the rulebook sets"),
        (date(2026, 10, 7), ", asked on 2026-10-07, 1 day after that; 1,180 are the most, as the rulebook sets"),
        (date(2026, 10, 5), ", asked on 2026-10-05; 1,180 are the most, as the rulebook sets"),
    ],
)
def test_a_certificate_tells_how_long_before_the_question_the_law_was_looked_up(asked_on: date, words: str) -> None:
    limit = AgeLimit(asked_on=asked_on, max_days=1180, set_in=SetIn.RULEBOOK)

    assert stamped(replace(STAMP, age_limit=limit)) == BEGINS + words


def test_a_certificate_in_a_form_that_tells_no_age_names_the_look_up_alone() -> None:
    assert stamped(replace(STAMP, age_limit=None)) == BEGINS
