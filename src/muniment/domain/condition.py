"""Facts, and the closed set of conditions that rules may put on them. There is no other rule language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from muniment.domain.ids import FactId
from muniment.domain.moment import moment_text

if TYPE_CHECKING:
    from muniment.domain.official_list import ListKind

FactValue: TypeAlias = str | bool | date | frozenset[str]
Facts: TypeAlias = Mapping[FactId, FactValue]
"""What is known. A fact that is absent is missing, which is neither true nor false."""


class FactType(Enum):
    """What values a fact takes. A moment is a day, or an aware `datetime`; no condition turns on one."""

    YES_NO = "yes-no"
    CHOICE = "choice"
    SET = "set"
    TEXT = "text"
    DAY = "day"
    MOMENT = "moment"


class Subject(Enum):
    """What a fact is about. The value is the header in the estate file below which it is written."""

    ORGANISATION = "[organisation]"
    CONTRACT = "[[contracts]]"
    SYSTEM = "[[systems]]"
    USE = "[[systems.uses]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactKind:
    """A fact that rules may ask for: the question that settles it, and where the answer goes in the estate file.

    `choices` closes a choice or a set; an empty tuple leaves it open (clause numbers, component names).
    `answered_by` is the official list on which a supplier's entry answers it, once a person has confirmed the match.
    """

    id: FactId
    type: FactType
    question: str
    answer_in: str
    choices: tuple[str, ...] = ()
    answered_by: ListKind | None = None

    @property
    def subject(self) -> Subject:
        """Return what the fact is about."""
        return Subject(self.answer_in.rpartition(" ")[0])

    def takes(self, value: FactValue) -> bool:
        """Say whether `value` is of the type that the fact has; not checked are its choices."""
        match self.type:
            case FactType.YES_NO:
                return isinstance(value, bool)
            case FactType.SET:
                return isinstance(value, frozenset)
            case FactType.DAY:
                return isinstance(value, date) and not isinstance(value, datetime)
            case FactType.MOMENT:
                return isinstance(value, date)
            case FactType.TEXT | FactType.CHOICE:
                return isinstance(value, str)


@dataclass(frozen=True, slots=True)
class OneOf:
    """The fact is one of `values`."""

    fact: FactId
    values: frozenset[FactValue]


@dataclass(frozen=True, slots=True)
class Includes:
    """The fact, a set, holds at least one of `values`. A set that is given is complete."""

    fact: FactId
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Before:
    """The fact, a day, is earlier than `day`."""

    fact: FactId
    day: date


@dataclass(frozen=True, slots=True)
class OnOrAfter:
    """The fact, a day, is `day` or later."""

    fact: FactId
    day: date


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every condition holds. With none, it holds: this is `always`."""

    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one condition holds."""

    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold."""

    of: Condition


Leaf: TypeAlias = OneOf | Includes | Before | OnOrAfter
"""A condition that stands on one fact."""
Condition: TypeAlias = Leaf | AllOf | AnyOf | Not
ALWAYS = AllOf(())
NEVER = AnyOf(())


def leaves_of(condition: Condition) -> Iterator[Leaf]:
    """Yield every part of the condition that stands on one fact; one may come twice."""
    match condition:
        case AllOf(of) | AnyOf(of):
            for part in of:
                yield from leaves_of(part)
        case Not(of):
            yield from leaves_of(of)
        case _:
            yield condition


def facts_named_by(condition: Condition) -> Iterator[FactId]:
    """Yield every fact that the condition asks about; one may come twice."""
    return (leaf.fact for leaf in leaves_of(condition))


def fact_value(value: FactValue) -> str:
    """Return a fact's value as it is written in the rulebook."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return ", ".join(sorted(value)) or "none"
    return moment_text(value) if isinstance(value, date) else value
