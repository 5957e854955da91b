"""What a check shows to hold for all that it looked at, as names that other programs can gate on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from muniment.app.certify.blockers import name_of, source_names
from muniment.domain.decision import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.domain.ids import ContractId, Digest, SystemId
    from muniment.domain.report import Report, Scan, UseDecision

EVERYTHING_READ: Final = "MUNIMENT_EVERYTHING_READ"
NO_PROHIBITED_USE: Final = "MUNIMENT_NO_PROHIBITED_USE"
EVERY_USE_PERMITTED: Final = "MUNIMENT_EVERY_USE_PERMITTED"
_PERMITS: Final = frozenset({Outcome.PERMITTED, Outcome.PERMITTED_UNTIL})


def passing(report: Report, contract: ContractId | None = None) -> Iterator[str]:
    """Yield the properties that hold, of `contract` alone where one is given. Whatever is open lets none hold.

    `EVERYTHING_READ`: every system was looked at, and nothing that could hide a use was left out. `NO_PROHIBITED_USE`:
    that, by a rulebook that is not stale, and every use was decided and is neither prohibited nor undetermined.
    `EVERY_USE_PERMITTED`: all that, and no use needs to be allowed first.
    """
    if not report.scans or hidden(report, contract) or _serves_nothing(report, contract):
        return
    yield EVERYTHING_READ
    if report.stale:
        return
    decided = [each for each in report.decisions if contract is None or each.contract == contract]
    outcomes = {each.decision.acted_on for each in decided}
    if not _all_decided(report, decided, contract) or outcomes & {Outcome.PROHIBITED, Outcome.UNDETERMINED}:
        return
    yield NO_PROHIBITED_USE
    if outcomes <= _PERMITS:
        yield EVERY_USE_PERMITTED


def hidden(report: Report, contract: ContractId | None = None) -> int:
    """Return how many things were not read and could hide a use, in what serves `contract` where one is given.

    A system that was not looked at is one of them, and so is a source that held nothing to read. A source that belongs
    to no system may serve any contract.
    """
    elsewhere = {
        each.id
        for each in (report.estate.systems if report.estate else ())
        if contract is not None and contract not in each.contracts
    }
    gaps = sum(_hiding(scan) for scan in report.scans if scan.system not in elsewhere)
    return gaps + len(_unscanned(report, contract))


def _hiding(scan: Scan) -> int:
    """Return how many gaps could hide a use; a source in which nothing was read is one."""
    covered = scan.inventory.coverage
    return sum(gap.limits for gap in covered.gaps) or int(not covered.read)


def _unscanned(report: Report, contract: ContractId | None) -> list[SystemId]:
    """Return the systems in question that were not looked at."""
    scanned = {scan.system for scan in report.scans}
    systems = report.estate.systems if report.estate else ()
    asked = (each for each in systems if contract is None or contract in each.contracts)
    return [each.id for each in asked if each.id not in scanned]


def _serves_nothing(report: Report, contract: ContractId | None) -> bool:
    """Say whether no system serves the contract, so that nothing was asked."""
    systems = report.estate.systems if report.estate else ()
    return contract is not None and not any(contract in each.contracts for each in systems)


def verified_subjects(report: Report) -> tuple[tuple[str, Digest], ...]:
    """Return each source that was looked at, by system and name, with the digest of its content."""
    names = source_names(report)
    return tuple(
        (f"source/{scan.system or 'unmapped'}/{name_of(scan, names)}", scan.inventory.content) for scan in report.scans
    )


def _all_decided(report: Report, decided: list[UseDecision], contract: ContractId | None) -> bool:
    """Say whether no use went undecided; one in a system that does not serve `contract` need not be decided for it."""
    known = {id(each.use) for each in decided}
    for use in report.uses:
        system = report.system(use)
        elsewhere = contract is not None and system is not None and contract not in system.contracts
        if id(use) not in known and not elsewhere:
            return False
    return True
