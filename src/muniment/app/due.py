"""The use case of `muniment due`: the duties of every use on every contract, each once, with its deadlines."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from muniment.app.perhaps_due import is_open, perhaps_owed
from muniment.app.questions import question_about
from muniment.decide.clocks import deadlines
from muniment.decide.obligations import Obligations, starts
from muniment.decide.seen import Seen
from muniment.domain.decision import NoDay
from muniment.domain.due import DeadlineState, DueList, Ending, Owed
from muniment.domain.duty import IDENTIFIED, REPORTED, SUBMITTED, Datum
from muniment.domain.ids import FactId
from muniment.domain.moment import day_of, is_before
from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from muniment.domain.condition import Facts
    from muniment.domain.contract import Contract, Estate, KnownUse, SentReport, System
    from muniment.domain.decision import Deadline, DutyDue
    from muniment.domain.duty import ReportItem
    from muniment.domain.ids import InstrumentId, VendorId
    from muniment.domain.moment import Moment
    from muniment.domain.report import Report, UseDecision
    from muniment.domain.rulebook import Rulebook

SOON_DAYS = 7
_CLAUSES = FactId("contract.clauses")


def due_list(report: Report, estate: Estate, at: Moment) -> DueList:
    """Return everything that `estate` owes at `at`, given the decisions of `report`, which are of the same day.

    Raises: InputError for a report that was sent under a duty which the rulebook does not have.
    """
    _refuse_unknown_reports(estate, report.rulebook)
    found = [*_of_uses(report, estate, at), *_of_contracts(report.rulebook, estate, at)]
    owed = sorted((one for one in found if one.deadline is not None), key=_order)
    perhaps = tuple(perhaps_owed(report, estate))
    bearing = {id(sent) for one in perhaps for sent in one.sent}
    return DueList(
        at=at,
        report=report,
        owed=tuple(owed),
        undated=tuple(one for one in found if one.deadline is None),
        perhaps=perhaps,
        endings=tuple(sorted(_endings(report), key=lambda one: (one.last.until, one.contract.id))),
        idle=tuple(
            sent
            for sent in estate.reports
            if id(sent) not in bearing and not any(_answers_to(sent, one) for one in owed)
        ),
    )


def _answers_to(sent: SentReport, owed: Owed) -> bool:
    """Say whether the report is the one that a clock of `owed` asks for."""
    place = (owed.contract.id, owed.system.id if owed.system else None, owed.vendor)
    return (
        (sent.contract, sent.system, sent.vendor) == place
        and owed.deadline is not None
        and sent.clock == owed.deadline.clock.id
        and sent.instrument in owed.instruments
    )


def _refuse_unknown_reports(estate: Estate, book: Rulebook) -> None:
    problems: list[Problem] = []
    for sent in estate.reports:
        instrument = book.restrictions.get(sent.instrument)
        duties = {duty.id: duty for duty in instrument.duties} if instrument else {}
        clocks = [clock.id for clock in duties[sent.duty].clocks] if sent.duty in duties else []
        if sent.clock not in clocks:
            what = f"`{sent.instrument}` has no duty `{sent.duty}` with a clock `{sent.clock}`"
            help_ = "`muniment rules show` names the duties of an instrument, and `muniment due` those that are owed"
            problems.append(Problem(where=f"[[reports]] of {sent.contract}", what=what, help=help_))
    if problems:
        raise InputError(*problems)


def _of_uses(report: Report, estate: Estate, at: Moment) -> Iterator[Owed]:
    """Yield what is owed for uses; the same duty of two instruments, or of two uses of a vendor in a system, once."""
    alike: dict[tuple[object, ...], list[tuple[UseDecision, DutyDue]]] = defaultdict(list)
    for decided in report.decisions:
        reasons = {reason.instrument: reason for reason in decided.decision.reasons}
        for due in decided.decision.duties:
            reason = reasons.get(due.instrument)
            open_ = reason is not None and is_open(due.duty, reason)
            if not open_ and not any(clock.repeats for clock in due.duty.clocks):
                cited = due.duty.cited
                place = (decided.contract, decided.use.system, decided.use.vendor, cited.source, cited.at)
                alike[(*place, due.duty.kind, _counts(due))].append((decided, due))
    for group in alike.values():
        decided, due = group[0]
        contract = report.contract(decided)
        if contract is not None:
            recorded = _recorded(group, estate)
            facts = question_about(decided.use, contract, estate, report.as_of).facts
            whole = Owed(
                contract=contract,
                system=report.system(decided.use),
                vendor=decided.use.vendor,
                known=_known(report.system(decided.use), decided.use.vendor),
                instruments=tuple(dict.fromkeys(each.instrument for _, each in group)),
                due=replace(due, due=_deadlines(due, facts, recorded, report.rulebook, at)),
                deadline=None,
                standing=DeadlineState.OPEN,
            )
            yield from _clocks(whole, facts, recorded, at)


def _counts(due: DutyDue) -> tuple[object, ...]:
    return tuple((clock.id, clock.count, clock.unit, clock.runs_from) for clock in due.duty.clocks) or (due.duty.title,)


def _known(system: System | None, vendor: VendorId) -> tuple[KnownUse, ...]:
    return tuple(use for use in system.uses if use.vendor == vendor) if system else ()


def _recorded(group: Sequence[tuple[UseDecision, DutyDue]], estate: Estate) -> dict[str, SentReport]:
    """Return the reports that are recorded as sent under any of the duties, by their clock."""
    decided = group[0][0]
    duties = {(due.instrument, due.duty.id) for _, due in group}
    return {
        sent.clock: sent
        for sent in estate.reports
        if (sent.contract, sent.system, sent.vendor) == (decided.contract, decided.use.system, decided.use.vendor)
        and (sent.instrument, sent.duty) in duties
    }


def _was_sent(moment: object, facts: Facts, at: Moment) -> bool:
    """Say whether a report of this moment was sent at `at`: not after that, and not before the find."""
    found = facts.get(IDENTIFIED)
    early = isinstance(moment, date) and isinstance(found, date) and is_before(moment, found)
    return isinstance(moment, date) and not early and not is_before(at, moment)


def _deadlines(
    due: DutyDue, facts: Facts, recorded: Mapping[str, SentReport], book: Rulebook, at: Moment
) -> tuple[Deadline, ...]:
    """Return the deadlines; a report recorded as sent on this contract goes before what is known of the use.

    No clock runs from a report that was not sent yet.
    """
    known = {fact: value for fact, value in facts.items() if fact != REPORTED or _was_sent(value, facts, at)}
    sent = {f"{SUBMITTED}{clock}": one.sent for clock, one in recorded.items() if _was_sent(one.sent, facts, at)}
    return deadlines(due.duty.clocks, {**starts(due.duty, Seen(known)), **sent}, book.calendar)


def _clocks(whole: Owed, facts: Facts, recorded: Mapping[str, SentReport], at: Moment) -> Iterator[Owed]:
    if not whole.due.due:
        yield whole
    for number, deadline in enumerate(whole.due.due):
        report = recorded.get(deadline.clock.id)
        told = facts.get(REPORTED) if number == 0 and not deadline.clock.repeats else None
        moments = [each for each in (report.sent if report else None, told) if isinstance(each, date)]
        done = [each for each in moments if _was_sent(each, facts, at)]
        yield replace(
            whole,
            deadline=deadline,
            standing=DeadlineState.SENT if done else _standing(deadline, at),
            sent=report if report and _was_sent(report.sent, facts, at) else None,
            sent_at=done[0] if done else None,
            not_sent=moments[0] if moments and not done else None,
        )


def _standing(deadline: Deadline, at: Moment) -> DeadlineState:
    if deadline.at is None:
        return DeadlineState.OPEN
    first = deadline.waits_for is not None
    if is_before(deadline.at, at) or (first and not is_before(at, deadline.at)):
        return DeadlineState.OVERDUE
    return DeadlineState.SOON if day_of(deadline.at) <= day_of(at) + timedelta(days=SOON_DAYS) else DeadlineState.LATER


_STANDINGS = tuple(DeadlineState)


def _order(owed: Owed) -> tuple[int, datetime, str, str]:
    """Return a key by which the shortest comes first, and what has no day after what has one."""
    at = owed.deadline.at if owed.deadline else None
    end = at if isinstance(at, datetime) else datetime.combine(at or date.max, time.max, UTC)
    return _STANDINGS.index(owed.standing), end, owed.contract.id, owed.instruments[0]


def _of_contracts(book: Rulebook, estate: Estate, at: Moment) -> Iterator[Owed]:
    """Yield what has to be done again and again on a contract, whether or not anything was found.

    Where the clauses are known, what a clause may ask for counts as asked for.
    """
    repeating = [
        one
        for one in book.restrictions.values()
        if any(clock.repeats for duty in one.duties for clock in duty.clocks)
        and any(status.during.holds_on(day_of(at)) and status.state.operative is not False for status in one.statuses)
    ]
    for contract in estate.contracts:
        if contract.performance_end is not None and contract.performance_end < day_of(at):
            continue
        facts = {**estate.facts, **contract.facts}
        seen: dict[object, Owed] = {}
        for one in repeating:
            for due in Obligations(one, book).repeating(Seen(facts), surely=_CLAUSES not in facts):
                place = (due.duty.cited.source, due.duty.cited.at)
                earlier = seen.get(place)
                names = (*(earlier.instruments if earlier else ()), one.id)
                seen[place] = _of_contract(contract, due, names, day_of(at))
        for whole in seen.values():
            yield from _clocks(whole, facts, {}, at)


def _of_contract(contract: Contract, due: DutyDue, instruments: tuple[InstrumentId, ...], day: date) -> Owed:
    dated = tuple(_in_performance(one, contract, day) for one in due.due)
    return Owed(
        contract=contract,
        system=None,
        vendor=None,
        known=(),
        instruments=instruments,
        due=replace(due, due=dated),
        deadline=None,
        standing=DeadlineState.OPEN,
    )


def _in_performance(deadline: Deadline, contract: Contract, day: date) -> Deadline:
    """Return by when a thing that repeats is done: never before performance begins, and for the first time as it does.

    Where nobody says when that is, the first time is at once.
    """
    begins = contract.performance_start
    if not deadline.clock.repeats:
        return deadline
    if deadline.why_not is NoDay.NOT_STARTED:
        return replace(deadline, at=begins or day, why_not=None if begins else NoDay.NOT_STARTED)
    early = begins is not None and deadline.at is not None and is_before(deadline.at, begins)
    return replace(deadline, at=begins) if early else deadline


def _endings(report: Report) -> Iterator[Ending]:
    for decided in report.decisions:
        contract = report.contract(decided)
        for last in decided.decision.last_days:
            if contract is not None and last.until >= report.as_of:
                system = report.system(decided.use)
                yield Ending(contract=contract, system=system, vendor=decided.use.vendor, last=last)


def filled(owed: Owed, item: ReportItem, report: Report) -> tuple[str, ...]:
    """Return what the estate knows for one item of a report, one text for each thing; empty where nothing is known."""
    return tuple(words for datum in item.fills for words in _known_of(owed, datum, report))


def _known_of(owed: Owed, datum: Datum, report: Report) -> Iterable[str]:
    said = [use.report[datum] for use in owed.known if datum in use.report]
    match datum:
        case Datum.CONTRACT:
            return [owed.contract.id]
        case Datum.ORDERS:
            return [order.id for order in owed.contract.orders]
        case Datum.SOURCE if not said and owed.vendor:
            vendor = report.rulebook.vendors.get(owed.vendor)
            return [vendor.name if vendor else owed.vendor]
        case _:
            return said
