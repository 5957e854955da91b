"""Reports that may be owed, judged for each instrument by itself: what others prohibit takes no report away."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from muniment.app.questions import question_about
from muniment.decide.clocks import deadlines
from muniment.decide.logic import facts_in, truth_of
from muniment.decide.obligations import starts
from muniment.decide.seen import Seen
from muniment.domain.decision import Outcome
from muniment.domain.due import Perhaps
from muniment.domain.duty import DutyKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from muniment.domain.condition import Facts
    from muniment.domain.contract import Contract, Estate, SentReport
    from muniment.domain.decision import Reason
    from muniment.domain.duty import Duty
    from muniment.domain.ids import FactId, InstrumentId
    from muniment.domain.report import Report, UseDecision
    from muniment.domain.restriction import Restriction
    from muniment.domain.rulebook import Rulebook


class _Why(NamedTuple):
    """What would tell whether an instrument binds a use: facts, or where none is missing, what no text decides."""

    missing: tuple[FactId, ...]
    open_law: tuple[str, ...]


def is_open(duty: Duty, reason: Reason) -> bool:
    """Say whether it is open if the duty is owed, where its instrument contributes this `reason`.

    A report is owed where that surely bars the use, a representation by a day where it surely binds, whatever it allows
    for a while. All else is owed wherever the instrument may bind.
    """
    if duty.kind is DutyKind.REPORT:
        return reason.best is not reason.worst
    by_a_day = duty.kind is DutyKind.REPRESENT and bool(duty.clocks)
    return by_a_day and reason.best is Outcome.PERMITTED and reason.worst is not Outcome.PERMITTED


def perhaps_owed(report: Report, estate: Estate) -> Iterator[Perhaps]:
    """Yield uses for which a report may be owed: an instrument that asks for one may bind them, and may not."""
    for decided in report.decisions:
        contract = report.contract(decided)
        if contract is not None:
            yield from _of_use(report, decided, contract, estate)


def _of_use(report: Report, decided: UseDecision, contract: Contract, estate: Estate) -> Iterator[Perhaps]:
    """Yield one entry for all instruments whose reports hang on the same."""
    facts = question_about(decided.use, contract, estate, report.as_of).facts
    alike: dict[_Why, list[tuple[InstrumentId, Duty]]] = defaultdict(list)
    for why, name, duty in _asked(report, decided, facts):
        alike[why].append((name, duty))
    for why, asked in alike.items():
        clocks = [
            clock
            for _, duty in asked
            for clock in deadlines(duty.clocks, starts(duty, Seen(facts)), report.rulebook.calendar)
        ]
        yield Perhaps(
            contract=contract,
            system=report.system(decided.use),
            vendor=decided.use.vendor,
            instruments=tuple(dict.fromkeys(name for name, _ in asked)),
            missing=why.missing,
            open_law=why.open_law,
            dated=tuple(clock for clock in clocks if clock.at is not None),
            sent=tuple(_sent(decided, {(name, duty.id) for name, duty in asked}, estate)),
        )


def _asked(report: Report, decided: UseDecision, facts: Facts) -> Iterator[tuple[_Why, InstrumentId, Duty]]:
    """Yield the reports of every instrument for which it is open whether it binds the use, and on what that hangs."""
    owing = {due.instrument for due in decided.decision.duties if due.duty.kind is DutyKind.REPORT}
    for reason in decided.decision.reasons:
        instrument = report.rulebook.restrictions.get(reason.instrument)
        if instrument is None or reason.best is reason.worst or instrument.id in owing:
            continue
        duties = [duty for duty in instrument.duties if is_open(duty, reason) and _may_arise(duty, facts)]
        if duties:
            missing = _missing(decided, instrument, facts, report.rulebook, report.as_of)
            why = _Why(missing, () if missing else _open_law(instrument, reason, facts))
            yield from ((why, instrument.id, duty) for duty in duties)


def _sent(decided: UseDecision, asked: Collection[tuple[InstrumentId, str]], estate: Estate) -> Iterator[SentReport]:
    place = (decided.contract, decided.use.system, decided.use.vendor)
    for sent in estate.reports:
        if (sent.contract, sent.system, sent.vendor) == place and (sent.instrument, sent.duty) in asked:
            yield sent


def _may_arise(duty: Duty, facts: Facts) -> bool:
    return truth_of(duty.when, facts) is not False and truth_of(duty.unless, facts) is not True


def _missing(
    decided: UseDecision, instrument: Restriction, facts: Facts, book: Rulebook, day: date
) -> tuple[FactId, ...]:
    """Return the missing facts on which it turns whether the instrument binds, also where the outcome is settled.

    Those of its scope come first, as in the decision; then those of its exceptions and of how it stands.
    """
    asked = {one.fact for one in decided.decision.unknown if instrument.id in one.instruments}
    vendor = book.vendors.get(decided.use.vendor)
    listed = {one.fact for one in vendor.listings if one.during.holds_on(day)} if vendor else set()
    scope = facts_in(truth_of(instrument.scope, facts))
    beside = [
        *(exception.when for exception in instrument.exceptions),
        *(status.when for status in instrument.statuses if status.during.holds_on(day)),
    ]
    turning = scope or frozenset().union(*(facts_in(truth_of(when, facts)) for when in beside))
    return tuple(sorted(asked | (turning - listed)))


def _open_law(instrument: Restriction, reason: Reason, facts: Facts) -> tuple[str, ...]:
    """Return in words what no text decides: the cases that are given, or else how the instrument stands."""
    cases = tuple(case.why for case in instrument.unsettled if truth_of(case.when, facts) is True)
    return cases or (reason.because,)
