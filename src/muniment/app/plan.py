"""From a check to a phase-out plan: what is not simply permitted, with what people keep about it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from muniment.app.passing import hidden
from muniment.app.questions import question_about
from muniment.decide.posture import with_postures
from muniment.domain.decision import Outcome, gravity
from muniment.domain.evidence import Context, EvidenceClass
from muniment.domain.ids import ContractId, SystemId
from muniment.domain.plan import CallSite, Candidate, Effort, Kept, Key, Plan, PlanItem, Remaining
from muniment.domain.technology import IdentifierKind
from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from muniment.decide.engine import Engine
    from muniment.domain.contract import Contract, Estate
    from muniment.domain.decision import Decision
    from muniment.domain.evidence import Finding
    from muniment.domain.ids import InstrumentId, VendorId
    from muniment.domain.record import Record
    from muniment.domain.report import Report, Use, UseDecision
    from muniment.domain.rulebook import Rulebook

_YEAR: Final = timedelta(days=365)
_FREE: Final = Outcome.PERMITTED.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What a plan is made from beside the check: what people keep, and earlier checks."""

    kept: tuple[Kept, ...] = ()
    records: tuple[Record, ...] = ()


def plan(report: Report, engine: Engine, sources: Sources, contract: ContractId | None = None) -> Plan:
    """Return the plan for `contract`, or for every contract of the estate.

    Raises: InputError where there is no estate, as nothing can be planned for contracts that nobody described.
    """
    if report.estate is None:
        help_ = "give --estate FILE; `muniment init` writes one to start from"
        raise InputError(Problem(where="plan", what="no contract is described", help=help_))
    chosen = [each for each in report.estate.contracts if contract in {None, each.id}]
    if not chosen:
        raise InputError(Problem(where="plan", what=f"`{contract}` is not a contract in the estate file"))
    kept = {each.key: each for each in sources.kept}
    contracts = {each.id: each for each in chosen}
    items = sorted(_items(report, engine, report.estate, contracts, kept), key=_urgency)
    known = {item.key for item in items}
    asked = [each for each in sources.kept if each.key.contract in contracts]
    found = {_key(each) for each in report.decisions}
    gone = [each for each in asked if each.key not in known | found]
    doubtful = _doubtful(report)
    return Plan(
        as_of=report.as_of,
        items=tuple(items),
        permitted=tuple(each for each in asked if each.key in found - known),
        removed=tuple(each for each in gone if not doubtful(each)),
        unseen=tuple(each for each in gone if doubtful(each)),
        burn_down=tuple(_burn_down(sources.records, report.as_of, len(items), contracts)),
        complete=not hidden(report, contract) and not report.stale,
    )


def _key(decided: UseDecision) -> Key:
    return Key(decided.contract or ContractId(""), decided.use.system or SystemId(""), decided.use.vendor)


def _doubtful(report: Report) -> Callable[[Kept], bool]:
    """Return what says of a kept item that is not found whether it may be there all the same."""
    looked_at = {scan.system for scan in report.scans}
    partly = {scan.system for scan in report.scans if not scan.inventory.coverage.complete}
    partly |= {scan.system for scan in report.hollow}
    set_aside = {
        (scan.system, finding.vendor)
        for number, scan in enumerate(report.scans if report.suppressed else ())
        for finding in scan.inventory.findings
        if (number, finding.fingerprint) in report.suppressed
    }

    def may_be_there(kept: Kept) -> bool:
        system, vendor = kept.key.system, kept.key.vendor
        return system not in looked_at - partly or (system, vendor) in set_aside

    return may_be_there


def _urgency(item: PlanItem) -> tuple[bool, date, int, str]:
    """Critical items come first, then what may not be even now, then by the last permitted day."""
    return (not item.critical, item.last_day or date.min, gravity(item.outcome), item.id)


def _items(
    report: Report, engine: Engine, estate: Estate, contracts: dict[ContractId, Contract], kept: dict[Key, Kept]
) -> Iterator[PlanItem]:
    grouped: dict[Key, list[UseDecision]] = {}
    for decided in report.decisions:
        if decided.contract in contracts and decided.decision.acted_on is not Outcome.PERMITTED:
            grouped.setdefault(_key(decided), []).append(decided)
    for key, group in grouped.items():
        worst = min(group, key=lambda each: gravity(each.decision.acted_on))
        old = _Replaced(report, engine, estate, contracts[key.contract], worst)
        findings = [finding for each in group for finding in each.use.findings]
        yield PlanItem(
            id=_id(key),
            key=key,
            outcome=worst.decision.acted_on,
            last_day=worst.decision.until,
            because=tuple(
                (each.instrument, each.because) for each in worst.decision.reasons if worst.decision.rests_on(each)
            ),
            sites=tuple(_sites(findings)),
            effort=_effort(findings),
            candidates=tuple(_candidates(old)),
            missing=tuple(each.fact for each in worst.decision.unknown),
            kept=kept.get(key),
        )


def _id(key: Key) -> str:
    """Return a short name that stays the same from check to check."""
    told = f"{key.contract}\n{key.system}\n{key.vendor}"
    return f"PO-{hashlib.sha256(told.encode()).hexdigest()[:8]}"


def _sites(findings: Sequence[Finding]) -> Iterator[CallSite]:
    """Yield each place once, by path and line."""
    placed: dict[tuple[str, int], CallSite] = {}
    for strength, each in enumerate(findings):
        seen = each.observation
        site = CallSite(
            path=each.path,
            line=seen.line,
            shows=seen.excerpt or seen.identifier.value,
            in_tests=each.cls is EvidenceClass.TEST,
            strength=strength,
        )
        placed.setdefault((each.path, seen.line), site)
    yield from (placed[place] for place in sorted(placed))


def _effort(findings: Sequence[Finding]) -> Effort:
    places = {(each.path, each.observation.line): each for each in findings}.values()
    of_code = [each for each in places if each.observation.context in {Context.CODE, Context.CALL}]
    imports = [each for each in places if each.observation.identifier.kind is IdentifierKind.IMPORT]
    packages = {
        each.observation.identifier.value
        for each in findings
        if each.observation.identifier.kind is IdentifierKind.PURL
    }
    calls = {id(each) for each in (*of_code, *imports)}
    declared = [each for each in places if each.observation.identifier.kind is IdentifierKind.PURL]
    return Effort(
        files=len({each.path for each in findings}),
        calls=len(calls),
        packages=len(packages),
        settings=len(places) - len(calls | {id(each) for each in declared}),
        tests=len({each.path for each in findings if each.cls is EvidenceClass.TEST}),
    )


@dataclass(frozen=True, slots=True)
class _Replaced:
    report: Report
    engine: Engine
    estate: Estate
    contract: Contract
    decided: UseDecision


def _candidates(old: _Replaced) -> Iterator[Candidate]:
    """Yield the other vendors that offer all that this one does: those that are allowed first.

    Of them, those come first at whom or at whose country fewer instruments are aimed, as less can change for them; then
    those in use here. The day that counts
    later is the end of performance, or a year from now where none is recorded.
    """
    vendors = old.report.rulebook.vendors
    own = vendors.get(old.decided.use.vendor)
    if own is None or not own.offers:
        return
    ends = old.contract.performance_end
    later = ends if ends is not None and ends > old.report.as_of else old.report.as_of + _YEAR
    found = [
        _candidate(old, each.id, later)
        for each in vendors.values()
        if each.id != own.id and set(own.offers) <= set(each.offers)
    ]
    yield from sorted(
        found, key=lambda each: (not each.allowed, len(each.aimed), not each.in_use, each.weighed, each.vendor)
    )


def _candidate(old: _Replaced, vendor: VendorId, later: date) -> Candidate:
    now, then = (_decide(old, vendor, day) for day in (old.report.as_of, later))
    missing = dict.fromkeys(unknown.fact for each in (now, then) for unknown in each.unknown)
    weighed = {each.instrument for each in then.reasons} | {each.instrument for each in then.set_aside}
    return Candidate(
        vendor=vendor,
        now=now.acted_on,
        later=then.acted_on,
        missing=tuple(missing),
        in_use=any(use.vendor == vendor for use in old.report.uses),
        aimed=tuple(sorted(name for name in weighed if _aimed(old.report.rulebook, name))),
        weighed=len(weighed),
    )


def _aimed(rulebook: Rulebook, name: InstrumentId) -> bool:
    item = rulebook.restrictions.get(name)
    return item is not None and item.offering is None


def _decide(old: _Replaced, vendor: VendorId, day: date) -> Decision:
    """Decide about `vendor` as if it stood where the item stands, without what evidence shows of the item."""
    use: Use = replace(old.decided.use, vendor=vendor, shown={}, findings=(), ways=(), others=())
    question = question_about(use, old.contract, old.estate, day, old.report.age_limit)
    decision = old.engine.decide(question)
    return with_postures(decision, old.estate.postures)


def _burn_down(
    records: Iterable[Record], as_of: date, now: int, contracts: Collection[ContractId]
) -> Iterator[Remaining]:
    """Yield how many items were open in each recorded check, by day, and as of now; the last of a day counts."""
    open_on: dict[date, int] = {}
    for record in records:
        keys: dict[date, set[Key]] = {}
        for question, answer in zip(record.questions, record.answers, strict=True):
            found = keys.setdefault(question.as_of, set())
            acted_on = answer.get("posture") or answer.get("outcome")
            if question.contract is not None and question.contract in contracts and acted_on != _FREE:
                found.add(Key(question.contract, question.system or SystemId(""), question.vendor))
        open_on |= {day: len(each) for day, each in keys.items()}
    if open_on:
        open_on[as_of] = now
    yield from (Remaining(on=day, open=open_on[day]) for day in sorted(open_on))
