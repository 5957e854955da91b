"""Conditions over facts in three values: true, false, or the facts that are missing to tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

from muniment.decide.seen import Exact, Seen
from muniment.domain.condition import (
    AllOf,
    AnyOf,
    Before,
    Condition,
    FactValue,
    Includes,
    Leaf,
    Not,
    OneOf,
    OnOrAfter,
    facts_named_by,
)
from muniment.domain.ids import FactId

if TYPE_CHECKING:
    from muniment.domain.condition import Facts

Truth: TypeAlias = bool | frozenset[FactId]
"""A set is never empty: it holds the missing facts, any of which might settle the question."""
Test: TypeAlias = Callable[[Seen], Truth]
Words: TypeAlias = Callable[[Seen], str]


def compiled(condition: Condition) -> Test:
    """Return the test that `condition` describes."""
    match condition:
        case AllOf(of):
            return _all(tuple(map(compiled, of)))
        case AnyOf(of):
            return _any(tuple(map(compiled, of)))
        case Not(of):
            return _negated(compiled(of))
        case _:
            return _leaf(condition.fact, holds(condition))


def holds(leaf: Leaf) -> Callable[[FactValue], bool]:
    """Return the test that `leaf` puts on a known value of its fact."""
    match leaf:
        case OneOf(_, values):
            return lambda value: value in values
        case Includes(_, wanted):
            return lambda value: not wanted.isdisjoint(value)  # type: ignore[arg-type]  # the door checks the type of every fact
        case Before(_, day):
            return lambda value: value < day  # type: ignore[operator]  # as above
        case OnOrAfter(_, day):
            return lambda value: value >= day  # type: ignore[operator]  # as above
        case _:
            assert_never(leaf)


def truth_of(condition: Condition, facts: Facts) -> Truth:
    """Return whether `condition` holds of `facts`, for whoever asks once."""
    return compiled(condition)(Seen(facts))


def facts_in(truth: Truth) -> frozenset[FactId]:
    """Return the missing facts; none where the question is settled."""
    return frozenset() if isinstance(truth, bool) else truth


def _leaf(fact: FactId, of_value: Callable[[FactValue], bool]) -> Test:
    missing = frozenset((fact,))

    def test(facts: Seen) -> Truth:
        return missing if (value := facts.value(fact)) is None else of_value(value)

    return test


def _all(tests: tuple[Test, ...]) -> Test:
    def test(facts: Seen) -> Truth:
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
    def test(facts: Seen) -> Truth:
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
    def negation(facts: Seen) -> Truth:
        truth = test(facts)
        return not truth if isinstance(truth, bool) else truth

    return negation


def compiled_with_words(condition: Condition) -> Callable[[Seen], Literal[True] | frozenset[FactId] | Words]:
    """Return the test that `condition` describes; where it fails, it returns what says why, in place of false."""
    if isinstance(condition, AllOf):
        return _all_with_words([(compiled(part), failing(part)) for part in condition.of])
    test, words = compiled(condition), failing(condition)

    def tested(facts: Seen) -> Literal[True] | frozenset[FactId] | Words:
        truth = test(facts)
        return words if truth is False else truth

    return tested


def _all_with_words(parts: Sequence[tuple[Test, Words]]) -> Callable[[Seen], Literal[True] | frozenset[FactId] | Words]:
    def tested(facts: Seen) -> Literal[True] | frozenset[FactId] | Words:
        missing: frozenset[FactId] = frozenset()
        for one, words in parts:
            truth = one(facts)
            if truth is False:
                return words
            if truth is not True:
                missing |= truth
        return missing or True

    return tested


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
    look = Exact(fact)

    def words(facts: Seen) -> str:
        value = facts.exact(look)
        return "" if value is None else f"{fact} is {_shown(value)}"

    return words


def _shown(value: FactValue) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case frozenset():
            return " and ".join(sorted(value)) or "empty"
        case _:
            return str(value)
