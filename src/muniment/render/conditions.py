"""Conditions in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from muniment.domain.condition import AllOf, AnyOf, Before, Includes, Not, OneOf, OnOrAfter, fact_value
from muniment.render.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from muniment.domain.condition import Condition, FactValue


def in_words(condition: Condition) -> str:  # noqa: PLR0911  (one for each kind of condition)
    """Return a clause such as `contract.customer is dod, and use.purposes includes performance`."""
    match condition:
        case OneOf(fact, values):
            return f"{fact} is {_either(values)}"
        case Includes(fact, values):
            return f"{fact} includes {_either(values)}"
        case Before(fact, day):
            return f"{fact} is before {day}"
        case OnOrAfter(fact, day):
            return f"{fact} is {day} or later"
        case AllOf(parts):
            return "; and ".join(_nested(part) for part in parts) if parts else "always"
        case AnyOf(parts):
            return "; or ".join(_nested(part) for part in parts) if parts else "never"
        case Not(AllOf(())):
            return "never"
        case Not(part):
            return f"not ({in_words(part)})"
        case _:
            assert_never(condition)


def _nested(condition: Condition) -> str:
    words = in_words(condition)
    match condition:
        case AllOf(parts) | AnyOf(parts) if len(parts) > 1:
            return f"({words})"
        case _:
            return words


def _either(values: Iterable[FactValue]) -> str:
    return listed(sorted(fact_value(value) for value in values), last="or")
