"""The decision: every instrument that names the vendor is weighed, and the strictest of them decides."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.decide.terms import Terms
from muniment.decide.weigh import Weighed, Weigher
from muniment.domain.citation import Citation, Confidence
from muniment.domain.decision import Decision, Outcome, Unknown
from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from muniment.domain.agreement import Waiver
    from muniment.domain.condition import Facts
    from muniment.domain.ids import FactId, InstrumentId, VendorId
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.technology import Listing

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
                met = restriction.toward(rulebook.vendors[vendor])
                self._weighers[vendor].append(weigher if met is restriction else Weigher(met, rulebook))
        self._agreements: dict[VendorId, list[Terms]] = defaultdict(list)
        for agreement in rulebook.agreements.values():
            self._agreements[agreement.vendor].append(Terms(agreement))
        self._verified_through = {vendor: self._looked_up(vendor) for vendor in rulebook.vendors}
        self._order = {fact: place for place, fact in enumerate(rulebook.facts)}

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
        listings = self._listed(question)
        facts: Facts = {**question.facts, **{one.fact: True for one in listings}} if listings else question.facts
        for weigher in self._weighers[question.vendor]:
            weighed = weigher.weigh(facts, question.as_of, question.waivers)
            yield weigher.with_listings(weighed, listings) if listings else weighed
        for terms in self._agreements[question.vendor]:
            yield from terms.weigh(question.facts, question.as_of)

    def _listed(self, question: Question) -> tuple[Listing, ...]:
        """Return the listings of the vendor that answer facts which the question leaves open."""
        return tuple(
            one
            for one in self._rulebook.vendors[question.vendor].listings
            if one.fact not in question.facts and one.during.holds_on(question.as_of)
        )

    def _decision(self, question: Question, weighed: Sequence[Weighed], outcome: Outcome, best: Outcome) -> Decision:
        doubtful = [w for w in weighed if w.best is not w.worst and w.worst.rank > best.rank]
        reasons = sorted(
            (w.reason for w in weighed if w.reason is not None),
            key=lambda r: (-r.best.rank, -r.worst.rank, r.instrument),
        )
        last_days = tuple(
            sorted((day for w in weighed for day in w.last_days), key=lambda day: (day.until, day.instrument))
        )
        return Decision(
            vendor=question.vendor,
            as_of=question.as_of,
            outcome=outcome,
            until=_until(outcome, weighed),
            reasons=tuple(reasons),
            set_aside=tuple(aside for w in weighed for aside in w.set_aside),
            unknown=self._unknown(doubtful) if outcome is Outcome.UNDETERMINED else (),
            open_law=tuple(dict.fromkeys(law for w in doubtful for law in w.open_law)),
            readings=tuple(reading for w in weighed for reading in w.readings),
            last_days=last_days,
            duties=tuple(duty for w in weighed for duty in w.duties),
            confidence=_confidence(outcome, weighed),
            verified_through=self._verified_through[question.vendor],
            rulebook=self._rulebook.digest,
        )

    def _unknown(self, doubtful: Iterable[Weighed]) -> tuple[Unknown, ...]:
        """Return what to ask next: first what bears on most instruments, then in the order of the rulebook's facts."""
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
            for fact, instruments in sorted(asking.items(), key=lambda item: (-len(item[1]), self._order[item[0]]))
        )

    def _looked_up(self, vendor: VendorId) -> date:
        days = [weigher.restriction.verified_through for weigher in self._weighers[vendor]]
        days += [terms.agreement.verified_through for terms in self._agreements[vendor]]
        return min([*days, self._rulebook.vendors[vendor].screened_through])


def _until(outcome: Outcome, weighed: Iterable[Weighed]) -> date | None:
    """Return the first of the last days: each instrument must let the use go on."""
    if outcome is not Outcome.PERMITTED_UNTIL:
        return None
    return min((w.until for w in weighed if w.worst is Outcome.PERMITTED_UNTIL and w.until is not None), default=None)


def _confidence(outcome: Outcome, weighed: Sequence[Weighed]) -> Confidence:
    """Return the weakest confidence among the sources that `outcome` rests on; weak where there are none.

    One instrument is enough to bar a use, so the best supported of those that bar it counts. A freedom rests on every
    instrument that was weighed, also on those set aside.
    """
    if outcome in _FREE:
        return _weakest(c for w in weighed for c in _cited(w))
    if outcome is Outcome.UNDETERMINED:
        return _weakest(c for w in weighed if w.reason is not None for c in w.reason.cited)
    barring = [w.reason for w in weighed if w.best is outcome and w.reason is not None]
    return min((_weakest(reason.cited) for reason in barring), key=lambda c: c.rank, default=Confidence.WEAK)


def _weakest(citations: Iterable[Citation]) -> Confidence:
    return max((c.confidence for c in citations), key=lambda c: c.rank, default=Confidence.WEAK)


def _cited(weighed: Weighed) -> Iterator[Citation]:
    if weighed.reason is not None:
        yield from weighed.reason.cited
    for aside in weighed.set_aside:
        yield from aside.cited
    for last in weighed.last_days:
        if last.cited is not None:
            yield last.cited
