from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from decide.invented import (
    BLIND,
    BY,
    DOD,
    FOR_DOD,
    decided,
    restriction,
    status,
)
from muniment.domain.condition import ALWAYS, Not, OneOf
from muniment.domain.duty import Duty, DutyKind
from muniment.domain.restriction import ExceptionRule, State

if TYPE_CHECKING:
    from muniment.domain.condition import Facts


SEES = OneOf(BLIND, frozenset({False}))
DUTIES = tuple(
    Duty(
        id=kind.value,
        kind=kind,
        title="",
        when=DOD,
        clocks=(),
        to=(),
        cited=BY,
        unless=OneOf(BLIND, frozenset({False})),
    )
    for kind in DutyKind
)


@pytest.mark.parametrize(
    ("changes", "facts", "arising"),
    [
        pytest.param({}, FOR_DOD, list(DutyKind), id="the instrument bites"),
        pytest.param({"scope": Not(DOD)}, FOR_DOD, list(DutyKind)[1:], id="the use is out of its scope"),
        pytest.param(
            {"exceptions": (ExceptionRule(id="e", title="e", when=ALWAYS, cited=BY),)},
            FOR_DOD,
            list(DutyKind)[1:],
            id="an exception leaves the use out",
        ),
        pytest.param({"statuses": (status(date(2026, 3, 1), State.STAYED),)}, FOR_DOD, [], id="it is stayed"),
        pytest.param({"statuses": ()}, FOR_DOD, [], id="no status is recorded"),
        pytest.param({"scope": ALWAYS}, {}, [DutyKind.REPORT], id="nobody has said what the duty turns on"),
        pytest.param({}, {**FOR_DOD, BLIND: False}, [], id="an excuse holds"),
    ],
)
def test_a_report_needs_an_instrument_that_bites_and_other_duties_only_one_that_can_bind(
    changes: dict[str, object], facts: Facts, arising: list[DutyKind]
) -> None:
    decision = decided(restriction("northwind-models", duties=DUTIES, **changes), facts=facts)

    assert [due.duty.kind for due in decision.duties] == arising
