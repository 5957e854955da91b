"""The columns of a POA&M workbook of eMASS, which values some of them take, and what a filled one tells.

Source: headers of the POA&M template of eMASS as MITRE's ckl2POAM and C-PAT use them; values as in `emass_client` 3.22.
Columns vary between instances, so a template is asked what it has.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final, TypeAlias

STATUSES: Final = ("Ongoing", "Completed", "Risk Accepted", "Not Applicable", "Archived")
SEVERITIES: Final = ("I", "II", "III")
LEVELS: Final = ("Very Low", "Low", "Moderate", "High", "Very High")
ONGOING: Final = STATUSES[0]
COMPLETED: Final = STATUSES[1]
LONGEST: Final = 2000
"""Characters that eMASS takes in one field.  Source: field tables of MITRE's `emasser`."""

Cell: TypeAlias = str | date


class Column(Enum):
    """A column, by its header. The small name of a member is its key in the plan file."""

    ITEM_ID = "POA&M Item ID"
    DESCRIPTION = "Control Vulnerability Description"
    SECURITY_CONTROL = "Security Control Number (NC/NA controls only)"
    OFFICE = "Office/Org"
    SECURITY_CHECKS = "Security Checks"
    RESOURCES = "Resources Required"
    SCHEDULED_COMPLETION = "Scheduled Completion Date"
    MILESTONES = "Milestone with Completion Dates"
    MILESTONE_CHANGES = "Milestone Changes"
    SOURCE = "Source Identifying Vulnerability"
    STATUS = "Status"
    COMMENTS = "Comments"
    RAW_SEVERITY = "Raw Severity"
    DEVICES_AFFECTED = "Devices Affected"
    MITIGATIONS = "Mitigations"
    PREDISPOSING_CONDITIONS = "Predisposing Conditions"
    SEVERITY = "Severity"
    RELEVANCE_OF_THREAT = "Relevance of Threat"
    THREAT_DESCRIPTION = "Threat Description"
    LIKELIHOOD = "Likelihood"
    IMPACT = "Impact"
    IMPACT_DESCRIPTION = "Impact Description"
    RESIDUAL_RISK = "Residual Risk Level"
    RECOMMENDATIONS = "Recommendations"
    RESULTING_RESIDUAL_RISK = "Resulting Residual Risk after Proposed Mitigations"


NEEDED: Final = (Column.DESCRIPTION, Column.STATUS, Column.SCHEDULED_COMPLETION, Column.MILESTONES)
"""Without these a sheet is no POA&M that a plan could be entered in."""

FROM_THE_PLAN: Final = frozenset(
    {Column.ITEM_ID, Column.DESCRIPTION, Column.SCHEDULED_COMPLETION, Column.MILESTONES, Column.SOURCE}
)
"""What nobody writes by hand: eMASS numbers the items, and the check and its steps tell the others."""

VALUES: Final = {
    Column.STATUS: STATUSES,
    Column.RAW_SEVERITY: SEVERITIES,
    Column.SEVERITY: (*SEVERITIES, *LEVELS),
    Column.RELEVANCE_OF_THREAT: LEVELS,
    Column.LIKELIHOOD: LEVELS,
    Column.IMPACT: LEVELS,
    Column.RESIDUAL_RISK: LEVELS,
    Column.RESULTING_RESIDUAL_RISK: LEVELS,
}
"""The closed choices. Some instances have categories under `Severity`, others levels, so both are taken."""

Said: TypeAlias = tuple[tuple[Column, str], ...]
"""What people wrote for columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One row: the plan item that it is about, and its cells. A column without a cell stays empty."""

    item: str
    cells: tuple[tuple[Column, Cell], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderFound:
    """A header of the template: where it stands, its text, what it means, in how many rows it was filled.

    `column` is nothing where the header is not known. `required` says that the header itself says so.
    `kept` says why nothing was written although there was something to write.
    """

    at: str
    text: str
    column: Column | None
    required: bool
    filled: int
    kept: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What was done to a template: `first` to `last` are the numbers of the rows that were filled."""

    sheet: str
    header: int
    first: int
    last: int
    headers: tuple[HeaderFound, ...]
    dates_as_numbers: bool
    """Whether the template has no form for dates, so that a day shows as a number."""
