"""The files of a rulebook as bytes, so that everything after this works without a file system."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.domain.ids import Digest
from muniment.errors import Problem, RulebookError
from muniment.rulebook.read_recall import FIGURES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

CASES = ".cases.yaml"
FROM_TEXT = ".text.cases.yaml"
"""The end of the name of a second file of cases: those that somebody wrote from the text alone, without the rule."""
PROSE = ".md"
_DISCOVERY = ("vendors/", "tooling.yaml", "reference-data.yaml")
_LIMIT = 4 * 1024 * 1024
_WHERE_IT_IS = "give the folder that holds `rulebook.yaml`"


@dataclass(frozen=True, slots=True, kw_only=True)
class RulebookFiles:
    """The contents of files by their path inside the rulebook, with `/` on every system.

    `folder` is how the rulebook's folder is shown to a person.
    """

    folder: str
    contents: Mapping[str, bytes]

    def shown(self, path: str) -> str:
        """Return `path` as a person would open it."""
        return f"{self.folder}/{path}"

    def digest(self) -> Digest:
        """Return one digest over every path and content, independent of the order of reading."""
        whole = hashlib.sha256()
        for path, content in sorted(self.contents.items()):
            whole.update(f"{hashlib.sha256(content).hexdigest()}  {path}\n".encode())
        return Digest(f"sha256:{whole.hexdigest()}")

    def discovery(self) -> RulebookFiles:
        """Return those by which uses are found: vendors with their signatures, tooling, and reference data."""
        kept = {path: content for path, content in self.contents.items() if path.startswith(_DISCOVERY)}
        return RulebookFiles(folder=self.folder, contents=kept)


def read_rules(folder: Path) -> RulebookFiles:
    """Return everything that decisions rest on: all files except prose, cases and measured figures.

    Raises: RulebookError when `folder` is no folder or a file in it cannot be read.
    """
    return _read(folder, lambda path: path.suffix != PROSE and _decides(path.name))


def read_all(folder: Path) -> RulebookFiles:
    """Return every file, prose, cases and measured figures included.

    A symbolic link may lead to what is no part of the rulebook, so none is followed.
    Raises: RulebookError when `folder` is no folder, a file in it cannot be read, or is a link.
    """
    links = [path for path in _walk(folder) if path.is_symlink()] if folder.is_dir() else []
    if links:
        what, help_ = "is a symbolic link, which is not followed", "put the file itself here"
        raise RulebookError(*(Problem(where=str(path), what=what, help=help_) for path in links))
    return _read(folder, lambda _: True)


def rules_among(files: RulebookFiles) -> RulebookFiles:
    """Return those of all files that `read_rules` would have read."""
    kept = {path: content for path, content in files.contents.items() if _decides(path) and not path.endswith(PROSE)}
    return RulebookFiles(folder=files.folder, contents=kept)


def read_cases(folder: Path) -> RulebookFiles:
    """Return the case files only.

    Raises: RulebookError when `folder` is no folder or a file in it cannot be read.
    """
    return _read(folder, lambda path: path.name.endswith(CASES))


def beside(path: str) -> str:
    """Return the id of what the cases in `path` lie beside."""
    name = path.rpartition("/")[2]
    return name.removesuffix(FROM_TEXT) if name.endswith(FROM_TEXT) else name.removesuffix(CASES)


def _decides(path: str) -> bool:
    return not path.endswith(CASES) and path.rpartition("/")[2] != FIGURES


def _read(folder: Path, wanted: Callable[[Path], bool]) -> RulebookFiles:
    if not folder.is_dir():
        raise RulebookError(Problem(where=str(folder), what="there is no rulebook here", help=_WHERE_IT_IS))
    try:
        paths = [path for path in _walk(folder) if wanted(path)]
        above = len(folder.parts)
        contents = {"/".join(path.parts[above:]): _content(path) for path in paths}
    except OSError as error:
        where = str(error.filename or folder)
        raise RulebookError(Problem(where=where, what=f"cannot be read: {_reason(error)}")) from error
    return RulebookFiles(folder=folder.as_posix(), contents=contents)


def _walk(folder: Path) -> Iterator[Path]:
    """Yield every file except what a system hides (names that begin with a dot).

    Folders behind symbolic links are not entered, and so refused as files: a loop of links cannot hang the program.
    """
    with os.scandir(folder) as entries:  # every command waits for it
        ordered = sorted(entries, key=lambda entry: entry.name)
    for entry in ordered:
        if entry.name.startswith("."):
            continue
        if not entry.name.isprintable():
            what = f"a name that cannot be shown: {entry.name!a}"
            raise RulebookError(Problem(where=str(folder), what=what, help="rename the file, or remove it"))
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(folder / entry.name)
        else:
            yield folder / entry.name


def _content(path: Path) -> bytes:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise RulebookError(Problem(where=str(path), what="not a regular file", help="put the file itself here"))
    if status.st_size > _LIMIT:
        raise RulebookError(Problem(where=str(path), what="larger than 4 MiB", help="one file holds one small thing"))
    return path.read_bytes()


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
