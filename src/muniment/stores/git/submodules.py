"""Submodules whose folder is empty: what is to be there is in another repository, and was never looked at."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from muniment.app.scan import FileResult
from muniment.domain.evidence import FileRecord, FileStatus
from muniment.domain.patterns import lazily
from muniment.errors import InputError
from muniment.stores.git.repository import git_folder, opened, top_of
from muniment.stores.tree.walking import shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_PATH: Final = lazily(rb"^[ \t]*path[ \t]*=[ \t]*\"?([^\"\r\n]+?)\"?[ \t\r]*$", re.MULTILINE)
_GITLINK: Final = b"\0\0\xe0\0"
"""The mode of a submodule, as an index holds it; without it there is none, and git need not be asked."""
_MOST: Final = 1024 * 1024
_EMPTY: Final = "its folder is empty; `git submodule update --init` would fill it"


def absent_submodules(root: Path, without: Collection[str] = ()) -> Iterator[FileResult]:
    """Yield a record for each submodule below the folder `root`, but `without`, of which nothing is there.

    They are known from `.gitmodules` and from the index of the repository that `root` belongs to.
    """
    if not root.is_dir():
        return
    for path in sorted(_described(root) | _in_index(root)):
        if path not in without and _is_empty(root / path):
            yield FileResult(FileRecord(shown(path), FileStatus.SUBMODULE, detail=_EMPTY), (), ())


def _described(root: Path) -> set[str]:
    try:
        with (root / ".gitmodules").open("rb") as file:
            text = file.read(_MOST)
    except OSError:
        return set()
    paths = (os.fsdecode(found).strip("/") for found in _PATH.findall(text))
    return {path for path in paths if path and ".." not in path.split("/")}


def _in_index(root: Path) -> set[str]:
    """Return the submodules that the index knows below `root`; none where git cannot tell."""
    real = Path(os.path.realpath(root))
    top = top_of(real)
    if top is None or not _has_gitlink(top):
        return set()
    try:
        with opened(top) as repository:
            lines = repository.output("ls-files", "--stage", "-z").split(b"\0")
    except InputError:
        return set()
    below = "" if top == real else f"{real.relative_to(top)}/"
    paths = [os.fsdecode(line.partition(b"\t")[2]) for line in lines if line.startswith(b"160000 ")]
    return {path.removeprefix(below) for path in paths if path.startswith(below)}


def _has_gitlink(top: Path) -> bool:
    folder = git_folder(top)
    if folder is None or not (folder.own / "index").is_file():
        return False
    with (folder.own / "index").open("rb") as index:
        return _GITLINK in index.read()


def _is_empty(folder: Path) -> bool:
    try:
        with os.scandir(folder) as entries:
            return next(entries, None) is None
    except OSError:
        return not folder.is_file()
