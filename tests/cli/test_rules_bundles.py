"""A rulebook carried into an enclave: packed, verified, installed; and everything that must not be installed."""

from __future__ import annotations

import copy
import json
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from muniment.app.bundles import pack
from muniment.domain.bundle import RulebookRelease
from muniment.rulebook.files import RulebookFiles, rules_among
from muniment.signers.file_key import generate, load
from muniment.stores.bundle_file import read_bundle, write_bundle

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
NOON = "1798632000"
"""2026-12-30, 12:00 UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    code: int
    out: str
    err: str


class Enclave:
    """A machine of one's own: a home, keys, and a copy of the rulebook whose version can be raised."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rules = folder / "rules"

    def run(self, *words: str) -> Ended:
        ended = subprocess.run(
            [str(Path(sys.executable).parent / "muniment"), *words],
            cwd=self.folder,
            env={
                "PYTHONPATH": str(ROOT / "src"),
                "HOME": str(self.folder),
                "SOURCE_DATE_EPOCH": NOON,
                "LC_ALL": "C.UTF-8",
                "COLUMNS": "120",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        return Ended(code=ended.returncode, out=ended.stdout, err=ended.stderr)

    def release(self, version: str, released: str) -> None:
        """Make `rules` a rulebook with this version and day."""
        shutil.rmtree(self.rules, ignore_errors=True)
        shutil.copytree(ROOT / "rulebook", self.rules)
        (self.rules / "rulebook.yaml").write_text(f"version: {version}\nreleased: {released}\n", encoding="utf-8")

    def packed(self, name: str) -> Path:
        ended = self.run("rules", "pack", "--rulebook", "rules", "--key", "ada.pem", "--out", name)
        assert ended.code == 0, ended.err
        return self.folder / name

    def version(self) -> str:
        found: dict[str, str] = json.loads(self.run("rules", "digest", "--json").out)
        return found["version"]


@pytest.fixture(scope="module")
def publisher(tmp_path_factory: pytest.TempPathFactory) -> Enclave:
    """Return where the bundles are made: `new.bundle`, and `old.bundle` of ten days before it."""
    publisher = Enclave(tmp_path_factory.mktemp("publisher"))
    for name in ("ada", "ben"):
        generate(publisher.folder / f"{name}.pem")
    publisher.release("2026.12.1", "2026-12-10")
    publisher.packed("old.bundle")
    publisher.release("2026.12.2", "2026-12-20")
    publisher.packed("new.bundle")
    return publisher


@pytest.fixture
def enclave(publisher: Enclave, tmp_path: Path) -> Enclave:
    for file in publisher.folder.iterdir():
        if file.is_file():
            shutil.copy(file, tmp_path)
    return Enclave(tmp_path)


def rewritten(bundle: Path, change: Callable[[dict[str, bytes]], None], *, compress: int = zipfile.ZIP_STORED) -> None:
    with zipfile.ZipFile(bundle) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(bundle, "w", compress) as archive:
        for name, content in sorted(members.items(), key=lambda member: (member[0] != "rulebook.dsse.json", member)):
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.external_attr = 0o100644 << 16
            archive.writestr(member, content, compress)


def test_an_installed_rulebook_takes_the_place_of_the_one_that_came_along(enclave: Enclave) -> None:
    before = enclave.version()

    ended = enclave.run("rules", "install", "new.bundle", "--key", "ada.pem.pub")

    assert ended.code == 0
    assert "rulebook 2026.12.2 is used from now on" in ended.out
    assert before in ended.out
    assert enclave.version() == "2026.12.2"


def test_a_symbolic_link_is_not_packed(enclave: Enclave) -> None:
    enclave.release("2026.12.3", "2026-12-21")
    (enclave.folder / "secret.md").write_text("not for others", encoding="utf-8")
    (enclave.rules / "NOTES.md").symlink_to(enclave.folder / "secret.md")

    ended = enclave.run("rules", "pack", "--rulebook", "rules", "--key", "ada.pem", "--out", "linked.bundle")

    assert ended.code == 2
    assert "NOTES.md: is a symbolic link, which is not followed" in ended.err
    assert not (enclave.folder / "linked.bundle").exists()


def test_a_bundle_is_not_written_through_a_symbolic_link(enclave: Enclave) -> None:
    enclave.release("2026.12.2", "2026-12-20")
    other = enclave.folder / "other.txt"
    other.write_text("mine", encoding="utf-8")
    (enclave.folder / "linked.bundle").symlink_to(other)

    written = enclave.packed("linked.bundle")

    assert not written.is_symlink()
    assert other.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("version", ["1.a", "1..2", "v1", ".1", "1.", "2026-11", "1.1234567890"])
def test_a_version_is_numbers_with_dots_between_them(enclave: Enclave, version: str) -> None:
    enclave.release(version, "2026-12-20")

    ended = enclave.run("rules", "pack", "--rulebook", "rules", "--key", "ada.pem", "--out", "odd.bundle")

    assert ended.code == 2
    assert f"rulebook.yaml:1:10: `{version}` is not a version" in ended.err
    assert "help: write numbers with dots between them, such as `2026.11.2`" in ended.err


def test_two_bundles_of_one_rulebook_are_equal_to_the_byte_but_for_the_signature(enclave: Enclave) -> None:
    enclave.release("2026.12.2", "2026-12-20")
    one, two = enclave.folder / "new.bundle", enclave.packed("two.bundle")

    def members(bundle: Path) -> list[tuple[str, tuple[int, ...], int, int, bytes]]:
        with zipfile.ZipFile(bundle) as archive:
            infos = [info for info in archive.infolist() if info.filename != "rulebook.dsse.json"]
            return [
                (info.filename, info.date_time, info.external_attr, info.compress_type, archive.read(info))
                for info in infos
            ]

    assert members(one) == members(two)


def test_an_older_rulebook_is_refused_unless_asked_for_and_then_holds(enclave: Enclave) -> None:
    enclave.run("rules", "install", "new.bundle", "--key", "ada.pem.pub")

    refused = enclave.run("rules", "install", "old.bundle", "--key", "ada.pem.pub")

    assert refused.code == 1
    assert "rulebook 2026.12.1: is of 2026-12-10, and the one in use is 2026.12.2" in refused.err
    assert enclave.version() == "2026.12.2"

    ended = enclave.run("rules", "install", "old.bundle", "--key", "ada.pem.pub", "--allow-older")

    assert "It is older than the one before, as you asked" in ended.out
    assert enclave.version() == "2026.12.1"


def test_two_rulebooks_of_one_name_are_not_mistaken_for_each_other(enclave: Enclave) -> None:
    enclave.release("2026.12.2", "2026-12-20")
    enclave.run("rules", "install", "new.bundle", "--key", "ada.pem.pub")
    (enclave.rules / "reference-data.yaml").write_text("words: [invented]\n", encoding="utf-8")
    enclave.packed("other.bundle")

    ended = enclave.run("rules", "install", "other.bundle", "--key", "ada.pem.pub", "--allow-older")

    assert ended.code == 1
    assert "calls itself 2026.12.2 as well" in ended.err


def test_a_rulebook_that_was_changed_after_it_was_installed_is_not_used(enclave: Enclave) -> None:
    installed = enclave.run("rules", "install", "new.bundle", "--key", "ada.pem.pub", "--json")
    value: dict[str, Any] = json.loads(installed.out)
    with (Path(value["folder"]) / "rulebook.yaml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")

    ended = enclave.run("rules", "list")

    assert ended.code == 2
    assert "it was changed since" in ended.err
    assert enclave.run("rules", "install", "new.bundle", "--key", "ada.pem.pub").code == 0
    assert enclave.version() == "2026.12.2"


def test_a_rulebook_with_a_problem_is_not_packed(enclave: Enclave) -> None:
    enclave.release("2026.12.2", "2026-12-20")
    (enclave.rules / "vendors" / "acronis" / "vendor.yaml").write_text("id: acronis\n", encoding="utf-8")

    ended = enclave.run("rules", "pack", "--rulebook", "rules", "--key", "ada.pem", "--out", "bad.bundle")

    assert ended.code == 2
    assert "vendors/acronis/vendor.yaml" in ended.err
    assert not (enclave.folder / "bad.bundle").exists()


def test_two_persons_may_be_asked_for(enclave: Enclave) -> None:
    both = ("--key", "ada.pem.pub", "--key", "ben.pem.pub", "--threshold", "2")

    alone = enclave.run("rules", "install", "new.bundle", *both)
    twice = enclave.run(
        "rules", "install", "new.bundle", "--key", "ada.pem.pub", "--key", "ada.pem.pub", "--threshold", "2"
    )
    enclave.run("rules", "sign", "new.bundle", "--with", "ben.pem", "--key", "ada.pem.pub")
    together = enclave.run("rules", "install", "new.bundle", *both)

    assert alone.code == twice.code == 1
    assert "check 7" in alone.err
    assert "and 2 are asked for" in twice.err
    assert together.code == 0


def drop(members: dict[str, bytes]) -> None:
    del members["rulebook/calendar.yaml"]


def add(members: dict[str, bytes]) -> None:
    members["rulebook/more.yaml"] = b"a: b\n"


def change(members: dict[str, bytes]) -> None:
    members["rulebook/calendar.yaml"] += b"# more\n"


def unsign(members: dict[str, bytes]) -> None:
    del members["rulebook.dsse.json"]


def climb(members: dict[str, bytes]) -> None:
    members["rulebook/../../escaped.yaml"] = b"a: b\n"


def outside(members: dict[str, bytes]) -> None:
    members["/tmp/escaped.yaml"] = b"a: b\n"  # noqa: S108  (nothing is written there)


def beside(members: dict[str, bytes]) -> None:
    members["rulebooks/more.yaml"] = b"a: b\n"


def hidden(members: dict[str, bytes]) -> None:
    members["rulebook/.hidden.yaml"] = b"a: b\n"


def same_in_capitals(members: dict[str, bytes]) -> None:
    members["rulebook/CALENDAR.yaml"] = b"a: b\n"


def large(members: dict[str, bytes]) -> None:
    members["rulebook/large.yaml"] = b"#" * (4 * 2**20 + 1)


@pytest.mark.parametrize(
    ("lie", "said"),
    [
        pytest.param(drop, "calendar.yaml: is listed in the statement and missing", id="a file is missing"),
        pytest.param(add, "more.yaml: is in the bundle, and the statement does not list it", id="a file more"),
        pytest.param(change, "calendar.yaml: has sha256:", id="a file is changed"),
        pytest.param(unsign, "so nobody signed it", id="no envelope"),
        pytest.param(climb, "is no plain name", id="a path that climbs out"),
        pytest.param(outside, "is no plain name", id="an absolute path"),
        pytest.param(beside, "does not lie inside the rulebook", id="a file beside the rulebook"),
        pytest.param(hidden, "is no plain name", id="a hidden file"),
        pytest.param(same_in_capitals, "is there twice", id="a name in other letters"),
        pytest.param(large, "is larger than 4 MiB", id="a large file"),
    ],
)
def test_a_bundle_that_is_not_as_it_was_signed_changes_nothing(
    enclave: Enclave, lie: Callable[[dict[str, bytes]], None], said: str
) -> None:
    bundle = enclave.folder / "new.bundle"
    before = enclave.version()
    rewritten(bundle, lie)

    ended = enclave.run("rules", "install", "new.bundle", "--key", "ada.pem.pub")

    assert ended.code == 1
    assert said in ended.err
    assert enclave.version() == before


def test_a_bundle_with_compression_is_refused_before_it_is_unpacked(enclave: Enclave) -> None:
    bundle = enclave.folder / "new.bundle"
    rewritten(bundle, lambda _: None, compress=zipfile.ZIP_DEFLATED)

    ended = enclave.run("rules", "verify", "new.bundle", "--key", "ada.pem.pub")

    assert ended.code == 1
    assert "is compressed or encrypted" in ended.err


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + b"\0" * 18], ids=["empty", "text", "empty zip"])
def test_what_is_no_bundle_is_said_to_be_none(enclave: Enclave, content: bytes) -> None:
    (enclave.folder / "odd.bundle").write_bytes(content)

    ended = enclave.run("rules", "verify", "odd.bundle", "--key", "ada.pem.pub")

    assert ended.code == 1
    assert "odd.bundle: " in ended.err
    assert "Traceback" not in ended.err


def test_more_than_64_mib_in_all_is_refused_however_small_the_file_is(enclave: Enclave) -> None:
    bundle = enclave.folder / "odd.bundle"
    with zipfile.ZipFile(bundle, "w") as archive:
        archive.writestr("rulebook.dsse.json", b"")
        archive.writestr("rulebook/a.yaml", b"#" * 4 * 2**20)
        first = archive.infolist()[-1]
        for number in range(16):
            again = copy.copy(first)
            again.filename = f"rulebook/{number}.yaml"
            archive.filelist.append(again)

    ended = enclave.run("rules", "verify", "odd.bundle", "--key", "ada.pem.pub")

    assert bundle.stat().st_size < 5 * 2**20
    assert ended.code == 1
    assert "holds more than 64 MiB" in ended.err


def test_an_old_rulebook_that_is_signed_as_a_new_one_is_not_installed(enclave: Enclave) -> None:
    _, contents = read_bundle(enclave.folder / "old.bundle")
    digest = rules_among(RulebookFiles(folder="", contents=contents)).digest()
    newer = RulebookRelease(version="2026.12.9", released=date(2026, 12, 29), digest=digest)
    key = load(enclave.folder / "ada.pem")
    write_bundle(
        enclave.folder / "odd.bundle", pack(newer, contents, datetime(2026, 12, 30, tzinfo=UTC), key), contents
    )

    ended = enclave.run("rules", "install", "odd.bundle", "--key", "ada.pem.pub")

    assert ended.code == 1
    assert "is 2026.12.1 of 2026-12-10, and the statement names 2026.12.9 of 2026-12-29" in ended.err


@pytest.mark.parametrize(
    "told",
    [
        pytest.param({"format": "muniment.installed-rulebook/2"}, id="of a later format"),
        pytest.param({"version": 7}, id="a version that is no text"),
        pytest.param({"folder": 7}, id="a folder that is no text"),
    ],
)
def test_a_note_of_what_is_installed_that_is_not_understood_is_refused(
    enclave: Enclave, told: dict[str, object]
) -> None:
    enclave.run("rules", "install", "new.bundle", "--key", "ada.pem.pub")
    (note,) = enclave.folder.rglob("current.json")
    note.write_text(json.dumps({**json.loads(note.read_text(encoding="utf-8")), **told}), encoding="utf-8")

    ended = enclave.run("rules", "digest")

    assert ended.code == 2
    assert "current.json: does not say which rulebook is installed" in ended.err


def test_a_bundle_signed_by_somebody_else_is_not_believed(enclave: Enclave) -> None:

    ended = enclave.run("rules", "verify", "new.bundle", "--key", "ben.pem.pub")

    assert ended.code == 1
    assert "check 4, signatures: none was made over this payload by a trusted key" in ended.err


def test_the_result_of_verifying_can_be_read_by_a_program(enclave: Enclave) -> None:

    value = json.loads(enclave.run("rules", "verify", "new.bundle", "--key", "ada.pem.pub", "--json").out)

    assert value["rulebook"]["version"] == "2026.12.2"
    assert len(value["checks"]) == 11
    assert len(value["signed_by"]) == 1
