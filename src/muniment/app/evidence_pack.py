"""The account of a period: records of checks put in order, and beside them who decided what.

A use that a record does not ask about is not said to be removed. Only two scans that read everything, under one
rulebook, of which the later shows nothing of the vendor, bear that out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from muniment.domain.decision import Outcome, gravity
from muniment.domain.evidence_pack import EvidencePack, KeptAnswer, RecordedCheck, RecordedUse, Told
from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from muniment.domain.contract import Estate
    from muniment.domain.entry import Entry
    from muniment.domain.evidence_pack import Period
    from muniment.domain.ids import ContractId, SystemId, VendorId
    from muniment.domain.lifecycle import Certificate
    from muniment.domain.plan import Kept
    from muniment.domain.record import Record, RecordedQuestion
    from muniment.domain.scan_result import Difference

_RECORDS: Final = "give --record FILE for each check; `muniment check --record FILE` writes one"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What an account is made from. `entries` is nothing where there is no ledger."""

    estate: Estate
    records: tuple[Record, ...]
    scans: Difference | None = None
    certificates: tuple[Certificate, ...] = ()
    plan: tuple[Kept, ...] = ()
    entries: tuple[tuple[int, Entry], ...] | None = None


def evidence_pack(sources: Sources, contract: ContractId, period: Period) -> EvidencePack:
    """Return the account of one contract and period.

    Raises: InputError where the estate has no such contract, the period ends before it begins, or nothing that was
    given tells of the contract in it.
    """
    if contract not in {each.id for each in sources.estate.contracts}:
        raise InputError(Problem(where="contract", what=f"`{contract}` is not a contract in the estate file"))
    if period.end < period.start:
        raise InputError(Problem(where="period", what=f"ends on {period.end}, before it begins on {period.start}"))
    answered = tuple(_kept_answers(sources.records, contract, period))
    dated = _in_order([each for each in sources.records if not _answers_somebody(each)], period)
    decided = any(one.contract == contract for day, each in dated if period.holds(day) for one in each.questions)
    if not decided:
        _refuse_nothing(sources, contract, period)
    asked = [one for _, record in dated for one in record.questions if one.contract == contract]
    uses = tuple(_uses([(day, _told(day, record, contract)) for day, record in dated]))
    return EvidencePack(
        contract=contract,
        period=period,
        checks=tuple(_check(day, record, contract) for day, record in dated),
        uses=tuple(_validated(each, sources.scans) for each in uses),
        scans=sources.scans,
        certificates=tuple(each for each in sources.certificates if each.contract in {"", contract}),
        answers=tuple(
            each for each in sources.estate.answers if each.place.contract in {None, contract} and each.on <= period.end
        ),
        postures=tuple(dict.fromkeys(each for one in asked for each in one.postures)),
        waivers=tuple(dict.fromkeys(each for one in asked for each in one.waivers)),
        kept=answered,
        plan=tuple(each for each in sources.plan if each.key.contract == contract),
        entries=_of_period(sources.entries, contract, period),
        limits=tuple(_limits(sources, uses, decided=decided)),
    )


def _answers_somebody(record: Record) -> bool:
    """Say whether a record keeps answers to people, and is no check: what it does not ask about has not left."""
    return any(one.asked for one in record.questions)


def _kept_answers(records: Sequence[Record], contract: ContractId, period: Period) -> Iterator[KeptAnswer]:
    """Yield what people asked about the contract in the period, with the answers."""
    for record in records:
        for question, answer in zip(record.questions, record.answers, strict=True):
            if question.asked and question.contract == contract and period.holds(question.asked.on):
                told = _answer_to(question, answer, record.where)
                yield KeptAnswer(asked=question.asked, vendor=question.vendor, told=told, where=record.where)


def _answer_to(question: RecordedQuestion, answer: Mapping[str, Any], where: str) -> Told:
    return Told(day=question.as_of, outcome=_outcome(answer, where), until=str(answer.get("until") or ""))


def _in_order(records: Sequence[Record], period: Period) -> list[tuple[date, Record]]:
    """Return the records of the period by day, and before them the last earlier one, to compare with."""
    problems = [_undated(each) for each in records if not each.questions]
    if problems:
        raise InputError(*problems)
    dated = sorted(((max(one.as_of for one in each.questions), each) for each in records), key=lambda pair: pair[0])
    within = [pair for pair in dated if period.holds(pair[0])]
    return [*[pair for pair in dated if pair[0] < period.start][-1:], *within]


def _refuse_nothing(sources: Sources, contract: ContractId, period: Period) -> None:
    """Refuse where no record asks about the contract, unless a scan or a certificate tells what was looked at."""
    stated = [each.statement for each in sources.certificates if each.statement and each.contract == contract]
    if sources.scans is None and not any(period.holds(each.as_of) for each in stated):
        what = f"nothing from {period.start} to {period.end} tells of `{contract}`: no record, scan or certificate"
        raise InputError(Problem(where="period", what=what, help=_RECORDS))


def _undated(record: Record) -> Problem:
    what = "holds no question, so nothing tells of which day it is"
    return Problem(where=record.where, what=what, help="leave it out; give the scans of that day with --scan")


def _check(day: date, record: Record, contract: ContractId) -> RecordedCheck:
    return RecordedCheck(
        where=record.where,
        day=day,
        program=record.program,
        version=record.version,
        rulebook=record.rulebook,
        questions=sum(one.contract == contract for one in record.questions),
    )


def _told(day: date, record: Record, contract: ContractId) -> Mapping[tuple[VendorId, SystemId | None], Told]:
    """Return what a record says of each use: the gravest where it answers several questions about one."""
    found: dict[tuple[VendorId, SystemId | None], Told] = {}
    for question, answer in zip(record.questions, record.answers, strict=True):
        if question.contract == contract:
            told = replace(_answer_to(question, answer, record.where), day=day)
            before = found.get((question.vendor, question.system), told)
            found[question.vendor, question.system] = min(before, told, key=lambda each: gravity(each.outcome))
    return found


def _outcome(answer: Mapping[str, Any], where: str) -> Outcome:
    said = answer.get("posture") or answer.get("outcome")
    try:
        return Outcome(said)
    except ValueError as error:
        raise InputError(Problem(where=where, what=f"holds an outcome that is not known: `{said}`")) from error


def _uses(
    by_day: Sequence[tuple[date, Mapping[tuple[VendorId, SystemId | None], Told]]],
) -> Iterator[RecordedUse]:
    """Yield every use, by vendor and system, with what each record says of it."""
    keys = sorted({key for _, told in by_day for key in told}, key=lambda key: (key[0], key[1] or ""))
    for vendor, system in keys:
        told = [each[vendor, system] for _, each in by_day if (vendor, system) in each]
        later = [day for day, _ in by_day if day > told[-1].day]
        yield RecordedUse(vendor=vendor, system=system, told=tuple(told), left=later[0] if later else None)


def _validated(use: RecordedUse, scans: Difference | None) -> RecordedUse:
    """Return a use that no record asks about any more with what the scans say of it."""
    if use.left is None:
        return use
    if scans is None:
        return replace(use, how="no scans were given: that no record asks about it is no proof that it is gone")
    if doubts := tuple(_doubts(use, scans)):
        return replace(use, how=f"the scans do not bear it out: {'; '.join(doubts)}")
    how = f"{scans.before.where} shows it; {scans.after.where}, which read everything, shows nothing of the vendor"
    return replace(use, validated=True, how=how)


def _doubts(use: RecordedUse, scans: Difference) -> Iterator[str]:
    """Yield each reason for which the scans do not show that the vendor is gone."""
    if not any(each.vendor == use.vendor for each in scans.before.findings):
        yield f"{scans.before.where} does not show it either"
    if any(each.vendor == use.vendor for each in scans.after.findings):
        yield f"{scans.after.where} still shows something of the vendor"
    yield from (f"{each.where} is incomplete" for each in (scans.before, scans.after) if not each.complete)
    if scans.lost or scans.worse:
        yield "less was read the second time"
    if not scans.same_rulebook:
        yield "they were made with different rulebooks"


def _of_period(
    entries: tuple[tuple[int, Entry], ...] | None, contract: ContractId, period: Period
) -> tuple[tuple[int, Entry], ...] | None:
    """Return what the ledger says of the period: about this contract, or about none by name."""
    if entries is None:
        return None
    return tuple(
        (index, each) for index, each in entries if each.contract in {None, contract} and period.holds(each.at.date())
    )


def _limits(sources: Sources, uses: Iterable[RecordedUse], *, decided: bool) -> Iterator[str]:
    """Yield what this account cannot tell."""
    if not decided:
        yield "No record of the period asks about the contract. That is no proof that nothing of it is used."
    yield "A record tells what was decided about what was found. It does not tell what was not read on that day."
    if sources.scans is None:
        yield "No scans were given, so nothing here tells what was read and what was not."
    else:
        yield "Scans tell of the folders that they were given and bear no day, which is as whoever made them says."
        for each in sources.scans.both:
            if not each.complete:
                yield f"{each.where} is incomplete: {len(each.gaps)} things that could hide a use were not read."
    if any(each.left for each in uses):
        yield "A use may leave the records because nobody looked where it is. Each one below says what bears it out."
    if sources.certificates:
        yield "Certificates and reviews are told as their files say; muniment verify checks the signatures."
    if sources.entries is None:
        yield "No ledger was read, so nothing but these files tells of their order and days."
    else:
        yield "The ledger is told as its database says; muniment ledger audit hashes it again."
