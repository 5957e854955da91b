"""The closed set of conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.condition import (
    ALWAYS,
    NEVER,
    AllOf,
    AnyOf,
    Before,
    FactType,
    Includes,
    Not,
    OneOf,
    OnOrAfter,
)
from muniment.rulebook.fields import block, day, some, suggestion
from muniment.rulebook.parse_facts import parse_single, parse_word
from muniment.rulebook.yaml_text import Text, refusal

if TYPE_CHECKING:
    from muniment.domain.condition import Condition, FactKind
    from muniment.rulebook.known import Known
    from muniment.rulebook.yaml_text import Block, Node

_TESTS = ("is", "in", "includes", "before", "on_or_after")
_FITS = {FactType.SET: ("includes",), FactType.DAY: ("is", "in", "before", "on_or_after"), FactType.MOMENT: ()}
_JOINS = ("all", "any", "not")
_FORMS = "write `always`, `{fact: F, is: V}`, or one of `in`, `includes`, `before`, `on_or_after`, `all`, `any`, `not`"


def parse_condition(node: Node, known: Known) -> Condition:
    """Return a condition; every fact in it exists, and every value is one that its fact can have."""
    if isinstance(node, Text) and node.value == "always":
        return ALWAYS
    if isinstance(node, Text):
        raise refusal(node.place, f"`{node.value}` is not a condition", _FORMS)
    found = block(node, "a condition")
    if "fact" in found.keys:
        return _test(found, known)
    if len(found.keys) != 1:
        raise refusal(found.place, "a condition has one key, or `fact` and one test", _FORMS)
    return _joined(found, known)


def parse_breach(node: Node, known: Known) -> Condition:
    """Return a condition, or one that never holds for the word `never`."""
    return NEVER if isinstance(node, Text) and node.value == "never" else parse_condition(node, known)


def _joined(found: Block, known: Known) -> Condition:
    ((key, of),) = found.values.items()
    match key:
        case "all":
            return AllOf(some(of, lambda item: parse_condition(item, known)))
        case "any":
            return AnyOf(some(of, lambda item: parse_condition(item, known)))
        case "not":
            return Not(parse_condition(of, known))
        case _:
            raise refusal(found.keys[key], f"`{key}` is not a kind of condition", suggestion(key, (*_JOINS, "fact")))


def _test(found: Block, known: Known) -> Condition:
    kind = known.fact(found["fact"])
    others = [key for key in found.keys if key != "fact"]
    if len(others) != 1:
        raise refusal(found.place, f"a condition on fact `{kind.id}` needs exactly one test", suggestion("", _TESTS))
    key, value = others[0], found[others[0]]
    if key not in _TESTS:
        raise refusal(found.keys[key], f"`{key}` is not a test of a fact", suggestion(key, _TESTS))
    _check_type(key, kind, found)
    match key:
        case "is":
            return OneOf(kind.id, frozenset({parse_single(value, kind)}))
        case "in":
            return OneOf(kind.id, frozenset(some(value, lambda item: parse_single(item, kind))))
        case "includes":
            return Includes(kind.id, frozenset(some(value, lambda item: parse_word(item, kind))))
        case "before":
            return Before(kind.id, day(value))
        case _:
            return OnOrAfter(kind.id, day(value))


def _check_type(key: str, kind: FactKind, found: Block) -> None:
    """Refuse a test that the type of the fact can never pass."""
    fits = _FITS.get(kind.type, ("is", "in"))
    if key not in fits:
        what = f"fact `{kind.id}` is of type `{kind.type.value}`, which has no test `{key}`"
        help_ = "use " + " or ".join(f"`{one}`" for one in fits) if fits else "let a clock run from it"
        raise refusal(found.keys[key], what, help_)
