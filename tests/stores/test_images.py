"""Container images at rest, made by hand as their specifications say."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import sqlite3
import struct
import tarfile
from typing import TYPE_CHECKING

import pytest

from discover.signatures import signature
from muniment.app.scan import inventory
from muniment.app.scan.examine import Examiner
from muniment.app.scan.reading import Structured
from muniment.domain.evidence import FileStatus
from muniment.domain.ids import Digest
from muniment.domain.surface import Surface
from muniment.domain.technology import IdentifierKind as Kind
from muniment.errors import InputError
from muniment.readers.registry import reader_for
from muniment.readers.structured import bytes_reader_for, content_readers_for
from muniment.stores.archives.image_layout import images
from muniment.stores.literals import HyperscanLiterals
from muniment.stores.source_kinds import SourceKind, kind_of, results
from muniment.stores.sources import Source

if TYPE_CHECKING:
    from pathlib import Path

    from muniment.domain.evidence import Inventory

PACKAGES = signature(Kind.PURL, "pkg:*/northwind*", "pkg:*/*/northwind*", name="packages")
HOST = signature(Kind.HOST, "api.northwind.example", name="host")
APP = b"URL = 'https://api.northwind.example'\n"
DPKG = b"Package: northwind\nStatus: install ok installed\nVersion: 1.2-3\n\nPackage: other\nVersion: 1\n"
APK = b"P:northwind\nV:1.2-r0\n\nP:other\nV:1\n"


def layer(*files: tuple[str, bytes], packed: bool = True) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as tar:
        for name, data in files:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("usr/bin/python")
        link.type, link.linkname = tarfile.SYMTYPE, "/usr/bin/python3"
        tar.addfile(link)
    return gzip.compress(content.getvalue(), mtime=0) if packed else content.getvalue()


def digest_of(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def layout(folder: Path, *layers: bytes, env: str = "") -> Path:
    blobs = folder / "blobs" / "sha256"
    blobs.mkdir(parents=True)

    def blob(data: bytes) -> dict[str, object]:
        (blobs / hashlib.sha256(data).hexdigest()).write_bytes(data)
        return {"digest": digest_of(data), "size": len(data)}

    config = blob(json.dumps({"config": {"Env": [env]}}).encode())
    manifest = blob(json.dumps({"config": config, "layers": [blob(each) for each in layers]}).encode())
    (folder / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')
    (folder / "index.json").write_text(json.dumps({"manifests": [manifest]}))
    return folder


def saved(path: Path, *layers: bytes) -> Path:
    files = {f"{number}/layer.tar": data for number, data in enumerate(layers)}
    files["config.json"] = b"{}"
    named = [{"Config": "config.json", "RepoTags": ["app:1"], "Layers": [name for name in files if "/" in name]}]
    files["manifest.json"] = json.dumps(named).encode()
    with tarfile.open(path, "w") as tar:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return path


def scanned(path: Path) -> Inventory:
    structured = Structured(of_bytes=bytes_reader_for, of_content=content_readers_for)
    signatures = {each.id: each for each in (PACKAGES, HOST)}
    examiner = Examiner([PACKAGES, HOST], [], HyperscanLiterals, reader_for, structured=structured)
    parts = results(Source(system=None, path=path), lambda: examiner)
    return inventory(str(path), parts, signatures, Digest("sha256:0"), examiner.surface_of)


def found(inventory: Inventory) -> set[tuple[str, str]]:
    return {(each.path.partition("/")[2], each.observation.identifier.value) for each in inventory.findings}


def test_every_layer_of_a_layout_is_read_and_accounted_for(tmp_path: Path) -> None:
    lower, upper = layer(("app/main.py", APP)), layer(("app/.wh.main.py", b""), packed=False)

    scan = scanned(layout(tmp_path / "image", lower, upper))

    assert found(scan) == {("app/main.py", "api.northwind.example")}
    assert scan.findings[0].path.startswith(digest_of(lower)[:19])
    assert scan.findings[0].surface is Surface.IMAGE
    assert scan.coverage.complete
    assert dict(scan.coverage.by_status) == {
        FileStatus.READ: 3,  # the file, the mark that removes it, the configuration
        FileStatus.SYMLINK: 2,
        FileStatus.ARCHIVE_READ: 2,
    }


def test_what_docker_saves_is_read(tmp_path: Path) -> None:
    scan = scanned(saved(tmp_path / "image.tar", layer(("app/main.py", APP), packed=False)))

    assert found(scan) == {("app/main.py", "api.northwind.example")}
    assert scan.coverage.complete


def rpm_database(folder: Path) -> bytes:
    store = b"northwind\x001.2\x003\0"
    entries = [(1000, 6, 0, 1), (1001, 6, 10, 1), (1002, 6, 14, 1)]
    blob = (
        struct.pack(">II", len(entries), len(store)) + b"".join(struct.pack(">4I", *each) for each in entries) + store
    )
    with sqlite3.connect(folder / "rpmdb") as database:
        database.execute("create table Packages(hnum integer primary key, blob blob)")
        database.execute("insert into Packages values (1, ?)", (blob,))
    database.close()
    return (folder / "rpmdb").read_bytes()


@pytest.mark.parametrize(
    ("path", "content", "purl"),
    [
        pytest.param("var/lib/dpkg/status", DPKG, "pkg:deb/northwind@1.2-3", id="Debian"),
        pytest.param("var/lib/dpkg/status.d/northwind", DPKG, "pkg:deb/northwind@1.2-3", id="one file a package"),
        pytest.param("lib/apk/db/installed", APK, "pkg:apk/northwind@1.2-r0", id="Alpine"),
        pytest.param("var/lib/rpm/rpmdb.sqlite", None, "pkg:rpm/northwind@1.2-3", id="RPM"),
    ],
)
def test_packages_of_the_operating_system_are_declared(
    path: str, content: bytes | None, purl: str, tmp_path: Path
) -> None:
    scan = scanned(layout(tmp_path / "image", layer((path, content or rpm_database(tmp_path)))))

    assert found(scan) == {(path, purl)}


def test_a_package_that_was_removed_is_not_declared(tmp_path: Path) -> None:
    gone = DPKG.replace(b"install ok installed", b"deinstall ok config-files")

    assert found(scanned(layout(tmp_path / "image", layer(("var/lib/dpkg/status", gone))))) == set()


def test_packages_of_languages_are_declared(tmp_path: Path) -> None:
    metadata = b"Metadata-Version: 2.1\nName: northwind\nVersion: 1.0\n"
    path = "usr/lib/python3/site-packages/northwind-1.0.dist-info/METADATA"

    assert found(scanned(layout(tmp_path / "image", layer((path, metadata))))) == {(path, "pkg:pypi/northwind@1.0")}


def test_settings_of_the_image_itself_are_read(tmp_path: Path) -> None:
    scan = scanned(layout(tmp_path / "image", layer(), env="BASE=https://api.northwind.example"))

    assert found(scan) == {("config.json", "api.northwind.example")}


def test_a_layer_that_is_not_what_the_manifest_says_is_a_gap(tmp_path: Path) -> None:
    lower = layer(("app/main.py", APP))
    image = layout(tmp_path / "image", lower)
    (image / "blobs" / "sha256" / digest_of(lower).removeprefix("sha256:")).write_bytes(layer(("other", b"")))

    scan = scanned(image)

    assert not scan.coverage.complete
    assert any("the manifest says" in gap.why for gap in scan.coverage.gaps)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(b"\x28\xb5\x2f\xfd" + b"x" * 100, "Zstandard is not read", id="packed in a way that is not read"),
        pytest.param(layer(("app/main.py", APP))[:-40], "", id="cut off"),
        pytest.param(b"no archive", "of a format that is not read", id="no archive"),
    ],
)
def test_a_layer_that_cannot_be_read_is_a_gap(content: bytes, why: str, tmp_path: Path) -> None:
    scan = scanned(layout(tmp_path / "image", content))

    assert not scan.coverage.complete
    assert any(why in gap.why for gap in scan.coverage.gaps)


def test_a_layer_that_is_missing_is_a_gap(tmp_path: Path) -> None:
    lower = layer(("app/main.py", APP))
    image = layout(tmp_path / "image", lower)
    (image / "blobs" / "sha256" / digest_of(lower).removeprefix("sha256:")).unlink()

    assert not scanned(image).coverage.complete


@pytest.mark.parametrize(
    "index",
    [
        pytest.param("{", id="no JSON"),
        pytest.param('{"manifests": [{"digest": "sha256:00"}]}', id="a manifest that is missing"),
        pytest.param('{"manifests": []}', id="no image"),
        pytest.param("[" * 5000, id="deeply nested"),
        pytest.param('{"manifests": "x"}', id="a text where a list belongs"),
        pytest.param("[]", id="a list where a map belongs"),
    ],
)
def test_a_layout_that_names_no_image_is_refused(index: str, tmp_path: Path) -> None:
    image = layout(tmp_path / "image", layer())
    (image / "index.json").write_text(index)

    with pytest.raises(InputError) as refused:
        scanned(image)

    assert refused.value.problems[0].help


def test_a_tar_archive_of_anything_else_is_no_image(tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_bytes(layer(("app/main.py", APP), packed=False))

    assert kind_of(tmp_path / "a.tar") is SourceKind.FOLDER


def test_indexes_that_name_each_other_many_times_are_followed_once(tmp_path: Path) -> None:
    index = "application/vnd.oci.image.index.v1+json"
    root = layout(tmp_path, layer(("app/main.py", APK)))
    named = json.loads((root / "index.json").read_text())["manifests"]
    for _ in range(3):
        data = json.dumps({"manifests": named * 500}).encode()
        (root / "blobs" / "sha256" / hashlib.sha256(data).hexdigest()).write_bytes(data)
        named = [{"mediaType": index, "digest": digest_of(data), "size": len(data)}]
    (root / "index.json").write_text(json.dumps({"manifests": named * 500}))

    read = images(root)

    assert len(read) == 500


def test_tags_of_another_form_than_the_specification_s_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "image.tar"
    with tarfile.open(path, "w") as tar:
        data = b'[{"Config": "c", "RepoTags": {"a": 1}, "Layers": []}]'
        info = tarfile.TarInfo("manifest.json")
        info.size = len(data)
        tar.addfile(info, io.BytesIO(data))

    with pytest.raises(InputError):
        images(path)
