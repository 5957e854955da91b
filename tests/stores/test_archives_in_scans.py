"""What a scan finds in archives, and what it says of those that it could not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discover.signatures import signature
from muniment.app.scan import FileResult, inventory
from muniment.app.scan.examine import Examiner
from muniment.domain.evidence import EvidenceClass, FileStatus, Finding, Rung
from muniment.domain.ids import Digest
from muniment.domain.technology import IdentifierKind as Kind
from muniment.readers.registry import reader_for
from muniment.stores.archives import looked_into
from muniment.stores.literals import HyperscanLiterals
from muniment.stores.tree.files import Entry, FileReader
from muniment.stores.tree.folder import results
from stores.archives import dex, encrypted, zipped

if TYPE_CHECKING:
    from pathlib import Path

    from muniment.domain.evidence import Inventory

JVM = signature(Kind.IMPORT, "jvm:com.northwind", name="jvm")
MAVEN = signature(Kind.PURL, "pkg:maven/com.northwind/*", name="maven")
NAME = signature(Kind.NAME, "Northwind", name="name")
SIGNATURES = (JVM, MAVEN, NAME)


def scanned(root: Path) -> Inventory:
    examiner = Examiner(SIGNATURES, (), HyperscanLiterals, reader_for)
    signatures = {each.id: each for each in SIGNATURES}
    return inventory(str(root), results(str(root), lambda: examiner), signatures, Digest("sha256:0"))


def standing(scan: Inventory) -> list[Finding]:
    return [finding for finding in scan.findings if not finding.demoted]


def test_a_package_in_an_archive_is_found_once_by_the_path_of_its_classes(tmp_path: Path) -> None:
    classes = zipped(("com/northwind/push/A.class", b"\xca\xfe"), ("com/northwind/push/B.class", b"\xca\xfe"))
    (tmp_path / "push.aar").write_bytes(zipped(("classes.jar", classes), ("AndroidManifest.xml", b"<manifest/>")))

    scan = scanned(tmp_path)

    (finding,) = standing(scan)
    assert (finding.path, finding.observation.identifier.value) == (
        "push.aar!/classes.jar",
        "jvm:com.northwind.push.A",
    )
    assert (finding.cls, finding.rung) == (EvidenceClass.PRODUCT, Rung.DECLARED)
    assert dict(scan.coverage.by_status) == {FileStatus.ARCHIVE_READ: 1}
    assert scan.coverage.complete


def test_a_program_for_android_is_found_by_the_classes_that_it_defines(tmp_path: Path) -> None:
    (tmp_path / "app.apk").write_bytes(zipped(("classes.dex", dex(b"Lcom/northwind/A;"))))

    (finding,) = standing(scanned(tmp_path))

    assert (finding.path, finding.observation.excerpt) == ("app.apk!/classes.dex", "com/northwind/A.class")


def test_the_coordinates_in_an_archive_are_declared_wherever_they_lie(tmp_path: Path) -> None:
    path = "META-INF/maven/com.northwind/test/pom.properties"
    (tmp_path / "a.jar").write_bytes(zipped((path, b"groupId=com.northwind\nartifactId=test\nversion=1\n")))

    (finding,) = standing(scanned(tmp_path))

    assert (finding.path, finding.cls) == (f"a.jar!/{path}", EvidenceClass.PRODUCT)


def test_a_licence_in_an_archive_shows_no_use(tmp_path: Path) -> None:
    (tmp_path / "a.jar").write_bytes(zipped(("META-INF/LICENSE", b"Copyright Northwind\n")))

    scan = scanned(tmp_path)

    assert standing(scan) == []
    assert [finding.path for finding in scan.findings] == ["a.jar!/META-INF/LICENSE"]


def test_an_archive_in_a_folder_of_tests_is_for_tests(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "a.jar").write_bytes(zipped(("com/northwind/A.class", b"")))
    (tmp_path / "b.jar").write_bytes(zipped(("com/northwind/test/A.class", b"")))

    classes = {finding.path: finding.cls for finding in standing(scanned(tmp_path))}

    assert classes == {"tests/a.jar": EvidenceClass.TEST, "b.jar": EvidenceClass.PRODUCT}


def test_text_in_an_archive_is_read_in_whatever_encoding_it_has(tmp_path: Path) -> None:
    content = "groupId=com.northwind\r\nartifactId=x\r\n".encode("utf-16")
    (tmp_path / "a.jar").write_bytes(zipped(("pom.properties", content)))

    assert [finding.path for finding in standing(scanned(tmp_path))] == ["a.jar!/pom.properties"]


def test_a_member_that_was_refused_is_a_gap_at_its_own_path(tmp_path: Path) -> None:
    (tmp_path / "a.jar").write_bytes(encrypted("secret.txt"))

    coverage = scanned(tmp_path).coverage

    (gap,) = coverage.gaps
    assert (gap.path, gap.status, gap.why) == ("a.jar!/secret.txt", FileStatus.NOT_UNDERSTOOD, "encrypted")
    assert not coverage.complete


def test_an_archive_that_cannot_be_opened_stays_a_gap_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "a.jar").write_bytes(b"PK\3\4\0\0\0")

    coverage = scanned(tmp_path).coverage

    (gap,) = coverage.gaps
    assert (gap.path, gap.status, gap.why) == ("a.jar", FileStatus.ARCHIVE, "not opened: no directory at its end")


def test_a_text_that_is_only_called_an_archive_is_read_as_the_text_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.jar").write_bytes(b"see the release page")

    coverage = scanned(tmp_path).coverage

    assert (dict(coverage.by_status), coverage.gaps) == ({FileStatus.READ: 1}, ())


def test_an_archive_with_a_thousand_refused_members_is_a_few_gaps_and_a_count(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(*((f"/{n}", b"") for n in range(1000))))

    gaps = scanned(tmp_path).coverage.gaps

    assert len(gaps) == 51
    assert gaps[-1].why == "950 more members were not read"


def test_an_archive_that_is_not_what_was_read_before_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(("a", b"1")))
    record = FileReader().read(Entry("a.zip", str(path)), lambda _: None)
    path.write_bytes(zipped(("a", b"2")))
    examiner = Examiner(SIGNATURES, (), HyperscanLiterals, reader_for)

    result = looked_into(FileResult(record, (), ()), str(path), examiner)

    assert result.record.status is FileStatus.CHANGED
