from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from decide.invented import BLIND, BY, CUSTOMER, restriction
from muniment.decide.unmet import unmet
from muniment.domain.condition import AllOf, OneOf
from muniment.domain.restriction import ExceptionRule

if TYPE_CHECKING:
    from muniment.domain.condition import Facts

BLIND_AND_CIVILIAN = AllOf((OneOf(BLIND, frozenset({True})), OneOf(CUSTOMER, frozenset({"civilian"}))))
EXCEPTED = restriction(exceptions=(ExceptionRule(id="blind", title="Blind items", when=BLIND_AND_CIVILIAN, cited=BY),))


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        pytest.param(
            {BLIND: True, CUSTOMER: "dod"}, ["contract.customer is dod"], id="one half holds, the other fails"
        ),
        pytest.param({BLIND: True, CUSTOMER: "civilian"}, [], id="it applies"),
        pytest.param({BLIND: True}, [], id="nobody has said whether it applies"),
        pytest.param({BLIND: False, CUSTOMER: "dod"}, [], id="nothing speaks for it"),
    ],
)
def test_an_exception_is_named_that_seems_to_apply_and_does_not(facts: Facts, told: list[str]) -> None:
    assert [why for _, why in unmet(EXCEPTED, facts)] == told
