"""What stands between a report and a statement about one contract."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from itertools import groupby
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from muniment.domain.decision import Outcome
from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import date

    from muniment.domain.contract import Contract, Estate
    from muniment.domain.decision import Decision, Reason
    from muniment.domain.evidence import Gap
    from muniment.domain.ids import ContractId, SystemId
    from muniment.domain.report import Report, Scan, Use, UseDecision

LONGEST_LOOK: Final = timedelta(days=90)
"""A look-up older than this is stale in a statement, and sooner where less is set.

FAR 52.204-30(c)(1) asks for a new search at least every three months.
"""


class BlockerKind(Enum):
    """Why a statement cannot be made as things are. The value begins the id of each blocker of the kind."""

    PROHIBITED = "prohibited"
    NEEDS_WAIVER = "needs-waiver"
    NEEDS_AUTHORISATION = "needs-authorisation"
    UNDETERMINED = "undetermined"
    ENDS = "ends"
    UNREAD = "unread"
    EMPTY = "empty"
    UNSCANNED = "unscanned"
    UNMAPPED = "unmapped"
    STALE = "stale"
    NOTHING_READ = "nothing-read"
    NOTHING_ASKED = "nothing-asked"
    UNDECIDED = "undecided"
    COVERED = "covered"
    MISSING = "missing"
    MIXED = "mixed"
    DENIED = "denied"
    ENDED = "ended"

    @property
    def disclosable(self) -> bool:
        """Say whether a statement may be made with this told in it."""
        return self not in _FATAL


_FATAL = frozenset(
    {
        BlockerKind.NOTHING_READ,
        BlockerKind.NOTHING_ASKED,
        BlockerKind.UNDECIDED,
        BlockerKind.MIXED,
        BlockerKind.DENIED,
        BlockerKind.ENDED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocker:
    """One thing to settle or disclose. `id` stays the same from check to check, and has no blank and no `=` in it."""

    id: str
    kind: BlockerKind
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadGaps:
    """The gaps of one path of one source that limit the claim, under the blocker's id."""

    id: str
    scan: Scan
    gaps: tuple[Gap, ...]

    @property
    def why(self) -> str:
        """Return every reason, once."""
        return readable("; ".join(dict.fromkeys(gap.why or gap.status.value for gap in self.gaps)))


def blockers(
    report: Report, contract: ContractId, *, valid_until: date, everywhere: bool = False
) -> tuple[Blocker, ...]:
    """Return all that is open about `contract` for a statement that is to hold up to and including `valid_until`.

    `everywhere` is for a statement about every system of the organisation, whatever contract it serves.
    Raises: InputError where there is no estate or no such contract.
    """
    estate, found = contract_of(report, contract)
    names = source_names(report)
    return (
        *_of_dates(report, found, valid_until),
        *_of_whole(report, estate, contract),
        *(_of_decision(each, name, valid_until) for each, name in open_decisions(report, contract, valid_until)),
        *_undecided(report, estate, contract),
        *(_of_unread(each, names) for each in unread(report, contract, everywhere=everywhere)),
        *_of_sources(report, estate, scoped_systems(report, contract, everywhere=everywhere), names),
        *_stale(report),
    )


def contract_of(report: Report, contract: ContractId) -> tuple[Estate, Contract]:
    """Return the estate and the contract in it.

    Raises: InputError.
    """
    if report.estate is None:
        where = f"contract `{contract}`"
        raise InputError(Problem(where=where, what="the check had no estate file", help="`muniment init` writes one"))
    for each in report.estate.contracts:
        if each.id == contract:
            return report.estate, each
    known = ", ".join(f"`{each.id}`" for each in report.estate.contracts) or "none"
    raise InputError(Problem(where=f"contract `{contract}`", what="is not in the estate file", help=f"known: {known}"))


def scoped_systems(report: Report, contract: ContractId, *, everywhere: bool = False) -> tuple[SystemId, ...]:
    """Return the systems that a statement on `contract` is about.

    These are all of them where it is about what is used `everywhere`; else the ones that serve the contract, and any
    other one with a use that is not simply permitted for it.
    """
    systems = report.estate.systems if report.estate else ()
    restricted = {
        each.use.system
        for each in report.decisions
        if each.contract == contract and each.decision.outcome is not Outcome.PERMITTED
    }
    return tuple(each.id for each in systems if everywhere or contract in each.contracts or each.id in restricted)


def scoped_scans(report: Report, contract: ContractId, *, everywhere: bool = False) -> tuple[Scan, ...]:
    """Return the scans of those systems."""
    systems = scoped_systems(report, contract, everywhere=everywhere)
    return tuple(scan for scan in report.scans if scan.system in systems)


def source_names(report: Report) -> Mapping[str, str]:
    """Return, for each source folder, the shortest end of its path that no other folder has.

    The rest of the path is about the signatory's machine, and no part of a statement.
    """
    systems = report.estate.systems if report.estate else ()
    named = [source for system in systems for source in system.sources]
    roots = {_plain(root) for root in (*(scan.inventory.root for scan in report.scans), *named)}
    ends = {root: [readable(part) for part in root.split("/") if part] or [root] for root in roots}
    return {root: _shortest(parts, [ends[other] for other in ends if other != root]) for root, parts in ends.items()}


def name_of(scan: Scan, names: Mapping[str, str]) -> str:
    """Return the name of the source that was scanned."""
    return names[_plain(scan.inventory.root)]


def readable(text: str) -> str:
    """Return `text` in Unicode; bytes of a file name that are none show as escapes."""
    return text.encode("utf-8", "backslashreplace").decode()


def open_decisions(report: Report, contract: ContractId, valid_until: date) -> tuple[tuple[UseDecision, str], ...]:
    """Return the decisions that do not permit up to `valid_until`, each with the id of its blocker."""
    found = [
        each
        for each in report.decisions
        if each.contract == contract and each.use.system is not None and kind_of(each, valid_until) is not None
    ]
    short = [_decision_id(each, valid_until, ()) for each in found]
    repeated = {name for name, count in Counter(short).items() if count > 1}
    return tuple(
        (each, _decision_id(each, valid_until, _shown(each.use)) if name in repeated else name)
        for each, name in zip(found, short, strict=True)
    )


def kind_of(decided: UseDecision, valid_until: date) -> BlockerKind | None:
    """Return why the decision keeps a statement from being made; nothing where it permits up to `valid_until`."""
    decision = decided.decision
    match decision.outcome:
        case Outcome.PERMITTED:
            return None
        case Outcome.PERMITTED_UNTIL:
            lasts = decision.until is not None and valid_until <= decision.until
            return None if lasts else BlockerKind.ENDS
        case Outcome.PROHIBITED:
            return BlockerKind.PROHIBITED
        case Outcome.NEEDS_WAIVER:
            return BlockerKind.NEEDS_WAIVER
        case Outcome.NEEDS_AUTHORISATION:
            return BlockerKind.NEEDS_AUTHORISATION
        case Outcome.UNDETERMINED:
            return BlockerKind.UNDETERMINED


def unread(report: Report, contract: ContractId, *, everywhere: bool = False) -> tuple[UnreadGaps, ...]:
    """Return what could hide a use in the sources of `contract`, path by path."""
    names = source_names(report)
    found = []
    for scan in scoped_scans(report, contract, everywhere=everywhere):
        limits = [gap for gap in scan.inventory.coverage.gaps if gap.limits]
        limits.sort(key=lambda gap: (gap.path, gap.line))
        for path, gaps in groupby(limits, key=lambda gap: gap.path):
            name = _id(BlockerKind.UNREAD, scan.system or "", f"{name_of(scan, names)}/{path}")
            found.append(UnreadGaps(id=name, scan=scan, gaps=tuple(gaps)))
    return tuple(found)


def _of_dates(report: Report, contract: Contract, valid_until: date) -> Iterator[Blocker]:
    if contract.performance_end is not None and contract.performance_end < report.as_of:
        sentence = f"performance of `{contract.id}` ended on {contract.performance_end}, before {report.as_of}"
        yield blocker(BlockerKind.ENDED, sentence, contract.id)
    if valid_until < report.as_of:
        sentence = f"the statement would end on {valid_until}, before the day that it speaks of, {report.as_of}"
        yield blocker(BlockerKind.ENDED, sentence, "valid-until")


def _of_whole(report: Report, estate: Estate, contract: ContractId) -> Iterator[Blocker]:
    if not report.rulebook.vendors:
        yield blocker(BlockerKind.NOTHING_ASKED, "the rulebook knows no vendor", "rulebook")
    if not any(contract in system.contracts for system in estate.systems):
        yield blocker(BlockerKind.NOTHING_READ, f"no system in the estate file serves `{contract}`", contract)
    elif not any(scan.inventory.coverage.read for scan in scoped_scans(report, contract)):
        sentence = f"no file was read of any system that serves `{contract}`"
        yield blocker(BlockerKind.NOTHING_READ, sentence, contract)
    if mixed := sorted(_mixed(report, estate)):
        yield blocker(BlockerKind.MIXED, "the check does not fit together: " + "; ".join(mixed), "check")


def _mixed(report: Report, estate: Estate) -> set[str]:
    known = {system.id for system in estate.systems}
    found = {
        f"`{readable(scan.inventory.root)}` was scanned with another rulebook"
        for scan in report.scans
        if scan.inventory.rulebook != report.rulebook.digest
    }
    for each in report.decisions:
        if (each.decision.rulebook, each.decision.as_of) != (report.rulebook.digest, report.as_of):
            found.add(f"`{each.use.vendor}` was decided with another rulebook or for another day")
    for use in (*report.uses, *(each.use for each in report.decisions)):
        if use.system is not None and use.system not in known:
            found.add(f"`{use.system}` is not in the estate file")
        if use.system is None and all(scan.system is not None for scan in report.scans):
            found.add(f"`{use.vendor}` was found outside every source")
    return found


def _of_decision(decided: UseDecision, name: str, valid_until: date) -> Blocker:
    decision = decided.decision
    kind = kind_of(decided, valid_until) or BlockerKind.UNDECIDED
    what = f"`{decision.vendor}` in `{decided.use.system}` is {decision.outcome.value}"
    if decision.until is not None:
        what += f" {decision.until}, and the statement would hold until {valid_until}"
    because = [decision.age.because] if decision.as_looked_up and decision.age else []
    because += [f"`{each.instrument}`: {each.because}" for each in _deciding(decision) or decision.reasons]
    if decision.outcome is Outcome.UNDETERMINED:
        because += [f"`{each.instrument}`: {each.why}" for each in decision.open_law]
        because += [f"not known: {each.question}" for each in decision.unknown]
    return Blocker(id=name, kind=kind, sentence=": ".join((what, "; ".join(dict.fromkeys(because)))).removesuffix(": "))


def _deciding(decision: Decision) -> list[Reason]:
    """Return the reasons from which the outcome comes: where it is open, all that do not permit whatever is missing."""
    if decision.outcome is Outcome.UNDETERMINED:
        return [each for each in decision.reasons if each.worst is not Outcome.PERMITTED]
    return [each for each in decision.reasons if each.best is decision.outcome]


def _undecided(report: Report, estate: Estate, contract: ContractId) -> Iterator[Blocker]:
    serving = {system.id for system in estate.systems if contract in system.contracts}
    decided = {_key(each.use) for each in report.decisions if each.contract == contract}
    for use in report.uses:
        if use.system in serving and _key(use) not in decided:
            sentence = f"`{use.vendor}` is used in `{use.system}` and nothing was decided about it for `{contract}`"
            yield blocker(BlockerKind.UNDECIDED, sentence, use.vendor, use.system or "", *_shown(use))


def _of_unread(found: UnreadGaps, names: Mapping[str, str]) -> Blocker:
    where = f"`{readable(found.gaps[0].path)}` of `{name_of(found.scan, names)}` in `{found.scan.system}`"
    return Blocker(id=found.id, kind=BlockerKind.UNREAD, sentence=f"{where} could hide a use: {found.why}")


def _of_sources(
    report: Report, estate: Estate, in_scope: Collection[SystemId], names: Mapping[str, str]
) -> Iterator[Blocker]:
    for scan in report.scans:
        if scan.system is None:
            yield _unmapped(scan, name_of(scan, names))
    scanned = {(scan.system, _plain(scan.inventory.root)) for scan in report.scans}
    for system in (each for each in estate.systems if each.id in in_scope):
        if not system.sources and not any(name == system.id for name, _ in scanned):
            sentence = f"`{system.id}` has no source in the estate file, so none of it was looked at"
            yield blocker(BlockerKind.UNSCANNED, sentence, system.id)
        for source in system.sources:
            name = names[_plain(source)]
            if (system.id, _plain(source)) not in scanned:
                sentence = f"`{name}` of `{system.id}` is in the estate file and was not looked at as a whole"
                yield blocker(BlockerKind.UNSCANNED, sentence, system.id, name)
    for scan in report.scans:
        if scan.system in in_scope and not scan.inventory.coverage.read:
            name = name_of(scan, names)
            sentence = f"`{name}` of `{scan.system}` holds no file that was read"
            yield blocker(BlockerKind.EMPTY, sentence, scan.system or "", name)


def _unmapped(scan: Scan, name: str) -> Blocker:
    vendors = sorted({finding.vendor for finding in scan.inventory.findings if not finding.demoted})
    found = "found in it: " + ", ".join(f"`{each}`" for each in vendors) if vendors else "no vendor was found in it"
    sentence = f"`{name}` belongs to no system, so nobody knows whether it serves the contract; {found}"
    return blocker(BlockerKind.UNMAPPED, sentence, name)


def _stale(report: Report) -> Iterator[Blocker]:
    limit = report.age_limit
    longest = min(LONGEST_LOOK, timedelta(days=limit.max_days)) if limit else LONGEST_LOOK
    day = limit.asked_on if limit else report.as_of
    oldest = day - longest
    rulebook = report.rulebook
    late = sorted(
        [str(each.id) for each in rulebook.restrictions.values() if each.verified_through < oldest]
        + [str(each.id) for each in rulebook.agreements.values() if each.verified_through < oldest]
        + [str(each.id) for each in rulebook.vendors.values() if each.screened_through < oldest]
    )
    if late:
        listed = ", ".join(f"`{each}`" for each in late)
        sentence = f"last looked up more than {longest.days} days before {day}: {listed}"
        yield blocker(BlockerKind.STALE, sentence, "rulebook")


def _decision_id(decided: UseDecision, valid_until: date, more: Iterable[str]) -> str:
    kind = kind_of(decided, valid_until) or BlockerKind.UNDECIDED
    return _id(kind, decided.use.vendor, decided.use.system or "", *more)


def _key(use: Use) -> tuple[object, ...]:
    return use.vendor, use.system, _shown(use)


def _shown(use: Use) -> tuple[str, ...]:
    """Return the facts that tell two uses of one vendor in one system apart, as words of an id."""
    return tuple(
        f"{fact}/" + ("+".join(sorted(value)) if isinstance(value, frozenset) else str(value).lower())
        for fact, value in sorted(use.shown.items())
    )


def blocker(kind: BlockerKind, sentence: str, *words: str) -> Blocker:
    """Return a blocker whose id is made of its kind and `words`."""
    return Blocker(id=_id(kind, *words), kind=kind, sentence=sentence)


def _id(kind: BlockerKind, *words: str) -> str:
    return ":".join((kind.value, *(_escaped(word) for word in words)))


def _escaped(word: str) -> str:
    """Percent-encode what would break an option: blanks, control characters, `=`, `*`, and `%` itself."""
    return "".join(
        character if character.isprintable() and character not in " =*%" else _percent(character) for character in word
    )


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))


def _plain(root: str) -> str:
    return str(PurePosixPath(root))


def _shortest(parts: list[str], others: list[list[str]]) -> str:
    length = next((n for n in range(1, len(parts)) if all(other[-n:] != parts[-n:] for other in others)), len(parts))
    return "/".join(parts[-length:])
