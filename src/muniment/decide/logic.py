"""Conditions over facts in three values: true, false, or the facts that are missing to tell."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, assert_never

from muniment.domain.condition import AllOf, AnyOf, Before, Condition, Facts, Includes, Not, OneOf, OnOrAfter
from muniment.domain.ids import FactId

Truth: TypeAlias = bool | frozenset[FactId]
"""A set is never empty: it holds the missing facts, any of which might settle the question."""
Test: TypeAlias = Callable[[Facts], Truth]


def compiled(condition: Condition) -> Test:
    """Return the test that `condition` describes."""
    match condition:
        case OneOf(fact, values):
            return lambda facts: _missing(fact) if fact not in facts else facts[fact] in values
        case Includes(fact, wanted):
            return lambda facts: _missing(fact) if fact not in facts else not wanted.isdisjoint(facts[fact])  # type: ignore[arg-type]  # the door checks the type of every fact
        case Before(fact, day):
            return lambda facts: _missing(fact) if fact not in facts else facts[fact] < day  # type: ignore[operator]  # as above
        case OnOrAfter(fact, day):
            return lambda facts: _missing(fact) if fact not in facts else facts[fact] >= day  # type: ignore[operator]  # as above
        case AllOf(of):
            return _all(tuple(map(compiled, of)))
        case AnyOf(of):
            return _any(tuple(map(compiled, of)))
        case Not(of):
            return _negated(compiled(of))
        case _:
            assert_never(condition)


def _missing(fact: FactId) -> frozenset[FactId]:
    return frozenset((fact,))


def _all(tests: tuple[Test, ...]) -> Test:
    def test(facts: Facts) -> Truth:
        missing: frozenset[FactId] = frozenset()
        for one in tests:
            truth = one(facts)
            if truth is False:
                return False
            if truth is not True:
                missing |= truth
        return missing or True

    return test


def _any(tests: tuple[Test, ...]) -> Test:
    def test(facts: Facts) -> Truth:
        missing: frozenset[FactId] = frozenset()
        for one in tests:
            truth = one(facts)
            if truth is True:
                return True
            if truth is not False:
                missing |= truth
        return missing or False

    return test


def _negated(test: Test) -> Test:
    def negation(facts: Facts) -> Truth:
        truth = test(facts)
        return not truth if isinstance(truth, bool) else truth

    return negation


def failing(condition: Condition, facts: Facts) -> str:
    """Say in words which part of a condition that is false makes it so."""
    match condition:
        case AllOf(of):
            return next((failing(part, facts) for part in of if compiled(part)(facts) is False), "")
        case AnyOf(of):
            return " and ".join(failing(part, facts) for part in of)
        case Not(of):
            return described(of)
        case _:
            return f"{condition.fact} is {_shown(facts.get(condition.fact, 'missing'))}"


def described(condition: Condition) -> str:
    """Say a condition in words, in the vocabulary of the facts."""
    match condition:
        case OneOf(fact, values):
            return f"{fact} is {_shown(values)}"
        case Includes(fact, values):
            return f"{fact} includes {_shown(values)}"
        case Before(fact, day):
            return f"{fact} is before {day}"
        case OnOrAfter(fact, day):
            return f"{fact} is {day} or later"
        case AllOf(of):
            return " and ".join(map(described, of)) or "always"
        case AnyOf(of):
            return "(" + " or ".join(map(described, of)) + ")" if of else "never"
        case Not(of):
            return f"not {described(of)}"
        case _:
            assert_never(condition)


def _shown(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case frozenset():
            return " or ".join(sorted(map(_shown, value))) or "empty"
        case _:
            return str(value)
