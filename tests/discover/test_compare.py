"""Two scans of one thing, compared."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.discover.findings.compare import compare
from muniment.domain.evidence import EvidenceClass, Rung
from muniment.domain.ids import Digest, SignatureId, VendorId
from muniment.domain.scan_result import ScanResult, WrittenFinding, WrittenGap
from muniment.domain.surface import Surface, SurfaceCoverage

if TYPE_CHECKING:
    from collections.abc import Sequence

RULES = Digest("sha256:" + "ab" * 32)


def found(path: str = "a.py", line: int = 3, what: str = "0", which: str = "1", source: str = "") -> WrittenFinding:
    return WrittenFinding(
        source=source,
        path=path,
        line=line,
        vendor=VendorId("northwind"),
        signature=SignatureId("sdk"),
        kind="import",
        identifier="python:northwind",
        excerpt="import northwind",
        rung=Rung.AVAILABLE,
        cls=EvidenceClass.PRODUCT,
        surface=Surface.SOURCE_CODE,
        fingerprint=what * 20 + which * 12,
    )


def result(*findings: WrittenFinding, gaps: Sequence[WrittenGap] = (), unclear: int = 0) -> ScanResult:
    covered = SurfaceCoverage(surface=Surface.LOCK_FILE, read=4 - unclear, not_understood=unclear, not_looked_at=0)
    return ScanResult(
        where="scan.json",
        complete=not gaps,
        rulebook=RULES,
        rulebook_version="2026.11.0",
        findings=findings,
        gaps=tuple(gaps),
        surfaces={Surface.LOCK_FILE: covered},
        vendors={},
    )


def test_a_scan_compared_with_itself_shows_no_difference() -> None:
    same = result(found(), found(line=9, which="2"))

    difference = compare(same, same)

    assert (difference.new, difference.gone, difference.moved, difference.changed) == ((), (), (), ())
    assert difference.unchanged == 2


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(found("lib/a.py"), id="into another folder"),
        pytest.param(found("b.py", which="9"), id="to another name"),
    ],
)
def test_a_finding_that_is_elsewhere_has_moved_and_is_not_new(after: WrittenFinding) -> None:
    difference = compare(result(found()), result(after))

    assert (difference.new, difference.gone) == ((), ())
    assert difference.moved == ((found(), after),)


def test_a_copy_is_new_and_the_original_stays() -> None:
    copy = found("b.py", which="2")

    difference = compare(result(found()), result(found(), copy))

    assert (difference.new, difference.moved, difference.unchanged) == ((copy,), (), 1)


def test_a_line_written_in_other_words_is_the_same_finding() -> None:
    difference = compare(result(found(what="0")), result(found(what="5", line=8)))

    assert (difference.new, difference.gone, difference.unchanged) == ((), (), 1)


def test_running_numbers_that_swap_between_files_of_one_name_are_no_change() -> None:
    before = result(found("a/x.py", which="1"), found("b/x.py", which="2"))
    after = result(found("b/x.py", which="1"), found("a/x.py", which="2"))

    difference = compare(before, after)

    assert (difference.new, difference.gone, difference.moved, difference.unchanged) == ((), (), (), 2)


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(replace(found(), rung=Rung.INVOKED), id="goes further"),
        pytest.param(replace(found(), cls=EvidenceClass.TEST), id="is for tests now"),
    ],
)
def test_a_finding_that_shows_something_else_has_changed(after: WrittenFinding) -> None:
    difference = compare(result(found()), result(after))

    assert difference.changed == ((found(), after),)
    assert [(was.rung, now.rung) for was, now in difference.changed_uses] == [(found().rung, after.rung)]


def test_another_version_of_a_package_is_a_change_and_not_new() -> None:
    old, new = (replace(found(), kind="purl", identifier=f"pkg:pypi/northwind@{number}") for number in (1, 2))

    difference = compare(result(old), result(new))

    assert (difference.new, difference.changed) == ((), ((old, new),))


def test_a_use_is_new_where_its_vendor_is_and_gone_with_its_last_finding() -> None:
    other = replace(found("c.py", what="7"), vendor=VendorId("halcyon"))

    difference = compare(result(found()), result(other))

    assert [use.vendor for use in difference.new_uses] == ["halcyon"]
    assert [use.vendor for use in difference.gone_uses] == ["northwind"]


def test_the_same_file_in_two_sources_is_two_places() -> None:
    difference = compare(
        result(found(source="portal")), result(found(source="portal"), found(source="gate", which="2"))
    )

    assert [finding.source for finding in difference.new] == ["gate"]
    assert [(use.source, use.vendor) for use in difference.new_uses] == [("gate", "northwind")]


def test_what_was_looked_at_before_and_is_not_now_is_told() -> None:
    gap = WrittenGap(source="", path="uv.lock", line=14, why="a table without a name")

    difference = compare(result(found()), result(found(), gaps=[gap], unclear=1))

    assert difference.lost == (gap,)
    assert [(was.not_understood, now.not_understood) for was, now in difference.worse] == [(0, 1)]


def test_a_gap_that_was_there_before_is_not_told_again() -> None:
    gap = WrittenGap(source="", path="uv.lock", line=14, why="a table without a name")
    before = result(found(), gaps=[gap], unclear=1)

    difference = compare(before, result(found(), gaps=[replace(gap, line=20)], unclear=1))

    assert (difference.lost, difference.worse) == ((), ())


def test_scans_by_two_rulebooks_are_told_apart() -> None:
    other = replace(result(found()), rulebook=Digest("sha256:" + "00" * 32))

    assert not compare(result(found()), other).same_rulebook


findings = st.lists(
    st.builds(
        found,
        path=st.sampled_from(["a.py", "b/a.py", "c.py"]),
        what=st.sampled_from("012"),
        which=st.sampled_from("345"),
    ),
    max_size=8,
)


@given(findings, findings)
def test_every_finding_of_both_scans_is_accounted_for_once(
    before: list[WrittenFinding], after: list[WrittenFinding]
) -> None:
    difference = compare(result(*before), result(*after))

    paired = difference.unchanged + len(difference.changed) + len(difference.moved)
    assert len(difference.gone) + paired == len(before)
    assert len(difference.new) + paired == len(after)


@given(findings, findings)
def test_what_is_new_one_way_is_gone_the_other_way(before: list[WrittenFinding], after: list[WrittenFinding]) -> None:
    there, back = compare(result(*before), result(*after)), compare(result(*after), result(*before))

    assert len(there.new) == len(back.gone)
    assert len(there.moved) == len(back.moved)
