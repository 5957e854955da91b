"""What a scan found, for a program. `schemas/scan.schema.json` describes it; keys are sorted and stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO

from muniment.render.citing import vendor_name
from muniment.render.found_json import finding_values, rulebook_value, scan_value, use_value, write_object
from muniment.render.recall import recall_value
from muniment.render.suppressions import suppression_value

if TYPE_CHECKING:
    from muniment.domain.ids import VendorId
    from muniment.domain.report import Discovery

FORMAT = "muniment.scan/1"
"""The last number grows when a key goes away or changes its meaning; new keys may come without notice."""


def write_scan(found: Discovery, to: TextIO) -> None:
    """Write one JSON object; each finding, use and scan stands on its own line."""
    parts: dict[str, Any] = {
        "complete": found.complete,
        "findings": finding_values(found),
        "format": FORMAT,
        "mentions": dict(found.mentions),
        "recall": recall_value(found.recall),
        "rulebook": rulebook_value(found.rulebook),
        "scans": (scan_value(scan) for scan in found.scans),
        "suppressions": [suppression_value(each) for each in found.suppressions],
        "unscanned": list(found.unscanned),
        "uses": (use_value(number, use) for number, use in enumerate(found.uses)),
        "vendors": {name: vendor_name(found.rulebook, name) for name in _named(found)},
    }
    write_object(parts, to)


def _named(found: Discovery) -> list[VendorId]:
    """Return the ids of every vendor that is named anywhere in the answer."""
    parties = {vendor for use in found.uses for vendor in (use.vendor, *(other for _, other in use.others))}
    return sorted({*parties, *found.mentions})
