"""Answers as somebody types them, on the command line or when asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.cli.asked import asked_place, fact_from, unknown
from muniment.domain.condition import FactType, Subject
from muniment.domain.contract import FactAnswer
from muniment.domain.ids import FactId
from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from muniment.domain.condition import FactKind
    from muniment.domain.contract import AnswerPlace
    from muniment.domain.rulebook import Rulebook

NOBODY_KNOWS = "unknown"
"""What is typed where nobody knows the answer."""
_ABOUT = {
    "--contract": "a contract",
    "--system": "a system",
    "--vendor": "a vendor's use",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Who answers, on which day, and on what source."""

    by: str
    on: date
    source: str = ""


def answer_to(kind: FactKind, place: AnswerPlace, typed: str, given: Given) -> FactAnswer:
    """Return what was `typed` as an answer about `place`.

    Raises: InputError where the fact takes no such value.
    """
    value = None if typed == NOBODY_KNOWS else fact_from(kind, _chosen(kind, typed), "--answer")
    return FactAnswer(fact=kind.id, place=place, value=value, by=given.by, on=given.on, source=given.source)


def given_answers(
    rulebook: Rulebook, answers: Sequence[tuple[str, str]], given: Given, *, contract: str, system: str, vendor: str
) -> tuple[FactAnswer, ...]:
    """Return the answers of a command line; each takes from the three places what its fact is about.

    Raises: InputError with every problem.
    """
    named = {"--contract": contract, "--system": system, "--vendor": vendor}
    problems: list[Problem] = []
    found: list[FactAnswer] = []
    for name, typed in answers:
        try:
            kind = _kind(rulebook, name)
            problems += _missing(kind, named)
            found.append(answer_to(kind, _place(rulebook, kind, contract, system, vendor), typed, given))
        except InputError as error:
            problems += error.problems
    if not problems:
        problems += _beside(found, named, given)
    if problems:
        raise InputError(*dict.fromkeys(problems))
    return tuple(found)


def _kind(rulebook: Rulebook, name: str) -> FactKind:
    kind = rulebook.facts.get(FactId(name))
    if kind is None:
        raise unknown(name, "fact", rulebook.facts)
    return kind


def _options(subject: Subject) -> tuple[str, ...]:
    match subject:
        case Subject.ORGANISATION:
            return ()
        case Subject.CONTRACT:
            return ("--contract",)
        case Subject.SYSTEM:
            return ("--system",)
        case Subject.USE:
            return ("--system", "--vendor")


def _missing(kind: FactKind, named: dict[str, str]) -> Iterator[Problem]:
    for option in _options(kind.subject):
        if not named[option]:
            what = f"is about {_ABOUT[option]}, and none is named"
            yield Problem(where=f"--answer {kind.id}", what=what, help=f"add {option} ID")


def _place(rulebook: Rulebook, kind: FactKind, contract: str, system: str, vendor: str) -> AnswerPlace:
    whole = asked_place(rulebook, contract=contract, system=system, vendor=vendor)
    return whole.part_for(kind.subject)


def _beside(found: Sequence[FactAnswer], named: dict[str, str], given: Given) -> Iterator[Problem]:
    """Yield what is wrong beside the answers themselves: nobody gives them, or a place is named for nothing."""
    if found and not given.by:
        yield Problem(where="--answer", what="does not say who answers", help="add --by NAME")
    used = {
        "--contract": any(one.place.contract for one in found),
        "--system": any(one.place.system for one in found),
        "--vendor": any(one.place.vendor for one in found),
    }
    for option, name in named.items():
        if name and not used[option]:
            what = f"no --answer is about {_ABOUT[option]}"
            yield Problem(where=f"{option} {name}", what=what, help="leave it out")


def _chosen(kind: FactKind, typed: str) -> str:
    """Return `typed` with numbers of choices replaced by the choices, and whatever letters they were typed in."""
    if kind.type is FactType.YES_NO:
        return {"y": "yes", "n": "no", "true": "yes", "false": "no"}.get(typed.casefold(), typed.casefold())
    if not kind.choices:
        return typed
    by_name = {choice.casefold(): choice for choice in kind.choices}
    by_name |= {str(number): choice for number, choice in enumerate(kind.choices, start=1)}
    parts = (part.strip() for part in typed.split(","))
    return ",".join(by_name.get(part.casefold(), part) for part in parts)
