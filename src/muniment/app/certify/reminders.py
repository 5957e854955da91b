"""What certificates, drafts and clauses ask to be done next, in order of day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, assert_never

from muniment.app.certify.lifecycle import EVERY_CONTRACT
from muniment.decide.clocks import months_after
from muniment.decide.logic import truth_of
from muniment.domain.duty import ClockUnit
from muniment.domain.ids import FactId
from muniment.domain.lifecycle import Stage
from muniment.domain.reminder import Reminder, ReminderKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from muniment.domain.act import Act
    from muniment.domain.contract import Contract, Estate
    from muniment.domain.lifecycle import Certificate
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.statement import Statement
    from muniment.domain.template import Recurring, Template

_CLAUSES, _SEARCHED = FactId("contract.clauses"), FactId("party.sam_searched")
_DAY = timedelta(days=1)


def reminders(
    certificates: Sequence[Certificate],
    searches: Sequence[Act],
    estate: Estate,
    book: Rulebook,
    as_of: date,
    ahead: timedelta,
) -> tuple[Reminder, ...]:
    """Return what is overdue on `as_of` and what comes up within `ahead`, the earliest first.

    A certificate that was superseded or revoked asks for nothing any more.
    """
    found = [
        *(one for each in certificates for one in _of_certificate(each, as_of)),
        *(one for each in estate.contracts for one in _of_contract(each, estate, book, searches, as_of)),
    ]
    return tuple(sorted((one for one in found if one.due <= as_of + ahead), key=lambda one: (one.due, one.about)))


def _of_certificate(each: Certificate, as_of: date) -> Iterator[Reminder]:
    def now(kind: ReminderKind, what: str) -> Reminder:
        return Reminder(kind=kind, about=each.id, what=what, due=as_of, overdue=False)

    match each.stage:
        case Stage.DRAFT:
            yield now(ReminderKind.REVIEW, f"the draft {each.why}")
        case Stage.RETURNED:
            yield now(ReminderKind.REVIEW, f"the draft was sent back {each.why}")
        case Stage.REVIEWED:
            yield now(ReminderKind.SIGN, f"the draft was reviewed {each.why}")
        case Stage.DAMAGED:
            yield now(ReminderKind.MEND, f"its files cannot be relied on: {each.why}")
        case Stage.SIGNED | Stage.EXPIRED:
            if each.statement is not None:
                yield from _of_statement(each.id, each.statement, as_of)
        case Stage.SUPERSEDED | Stage.REVOKED:
            return
        case _:
            assert_never(each.stage)


def _of_statement(id_: str, signed: Statement, as_of: date) -> Iterator[Reminder]:
    last = signed.valid_until
    what = f"the certificate for {signed.scope.contract} holds until {last}; a new one is drafted, never renewed"
    yield Reminder(kind=ReminderKind.EXPIRES, about=id_, what=what, due=last, overdue=last < as_of)
    for waiver in signed.waivers:
        if waiver.until is not None:
            what = f"waiver {waiver.id} for {waiver.instrument} ends"
            until = waiver.until
            yield Reminder(kind=ReminderKind.WAIVER_ENDS, about=id_, what=what, due=until, overdue=until < as_of)
    for end in signed.phase_out:
        what = f"last day of {end.vendor} in {end.system}, as the certificate says"
        yield Reminder(kind=ReminderKind.PHASE_OUT, about=id_, what=what, due=end.until, overdue=end.until < as_of)


def _of_contract(
    contract: Contract, estate: Estate, book: Rulebook, searches: Sequence[Act], as_of: date
) -> Iterator[Reminder]:
    """Yield the searches that the clauses of a contract ask for; one that may be asked for counts as asked for."""
    if contract.performance_end is not None and contract.performance_end < as_of:
        return
    clauses = contract.facts.get(_CLAUSES)
    facts = {**estate.facts, **contract.facts}
    for template in book.templates.values():
        if not isinstance(clauses, frozenset) or template.clause not in clauses:
            continue
        for one in template.recurring:
            if truth_of(one.when, facts) is not False:
                yield _search(contract, template, one, _last(contract, estate, searches), as_of)


def _search(contract: Contract, template: Template, one: Recurring, last: date | None, as_of: date) -> Reminder:
    """Return when a search is due: from the last one on, without one at once, and never before performance begins."""
    begins = contract.performance_start
    due = max(as_of if last is None else _next(last, one), begins or date.min)
    since = "no search is recorded" if last is None else f"last searched on {last}"
    return Reminder(
        kind=ReminderKind.SEARCH,
        about=str(contract.id),
        what=f"{template.clause}{one.cited.at}: {one.what}; {since}",
        due=due,
        overdue=due < as_of or (last is None and due == as_of),
        cited=one.cited,
    )


def _last(contract: Contract, estate: Estate, searches: Sequence[Act]) -> date | None:
    """Return the last day of a search for the contract, recorded as signed or in the estate file."""
    days = [act.at.date() for act in searches if act.tells("contract") in {str(contract.id), EVERY_CONTRACT}]
    stated = estate.facts.get(_SEARCHED)
    return max([*days, *([stated] if isinstance(stated, date) else [])], default=None)


def _next(last: date, one: Recurring) -> date:
    match one.unit:
        case ClockUnit.MONTH:
            return months_after(last, one.count)
        case ClockUnit.CALENDAR_DAY:
            return last + one.count * _DAY
        case ClockUnit.BUSINESS_DAY | ClockUnit.HOUR:
            return last + _DAY
        case _:
            assert_never(one.unit)
