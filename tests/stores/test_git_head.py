from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from discover.signatures import signature
from muniment.app.scan import inventory
from muniment.app.scan.examine import Examiner
from muniment.domain.evidence import FileStatus, Inventory
from muniment.domain.ids import Digest
from muniment.domain.technology import IdentifierKind as Kind
from muniment.errors import InputError
from muniment.readers.registry import reader_for
from muniment.stores.literals import HyperscanLiterals
from muniment.stores.source_kinds import SourceKind, kind_of, results
from muniment.stores.sources import Source
from muniment.stores.tree.files import WHOLE
from stores.repositories import WorkTree

if TYPE_CHECKING:
    from pathlib import Path

SIGNATURE = signature(Kind.IMPORT, "python:northwind")
POINTER = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 12\n"


def scanned(path: Path) -> Inventory:
    examiner = Examiner([SIGNATURE], [], HyperscanLiterals, reader_for)
    source = Source(system=None, path=path)
    return inventory(str(path), results(source, lambda: examiner), {SIGNATURE.id: SIGNATURE}, Digest("sha256:0"))


def statuses(found: Inventory) -> dict[str, str]:
    return {gap.path: gap.status.name for gap in found.coverage.gaps}


def object_of(repository: Path, tree: WorkTree, path: str) -> Path:
    name = tree.git("rev-parse", f"HEAD:{path}")
    return repository / "objects" / name[:2] / name[2:]


def with_loose_objects(tree: WorkTree) -> Path:
    """Return a bare repository with one file for each object."""
    bare = tree.folder.parent / "loose.git"
    (tree.folder / ".git").rename(bare)
    (tree.folder / ".git").symlink_to(bare)
    return bare


@pytest.fixture
def tree(tmp_path: Path) -> WorkTree:
    return WorkTree(tmp_path / "tree")


def test_a_bare_repository_shows_what_its_work_tree_shows(tree: WorkTree) -> None:
    tree.write("src/a.py", "import northwind\n")
    tree.write(b"src/\xff.py", "import northwind\n")
    tree.write("wide.py", "import northwind\n".encode("utf-16"))
    tree.write("package.json", '{"dependencies": {"left-pad": "1"}}')
    tree.commit()

    bare, folder = scanned(tree.bare()), scanned(tree.folder)

    assert bare.findings == folder.findings
    assert {finding.path for finding in bare.findings} == {"src/a.py", "src/\\xff.py", "wide.py"}
    assert bare.content == folder.content


def test_only_a_folder_with_the_records_of_git_is_a_bare_repository(tree: WorkTree) -> None:
    tree.change("a.py", "")

    assert kind_of(tree.bare()) is SourceKind.BARE_REPOSITORY
    assert kind_of(tree.folder) is SourceKind.FOLDER
    assert kind_of(tree.folder / "a.py") is SourceKind.FOLDER


def test_every_entry_of_the_tree_is_accounted_for(tree: WorkTree, tmp_path: Path) -> None:
    other = WorkTree(tmp_path / "other")
    other.change("b.py", "import northwind\n")
    tree.git("submodule", "--quiet", "add", f"file://{other.folder}", "vendor/other")
    tree.write("model.bin", POINTER)
    tree.write("a/b.py", "x = 1\n")
    (tree.folder / "in").symlink_to("a")
    (tree.folder / "out").symlink_to("../elsewhere")
    (tree.folder / "gone").symlink_to("nothing")
    tree.commit()

    coverage = scanned(tree.bare()).coverage

    assert coverage.entries == sum(number for _, number in coverage.by_status) == 7
    assert {gap.path: (gap.status, gap.limits) for gap in coverage.gaps} == {
        "vendor/other": (FileStatus.SUBMODULE, True),
        "model.bin": (FileStatus.LFS_POINTER, True),
        "in": (FileStatus.SYMLINK, False),
        "out": (FileStatus.SYMLINK, True),
        "gone": (FileStatus.SYMLINK, False),
    }


def test_a_blob_that_the_repository_does_not_have_is_a_gap_and_the_rest_is_read(tree: WorkTree) -> None:
    tree.write("a.py", "import northwind\n")
    tree.write("b.py", "x = 1\n")
    tree.commit()
    bare = with_loose_objects(tree)
    object_of(bare, tree, "b.py").unlink()

    found = scanned(bare)

    assert statuses(found) == {"b.py": "MISSING_OBJECT"}
    assert [finding.path for finding in found.findings] == ["a.py"]
    assert not found.coverage.complete


def test_a_damaged_blob_is_a_gap_and_the_ones_after_it_are_read(tree: WorkTree) -> None:
    for name in ("a.py", "b.py", "c.py"):
        tree.write(name, f"import northwind  # {name}\n".encode() + os.urandom(4000))
    tree.commit()
    bare = with_loose_objects(tree)
    damaged = object_of(bare, tree, "b.py")
    damaged.chmod(0o644)
    damaged.write_bytes(damaged.read_bytes()[:2000])

    found = scanned(bare)

    assert statuses(found) == {"b.py": "UNREADABLE"}
    assert [finding.path for finding in found.findings] == ["a.py", "c.py"]


def test_a_tree_that_is_missing_is_an_error_because_nobody_knows_what_is_in_it(tree: WorkTree) -> None:
    tree.change("a/b.py", "import northwind\n")
    bare = with_loose_objects(tree)
    object_of(bare, tree, "a").unlink()

    with pytest.raises(InputError, match="git cannot read it"):
        scanned(bare)


def test_a_blob_too_large_for_one_look_is_read_in_pieces(tree: WorkTree) -> None:
    tree.change("a.py", b"x = 1\n" * (WHOLE // 6 + 10) + b"import northwind\n")

    found = scanned(tree.bare())

    assert [finding.observation.line for finding in found.findings] == [WHOLE // 6 + 11]
    assert found.coverage.bytes_read > WHOLE


def test_an_empty_repository_is_a_gap(tree: WorkTree) -> None:
    coverage = scanned(tree.folder / ".git").coverage

    assert coverage.read == 0
    assert not coverage.complete


def test_a_partial_clone_asks_nobody_for_what_it_lacks(tree: WorkTree) -> None:
    tree.change("a.py", "import northwind\n")
    tree.git("config", "uploadpack.allowFilter", "true")
    bare = tree.bare("partial.git", "--filter=blob:none")

    found = scanned(bare)

    assert statuses(found) == {"a.py": "MISSING_OBJECT"}


SETTINGS = {
    "core.fsmonitor": "{}",
    "core.sshCommand": "{}",
    "core.pager": "{}",
    "core.alternateRefsCommand": "{}",
    "gpg.program": "{}",
    "log.showSignature": "true",
    "diff.external": "{}",
    "diff.evil.textconv": "{}",
    "filter.evil.smudge": "{}",
    "filter.evil.clean": "{}",
    "extensions.partialClone": "origin",
    "remote.origin.promisor": "true",
    "remote.origin.url": "ext::{}",
    "protocol.ext.allow": "always",
    "protocol.allow": "always",
    "include.path": "/proc/self/mem",
}


def armed(repository: Path, program: Path, tree: WorkTree) -> None:
    """Let every setting of `repository` that can name a program name one that leaves a trace."""
    program.write_text(f"#!/bin/sh\ntouch {program}.ran\n")
    program.chmod(0o755)
    (repository / "hooks").mkdir(exist_ok=True)
    (repository / "hooks" / "post-index-change").symlink_to(program)
    for name, value in SETTINGS.items():
        tree.git("--git-dir", str(repository), "config", "--add", name, value.format(program))


def test_nothing_that_a_repository_names_is_run(tree: WorkTree, tmp_path: Path) -> None:
    tree.write(".gitattributes", "* diff=evil filter=evil\n")
    tree.write("a.py", "import northwind\n")
    tree.commit()
    bare = with_loose_objects(tree)
    object_of(bare, tree, ".gitattributes").unlink()
    armed(bare, tmp_path / "program", tree)

    found = scanned(bare)

    assert statuses(found) == {".gitattributes": "MISSING_OBJECT"}
    assert not (tmp_path / "program.ran").exists()


@pytest.mark.parametrize("place", ["refs/heads/trap", "objects/pack/trap.idx", "shallow"])
def test_a_repository_that_would_make_git_wait_for_ever_is_refused(tree: WorkTree, place: str) -> None:
    tree.change("a.py", "")
    bare = with_loose_objects(tree)
    os.mkfifo(bare / place)

    with pytest.raises(InputError, match="FIFO"):
        scanned(bare)


def test_submodules_whose_folder_is_empty_are_gaps_of_a_work_tree(tree: WorkTree, tmp_path: Path) -> None:
    other = WorkTree(tmp_path / "other")
    other.change("b.py", "import northwind\n")
    for name in ("filled", "empty", "gone"):
        tree.git("submodule", "--quiet", "add", f"file://{other.folder}", f"vendor/{name}")
    tree.commit()
    tree.git("submodule", "--quiet", "deinit", "--force", "vendor/empty", "vendor/gone")
    (tree.folder / "vendor" / "gone").rmdir()

    found = scanned(tree.folder)

    gaps = {gap.path: gap.status for gap in found.coverage.gaps if gap.limits}
    assert gaps == {"vendor/empty": FileStatus.SUBMODULE, "vendor/gone": FileStatus.SUBMODULE}
    assert found.coverage.entries == sum(number for _, number in found.coverage.by_status)
    assert [finding.path for finding in found.findings] == ["vendor/filled/b.py"]


def test_a_submodule_that_only_the_index_knows_is_a_gap_in_a_folder_below_the_top_too(tree: WorkTree) -> None:
    commit = tree.change("src/a.py", "")
    tree.git("update-index", "--add", "--cacheinfo", f"160000,{commit},src/deep/other")

    found = scanned(tree.folder / "src")

    assert statuses(found) == {"deep/other": "SUBMODULE"}


def test_a_folder_that_describes_submodules_and_is_no_repository_has_them_as_gaps(tmp_path: Path) -> None:
    (tmp_path / ".gitmodules").write_text('[submodule "x"]\n\tpath = vendor/x\n\turl = ../x\n\tpath = ../outside\n')

    assert statuses(scanned(tmp_path)) == {"vendor/x": "SUBMODULE"}
