"""Joins for the phase-out plan: a check, what people keep, earlier records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment import wiring

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from muniment.domain.ids import ContractId
    from muniment.domain.plan import Kept, Plan
    from muniment.domain.report import Report


def plan_of(report: Report, plan_file: Path | None, records: Sequence[Path], contract: ContractId | None) -> Plan:
    """Return the plan that follows from `report`.

    A record counts as it was decided then, under the rulebook of its day.
    Raises: InputError, with every problem of the plan file, or for a record that cannot be read.
    """
    from muniment.app.plan import Sources, plan
    from muniment.errors import PlanError
    from muniment.readers.plan import read_plan
    from muniment.readers.record import read_record

    kept: tuple[Kept, ...] = ()
    if plan_file is not None and report.estate is not None:
        text = wiring.text_of(plan_file, PlanError, "`muniment plan --new FILE` writes one to start from")
        kept = read_plan(text, where=str(plan_file), estate=report.estate, vendors=report.rulebook.vendors)
    read = tuple(read_record(path.read_bytes(), str(path)) for path in records)
    return plan(report, wiring.engine(report.rulebook), Sources(kept=kept, records=read), contract)
