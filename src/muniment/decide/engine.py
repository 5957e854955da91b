"""The decision: every instrument that names the vendor is weighed, and the strictest of them decides."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from muniment.decide.age import with_age
from muniment.decide.asking import instruments_about
from muniment.decide.instrument import Instrument
from muniment.decide.weigh import Range
from muniment.domain.citation import Citation, Confidence
from muniment.domain.decision import Decision, Outcome, Unknown
from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from muniment.decide.weigh import Weighed
    from muniment.domain.age import AgeLimit
    from muniment.domain.agreement import Waiver
    from muniment.domain.condition import Facts, FactValue
    from muniment.domain.ids import FactId, InstrumentId, VendorId
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.technology import Listing, Vendor

_FREE = frozenset({Outcome.PERMITTED, Outcome.PERMITTED_UNTIL})
_REMEMBERED = 4096
"""Decisions that are kept about one vendor. What is kept changes no answer: a question is the same only if all is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """May this vendor's technology be used, given these facts, on this day? `waivers` are those of the contract.

    `age_limit` says when it is asked, and how old the rulebook may be then; where it is left out, age does not count.
    """

    vendor: VendorId
    facts: Facts
    as_of: date
    waivers: tuple[Waiver, ...] = ()
    age_limit: AgeLimit | None = None


class Engine:
    """A rulebook, ready to decide: what bears on a vendor is compiled when it is first asked about."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Take `rulebook` as the law."""
        self.rulebook = rulebook
        self._vendors: dict[VendorId, _AboutVendor] = {}

    def decide(self, question: Question) -> Decision:
        """Return the decision on `question`.

        A missing fact never makes a use permitted: while it can change the outcome, that is `UNDETERMINED`. Nor does a
        rulebook that is older than the question allows.
        Raises: InputError for a vendor that the rulebook does not know.
        """
        about = self._vendors.get(question.vendor) or self._compiled(question.vendor)
        return about.decide(question)

    def forget(self) -> None:
        """Forget every answer. It changes none; whoever measures how long a first answer takes needs it."""
        for about in self._vendors.values():
            about.forget()

    def _compiled(self, name: VendorId) -> _AboutVendor:
        vendor = self.rulebook.vendors.get(name)
        if vendor is None:
            what = f"vendor `{name}` is not in the rulebook"
            raise InputError(Problem(where="the question", what=what, help="`muniment rules list` names the vendors"))
        return self._vendors.setdefault(name, _AboutVendor(vendor, self.rulebook))


class _AboutVendor:
    """Every instrument that may bind a use of what one vendor offers."""

    def __init__(self, vendor: Vendor, rulebook: Rulebook) -> None:
        described = instruments_about(vendor, rulebook)
        self._vendor = vendor.id
        self._listings = vendor.listings
        self._instruments = tuple(Instrument(each, rulebook) for each in described)
        self._asks = tuple(sorted({fact for instrument in self._instruments for fact in instrument.asks}))
        self._verified_through = min([*(each.verified_through for each in described), vendor.screened_through])
        self._rulebook = rulebook.digest
        self._kinds = rulebook.facts
        self._order = {fact: place for place, fact in enumerate(rulebook.facts)}
        self._answer = lru_cache(_REMEMBERED)(self._decided)

    def decide(self, question: Question) -> Decision:
        """Return the decision; facts for which no instrument asks leave it as it is."""
        return self._answer(question.as_of, question.waivers, question.age_limit, *map(question.facts.get, self._asks))

    def forget(self) -> None:
        """Forget every answer, and what the instruments contributed to it."""
        self._answer.cache_clear()
        for instrument in self._instruments:
            instrument.forget()

    def _decided(
        self, as_of: date, waivers: tuple[Waiver, ...], limit: AgeLimit | None, *values: FactValue | None
    ) -> Decision:
        facts = {fact: value for fact, value in zip(self._asks, values, strict=True) if value is not None}
        listed = self._listed(facts, as_of)
        facts |= {one.fact: True for one in listed}
        weighed = [entry for each in self._instruments for entry in each.weigh(facts, as_of, waivers, listed)]
        possible = Range.of(weighed)
        is_settled = possible.is_settled or possible.worst in _FREE
        outcome = possible.worst if is_settled else Outcome.UNDETERMINED
        decision = self._decision(as_of, weighed, outcome, possible.best)
        return decision if limit is None else with_age(decision, limit)

    def _listed(self, facts: Facts, as_of: date) -> tuple[Listing, ...]:
        """Return the listings of the vendor that answer facts which are left open."""
        return tuple(one for one in self._listings if one.fact not in facts and one.during.holds_on(as_of))

    def _decision(self, as_of: date, weighed: Sequence[Weighed], outcome: Outcome, best: Outcome) -> Decision:
        doubtful = [w for w in weighed if w.best is not w.worst and w.worst.rank > best.rank and w.worst not in _FREE]
        reasons = sorted(
            (w.reason for w in weighed if w.reason is not None),
            key=lambda r: (-r.best.rank, -r.worst.rank, r.instrument),
        )
        last_days = tuple(
            sorted((day for w in weighed for day in w.last_days), key=lambda day: (day.until, day.instrument))
        )
        return Decision(
            vendor=self._vendor,
            as_of=as_of,
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
            verified_through=self._verified_through,
            rulebook=self._rulebook,
        )

    def _unknown(self, doubtful: Iterable[Weighed]) -> tuple[Unknown, ...]:
        """Return what to ask next: first what bears on most instruments, then in the order of the rulebook's facts."""
        asking: dict[FactId, list[InstrumentId]] = defaultdict(list)
        for weighed in doubtful:
            if weighed.reason is not None:
                for fact in sorted(weighed.missing):
                    asking[fact].append(weighed.reason.instrument)
        return tuple(
            Unknown(
                fact=fact,
                question=self._kinds[fact].question,
                answer_in=self._kinds[fact].answer_in,
                instruments=tuple(dict.fromkeys(instruments)),
            )
            for fact, instruments in sorted(asking.items(), key=lambda item: (-len(item[1]), self._order[item[0]]))
        )


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
