"""Conditions over facts in three values: true, false, or the facts that are missing to tell."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, assert_never

from muniment.domain.condition import (
    AllOf,
    AnyOf,
    Before,
    Condition,
    Facts,
    FactValue,
    Includes,
    Not,
    OneOf,
    OnOrAfter,
    facts_named_by,
)
from muniment.domain.ids import FactId

Truth: TypeAlias = bool | frozenset[FactId]
"""A set is never empty: it holds the missing facts, any of which might settle the question."""
Test: TypeAlias = Callable[[Facts], Truth]
Words: TypeAlias = Callable[[Facts], str]


def compiled(condition: Condition) -> Test:  # noqa: PLR0911  (one for each kind of condition)
    """Return the test that `condition` describes."""
    match condition:
        case OneOf(fact, values):
            return _leaf(fact, lambda value: value in values)
        case Includes(fact, wanted):
            return _leaf(fact, lambda value: not wanted.isdisjoint(value))  # type: ignore[arg-type]  # the door checks the type of every fact
        case Before(fact, day):
            return _leaf(fact, lambda value: value < day)  # type: ignore[operator]  # as above
        case OnOrAfter(fact, day):
            return _leaf(fact, lambda value: value >= day)  # type: ignore[operator]  # as above
        case AllOf(of):
            return _all(tuple(map(compiled, of)))
        case AnyOf(of):
            return _any(tuple(map(compiled, of)))
        case Not(of):
            return _negated(compiled(of))
        case _:
            assert_never(condition)


def facts_in(truth: Truth) -> frozenset[FactId]:
    """Return the missing facts; none where the question is settled."""
    return frozenset() if isinstance(truth, bool) else truth


def _leaf(fact: FactId, holds: Callable[[FactValue], bool]) -> Test:
    missing = frozenset((fact,))

    def test(facts: Facts) -> Truth:
        return missing if (value := facts.get(fact)) is None else holds(value)

    return test


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


def failing(condition: Condition) -> Words:
    """Return what says, of a condition that is false, which values of which facts make it so."""
    match condition:
        case AllOf(of):
            parts = [(compiled(part), failing(part)) for part in of]
            return lambda facts: next((words(facts) for test, words in parts if test(facts) is False), "")
        case AnyOf(of):
            return _joined(tuple(map(failing, of)))
        case Not(of):
            return _joined(tuple(map(_value, facts_named_by(of))))
        case _:
            return _value(condition.fact)


def _joined(all_words: tuple[Words, ...]) -> Words:
    return lambda facts: " and ".join(dict.fromkeys(filter(None, (words(facts) for words in all_words))))


def _value(fact: FactId) -> Words:
    return lambda facts: f"{fact} is {_shown(facts[fact])}" if fact in facts else ""


def _shown(value: FactValue) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case frozenset():
            return " and ".join(sorted(value)) or "empty"
        case _:
            return str(value)
