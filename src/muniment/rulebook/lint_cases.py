"""Checks that every change of law has its cases, and that every case is answered as people expect."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeAlias

from muniment.decide.engine import Engine, Question
from muniment.decide.suppose import LawChanged, suppose
from muniment.domain.condition import Facts
from muniment.domain.decision import Decision
from muniment.domain.ids import HypotheticalId, VendorId
from muniment.errors import Problem, RulebookError
from muniment.rulebook.compare import differences
from muniment.rulebook.files import CASES, FROM_TEXT, beside
from muniment.rulebook.parse_cases import parse_cases
from muniment.rulebook.yaml_text import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from muniment.domain.case import Case
    from muniment.domain.restriction import Restriction
    from muniment.domain.rulebook import Rulebook
    from muniment.rulebook.files import RulebookFiles
    from muniment.rulebook.load import Placed

Decide: TypeAlias = Callable[[VendorId, Facts, date], Decision]
"""Answers whether a vendor may be used on a day, given what is known."""

_DAY = timedelta(days=1)


def case_problems(files: RulebookFiles, placed: Placed, decide: Decide, own: frozenset[str]) -> Iterator[Problem]:
    """Yield case files without an instrument, instruments and days without a case, and cases answered otherwise.

    `files` are to hold the cases of the instruments in `own`, and no others.
    """
    parsed: dict[str, tuple[Case, ...]] = {}
    for path, content in sorted(files.contents.items()):
        try:
            parsed[path] = parse_cases(read(content, files.shown(path)), placed.rulebook)
        except RulebookError as error:
            parsed[path] = ()
            yield from error.problems
    yield from _files_out_of_place(files, parsed, placed, own)
    for restriction in (each for id_, each in placed.rulebook.restrictions.items() if id_ in own):
        path = f"restrictions/{restriction.id}{CASES}"
        where = str(placed.instruments[restriction.id])
        yield from _days_without_case(restriction, parsed.get(path, ()), where, f"add one to `{path}`")
    for cases in parsed.values():
        yield from _repeated(cases)
    for path, cases in parsed.items():
        answer = _decider(path, placed.rulebook, decide)
        for case in cases:
            yield from _run(case, answer)


def _decider(path: str, rulebook: Rulebook, decide: Decide) -> Decide:
    """Return what answers the cases in `path`: those beside a hypothetical are asked as if it were so."""
    folder = path.rpartition("/")[0]
    one = rulebook.hypotheticals.get(HypotheticalId(beside(path)))
    if folder != "hypotheticals" or one is None:
        return decide
    changes = [LawChanged(change=change, start=one.earliest.day) for change in one.changes]
    judge = Engine(suppose(rulebook, changes))
    return lambda vendor, facts, day: judge.decide(Question(vendor=vendor, facts=facts, as_of=day))


def _files_out_of_place(
    files: RulebookFiles, parsed: Iterable[str], placed: Placed, own: frozenset[str]
) -> Iterator[Problem]:
    book = placed.rulebook
    expected: dict[str, str] = {f"restrictions/{id_}{CASES}": id_ for id_ in book.restrictions if id_ in own}
    expected |= {f"agreements/{id_}{CASES}": id_ for id_ in book.agreements if id_ in own}
    expected |= {f"hypotheticals/{id_}{CASES}": id_ for id_ in book.hypotheticals if id_ in own}
    may_be = {path.removesuffix(CASES) + FROM_TEXT for path in expected}
    found = set(parsed)
    for path in sorted(found - expected.keys() - may_be):
        help_ = "name the file after a restriction, an agreement or a hypothetical in the same folder"
        yield Problem(where=files.shown(path), what="these cases belong to no instrument", help=help_)
    for path in sorted(expected.keys() - found):
        where = str({**placed.instruments, **placed.hypotheticals}[expected[path]])
        yield Problem(where=where, what=f"`{expected[path]}` has no cases", help=f"write `{path}`")


def _days_without_case(restriction: Restriction, cases: Iterable[Case], where: str, help_: str) -> Iterator[Problem]:
    """Yield each day on which something changes, and each day before, on which no case asks about its vendors."""
    asked = {case.as_of for case in cases if case.vendor in restriction.vendors}
    for day, change in _changes(restriction).items():
        if day not in asked:
            yield Problem(where=where, what=f"no case on {day}, the first day on which {change}", help=help_)
        if day - _DAY not in asked:
            what = f"no case on {day - _DAY}, the day before the first on which {change}"
            yield Problem(where=where, what=what, help=help_)


def _changes(restriction: Restriction) -> Mapping[date, str]:
    """Return the days on which an effect or a status begins or ends, each with one change of that day."""
    changes = {
        status.during.end: f"the status is no longer `{status.state.value}`"
        for status in restriction.statuses
        if status.during.end is not None
    }
    changes |= {status.during.start: f"the status is `{status.state.value}`" for status in restriction.statuses}
    changes |= {start: f"the effect is `{effect.kind.value}`" for start, effect in restriction.effects.entries}
    return dict(sorted(changes.items()))


def _repeated(cases: Iterable[Case]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for case in cases:
        if case.sentence in first:
            what = f"the sentence of this case stands already in {first[case.sentence]}"
            yield Problem(where=case.where, what=what, help="say what is different here")
        first.setdefault(case.sentence, case.where)


def _run(case: Case, decide: Decide) -> Iterator[Problem]:
    decision = decide(case.vendor, case.given, case.as_of)
    missing = ", ".join(f"`{unknown.fact}`" for unknown in decision.unknown)
    help_ = f"facts that are missing: {missing}" if missing else ""
    for difference in differences(case.expect, decision):
        yield Problem(where=case.where, what=f"`{case.sentence}`: {difference}", help=help_)
