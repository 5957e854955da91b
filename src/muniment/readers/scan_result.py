"""The JSON that `muniment scan` and `muniment check` write, read again. It may have been edited; nothing is trusted."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import PurePath
from typing import Any, Final

from muniment.domain.evidence import EvidenceClass, Rung
from muniment.domain.ids import Digest, SignatureId, VendorId
from muniment.domain.patterns import lazily
from muniment.domain.scan_result import ScanResult, WrittenFinding, WrittenGap
from muniment.domain.surface import Surface, SurfaceCoverage
from muniment.errors import InputError, Problem

FORMATS: Final = ("muniment.scan/1", "muniment.check/1")
_HELP: Final = "write it anew with `muniment scan --json -o FILE`"
_DIGEST: Final = lazily(r"sha256:[0-9a-f]{64}")
_COUNTS: Final = ("read", "not_understood", "not_looked_at")


def read_scan_result(text: str, where: str) -> ScanResult:
    """Return what `text` says that a scan found.

    Raises: InputError where it is no such answer, or not a whole one.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _refused(where, "is not JSON") from error
    if not isinstance(value, dict) or value.get("format") not in FORMATS:
        raise _refused(where, f"is no answer of a scan: `format` is none of {', '.join(FORMATS)}")
    try:
        return _result(value, where)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise _refused(where, f"is not as its schema says ({type(error).__name__}: {error})"[:200]) from error


def _result(value: dict[str, Any], where: str) -> ScanResult:
    scans = value["scans"]
    names = [_name(scan, alone=len(scans) == 1) for scan in scans]
    return ScanResult(
        where=where,
        complete=_yes_no(value["complete"]),
        rulebook=_digest(value["rulebook"]["digest"]),
        rulebook_version=_text(value["rulebook"]["version"]),
        findings=tuple(_finding(each, names) for each in value["findings"] if _yes_no(each["stands"])),
        gaps=tuple(
            _gap(gap, name)
            for scan, name in zip(scans, names, strict=True)
            for gap in scan["coverage"]["gaps"]
            if _yes_no(gap["limits"])
        ),
        surfaces=_surfaces(scans),
        vendors={VendorId(key): _text(name) for key, name in value.get("vendors", {}).items()},
    )


def _name(scan: dict[str, Any], *, alone: bool) -> str:
    """Return by what the same source is known in another scan: its system, or the name of its folder."""
    if scan["system"] is not None:
        return _text(scan["system"])
    return "" if alone else PurePath(_text(scan["root"])).name


def _finding(value: dict[str, Any], names: list[str]) -> WrittenFinding:
    return WrittenFinding(
        source=names[_number(value["scan"])],
        path=_text(value["path"]),
        line=_number(value["line"]),
        vendor=VendorId(_text(value["vendor"])),
        signature=SignatureId(_text(value["signature"])),
        kind=_text(value["kind"]),
        identifier=_text(value["identifier"]),
        excerpt=_text(value["excerpt"]),
        rung=Rung[_text(value["rung"]).upper()],
        cls=EvidenceClass(value["class"]),
        surface=Surface(value["surface"]),
        fingerprint=_text(value["fingerprint"]),
    )


def _gap(value: dict[str, Any], source: str) -> WrittenGap:
    return WrittenGap(
        source=source,
        path=_text(value["path"]),
        line=_number(value["line"]),
        why=_text(value["why"] or value["status"]),
    )


def _surfaces(scans: list[dict[str, Any]]) -> dict[Surface, SurfaceCoverage]:
    total: dict[Surface, Counter[str]] = {}
    for scan in scans:
        for name, counts in scan["coverage"]["surfaces"].items():
            of_surface = total.setdefault(Surface(name), Counter())
            of_surface.update({count: _number(counts[count]) for count in _COUNTS})
    return {
        surface: SurfaceCoverage(
            surface=surface,
            read=total[surface]["read"],
            not_understood=total[surface]["not_understood"],
            not_looked_at=total[surface]["not_looked_at"],
        )
        for surface in Surface
        if surface in total
    }


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"`{value!r}` is no text"[:80])
    return value


def _number(value: object) -> int:
    if type(value) is not int or value < 0:
        raise TypeError(f"`{value!r}` is no count"[:80])
    return value


def _yes_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"`{value!r}` is neither true nor false"[:80])
    return value


def _digest(value: object) -> Digest:
    text = _text(value)
    if not _DIGEST.fullmatch(text):
        raise ValueError(f"`{text}` is no digest"[:80])
    return Digest(text)


def _refused(where: str, what: str) -> InputError:
    return InputError(Problem(where=where, what=what, help=_HELP))
