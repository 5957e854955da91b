from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from discover.signatures import signature
from muniment.app.scan.examine import Examiner
from muniment.app.scan.history import history
from muniment.app.scan.versions import Versions
from muniment.domain.evidence import EvidenceClass, FileStatus
from muniment.domain.history import Standing
from muniment.domain.ids import Digest
from muniment.domain.technology import Alone
from muniment.domain.technology import IdentifierKind as Kind
from muniment.errors import InputError
from muniment.readers.registry import reader_for
from muniment.stores.git.history import read
from muniment.stores.literals import HyperscanLiterals
from muniment.stores.tree.files import WHOLE, Piece
from muniment.stores.tree.looking import shown_by
from stores.repositories import DAY, START, WorkTree
from stores.test_git_head import POINTER, armed, object_of, with_loose_objects

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from muniment.domain.evidence import Finding
    from muniment.domain.history import History, PastUse

SIGNATURES = {
    each.id: each
    for each in (
        signature(Kind.IMPORT, "python:northwind", name="import"),
        signature(Kind.PURL, "pkg:pypi/northwind", name="package"),
        signature(Kind.SYMBOL, "gale", name="word", alone=Alone.SUGGESTS),
        signature(Kind.FILE, "NORTHWIND.md", name="file", dev_tooling=True),
        signature(Kind.TRAILER, "*<noreply@northwind.example>", name="agent", dev_tooling=True),
    )
}
USE = "import northwind\n"


def history_of(repository: Path) -> History:
    examiner = Examiner(list(SIGNATURES.values()), [], HyperscanLiterals, reader_for)

    def look(path: str, text: bytes) -> Sequence[Finding]:
        return shown_by(Piece(path, text), examiner).findings

    versions = Versions(examiner, SIGNATURES, HyperscanLiterals, look)
    return history(read(repository, versions), SIGNATURES, Digest("sha256:0"))


def only_use(repository: Path) -> PastUse:
    (use,) = history_of(repository).uses
    return use


def removal(use: PastUse) -> tuple[Standing, str]:
    return use.standing, use.removed.commit if use.removed else ""


@pytest.fixture
def tree(tmp_path: Path) -> WorkTree:
    return WorkTree(tmp_path / "tree")


def test_a_use_that_was_removed_has_the_commits_that_brought_it_held_it_last_and_took_it_away(tree: WorkTree) -> None:
    tree.change("readme", "hello")
    brought = tree.change("a.py", USE)
    held = tree.change("b.py", "x = 1\n")
    took = tree.change("a.py", "x = 1\n")
    tree.change("c.py", "x = 1\n")

    use = only_use(tree.folder)

    assert (use.first.commit, use.last.commit, *removal(use)) == (brought, held, Standing.REMOVED, took)
    assert use.first.when == datetime.fromtimestamp(START + 2 * DAY, UTC)
    assert use.path == "a.py"


def test_a_use_at_head_was_last_seen_there(tree: WorkTree) -> None:
    brought = tree.change("a.py", USE)
    head = tree.change("b.py", "x = 1\n")

    use = only_use(tree.folder)

    assert (use.first.commit, use.last.commit, *removal(use)) == (brought, head, Standing.PRESENT, "")


def test_a_use_that_came_back_is_present_and_known_since_it_first_came(tree: WorkTree) -> None:
    brought = tree.change("a.py", USE)
    tree.change("a.py", "")
    tree.change("deep/b.py", USE)

    use = only_use(tree.folder)

    assert (use.first.commit, use.standing) == (brought, Standing.PRESENT)


def test_a_use_that_came_back_and_went_again_was_removed_by_the_second_removal(tree: WorkTree) -> None:
    tree.change("a.py", USE)
    tree.change("a.py", "")
    tree.change("a.py", USE)
    took = tree.change("a.py", "y = 1\n")

    assert removal(only_use(tree.folder)) == (Standing.REMOVED, took)


def test_a_use_in_two_files_is_gone_with_the_second(tree: WorkTree) -> None:
    tree.write("a.py", USE)
    tree.write("b.py", USE + "x = 1\n")
    tree.commit()
    tree.change("a.py", "")

    before = only_use(tree.folder)
    took = tree.change("b.py", "")

    assert removal(before) == (Standing.PRESENT, "")
    assert removal(only_use(tree.folder)) == (Standing.REMOVED, took)


def test_a_word_that_others_use_too_is_a_use_only_in_a_project_that_ever_had_the_vendor(tree: WorkTree) -> None:
    tree.change("one/setup.py", "")
    tree.change("one/a.py", "x = gale_speed()\n")
    tree.change("two/setup.py", "")
    brought = tree.change("two/b.py", "y = gale_client()\n")
    tree.change("two/c.py", USE)
    tree.change("two/c.py", "")

    words = [use for use in history_of(tree.folder).uses if use.signature == "word"]

    assert [(use.path, use.first.commit, use.standing) for use in words] == [("two/b.py", brought, Standing.PRESENT)]


def test_a_file_that_moves_keeps_its_use(tree: WorkTree) -> None:
    brought = tree.change("a.py", USE)
    tree.git("mv", "a.py", "b.py")
    tree.commit()

    use = only_use(tree.folder)

    assert (use.first.commit, use.standing, use.path) == (brought, Standing.PRESENT, "a.py")


def test_a_use_on_a_branch_that_was_never_merged_was_never_at_head(tree: WorkTree) -> None:
    tree.change("readme", "hello")
    tree.git("checkout", "--quiet", "-b", "trial")
    brought = tree.change("a.py", USE)
    last = tree.change("a.py", USE + "x = 1\n")
    tree.git("checkout", "--quiet", "main")
    tree.change("b.py", "x = 1\n")

    use = only_use(tree.folder)

    assert (use.first.commit, use.last.commit, *removal(use)) == (brought, last, Standing.ELSEWHERE, "")


def test_a_removal_on_a_branch_is_by_the_commit_on_the_branch_and_not_by_the_merge(tree: WorkTree) -> None:
    tree.change("a.py", USE)
    tree.git("checkout", "--quiet", "-b", "clean")
    took = tree.change("a.py", "")
    tree.git("checkout", "--quiet", "main")
    tree.change("b.py", "x = 1\n")
    tree.git("merge", "--quiet", "--no-ff", "-m", "merge", "clean")

    assert removal(only_use(tree.folder)) == (Standing.REMOVED, took)


def test_a_merge_that_drops_what_both_sides_have_removed_it(tree: WorkTree) -> None:
    tree.change("a.py", USE)
    tree.git("checkout", "--quiet", "-b", "side")
    tree.change("b.py", "x = 1\n")
    tree.git("checkout", "--quiet", "main")
    tree.change("c.py", "x = 1\n")
    tree.git("merge", "--quiet", "--no-commit", "--no-ff", "side")
    tree.remove("a.py")
    took = tree.commit("merge")

    assert removal(only_use(tree.folder)) == (Standing.REMOVED, took)


def test_a_merge_that_keeps_nothing_of_a_branch_removed_what_only_the_branch_had(tree: WorkTree) -> None:
    tree.change("readme", "hello")
    tree.git("checkout", "--quiet", "-b", "side")
    held = tree.change("a.py", USE)
    tree.git("checkout", "--quiet", "main")
    tree.change("b.py", "x = 1\n")
    tree.git("merge", "--quiet", "--strategy=ours", "-m", "merge", "side")
    took = tree.git("rev-parse", "HEAD")

    use = only_use(tree.folder)

    assert (use.last.commit, *removal(use)) == (held, Standing.REMOVED, took)


def test_what_only_a_merge_brought_is_found(tree: WorkTree) -> None:
    tree.change("a.py", "x = 1\n")
    tree.git("checkout", "--quiet", "-b", "side")
    tree.change("a.py", "x = 2\n")
    tree.git("checkout", "--quiet", "main")
    tree.change("b.py", "x = 1\n")
    tree.git("merge", "--quiet", "--no-commit", "--no-ff", "side")
    tree.write("a.py", USE)
    brought = tree.commit("merge")

    use = only_use(tree.folder)

    assert (use.first.commit, use.standing) == (brought, Standing.PRESENT)


def test_a_merge_of_three_branches_brings_what_each_has(tree: WorkTree) -> None:
    tree.change("readme", "hello")
    for name in ("one", "two", "three"):
        tree.git("checkout", "--quiet", "-b", name, "main")
        tree.change(f"{name}.py", USE if name == "three" else "x = 1\n")
    brought = tree.git("rev-parse", "HEAD")
    tree.git("checkout", "--quiet", "main")
    tree.day += 1
    tree.git("merge", "--quiet", "-m", "octopus", "one", "two", "three")

    use = only_use(tree.folder)

    assert (use.first.commit, use.standing) == (brought, Standing.PRESENT)


def test_a_history_with_two_beginnings_is_read_from_both(tree: WorkTree) -> None:
    first = tree.change("a.py", USE)
    tree.git("checkout", "--quiet", "--orphan", "other")
    tree.git("rm", "--quiet", "-rf", ".")
    tree.change("b.py", USE)
    tree.git("checkout", "--quiet", "main")
    took = tree.change("a.py", "")

    use = only_use(tree.folder)

    assert (use.first.commit, *removal(use)) == (first, Standing.REMOVED, took)
    assert use.elsewhere is not None
    assert use.elsewhere.commit == tree.git("rev-parse", "other")


def test_a_commit_that_only_a_tag_leads_to_is_read(tree: WorkTree) -> None:
    tree.change("readme", "hello")
    tree.git("checkout", "--quiet", "--detach")
    tree.change("a.py", USE)
    tree.git("tag", "-a", "-m", "a tag", "v1")
    tree.git("checkout", "--quiet", "main")

    assert only_use(tree.folder).standing is Standing.ELSEWHERE


def test_the_same_content_counts_apart_in_the_product_and_in_tests(tree: WorkTree) -> None:
    tree.write("src/a.py", USE)
    tree.write("tests/test_a.py", USE)
    tree.commit()
    tree.remove("src/a.py")
    took = tree.commit()

    found = {use.cls: removal(use) for use in history_of(tree.folder).uses}

    assert found == {
        EvidenceClass.PRODUCT: (Standing.REMOVED, took),
        EvidenceClass.TEST: (Standing.PRESENT, ""),
    }


def test_a_use_that_was_commented_out_from_afar_is_removed(tree: WorkTree) -> None:
    tree.change("a.py", f"x = 1\n\n{USE}\ny = 1\n")
    took = tree.change("a.py", f'x = 1\n"""\n\n{USE}\n"""\ny = 1\n')

    assert removal(only_use(tree.folder)) == (Standing.REMOVED, took)


def test_another_version_of_a_package_is_the_same_use(tree: WorkTree) -> None:
    brought = tree.change("requirements.txt", "left-pad==1.0\nnorthwind==1.0\n")
    tree.change("requirements.txt", "left-pad==1.0\nnorthwind==2.0\n")
    took = tree.change("requirements.txt", "left-pad==1.0\n")

    use = only_use(tree.folder)

    assert (use.identifier.value, use.first.commit, *removal(use)) == (
        "pkg:pypi/northwind",
        brought,
        Standing.REMOVED,
        took,
    )


def test_a_file_that_is_evidence_by_its_name_is_a_use_while_it_is_there(tree: WorkTree) -> None:
    tree.change("NORTHWIND.md", "read me")
    took = tree.change("readme", "hello")
    tree.remove("NORTHWIND.md")
    took = tree.commit()

    use = only_use(tree.folder)

    assert (use.cls, *removal(use)) == (EvidenceClass.DEV_TOOLING, Standing.REMOVED, took)


def test_paths_and_messages_that_are_no_utf8_are_read(tree: WorkTree) -> None:
    tree.write(b"\xff\xfe.py", USE)
    tree.commit(b"caf\xe9\n\nCo-Authored-By: N <noreply@northwind.example>\n")

    found = history_of(tree.folder)

    assert [use.path for use in found.uses] == ["\\xff\\xfe.py"]
    assert [agent.commits for agent in found.agents] == [1]


def test_wide_and_large_files_are_read(tree: WorkTree) -> None:
    tree.write("wide.py", USE.encode("utf-16"))
    tree.commit()
    tree.change("wide.py", "")
    tree.change("large.py", b"x = 1\n" * (WHOLE // 6 + 10) + USE.encode())

    found = history_of(tree.folder)

    assert [use.standing for use in found.uses] == [Standing.PRESENT]
    assert found.uses[0].path == "wide.py"


def test_every_version_of_every_file_is_accounted_for(tree: WorkTree, tmp_path: Path) -> None:
    other = WorkTree(tmp_path / "other")
    other.change("b.py", USE)
    tree.git("submodule", "--quiet", "add", f"file://{other.folder}", "vendor/other")
    tree.write("model.bin", POINTER)
    tree.write("a.py", "x = 1\n")
    (tree.folder / "link").symlink_to("a.py")
    tree.commit()
    tree.change("a.py", "x = 2\n")

    coverage = history_of(tree.folder).coverage

    assert coverage.entries == sum(number for _, number in coverage.by_status)
    assert {gap.path.split("@")[0]: gap.status for gap in coverage.gaps if gap.limits} == {
        "model.bin": FileStatus.LFS_POINTER,
        "vendor/other": FileStatus.SUBMODULE,
    }


def test_a_shallow_clone_is_incomplete(tree: WorkTree) -> None:
    tree.change("a.py", USE)
    tree.change("a.py", "")
    tree.change("b.py", "x = 1\n")

    found = history_of(tree.bare("shallow.git", "--depth=2"))

    assert found.uses == ()
    assert not found.coverage.complete
    assert "shallow clone" in found.coverage.gaps[0].why


def test_a_missing_content_is_a_gap_and_the_rest_is_read(tree: WorkTree) -> None:
    tree.write("a.py", USE)
    tree.write("b.py", "x = 1\n")
    tree.commit()
    bare = with_loose_objects(tree)
    object_of(bare, tree, "b.py").unlink()

    found = history_of(bare)

    assert [use.path for use in found.uses] == ["a.py"]
    assert [(gap.path.split("@")[0], gap.status) for gap in found.coverage.gaps] == [
        ("b.py", FileStatus.MISSING_OBJECT)
    ]


def test_a_commit_whose_tree_is_missing_is_a_gap_and_the_others_are_read(tree: WorkTree) -> None:
    tree.change("a.py", USE)
    broken = tree.change("deep/b.py", "x = 1\n")
    tree.remove("deep/b.py")
    tree.commit()
    tree.change("c.py", "x = 3\n")
    bare = with_loose_objects(tree)
    name = tree.git("rev-parse", f"{broken}:deep")
    (bare / "objects" / name[:2] / name[2:]).unlink()

    found = history_of(bare)

    assert broken in {gap.path for gap in found.coverage.gaps}
    assert [use.standing for use in found.uses] == [Standing.PRESENT]


def test_a_commit_that_is_missing_is_an_error(tree: WorkTree) -> None:
    first = tree.change("a.py", USE)
    tree.change("a.py", "")
    bare = with_loose_objects(tree)
    (bare / "objects" / first[:2] / first[2:]).unlink()

    with pytest.raises(InputError, match="git cannot read all of its commits"):
        history_of(bare)


def test_a_tag_that_leads_to_no_commit_is_a_gap(tree: WorkTree) -> None:
    tree.change("a.py", "x = 1\n")
    tree.git("tag", "blob", tree.git("rev-parse", "HEAD:a.py"))

    assert [gap.path for gap in history_of(tree.folder).coverage.gaps] == ["refs/tags/blob"]


def test_nothing_that_a_repository_names_is_run_for_its_history(tree: WorkTree, tmp_path: Path) -> None:
    tree.write(".gitattributes", "* diff=evil filter=evil\n")
    tree.write("a.py", USE)
    tree.commit()
    tree.change("a.py", "")
    bare = with_loose_objects(tree)
    object_of(bare, tree, ".gitattributes").unlink()
    armed(bare, tmp_path / "program", tree)

    found = history_of(bare)

    assert [use.standing for use in found.uses] == [Standing.REMOVED]
    assert not (tmp_path / "program.ran").exists()


def test_an_empty_repository_has_no_history(tree: WorkTree) -> None:
    found = history_of(tree.folder)

    assert (found.commits, found.head, found.uses) == (0, "", ())


def test_a_folder_that_is_no_repository_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no git repository"):
        history_of(tmp_path)


def test_commits_of_an_agent_are_counted_once_with_the_first_and_the_last_of_them(tree: WorkTree) -> None:
    tree.change("a.py", "x = 1\n")
    tree.author = ("N", "noreply@northwind.example")
    first = tree.change("a.py", "x = 2\n", "one\n\nCo-Authored-By: N 2 <noreply@northwind.example>")
    tree.author = ("Ada", "ada@example.org")
    last = tree.change("a.py", "x = 3\n", "two\n\nco-authored-by:  N  2 <noreply@northwind.example>")
    tree.change("a.py", "x = 4\n", "three\n\nCo-Authored-By: N <somebody@northwind.example>")

    (agent,) = history_of(tree.folder).agents

    assert (agent.commits, agent.first.commit, agent.last.commit) == (2, first, last)
    assert [identifier.value for identifier in agent.identifiers] == [
        "co-authored-by: n 2 <noreply@northwind.example>",
        "author: n <noreply@northwind.example>",
    ]


def test_a_work_tree_of_its_own_folder_has_the_history_of_its_repository(tree: WorkTree, tmp_path: Path) -> None:
    tree.change("a.py", USE)
    tree.git("worktree", "add", "--quiet", str(tmp_path / "second"))

    assert only_use(tmp_path / "second").standing is Standing.PRESENT
