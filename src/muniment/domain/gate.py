"""What a change to a repository adds, and what was decided about that."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from muniment.domain.report import Report


class Target(Enum):
    """What the change leads to."""

    WORK_TREE = "work tree"
    INDEX = "index"
    COMMIT = "commit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Between what the change lies.

    `base` is the id of a commit, and empty where everything counts as new; `base_name` says how it was chosen.
    `commit` is the id of the commit that a change leads to, if it leads to one.
    """

    base: str
    base_name: str
    target: Target
    commit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GateReport:
    """The answer of the gate. `report` is about what the change adds, and holds no other finding, use or gap.

    `changed` and `unchanged` count paths. `raised` are the fingerprints of findings that were there before and show
    more now. `moved` and `gone` count findings. `touched` are files of the change on which this answer itself rests.
    """

    compared: Compared
    report: Report
    changed: int
    unchanged: int
    raised: frozenset[str]
    moved: int
    gone: int
    touched: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Say whether nothing in the change that could hide a use was left out; nothing is asked of other systems."""
        return all(scan.inventory.coverage.complete for scan in self.report.scans)
