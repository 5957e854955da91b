"""The decision: every instrument that names the vendor is weighed, and the strictest of them decides."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.decide.logic import compiled
from muniment.decide.weigh import Weighed, Weigher
from muniment.domain.agreement import Agreement, TermKind
from muniment.domain.citation import Citation, Confidence
from muniment.domain.decision import Decision, Outcome, Reason, SetAside, Unknown
from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from muniment.decide.logic import Test
    from muniment.domain.agreement import Term, Waiver
    from muniment.domain.condition import Facts
    from muniment.domain.ids import FactId, InstrumentId, VendorId
    from muniment.domain.rulebook import Rulebook

_FREE = frozenset({Outcome.PERMITTED, Outcome.PERMITTED_UNTIL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """May this vendor's technology be used, given these facts, on this day? `waivers` are those of the contract."""

    vendor: VendorId
    facts: Facts
    as_of: date
    waivers: tuple[Waiver, ...] = ()


class Engine:
    """A rulebook, compiled once; `decide` then takes microseconds and remembers nothing."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Compile every restriction and agreement of `rulebook`."""
        self._rulebook = rulebook
        self._weighers: dict[VendorId, list[Weigher]] = defaultdict(list)
        for restriction in rulebook.restrictions.values():
            weigher = Weigher(restriction, rulebook)
            for vendor in restriction.vendors:
                self._weighers[vendor].append(weigher)
        self._agreements: dict[VendorId, list[_Terms]] = defaultdict(list)
        for agreement in rulebook.agreements.values():
            self._agreements[agreement.vendor].append(_Terms(agreement))

    def decide(self, question: Question) -> Decision:
        """Return the decision on `question`.

        A missing fact never makes a use permitted: while it can change the outcome, that is `UNDETERMINED`.
        Raises: InputError for a vendor that the rulebook does not know.
        """
        if question.vendor not in self._rulebook.vendors:
            raise InputError(
                Problem(
                    where="the question",
                    what=f"vendor `{question.vendor}` is not in the rulebook",
                    help="`muniment rules list` names the vendors",
                )
            )
        weighed = list(self._weighed(question))
        best = max((w.best for w in weighed), key=lambda o: o.rank, default=Outcome.PERMITTED)
        worst = max((w.worst for w in weighed), key=lambda o: o.rank, default=Outcome.PERMITTED)
        outcome = worst if best is worst or {best, worst} <= _FREE else Outcome.UNDETERMINED
        return self._decision(question, weighed, outcome, best)

    def _weighed(self, question: Question) -> Iterator[Weighed]:
        for weigher in self._weighers[question.vendor]:
            yield weigher.weigh(question.facts, question.as_of, question.waivers)
        for terms in self._agreements[question.vendor]:
            yield from terms.weigh(question.facts, question.as_of)

    def _decision(self, question: Question, weighed: Sequence[Weighed], outcome: Outcome, best: Outcome) -> Decision:
        doubtful = [w for w in weighed if w.best is not w.worst and w.worst.rank > best.rank]
        reasons = sorted(
            (w.reason for w in weighed if w.reason is not None),
            key=lambda r: (-r.best.rank, -r.worst.rank, r.instrument),
        )
        set_aside = tuple(aside for w in weighed for aside in w.set_aside)
        last_days = tuple(
            sorted((day for w in weighed for day in w.last_days), key=lambda day: (day.until, day.instrument))
        )
        return Decision(
            vendor=question.vendor,
            as_of=question.as_of,
            outcome=outcome,
            until=_until(outcome, weighed, question.as_of),
            reasons=tuple(reasons),
            set_aside=set_aside,
            unknown=self._unknown(doubtful) if outcome is Outcome.UNDETERMINED else (),
            open_law=tuple(dict.fromkeys(law for w in doubtful for law in w.open_law)),
            readings=tuple(reading for w in weighed for reading in w.readings),
            last_days=last_days,
            duties=tuple(duty for w in weighed for duty in w.duties),
            confidence=_confidence(outcome, reasons, set_aside),
            verified_through=self._verified_through(question),
            rulebook=self._rulebook.digest,
        )

    def _unknown(self, doubtful: Iterable[Weighed]) -> tuple[Unknown, ...]:
        asking: dict[FactId, list[InstrumentId]] = defaultdict(list)
        for weighed in doubtful:
            if weighed.reason is not None:
                for fact in sorted(weighed.missing):
                    asking[fact].append(weighed.reason.instrument)
        kinds = self._rulebook.facts
        return tuple(
            Unknown(
                fact=fact,
                question=kinds[fact].question,
                answer_in=kinds[fact].answer_in,
                instruments=tuple(dict.fromkeys(instruments)),
            )
            for fact, instruments in sorted(asking.items(), key=lambda item: (-len(item[1]), item[0]))
        )

    def _verified_through(self, question: Question) -> date:
        days = [weigher.restriction.verified_through for weigher in self._weighers[question.vendor]]
        days += [terms.agreement.verified_through for terms in self._agreements[question.vendor]]
        return min([*days, self._rulebook.vendors[question.vendor].screened_through])


def _until(outcome: Outcome, weighed: Iterable[Weighed], as_of: date) -> date | None:
    if outcome is not Outcome.PERMITTED_UNTIL:
        return None
    days = [day for w in weighed if w.worst is Outcome.PERMITTED_UNTIL for day in w.last_days if day.until >= as_of]
    governing = [day for day in days if day.title == "the contracting officer's letter"]
    return min((day.until for day in governing or days), default=None)


def _confidence(outcome: Outcome, reasons: Sequence[Reason], set_aside: Sequence[SetAside]) -> Confidence:
    """Return the weakest confidence among the sources of what decides; weak where nothing at all was weighed."""
    deciding: list[Citation] = [
        c for r in reasons if outcome in {r.best, r.worst, Outcome.UNDETERMINED} for c in r.cited
    ]
    if not deciding:
        deciding = [c for aside in set_aside for c in aside.cited]
    return max((c.confidence for c in deciding), key=lambda c: c.rank, default=Confidence.WEAK)


class _Terms:
    """One agreement, its conditions compiled once."""

    def __init__(self, agreement: Agreement) -> None:
        self.agreement = agreement
        self._scope = compiled(agreement.scope)
        self._terms: list[tuple[Term, Test]] = [(term, compiled(term.breach)) for term in agreement.terms]

    def weigh(self, facts: Facts, as_of: date) -> Iterator[Weighed]:
        """Yield what each term contributes; nothing where the use does not run under the agreement."""
        scope = self._scope(facts) if self.agreement.during.holds_on(as_of) else False
        if scope is False:
            return
        for term, test in self._terms:
            breach = test(facts)
            if breach is False:
                continue
            certain = scope is True and breach is True
            worst = Outcome.NEEDS_AUTHORISATION if term.kind is TermKind.AUTHORISATION else Outcome.PROHIBITED
            best = worst if certain else Outcome.PERMITTED
            missing = frozenset().union(*(truth for truth in (scope, breach) if not isinstance(truth, bool)))
            yield Weighed(
                best=best,
                worst=worst,
                reason=Reason(
                    instrument=self.agreement.id,
                    best=best,
                    worst=worst,
                    because=f"term `{term.id}`: {term.says}",
                    cited=(term.cited,),
                ),
                missing=missing,
            )
