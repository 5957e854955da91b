"""What was found, as values of JSON: the parts that the answers of a scan and of a check share."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TextIO

from muniment.discover.findings.reconcile import by_surface
from muniment.render.age import age_value
from muniment.render.decision_json import fact_json
from muniment.render.recall import surfaces_value
from muniment.render.suppressions import answer_value
from muniment.render.words import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from muniment.domain.age import Age
    from muniment.domain.evidence import Coverage, Finding
    from muniment.domain.pack import Pack
    from muniment.domain.report import Discovery, Scan, Use, Way
    from muniment.domain.rulebook import Overlay, Rulebook
    from muniment.domain.suppression import Suppression


def write_object(parts: dict[str, Any], to: TextIO) -> None:
    """Write `parts` with sorted keys; an iterator becomes a list with one element a line, never held as a whole."""
    to.write("{")
    for number, (key, value) in enumerate(sorted(parts.items())):
        to.write(f"{',' if number else ''}\n{json.dumps(key)}: ")
        if hasattr(value, "__next__"):
            _write_lines(value, to)
        else:
            to.write(json.dumps(value, sort_keys=True))
    to.write("\n}\n")


def _write_lines(values: Iterable[Any], to: TextIO) -> None:
    empty = True
    for value in values:
        to.write(f"{'[' if empty else ','}\n{json.dumps(value, sort_keys=True)}")
        empty = False
    to.write("[]" if empty else "\n]")


def rulebook_value(rulebook: Rulebook, age: Age | None = None) -> dict[str, Any]:
    """Return which rulebook was used, and its age where that counts."""
    return {
        **({"age": age_value(age)} if age else {}),
        "digest": rulebook.digest,
        "overlays": overlay_values(rulebook),
        "released": str(rulebook.released),
        "version": rulebook.version,
    }


def overlay_values(rulebook: Rulebook) -> list[dict[str, Any]]:
    """Return what the organisation put beside the rulebook."""
    return [_overlay(overlay) for overlay in rulebook.overlays]


def _overlay(overlay: Overlay) -> dict[str, Any]:
    return {
        "digest": overlay.digest,
        "folder": overlay.folder,
        "instruments": list(overlay.instruments),
        "pack": _pack(overlay.pack) if overlay.pack else None,
        "replaces": list(overlay.replaces),
        "signatures": list(overlay.signatures),
        "vendors": list(overlay.vendors),
    }


def _pack(pack: Pack) -> dict[str, Any]:
    return {
        "id": pack.id,
        "issued": str(pack.issued),
        "publisher": pack.publisher,
        "title": pack.title,
        "version": pack.version,
    }


def finding_values(found: Discovery) -> Iterator[dict[str, Any]]:
    """Yield every finding of every scan, those that are no more than mentions included."""
    for number, scan in enumerate(found.scans):
        for finding in scan.inventory.findings:
            yield _finding(number, scan, finding, found.suppressed.get((number, finding.fingerprint)))


def _finding(number: int, scan: Scan, finding: Finding, suppression: Suppression | None) -> dict[str, Any]:
    seen = finding.observation
    return {
        "class": finding.cls.value,
        "context": seen.context.value,
        "demoted": finding.demoted or None,
        "excerpt": seen.excerpt,
        "fingerprint": finding.fingerprint,
        "identifier": seen.identifier.value,
        "kind": seen.identifier.kind.value,
        "line": seen.line,
        "path": finding.path,
        "roles": [role.value for role in finding.roles],
        "rung": finding.rung.name.lower(),
        "scan": number,
        "signature": finding.signature,
        "stands": not finding.demoted and suppression is None,
        "suppression": None if suppression is None else answer_value(suppression),
        "surface": finding.surface.value,
        "system": scan.system,
        "vendor": finding.vendor,
    }


def use_value(number: int, use: Use) -> dict[str, Any]:
    """Return one use with all its evidence by surface; findings are named by their fingerprints."""
    return {
        "class": use.cls.value,
        "evidence": list(_evidence(use)),
        "findings": len(use.findings),
        "fingerprints": [finding.fingerprint for finding in use.findings],
        "id": number,
        "others": [{"role": role.value, "vendor": vendor} for role, vendor in use.others],
        "roles": [role.value for role in use.roles],
        "rung": use.rung.name.lower(),
        "shown": {fact: fact_json(value) for fact, value in use.shown.items()},
        "system": use.system,
        "vendor": use.vendor,
        "ways": [_way(way) for way in use.ways],
    }


def _evidence(use: Use) -> Iterator[dict[str, Any]]:
    for each in by_surface(use.findings):
        best = each.findings[0]
        yield {
            "best": {"excerpt": best.observation.excerpt, "line": best.observation.line, "path": best.path},
            "findings": len(each.findings),
            "rung": max(finding.rung for finding in each.findings).name.lower(),
            "surface": each.surface.value,
        }


def _way(way: Way) -> dict[str, Any]:
    return {
        "fingerprints": [finding.fingerprint for finding in way.findings],
        "operator": way.operator,
        "routes": list(way.routes),
    }


def scan_value(scan: Scan) -> dict[str, Any]:
    """Return one source that was scanned, and the account of it."""
    return {
        "content": scan.inventory.content,
        "coverage": coverage_value(scan.inventory.coverage),
        "root": scan.inventory.root,
        "system": scan.system,
    }


def coverage_value(coverage: Coverage) -> dict[str, Any]:
    """Return the account of one scan with every gap."""
    return {
        "bytes_read": coverage.bytes_read,
        "by_status": {slug(status): number for status, number in coverage.by_status},
        "complete": coverage.complete,
        "entries": coverage.entries,
        "gaps": [
            {"limits": gap.limits, "line": gap.line, "path": gap.path, "status": slug(gap.status), "why": gap.why}
            for gap in coverage.gaps
        ],
        "read": coverage.read,
        "surfaces": surfaces_value(coverage.by_surface),
    }
