"""The interview: exactly the questions that can still change a decision, the most decisive first."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.app.questions import question_about
from muniment.domain.condition import Subject
from muniment.domain.contract import AnswerPlace
from muniment.domain.decision import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from muniment.decide.bearing import Bearing, Bearings
    from muniment.decide.engine import Question
    from muniment.domain.condition import FactKind
    from muniment.domain.contract import FactAnswer
    from muniment.domain.ids import FactId, InstrumentId
    from muniment.domain.report import Report, UseDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """A fact that nobody gave, and what it is about.

    `decisions` are undetermined and hang on it; `settles` of them is expected to be settled by the answer alone.
    `instruments` ask for the fact, first those that ask in most decisions. `said`: that nobody knows was said before.
    """

    kind: FactKind
    place: AnswerPlace
    decisions: tuple[UseDecision, ...]
    settles: float
    instruments: tuple[InstrumentId, ...]
    said: FactAnswer | None = None

    @property
    def key(self) -> tuple[FactId, AnswerPlace]:
        """Return what tells this question from all others."""
        return self.kind.id, self.place


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """What is to be asked about the decisions of `report`, in order.

    `nobody_knows` was asked before. `homeless` cannot be answered in the estate file, because the use lies in no system
    of it. `beyond` are undetermined, and no fact can change them: the law itself is open, or the rulebook too old.
    """

    report: Report
    questions: tuple[OpenQuestion, ...]
    nobody_knows: tuple[OpenQuestion, ...]
    homeless: tuple[OpenQuestion, ...]
    beyond: tuple[UseDecision, ...]

    @property
    def undetermined(self) -> int:
        """Return the number of decisions that are undetermined."""
        return sum(one.decision.outcome is Outcome.UNDETERMINED for one in self.report.decisions)


def interview(report: Report, bearings: Bearings, *, again: bool = False) -> Interview:
    """Return what is still to be asked about the decisions of `report`; `again`: also what nobody knew."""
    weighed = [(decided, bearings.of(_question(report, decided))) for decided in report.decisions]
    pairs = [(decided, bearing) for decided, found in weighed for bearing in found]
    said = {(one.fact, one.place): one for one in (report.estate.answers if report.estate else ())}
    asked = sorted(_put_together(report, pairs, said), key=_decisive(report))
    placed = [one for one in asked if _has_home(one)]
    return Interview(
        report=report,
        questions=tuple(one for one in placed if again or one.said is None),
        nobody_knows=tuple(one for one in placed if one.said is not None and not again),
        homeless=tuple(one for one in asked if not _has_home(one)),
        beyond=tuple(
            decided for decided, found in weighed if decided.decision.outcome is Outcome.UNDETERMINED and not found
        ),
    )


def _question(report: Report, decided: UseDecision) -> Question:
    """Return what was asked, apart from how old the rulebook may be: no fact makes it younger."""
    contract = report.contract(decided)
    return question_about(decided.use, contract, report.estate, report.as_of)


def _put_together(
    report: Report, pairs: Iterable[tuple[UseDecision, Bearing]], said: Mapping[tuple[FactId, AnswerPlace], FactAnswer]
) -> Iterator[OpenQuestion]:
    """Yield each question once, with all decisions that hang on it."""
    hanging: dict[tuple[FactId, AnswerPlace], list[tuple[UseDecision, Bearing]]] = defaultdict(list)
    for decided, bearing in pairs:
        whole = AnswerPlace(contract=decided.contract, system=decided.use.system, vendor=decided.use.vendor)
        hanging[bearing.fact, whole.part_for(report.rulebook.facts[bearing.fact].subject)].append((decided, bearing))
    for (fact, place), found in hanging.items():
        asking = Counter(name for _, bearing in found for name in bearing.instruments)
        yield OpenQuestion(
            kind=report.rulebook.facts[fact],
            place=place,
            decisions=tuple(decided for decided, _ in found),
            settles=sum(bearing.settles for _, bearing in found),
            instruments=tuple(name for name, _ in asking.most_common()),
            said=said.get((fact, place)),
        )


def _decisive(report: Report) -> Callable[[OpenQuestion], tuple[object, ...]]:
    """Return a key that puts first what settles most, then what most hangs on, then the order of the rulebook."""
    order = {fact: number for number, fact in enumerate(report.rulebook.facts)}

    def key(one: OpenQuestion) -> tuple[object, ...]:
        place = (one.place.contract or "", one.place.system or "", one.place.vendor or "")
        return -one.settles, -len(one.decisions), order[one.kind.id], place

    return key


def _has_home(one: OpenQuestion) -> bool:
    """Say whether the estate file has a place for the answer."""
    return one.kind.subject not in {Subject.SYSTEM, Subject.USE} or one.place.system is not None
