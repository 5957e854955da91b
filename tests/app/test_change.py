"""What a change adds, seen by reading little, is what a comparison of two whole scans says of the changed files."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muniment import wiring
from muniment.app.scan.change import _shows_more, _written, addition
from muniment.discover.findings.compare import match
from muniment.discover.paths.surfaces import Surfaces
from muniment.stores.git.change import GitTree, Sides, of_commit, of_index, of_work_tree
from muniment.stores.git.repository import opened
from muniment.stores.sources import of_paths
from muniment.wiring.scanning import Look, examiner_of, read_all
from stores.repositories import WorkTree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from muniment.app.scan import FileResult
    from muniment.app.scan.change import Addition, Side
    from muniment.domain.evidence import Finding
    from muniment.domain.rulebook import Rulebook

PATHS = ("a.py", "b/a.py", "b/c.py", "d/a.py", "package.json", "b/requirements.txt", "tests/a.py", ".env", "notes.md")
LINES = (
    "import anthropic",
    "from openai import OpenAI",
    "model = 'claude-sonnet-4-5'",
    "grok = Grok(1)",
    "x = 1",
    "qwen = load('qwen')",
    "anthropic==0.40",
    "openai>=1",
    '{"dependencies": {"@anthropic-ai/sdk": "1.0.0"}}',
    "URL = 'https://api.deepseek.com/v1'",
    "DEEPSEEK_API_KEY=x",
)


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return wiring.rulebook()


trees = st.dictionaries(
    st.sampled_from(PATHS), st.lists(st.sampled_from(LINES), min_size=1, max_size=4).map("\n".join), max_size=7
)


def written(tree: WorkTree, files: Mapping[str, str]) -> None:
    for path in PATHS:
        if path in files:
            tree.write(path, files[path] + "\n")
        else:
            (tree.folder / path).unlink(missing_ok=True)


def whole_scan(folder: Path, book: Rulebook) -> list[Finding]:
    (scan,) = read_all(of_paths([folder], {}), book, look=Look(fresh=True))
    return [finding for finding in scan.inventory.findings if not finding.demoted]


def added_by(tree: WorkTree, base: str, book: Rulebook, *, staged: bool = False) -> Addition:
    with opened(tree.folder) as repository:
        seen = repository.with_files(tree.folder)
        after = of_index(seen, tree.folder) if staged else of_work_tree(seen, tree.folder)
        before = of_commit(repository, base) if base else {}
        sides = Sides(
            repository=repository, top=tree.folder, before=before, after=after, bare=False, on_disk=not staged
        )
        examiner = cache(lambda: examiner_of(book))
        return addition(GitTree(sides, examiner), book, Surfaces(book.tooling).of)


@pytest.fixture
def tree(tmp_path: Path) -> WorkTree:
    return WorkTree(tmp_path / "tree")


def paths(found: Addition) -> list[tuple[str, str]]:
    return sorted({(each.path, each.vendor) for each in found.inventory.findings})


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=trees, after=trees)
def test_what_is_new_is_what_two_whole_scans_differ_by_in_the_files_that_changed(
    before: Mapping[str, str], after: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory, book: Rulebook
) -> None:
    tree = WorkTree(tmp_path_factory.mktemp("tree"))
    written(tree, before)
    base = tree.commit()
    was = whole_scan(tree.folder, book)
    written(tree, after)
    now = whole_scan(tree.folder, book)

    found = added_by(tree, base, book)

    changed = {path for path in PATHS if before.get(path) != after.get(path)}
    own = (list(_written(each for each in side if each.path in changed)) for side in (was, now))
    matched = match(*own)
    new = {(each.path, each.fingerprint) for each in matched.new}
    raised = {(b.path, b.fingerprint) for a, b in (*matched.stayed, *matched.moved) if _shows_more(a, b)}
    assert {(each.path, each.fingerprint) for each in found.inventory.findings} == new | raised
    assert found.moved == len(matched.moved)
    assert len(found.gone) == len(matched.gone)


def test_only_files_that_changed_are_read_where_nothing_depends_on_others(tree: WorkTree, book: Rulebook) -> None:
    for number in range(20):
        tree.write(f"old{number}.py", "import openai\n")
    base = tree.commit()
    tree.write("new.py", "import anthropic\n")

    with opened(tree.folder) as repository:
        after = of_work_tree(repository.with_files(tree.folder), tree.folder)
        sides = Sides(
            repository=repository, top=tree.folder, before=of_commit(repository, base), after=after, bare=False
        )
        watched = Watched(sides, cache(lambda: examiner_of(book)))
        found = addition(watched, book, Surfaces(book.tooling).of)

    assert watched.asked == {"new.py"}
    assert paths(found) == [("new.py", "anthropic")]


class Watched(GitTree):
    """A tree that remembers what was asked for."""

    asked: set[str]

    def read(self, side: Side, paths: Sequence[str]) -> Iterator[FileResult]:
        self.asked = getattr(self, "asked", set()) | set(paths)
        return super().read(side, paths)


def test_a_word_that_others_use_too_counts_where_an_old_file_proves_the_vendor(tree: WorkTree, book: Rulebook) -> None:
    tree.write("requirements.txt", "xai-sdk==1.0\n")
    base = tree.commit()
    tree.write("app.py", "client = Grok()\n")

    with_proof = added_by(tree, base, book)
    tree.remove("requirements.txt")
    without = added_by(tree, base, book)

    assert [each.path for each in with_proof.inventory.findings] == ["app.py"]
    assert without.inventory.findings == ()


def test_a_use_that_moves_or_bumps_its_version_is_not_new(tree: WorkTree, book: Rulebook) -> None:
    tree.write("a.py", "import anthropic\n")
    tree.write("requirements.txt", "anthropic==0.40\n")
    base = tree.commit()
    tree.git("mv", "a.py", "b.py")
    tree.write("requirements.txt", "anthropic==0.41\n")

    found = added_by(tree, base, book)

    assert found.inventory.findings == ()
    assert found.moved > 0


def test_a_use_that_goes_from_tests_into_the_product_shows_more(tree: WorkTree, book: Rulebook) -> None:
    tree.write("tests/test_a.py", "import anthropic\n")
    base = tree.commit()
    tree.git("mv", "tests/test_a.py", "a.py")

    found = added_by(tree, base, book)

    assert paths(found) == [("a.py", "anthropic")]
    assert {each.signature for each in found.inventory.findings if each.fingerprint in found.raised} == {
        "anthropic-sdk"
    }


def test_what_is_staged_is_judged_and_not_what_is_on_disk(tree: WorkTree, book: Rulebook) -> None:
    base = tree.change("a.py", "x = 1\n")
    tree.write("a.py", "import anthropic\n")
    tree.git("add", "a.py")
    tree.write("a.py", "import openai\n")

    assert paths(added_by(tree, base, book, staged=True)) == [("a.py", "anthropic")]
    assert paths(added_by(tree, base, book)) == [("a.py", "openai")]


def test_what_git_is_told_to_ignore_is_not_part_of_a_change_and_new_files_are(tree: WorkTree, book: Rulebook) -> None:
    base = tree.change(".gitignore", "ignored.py\n")
    tree.write("ignored.py", "import anthropic\n")
    tree.write("new.py", "import openai\n")

    assert paths(added_by(tree, base, book)) == [("new.py", "openai")]


def gaps(found: Addition) -> Iterator[tuple[str, str]]:
    return ((gap.path, gap.status.value) for gap in found.inventory.coverage.gaps if gap.limits)


def test_what_of_the_change_could_not_be_read_is_told_each_time(tree: WorkTree, book: Rulebook) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize 12\n"
    tree.write("big.bin", pointer.format("a" * 64))
    tree.write("package.json", "{ not json\n")
    base = tree.commit()
    tree.write("big.bin", pointer.format("b" * 64))
    tree.write("package.json", "{ not json\n\n")
    tree.write("nested/.git/HEAD", "ref: refs/heads/main\n")
    WorkTree(tree.folder / "other").change("a.py", "import anthropic\n")

    told = dict(gaps(added_by(tree, base, book)))

    assert told["big.bin"] == "Git LFS pointer, its content is elsewhere"
    assert told["other"] == "submodule, its content is in another repository"
    assert "package.json" not in told, "it was not understood in the same way before"


def test_a_conflict_is_not_read_as_clean(tree: WorkTree, book: Rulebook) -> None:
    base = tree.change("a.py", "x = 1\n")
    tree.git("checkout", "-q", "-b", "other")
    tree.change("a.py", "x = 2\n")
    tree.git("checkout", "-q", "main")
    tree.change("a.py", "x = 3\n")
    with pytest.raises(AssertionError):
        tree.git("merge", "other")

    found = added_by(tree, base, book, staged=True)

    assert dict(gaps(found)) == {"a.py": "unreadable"}


def test_a_setting_of_the_repository_that_names_a_program_is_not_obeyed(tree: WorkTree, book: Rulebook) -> None:
    base = tree.change("a.py", "x = 1\n")
    mark = tree.folder.parent / "it-ran"
    for name in ("core.fsmonitor", "filter.evil.clean", "diff.external", "diff.evil.textconv", "diff.evil.command"):
        tree.git("config", name, f"touch {mark}")
    tree.write(".gitattributes", "*.py filter=evil diff=evil\n")
    tree.write("a.py", "import anthropic\n")

    found = added_by(tree, base, book)

    assert paths(found) == [("a.py", "anthropic")]
    assert not mark.exists()
