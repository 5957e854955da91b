"""The use case of `muniment gate`: what a change adds, decided as a check decides, and nothing else."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from muniment.app.check import check
from muniment.app.scan.change import addition
from muniment.discover.paths.surfaces import Surfaces
from muniment.domain.gate import GateReport
from muniment.domain.report import Scan
from muniment.domain.suppression import OneFinding, SuppressionState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from muniment.app.scan.change import Addition, ChangedTree
    from muniment.decide.engine import Engine
    from muniment.domain.age import AgeLimit
    from muniment.domain.contract import Estate
    from muniment.domain.gate import Compared
    from muniment.domain.ids import SystemId
    from muniment.domain.report import Report
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.suppression import Suppression, SuppressionUse


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """By what the gate decides."""

    rulebook: Rulebook
    engine: Engine
    estate: Estate | None
    as_of: date
    suppressions: Sequence[Suppression] = ()
    age_limit: AgeLimit | None = None


def gate(trees: Sequence[tuple[SystemId | None, ChangedTree]], compared: Compared, law: Law) -> GateReport:
    """Return what the change adds to `trees`, each of which belongs to a system or to none, and what follows."""
    surface_of = cache(Surfaces(law.rulebook.tooling).of)
    added = [(system, addition(tree, law.rulebook, surface_of)) for system, tree in trees]
    scans = [Scan(system=system, inventory=each.inventory) for system, each in added]
    report = check(scans, law.estate, law.rulebook, law.engine, law.as_of, law.suppressions, age_limit=law.age_limit)
    return GateReport(
        compared=compared,
        report=_of_the_change(report, [each for _, each in added], whole=not compared.base),
        changed=sum(len(tree.changed) for _, tree in trees),
        unchanged=sum(len(tree.unchanged) for _, tree in trees),
        raised=frozenset(name for _, each in added for name in each.raised),
        moved=sum(each.moved for _, each in added),
        gone=sum(len(each.gone) for _, each in added),
    )


def _of_the_change(report: Report, added: Sequence[Addition], *, whole: bool) -> Report:
    """Return `report` without uses that the change does not show, and with the suppressions that it has to do with.

    What matches nothing in the change may match in the rest of the tree, unless the change is the `whole` of it.
    """
    shown = tuple(use for use in report.uses if use.findings)
    number = {id(use) for use in shown}
    gone = Counter(finding.fingerprint for each in added for finding in each.gone)
    return replace(
        report,
        uses=shown,
        decisions=tuple(decided for decided in report.decisions if id(decided.use) in number),
        suppressions=tuple(each for each in report.suppressions if whole or _concerns(each, gone)),
    )


def _concerns(each: SuppressionUse, gone: Counter[str]) -> bool:
    """Say whether a suppression has to do with the change: it hides, has ended, or hid what is gone now."""
    if each.state is not SuppressionState.UNMATCHED:
        return True
    return isinstance(each.suppression.what, OneFinding) and gone[each.suppression.what.fingerprint] > 0
