from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from decide.invented import (
    AFTER,
    BLIND,
    BY,
    CUSTOMER,
    FOR_DOD,
    NORTHWIND,
    agreement,
    rulebook,
)
from muniment.decide.engine import Engine, Question
from muniment.domain.agreement import Agreement, Term, TermKind
from muniment.domain.condition import ALWAYS, OneOf
from muniment.domain.dated import Interval
from muniment.domain.decision import Decision, Outcome

if TYPE_CHECKING:
    from muniment.domain.condition import Facts


SURVEILLANCE = Term(
    id="surveillance", kind=TermKind.PROHIBITED, says="none", breach=OneOf(BLIND, frozenset({True})), cited=BY
)
APPROVAL = Term(id="approval", kind=TermKind.AUTHORISATION, says="ask", breach=ALWAYS, cited=BY)


def under(agreement: Agreement, facts: Facts, as_of: date = AFTER) -> Decision:
    question = Question(vendor=NORTHWIND, facts=facts, as_of=as_of)
    return Engine(rulebook(agreements=(agreement,))).decide(question)


def test_an_agreement_that_a_use_may_run_under_counts_once_and_asks_for_its_scope_alone() -> None:
    decision = under(agreement(SURVEILLANCE, APPROVAL), {})

    assert decision.outcome is Outcome.UNDETERMINED
    assert [(r.instrument, r.worst) for r in decision.reasons] == [("northwind-classified", Outcome.PROHIBITED)]
    assert [u.fact for u in decision.unknown] == [CUSTOMER]


@pytest.mark.parametrize(
    ("terms", "facts", "outcome", "said"),
    [
        pytest.param((SURVEILLANCE,), {**FOR_DOD, BLIND: True}, Outcome.PROHIBITED, "term `surveillance`", id="broken"),
        pytest.param((SURVEILLANCE,), {**FOR_DOD, BLIND: False}, Outcome.PERMITTED, "breaks none", id="kept"),
        pytest.param((SURVEILLANCE,), FOR_DOD, Outcome.UNDETERMINED, "term `surveillance`", id="not known"),
        pytest.param((APPROVAL,), FOR_DOD, Outcome.NEEDS_AUTHORISATION, "term `approval`", id="asks for approval"),
        pytest.param(
            (APPROVAL,), {CUSTOMER: "civilian"}, Outcome.PERMITTED, "contract.customer is civilian", id="outside"
        ),
    ],
)
def test_an_agreement_says_which_term_decides_or_why_none_does(
    terms: tuple[Term, ...], facts: Facts, outcome: Outcome, said: str
) -> None:
    decision = under(agreement(*terms), facts)

    assert decision.outcome is outcome
    assert said in "".join([*(r.because for r in decision.reasons), *(a.because for a in decision.set_aside)])


def test_an_agreement_that_has_ended_or_not_begun_binds_nobody() -> None:
    ends = agreement(APPROVAL, during=Interval(start=date(2026, 3, 1), end=date(2026, 7, 1)))

    decisions = [under(ends, FOR_DOD, day) for day in (date(2026, 2, 28), date(2026, 6, 30), date(2026, 7, 1))]

    assert [d.outcome for d in decisions] == [Outcome.PERMITTED, Outcome.NEEDS_AUTHORISATION, Outcome.PERMITTED]
    assert [[a.because for a in d.set_aside] for d in decisions] == [
        ["it begins on 2026-03-01"],
        [],
        ["it ended on 2026-06-30"],
    ]
