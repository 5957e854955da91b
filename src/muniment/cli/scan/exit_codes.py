"""How a scan ends, and with which codes; apart from the others, so that a scan loads nothing that decides."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from muniment.cli.codes import CLEAN, FINDINGS, INCOMPLETE
from muniment.domain.evidence import EvidenceClass

if TYPE_CHECKING:
    from muniment.domain.report import Discovery


class ScanFailOn(Enum):
    """The lightest use that fails a scan, which weighs none: one in the product, any, or none at all."""

    PRODUCT = "product"
    ANY = "any"
    NEVER = "never"


def scan_code(found: Discovery, fail_on: ScanFailOn) -> int:
    """Return the exit code of a scan. Uses come before an incomplete look; where nothing was read, nothing is clean."""
    match fail_on:
        case ScanFailOn.PRODUCT:
            fails = any(use.cls is EvidenceClass.PRODUCT for use in found.uses)
        case ScanFailOn.ANY:
            fails = bool(found.uses)
        case ScanFailOn.NEVER:
            fails = False
    return FINDINGS if fails else clean(found)


def clean(report: Discovery) -> int:
    """Return the exit code where nothing fails: neither an incomplete look is clean, nor one at nothing."""
    return CLEAN if report.scans and report.complete else INCOMPLETE
