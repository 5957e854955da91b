"""The findings of a scan as CSV (RFC 4180), one row each, for people who work with tables."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, TextIO

from muniment.render.citing import vendor_name
from muniment.render.visible import visible

if TYPE_CHECKING:
    from muniment.domain.evidence import Finding
    from muniment.domain.report import Discovery, Scan
    from muniment.domain.suppression import Suppression

COLUMNS = (
    *("vendor", "vendor_name", "roles", "class", "rung", "surface", "stands", "demoted", "kind", "identifier"),
    *("root", "path", "line", "excerpt", "signature", "system", "fingerprint"),
)
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}")
"""Beginnings by which spreadsheets take a cell for a formula.  Source: OWASP, CSV Injection."""


def write_csv(found: Discovery, to: TextIO) -> None:
    """Write a header and one row for each finding, mentions included. No cell is a formula to a spreadsheet."""
    rows = csv.writer(to, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for number, scan in enumerate(found.scans):
        for finding in scan.inventory.findings:
            said = found.suppressed.get((number, finding.fingerprint))
            rows.writerow([cell(value) for value in _row(found, scan, finding, said)])


def _row(found: Discovery, scan: Scan, finding: Finding, said: Suppression | None) -> tuple[str, ...]:
    seen = finding.observation
    return (
        finding.vendor,
        vendor_name(found.rulebook, finding.vendor),
        " ".join(role.value for role in finding.roles),
        finding.cls.value,
        finding.rung.name.lower(),
        finding.surface.value,
        "no" if finding.demoted or said else "yes",
        finding.demoted or (f"set aside by {said.owner} until {said.until}: {said.reason}" if said else ""),
        seen.identifier.kind.value,
        seen.identifier.value,
        scan.inventory.root,
        finding.path,
        str(seen.line) if seen.line else "",
        seen.excerpt,
        finding.signature,
        scan.system or "",
        finding.fingerprint,
    )


def cell(text: str) -> str:
    """Return `text` without control characters, and with an apostrophe before what a spreadsheet would compute."""
    return visible(f"'{text}" if text.lstrip(" ").startswith(_FORMULAS) else text)
