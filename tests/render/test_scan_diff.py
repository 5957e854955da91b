"""What `muniment scan diff` prints."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from muniment.discover.findings.compare import compare
from muniment.domain.evidence import EvidenceClass, Rung
from muniment.domain.ids import Digest, SignatureId, VendorId
from muniment.domain.scan_result import Difference, ScanResult, WrittenFinding, WrittenGap
from muniment.domain.surface import Surface, SurfaceCoverage
from muniment.render.scan.diff import print_difference
from render.pages import expected, printed

NORTHWIND, HALCYON = VendorId("northwind-ai"), VendorId("halcyon-cameras")


def found(path: str, line: int, what: str, vendor: VendorId = NORTHWIND, excerpt: str = "import x") -> WrittenFinding:
    return WrittenFinding(
        source="",
        path=path,
        line=line,
        vendor=vendor,
        signature=SignatureId("sdk"),
        kind="import",
        identifier=f"python:{what}",
        excerpt=excerpt,
        rung=Rung.AVAILABLE,
        cls=EvidenceClass.PRODUCT,
        surface=Surface.SOURCE_CODE,
        fingerprint=what.rjust(20, "0") + "1" * 12,
    )


def result(where: str, *findings: WrittenFinding, gaps: tuple[WrittenGap, ...] = ()) -> ScanResult:
    return ScanResult(
        where=where,
        complete=not gaps,
        rulebook=Digest("sha256:" + "ab" * 32),
        rulebook_version="2026.11.0",
        findings=findings,
        gaps=gaps,
        surfaces={
            Surface.LOCK_FILE: SurfaceCoverage(
                surface=Surface.LOCK_FILE, read=2 - len(gaps), not_understood=len(gaps), not_looked_at=0
            )
        },
        vendors={NORTHWIND: "Northwind AI, Inc.", HALCYON: "Halcyon Cameras Ltd."},
    )


def difference() -> Difference:
    """Return a comparison in which every section has something to say."""
    kept = found("src/kept.py", 3, "aa")
    before = result("before.json", kept, found("src/old/llm.py", 41, "bb"), found("src/gone.py", 7, "cc", HALCYON))
    gap = WrittenGap(source="", path="uv.lock", line=14, why="a table without a name")
    after = result(
        "after.json",
        replace(kept, rung=Rung.INVOKED),
        found("src/app/agents/very/deep/folder/with/a/long/name/llm.py", 44, "bb"),
        found("src/new.py", 2, "dd", VendorId("redwood"), "from redwood import something, another_thing, and_more"),
        gaps=(gap,),
    )
    return compare(before, replace(after, rulebook=Digest("sha256:" + "cd" * 32)))


@pytest.mark.parametrize("width", [80, 120])
def test_the_comparison_fits_the_terminal(width: int) -> None:
    text = printed(partial(print_difference, difference()), width)

    *lines, _next = text.splitlines()
    assert text == expected(f"scan-diff-{width}.txt", text)
    assert max(len(line) for line in lines) <= width


def test_equal_scans_have_nothing_to_say_but_that() -> None:
    same = result("a.json", found("a.py", 1, "aa"))

    text = printed(partial(print_difference, compare(same, same)))

    assert "+ 0 new   ~ 0 changed   > 0 moved   - 0 gone   = 1 unchanged" in text
    assert text.splitlines()[-1] == "Next: nothing; no finding is new"


def test_control_characters_of_a_file_that_was_edited_are_shown_and_not_obeyed() -> None:
    hostile = found("\x1b[2J.py", 1, "aa", VendorId("\x1bvendor"), "a\x1b]0;title\x07b")
    gap = WrittenGap(source="\x1b", path="\x1b.lock", line=1, why="\x1b")

    text = printed(partial(print_difference, compare(result("\x1b.json"), result("b", hostile, gaps=(gap,)))))

    assert "\x1b" not in text
