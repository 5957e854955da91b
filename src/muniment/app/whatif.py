"""What if: the same questions put to the law as it is recorded and as it is supposed, and the answers compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from muniment.app.questions import question_about
from muniment.decide.compare import Differs, differs
from muniment.decide.engine import Engine, Question
from muniment.decide.hinges import other_values
from muniment.decide.posture import with_postures
from muniment.decide.suppose import LawChanged, suppose
from muniment.domain.ids import FactId
from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from muniment.decide.suppose import Supposition
    from muniment.domain.condition import Facts, FactValue
    from muniment.domain.contract import Estate, Posture
    from muniment.domain.decision import Decision, Outcome
    from muniment.domain.hypothetical import Alternative, Hypothetical
    from muniment.domain.ids import ContractId, HypotheticalId, SystemId
    from muniment.domain.report import Report
    from muniment.domain.rulebook import Rulebook

_CLAUSES = FactId("contract.clauses")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A hypothetical of the rulebook, supposed to be so from `start` on."""

    hypothetical: Hypothetical
    start: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsSupposed:
    """Facts that would be other than recorded, in one contract and system; in all where none is named."""

    facts: Facts
    contract: str = ""
    system: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseAdded:
    """A modification that puts a clause into a contract."""

    contract: ContractId
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """Everything that is supposed at once. `on` is the day that is supposed to have come."""

    law: tuple[Supposition, ...] = ()
    named: tuple[Named, ...] = ()
    facts: tuple[FactsSupposed, ...] = ()
    clauses: tuple[ClauseAdded, ...] = ()
    on: date | None = None

    @property
    def supposes_nothing(self) -> bool:
        """Say whether nothing at all is supposed."""
        return not (self.law or self.named or self.facts or self.clauses or self.on)

    def among(self, rulebook: Rulebook) -> Rulebook:
        """Return the rulebook as it is supposed to be."""
        return suppose(rulebook, _all(self))

    def starts_after(self, day: date) -> tuple[date, ...]:
        """Return the later days from which something that is supposed of the law can first make a difference."""
        days = {each.start for each in self.law if isinstance(each, LawChanged)}
        for each in self.named:
            usual = each.hypothetical.ordinarily
            days |= {each.start} | ({usual.day} if usual and usual.day > each.start else set())
        return tuple(sorted(one for one in days if one > day))


@dataclass(frozen=True, slots=True, kw_only=True)
class SupposedQuestion:
    """One question, where it arises, and the facts as they are supposed to be."""

    question: Question
    supposed: Facts
    contract: ContractId | None = None
    system: SystemId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAs:
    """The decision under one reading of what a hypothetical would mean."""

    hypothetical: HypotheticalId
    alternative: Alternative
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One question with its answer as the law is recorded, and as it is supposed."""

    asked: SupposedQuestion
    before: Decision
    after: Decision
    read_as: tuple[ReadAs, ...] = ()

    @property
    def differs(self) -> Differs:
        """Say how far the supposed answer, or that under any reading of it, differs from the recorded one."""
        found = {differs(self.before, each) for each in (self.after, *(one.decision for one in self.read_as))}
        return next(each for each in Differs if each in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """All answers: those of `before`, as the law is recorded, beside those of `after`, as it is supposed."""

    before: date
    after: date
    turns: tuple[Turn, ...]

    def those(self, differing: Differs) -> tuple[Turn, ...]:
        """Return the turns that differ so far."""
        return tuple(turn for turn in self.turns if turn.differs is differing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hinge:
    """A known fact, and another `value` of it that would lead elsewhere; one turn for each view of the page."""

    fact: FactId
    value: FactValue
    turns: tuple[Turn, ...]


class Law:
    """A rulebook as it is, as it is supposed, and under each reading of what is supposed; each compiled once."""

    def __init__(self, rulebook: Rulebook, hypothesis: Hypothesis) -> None:
        """Compile them all."""
        self.recorded = Engine(rulebook)
        self._supposed = Engine(hypothesis.among(rulebook))
        self._readings = tuple(
            (named.hypothetical.id, alternative, Engine(suppose(rulebook, _all(hypothesis, named, alternative))))
            for named in hypothesis.named
            for alternative in named.hypothetical.alternatives
        )

    def turn(self, asked: SupposedQuestion, before: date, after: date, postures: Sequence[Posture]) -> Turn:
        """Return both answers to one question, and one for each reading where the supposed law leaves it open."""
        then = replace(asked.question, facts=asked.supposed, as_of=after)
        return Turn(
            asked=asked,
            before=with_postures(self.recorded.decide(replace(asked.question, as_of=before)), postures),
            after=with_postures(self._supposed.decide(then), postures),
            read_as=tuple(
                ReadAs(hypothetical=id_, alternative=alternative, decision=engine.decide(then))
                for id_, alternative, engine in self._readings
            ),
        )


def _all(
    hypothesis: Hypothesis, read: Named | None = None, alternative: Alternative | None = None
) -> Iterator[Supposition]:
    """Yield every change of the law; with an alternative, its changes stand in place of those of `read`."""
    yield from hypothesis.law
    for named in hypothesis.named:
        changes = alternative.changes if alternative and named is read else named.hypothetical.changes
        yield from (LawChanged(change=change, start=named.start) for change in changes)


def views(
    law: Law, asked: Sequence[SupposedQuestion], hypothesis: Hypothesis, as_of: date, postures: Sequence[Posture] = ()
) -> tuple[View, ...]:
    """Return the answers on `as_of`, and on each later day from which what is supposed can make a difference.

    Where a day is supposed to have come, the one view compares `as_of` with that day.
    """
    days = [(as_of, hypothesis.on or as_of)]
    if hypothesis.on is None:
        days += [(day, day) for day in hypothesis.starts_after(as_of)]
    return tuple(
        View(before=before, after=after, turns=tuple(law.turn(each, before, after, postures) for each in asked))
        for before, after in days
    )


def hinges(
    law: Law, question: Question, hypothesis: Hypothesis, seen: Sequence[View], rulebook: Rulebook
) -> tuple[Hinge, ...]:
    """Return every other value of one known fact that leads to another outcome in one of the views `seen`."""
    found = []
    for fact, value in other_values(question.facts, rulebook):
        asked = supposing(replace(question, facts={**question.facts, fact: value}), hypothesis)
        turns = tuple(law.turn(asked, view.before, view.after, ()) for view in seen)
        if any(_outcomes(turn) != _outcomes(view.turns[0]) for turn, view in zip(turns, seen, strict=True)):
            found.append(Hinge(fact=fact, value=value, turns=turns))
    return tuple(found)


def _outcomes(turn: Turn) -> list[tuple[Outcome, date | None]]:
    return [(each.outcome, each.until) for each in (turn.before, turn.after)]


def asked_in(report: Report, hypothesis: Hypothesis) -> tuple[SupposedQuestion, ...]:
    """Return a question for each decision of `report`, with what is supposed of its facts.

    Raises: InputError for a clause that is put into a contract whose clauses are not recorded.
    """
    estate = report.estate
    contracts = {contract.id: contract for contract in estate.contracts} if estate else {}
    return tuple(
        supposing(
            question_about(
                decided.use,
                contracts[decided.contract] if decided.contract else None,
                estate,
                report.as_of,
                report.age_limit,
            ),
            hypothesis,
            contract=decided.contract,
            system=decided.use.system,
        )
        for decided in report.decisions
    )


def supposing(
    question: Question, hypothesis: Hypothesis, *, contract: ContractId | None = None, system: SystemId | None = None
) -> SupposedQuestion:
    """Return the question with what is supposed of its facts. Raises: InputError as `asked_in` does."""
    supposed = dict(question.facts)
    for added in hypothesis.clauses:
        if added.contract == contract:
            supposed[_CLAUSES] = _with_clause(supposed, added)
    for change in hypothesis.facts:
        if change.contract in {"", contract} and change.system in {"", system}:
            supposed |= change.facts
    return SupposedQuestion(question=question, supposed=supposed, contract=contract, system=system)


def _with_clause(facts: Facts, added: ClauseAdded) -> frozenset[str]:
    held = facts.get(_CLAUSES)
    if isinstance(held, frozenset):
        return held | {added.clause}
    where = f"--clause {added.contract}={added.clause}"
    help_ = "write `clauses` in the estate file first: a list of clauses counts as complete"
    raise InputError(Problem(where=where, what="the clauses of this contract are not recorded", help=help_))


def refuse_unknown_places(hypothesis: Hypothesis, estate: Estate) -> None:
    """Refuse a contract or a system that the estate does not describe. Raises: InputError."""
    contracts, systems = {each.id for each in estate.contracts}, {each.id for each in estate.systems}
    problems = [
        *_unknown("contract", (added.contract for added in hypothesis.clauses), contracts),
        *_unknown("contract", (change.contract for change in hypothesis.facts if change.contract), contracts),
        *_unknown("system", (change.system for change in hypothesis.facts if change.system), systems),
    ]
    if problems:
        raise InputError(*dict.fromkeys(problems))


def _unknown(what: str, named: Iterable[str], known: Iterable[str]) -> Iterator[Problem]:
    ids = sorted(known)
    for each in named:
        if each not in ids:
            help_ = f"the estate file has {', '.join(f'`{one}`' for one in ids)}"
            yield Problem(where=f"{what} `{each}`", what="is not known", help=help_)
