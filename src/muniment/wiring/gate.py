"""Joins for the gate: which change it judges, from what, and by which law."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from muniment import wiring
from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from muniment.domain.gate import Compared, GateReport
    from muniment.stores.git.change import Sides
    from muniment.stores.git.repository import Repository

_DEFAULTS: Final = ("origin/HEAD", "origin/main", "origin/master", "main", "master")
"""Where the branch is looked for that a change is meant for."""
_HELP_BASE: Final = "name a commit with --base, or --whole to judge everything as new"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAsked:
    """Which change is to be judged. `base` and `to` name commits; without `to`, what is staged, or what is on disk."""

    base: str = ""
    to: str = ""
    staged: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """What the user gave to decide by. `without` are files that are about to be written, and so are no evidence."""

    estate_file: Path | None = None
    as_of: date | None = None
    rulebook_at: Path | None = None
    overlays: Sequence[Path] = ()
    suppressions_file: Path | None = None
    without: Sequence[Path] = ()


def gate(inside: Path, asked: ChangeAsked, by: By) -> GateReport:
    """Return what a change to the repository that `inside` lies in adds.

    Raises: InputError, with every problem of the repository, the base, the estate and the rulebook.
    """
    from muniment.app.gate import Law
    from muniment.app.gate import gate as judge
    from muniment.stores.git.change import GitTree
    from muniment.stores.sources import of_paths
    from muniment.wiring.scanning import examiner_of

    book = wiring.rulebook(by.rulebook_at, by.overlays)
    described = wiring.estate(by.estate_file, book) if by.estate_file else None
    law = Law(
        rulebook=book,
        engine=wiring.engine(book),
        estate=described,
        as_of=by.as_of or wiring.today(),
        suppressions=wiring.suppressions(by.suppressions_file, book) if by.suppressions_file else (),
        age_limit=wiring.age_limit(book, described),
    )
    with _change(inside, asked, by.without) as (sides, compared):
        once = cache(lambda: examiner_of(book))
        trees = [
            (source.system, GitTree(sides, once, folder=_below(sides.top, source.path), without=source.without))
            for source in of_paths([sides.top], wiring.owners_of(described))
        ]
        found = judge(trees, compared, law)
        recall = wiring.recall(by.rulebook_at)
        touched = tuple(_touched(sides, by))
    return replace(found, report=replace(found.report, recall=recall), touched=touched)


@contextmanager
def _change(inside: Path, asked: ChangeAsked, without: Sequence[Path]) -> Iterator[tuple[Sides, Compared]]:
    """Open the repository around `inside`, and list both sides of the change that is asked for."""
    from muniment.domain.gate import Compared, Target
    from muniment.stores.git.change import Sides, of_commit, of_index, of_work_tree
    from muniment.stores.git.repository import git_folder, is_bare, opened, top_of

    found = inside if git_folder(inside) is not None else top_of(inside)
    if found is None:
        help_ = "name a folder in a repository, or use `muniment check`"
        raise InputError(Problem(where=str(inside), what="is in no git repository", help=help_))
    with opened(found) as repository:
        bare = is_bare(found)
        to = _commit(repository, asked.to) if asked.to else repository.head()
        base, named = _base(repository, asked, to)
        if asked.to or bare:
            target, after = Target.COMMIT, of_commit(repository, to) if to else {}
        elif asked.staged:
            target, after = Target.INDEX, of_index(repository.with_files(found, _index()), found)
        else:
            target, after = Target.WORK_TREE, of_work_tree(repository.with_files(found, _index()), found)
        before = of_commit(repository, base) if base else {}
        left_out = {_below(found, file) for file in without}
        sides = Sides(
            repository=repository,
            top=found,
            before={path: version for path, version in before.items() if path not in left_out},
            after={path: version for path, version in after.items() if path not in left_out},
            bare=bare,
            on_disk=target is Target.WORK_TREE,
        )
        commit = to if target is Target.COMMIT else ""
        yield sides, Compared(base=base, base_name=named, target=target, commit=commit)


def _index() -> Path | None:
    """Return the index of the commit that is being made, where git runs this as a hook: `git commit -a` has its own."""
    named = os.environ.get("GIT_INDEX_FILE")
    return Path(named) if named else None


def _base(repository: Repository, asked: ChangeAsked, to: str) -> tuple[str, str]:
    """Return the commit from which `to` went its own way, and in words which that is; none where everything is new."""
    if asked.whole or not to:
        return "", "nothing" if asked.whole else "no commit yet"
    if named := _named_base(asked):
        return _common(repository, _commit(repository, named), to, named), named
    if asked.staged:
        return to, "HEAD"
    for name in _DEFAULTS:
        if commit := repository.commit(name):
            return _common(repository, commit, to, name), name
    what = f"has no branch called {', '.join(_DEFAULTS[:-1])} or {_DEFAULTS[-1]} to compare with"
    raise InputError(Problem(where=repository.name, what=what, help=_HELP_BASE))


def _named_base(asked: ChangeAsked) -> str:
    """Return the base that was asked for, or the one that the service says which runs this; zeros name none."""
    named = asked.base or os.environ.get("CI_MERGE_REQUEST_DIFF_BASE_SHA", "")
    if named.strip("0"):
        return named
    branch = os.environ.get("GITHUB_BASE_REF", "")
    return f"origin/{branch}" if branch else ""


def _commit(repository: Repository, name: str) -> str:
    if commit := repository.commit(name):
        return commit
    what = f"`{name}` is no commit here"
    raise InputError(Problem(where=repository.name, what=what, help=f"fetch it, or {_HELP_BASE}"))


def _common(repository: Repository, commit: str, to: str, name: str) -> str:
    found = repository.output("merge-base", commit, to, accept=(0, 1, 128)).decode("ascii").split()
    if found:
        return found[0]
    what = f"`{name}` has no commit in common with what is to be judged"
    cut = "this clone is shallow: `git fetch --unshallow` gets the rest" if repository.shallow else _HELP_BASE
    raise InputError(Problem(where=repository.name, what=what, help=cut))


def _touched(sides: Sides, by: By) -> Iterator[str]:
    """Yield what the answer itself rests on, and the change alters."""
    given = [by.estate_file, by.suppressions_file, by.rulebook_at, *by.overlays]
    for path in (each for each in given if each is not None):
        if sides.differ_at(_below(sides.top, path)):
            yield str(path)


def _below(top: Path, path: Path) -> str:
    """Return `path` as it is seen from `top`; empty for the top itself."""
    below = os.path.relpath(os.path.realpath(path), os.path.realpath(top))
    return "" if below == os.curdir else below
