from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import stat
import struct
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discover.signatures import signature
from muniment.app.scan import FileResult, inventory
from muniment.app.scan.examine import Examiner
from muniment.domain.evidence import EvidenceClass, FileStatus, Finding, Rung
from muniment.domain.ids import Digest
from muniment.domain.technology import IdentifierKind as Kind
from muniment.readers.registry import reader_for
from muniment.stores.archives import looked_into, members
from muniment.stores.archives.jvm_names import dex_classes, jvm_package
from muniment.stores.archives.unpacking import Limits, Member, Refused
from muniment.stores.literals import HyperscanLiterals
from muniment.stores.tree.files import Entry, FileReader
from muniment.stores.tree.folder import results

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from muniment.domain.evidence import Inventory

MIB = 1024 * 1024
SMALL = Limits(total=4 * MIB, member=MIB, ratio=50, ratio_from=64 * 1024, count=20)
JVM = signature(Kind.IMPORT, "jvm:com.northwind", name="jvm")
MAVEN = signature(Kind.PURL, "pkg:maven/com.northwind/*", name="maven")
NAME = signature(Kind.NAME, "Northwind", name="name")
SIGNATURES = (JVM, MAVEN, NAME)


def zipped(*files: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return packed.getvalue()


def tarred(*files: tuple[str | tarfile.TarInfo, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, content in files:
            info = tarfile.TarInfo(name) if isinstance(name, str) else name
            info.size = len(content) if info.isreg() else info.size
            archive.addfile(info, io.BytesIO(content))
    return packed.getvalue()


def linked(name: str, target: str, kind: bytes = tarfile.SYMTYPE) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def zip_link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return info


def noise(size: int) -> bytes:
    """Return bytes that nothing packs well."""
    return hashlib.shake_128(b"").digest(size)


def encrypted(name: str) -> bytes:
    """Return an archive whose one member says that it is encrypted."""
    data = bytearray(zipped((name, b"secret")))
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    return bytes(data)


def found(data: bytes, name: str = "a.zip", limits: Limits = SMALL) -> tuple[dict[str, bytes], dict[str, str]]:
    seen = list(members(data, name, limits))
    read = {member.path: member.content for member in seen if isinstance(member, Member)}
    return read, {refused.path: refused.why for refused in seen if isinstance(refused, Refused)}


FILES = (("a.txt", b"first"), ("deep/b.bin", bytes(range(256)) * 40), ("empty", b""))
TAR = tarred(*FILES)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("a.jar", zipped(*FILES), id="zip"),
        pytest.param("a.whl", zipped(*FILES, method=zipfile.ZIP_STORED), id="zip that packs nothing"),
        pytest.param("app.jar", b"#!/bin/sh\nexec java -jar $0\n" + zipped(*FILES), id="zip behind a script"),
        pytest.param("a.tar", TAR, id="tar"),
        pytest.param("a.tar.gz", gzip.compress(TAR), id="tar packed by gzip"),
        pytest.param("a.tar.bz2", bz2.compress(TAR), id="tar packed by bzip2"),
        pytest.param("a.tar.xz", lzma.compress(TAR), id="tar packed by xz"),
        pytest.param("a.txz", lzma.compress(TAR[:1000]) + lzma.compress(TAR[1000:]), id="xz in two streams"),
        pytest.param("a.tgz", gzip.compress(TAR[:1000]) + gzip.compress(TAR[1000:]), id="gzip in two streams"),
    ],
)
def test_every_member_of_an_archive_is_read(name: str, data: bytes) -> None:
    assert found(data, name) == (dict(FILES), {})


def test_the_numbers_of_a_model_are_not_unpacked_and_nothing_else_is_left_out() -> None:
    model = zipped(("m/data.pkl", b"\x80\2."), ("m/data/0", b"\0" * 9), ("m/code/a.py", b"import northwind"))
    other = zipped(("m/data/0", b"northwind"))

    assert found(model, "a.pt") == (
        {"m/data.pkl": b"\x80\2.", "m/code/a.py": b"import northwind"},
        {"m/data/0": "numbers of a model"},
    )
    assert found(other, "a.zip") == ({"m/data/0": b"northwind"}, {})


def debian(*members: tuple[str, bytes]) -> bytes:
    """Return an `ar` archive as `dpkg-deb` writes it."""
    parts = [b"!<arch>\n"]
    for name, content in members:
        parts.append(f"{name:<16}{0:<12}{0:<6}{0:<6}{100644:<8}{len(content):<10}`\n".encode())
        parts.append(content + b"\n" * (len(content) % 2))
    return b"".join(parts)


def cpio(*files: tuple[str, bytes]) -> bytes:
    parts: list[bytes] = []
    for name, content in (*files, ("TRAILER!!!", b"")):
        numbers = [0, 0o100644, 0, 0, 1, 0, len(content), 0, 0, 0, 0, len(name) + 1, 0]
        header = b"070701" + b"".join(b"%08x" % number for number in numbers) + name.encode() + b"\0"
        parts += [header + b"\0" * (-len(header) % 4), content + b"\0" * (-len(content) % 4)]
    return b"".join(parts)


def rpm(payload: bytes) -> bytes:
    """Return a package whose headers hold nothing but some bytes."""
    headers = [b"\x8e\xad\xe8\1\0\0\0\0" + struct.pack(">II", 0, size) + b"x" * size for size in (5, 3)]
    return b"\xed\xab\xee\xdb".ljust(96, b"\0") + headers[0] + b"\0" * 3 + headers[1] + payload


def test_the_files_of_a_debian_package_are_read() -> None:
    data = debian(("debian-binary", b"2.0\n"), ("data.tar.xz", lzma.compress(TAR)), ("odd", b"1"))

    read, refused = found(data, "a.deb")

    inside = {path.removeprefix("data.tar.xz!/"): content for path, content in read.items() if "!/" in path}
    assert (inside, refused) == (dict(FILES), {})
    assert {"debian-binary", "data.tar.xz", "odd"} <= read.keys()


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress, bz2.compress, bytes])
def test_the_files_of_an_rpm_package_are_read(pack: Callable[[bytes], bytes]) -> None:
    assert found(rpm(pack(cpio(*FILES))), "a.rpm") == (dict(FILES), {})


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(debian(("debian-binary", b"2.0\n")) + b"x" * 60, "damaged: a member without its header", id="ar"),
        pytest.param(rpm(b"")[:110], "damaged: a header is missing", id="no second header"),
        pytest.param(rpm(b"\x28\xb5\x2f\xfd"), "its files are packed by Zstandard, which is not read", id="zstd"),
        pytest.param(rpm(gzip.compress(b"nothing")), "damaged, or of a format that is not read", id="no cpio"),
    ],
)
def test_a_damaged_package_of_a_distribution_says_so(data: bytes, why: str) -> None:
    assert found(data, "a")[1] == {"": why}


def test_a_compressed_file_that_is_no_archive_is_one_member() -> None:
    assert found(gzip.compress(b"northwind"), "logs/app.log.gz") == ({"app.log": b"northwind"}, {})


def test_folders_are_no_members() -> None:
    folder = linked("deep", "", tarfile.DIRTYPE)

    assert found(zipped(("deep/", b""))) == ({}, {})
    assert found(tarred((folder, b"")), "a.tar") == ({}, {})


def test_archives_in_archives_are_read_down_to_a_depth() -> None:
    innermost = zipped(("d.txt", b"hidden"))
    inner = zipped(("b.txt", b"seen"), ("c.jar", zipped(("c.txt", b"deep"), ("d.jar", innermost))))

    read, refused = found(zipped(("lib/b.jar", inner), ("a.tgz", gzip.compress(tarred(("t", b"too"))))))

    assert {"lib/b.jar!/b.txt": b"seen", "lib/b.jar!/c.jar!/c.txt": b"deep", "a.tgz!/t": b"too"}.items() <= read.items()
    assert refused == {"lib/b.jar!/c.jar!/d.jar": "an archive inside 3 others is not opened"}


@pytest.mark.parametrize(
    ("data", "path", "why"),
    [
        pytest.param(zipped(("/etc/a", b"")), "/etc/a", "an absolute path", id="absolute in a zip"),
        pytest.param(zipped(("C:/a", b"")), "C:/a", "an absolute path", id="a drive"),
        pytest.param(tarred(("/etc/a", b"")), "/etc/a", "an absolute path", id="absolute in a tar"),
        pytest.param(zipped(("x/../../a", b"")), "x/../../a", "a path that leads out of the archive", id="up in a zip"),
        pytest.param(
            zipped(("x\\..\\..\\a", b"")), "x/../../a", "a path that leads out of the archive", id="backslash"
        ),
        pytest.param(tarred(("../a", b"")), "../a", "a path that leads out of the archive", id="up in a tar"),
        pytest.param(
            zipped(("b.jar!/a", b"")), "b.jar!/a", "a name that looks like a member of another archive", id="!"
        ),
        pytest.param(encrypted("a"), "a", "encrypted", id="encrypted"),
        pytest.param(zipped((zip_link("a"), b"/etc")), "a", "a symbolic link", id="link in a zip"),
        pytest.param(tarred((linked("a", "/etc"), b"")), "a", "a symbolic link", id="link in a tar"),
        pytest.param(tarred((linked("a", "b", tarfile.LNKTYPE), b"")), "a", "a link to another member", id="hard link"),
        pytest.param(tarred((linked("a", "", tarfile.FIFOTYPE), b"")), "a", "not a regular file", id="a FIFO"),
        pytest.param(zipped(("a", noise(MIB + 1))), "a", "larger than 1 MiB", id="large in a zip"),
        pytest.param(tarred(("a", bytes(MIB + 1))), "a", "larger than 1 MiB", id="large in a tar"),
        pytest.param(zipped(("a", bytes(MIB))), "a", "unpacks to more than 50 times its size", id="a bomb"),
        pytest.param(
            zipped(("a", b"x"), method=zipfile.ZIP_LZMA), "a", "packed by method 14, which is not read", id="lzma"
        ),
        pytest.param(gzip.compress(bytes(MIB)), "", "unpacks to more than 50 times its size", id="a gzip bomb"),
        pytest.param(zipped(*((str(n), b"") for n in range(21))), "", "more than 20 members", id="many in a zip"),
        pytest.param(
            tarred(*((str(n), b"") for n in range(21))), "", "more than 20 members; the rest was not read", id="many"
        ),
        pytest.param(b"7z\xbc\xaf\x27\x1c....", "", "a 7-Zip archive is not read", id="7-Zip"),
        pytest.param(b"something else", "", "of a format that is not read", id="no archive"),
        pytest.param(b"", "", "of a format that is not read", id="nothing"),
    ],
)
def test_what_is_not_read_is_refused_with_the_reason(data: bytes, path: str, why: str) -> None:
    _, refused = found(data, "a.bin")

    assert refused == {path: why}


def test_of_two_members_with_one_name_the_second_is_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped(("a", b"1"), ("./a", b"2"), ("a", b"3"))

    assert found(data) == ({"a": b"1"}, {"a": "a second member of the same name"})


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(tarred(("a", b"1"), (linked("b", "a"), b"")), id="symbolic link to a member"),
        pytest.param(tarred(("a", b"1"), (linked("b", "a", tarfile.LNKTYPE), b"")), id="hard link to a member"),
        pytest.param(zipped(("a", b"1"), (zip_link("x/b"), b"../a")), id="symbolic link in a zip"),
    ],
)
def test_a_link_to_another_member_hides_nothing(data: bytes) -> None:
    refused = [each for each in members(data, "a", SMALL) if isinstance(each, Refused)]

    assert [each.harmless for each in refused] == [True]


def test_a_damaged_member_is_refused_and_the_others_are_read() -> None:
    data = bytearray(zipped(("a", b"first"), ("b", b"second"), method=zipfile.ZIP_STORED))
    data[data.index(b"first")] ^= 1

    read, refused = found(bytes(data))

    assert read == {"b": b"second"}
    assert refused == {"a": "damaged: Bad CRC-32 for file 'a'"}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(TAR[:1024] + b"x" * 512 + TAR[1536:], "damaged: what follows was not read", id="damaged header"),
        pytest.param(TAR[:1024], "cut off: the mark of the end is missing", id="cut between members"),
        pytest.param(TAR + TAR, "holds more after its end, which was not read", id="two archives in one file"),
    ],
)
def test_a_tar_archive_that_ends_early_is_said_to_hide_something(data: bytes, why: str) -> None:
    read, refused = found(data, "a.tar")

    assert read["a.txt"] == b"first"
    assert refused[""] == why


def test_a_compressed_archive_that_was_cut_off_is_said_to_hide_something() -> None:
    for packed in (gzip.compress(TAR)[:-5], bz2.compress(TAR)[:-5], lzma.compress(TAR)[:-5]):
        _, refused = found(packed, "a.tar.gz")

        assert "" in refused


def test_the_limit_on_all_that_is_unpacked_counts_what_is_nested() -> None:
    part = noise(MIB - 1000)
    inner = zipped(("x", part[: MIB // 2]), ("y", part[: MIB // 3]))

    read, refused = found(zipped(*((f"{n}.jar", inner) for n in range(10))))

    assert sum(map(len, read.values())) <= SMALL.total
    assert refused[""] == "more than 4 MiB unpacked; the rest was not read"


def test_a_directory_that_would_fill_the_memory_is_not_read() -> None:
    entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", *([0] * 16))
    directory = entry * 1000
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(directory), 0, 0)

    assert found(b"PK\3\4" + directory + end) == ({}, {"": "more than 20 members"})


@pytest.mark.parametrize("kind", ["zip", "tar", "gz", "bz2", "xz"])
@settings(max_examples=150, deadline=None)
@given(changes=st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), max_size=12), cut=st.integers(0, 400))
def test_no_damage_makes_reading_an_archive_fail(kind: str, changes: Iterable[tuple[int, int]], cut: int) -> None:
    inner = zipped(("x/a.class", b"y" * 300))
    packed = {
        "zip": zipped(("b.jar", inner), *FILES),
        "tar": tarred(("b.jar", inner), *FILES),
        "gz": gzip.compress(tarred(("b.jar", inner), *FILES), mtime=0),
        "bz2": bz2.compress(tarred(("b.jar", inner), *FILES)),
        "xz": lzma.compress(tarred(("b.jar", inner), *FILES)),
    }
    data = bytearray(packed[kind])
    for place, value in changes:
        data[place % len(data)] = value

    read, _ = found(bytes(data[: len(data) - cut]), "a.zip")

    assert sum(map(len, read.values())) <= SMALL.total


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([b"PK\3\4", b"PK\5\6", b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\0", TAR[:512]]), st.binary())
def test_no_bytes_make_reading_an_archive_fail(magic: bytes, rest: bytes) -> None:
    for name in ("a.zip", "a.tar"):
        read, refused = found(magic + rest, name)

        assert read or refused or not rest.strip(b"\0")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        pytest.param("com/northwind/push/A.class", "com.northwind.push.A", id="a class"),
        pytest.param("com/northwind/A$B$1.class", "com.northwind.A", id="a class in a class"),
        pytest.param("META-INF/versions/9/com/northwind/A.class", "com.northwind.A", id="for one version of Java"),
        pytest.param("BOOT-INF/classes/com/northwind/A.class", "com.northwind.A", id="in a program"),
        pytest.param("lib/x.jar!/com/northwind/A.class", "com.northwind.A", id="in an archive in an archive"),
        pytest.param("A.class", None, id="no package"),
        pytest.param("module-info.class", None, id="a module"),
        pytest.param("com/northwind/package-info.class", None, id="notes on a package"),
        pytest.param("com/northwind/A.java", None, id="source"),
        pytest.param("com/north-wind/A.class", None, id="no package's name"),
    ],
)
def test_the_path_of_a_class_file_names_the_class(path: str, name: str | None) -> None:
    assert jvm_package(path) == name


def dex(*names: bytes) -> bytes:
    """Return an Android program that defines the classes, as far as its tables of names go."""
    tables = 112
    texts = tables + len(names) * 40
    content = bytearray(texts)
    content[:8] = b"dex\n035\0"
    struct.pack_into("<4I", content, 0x38, len(names), tables, len(names), tables + 4 * len(names))
    struct.pack_into("<2I", content, 0x60, len(names), tables + 8 * len(names))
    for number, name in enumerate(names):
        struct.pack_into("<I", content, tables + 4 * number, len(content))
        struct.pack_into("<I", content, tables + 4 * (len(names) + number), number)
        struct.pack_into("<I", content, tables + 8 * len(names) + 32 * number, number)
        content += bytes([len(name)]) + name + b"\0"
    return bytes(content)


def test_an_android_program_names_the_classes_that_it_defines() -> None:
    assert list(dex_classes(dex(b"Lcom/northwind/A;", b"La;"))) == ["com/northwind/A.class", "a.class"]


@given(st.binary(max_size=40), st.integers(0, 150))
def test_a_damaged_android_program_names_what_can_be_read(noise: bytes, at: int) -> None:
    content = dex(b"Lcom/northwind/A;", b"La;")

    names = list(dex_classes(content[:at] + noise + content[at + len(noise) :]))

    assert all(name.endswith(".class") for name in names)


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
