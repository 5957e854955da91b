"""Somebody else's git repository, opened so that nothing in it can run.

git obeys the settings of the repository that it looks at, and some of them name programs: a monitor of the file system,
a pager, a program that checks signatures, a transport that fetches what is missing. So it is never pointed at the
repository itself. It gets a folder of our own with our settings, in which the objects and the names of commits are
those of the repository. Nothing is checked out or written there, and no hook, filter or attribute of it is looked up.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from muniment.domain.patterns import lazily
from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_LINKED: Final = ("refs", "packed-refs", "shallow", "reftable")
"""What the names of commits are kept in, and where a shallow clone ends."""
_READ: Final = ("HEAD", *_LINKED, "objects", "index")
_SETTING: Final = lazily(r"^\s*(objectformat|refstorage|promisor)\s*=\s*\"?([\w-]+)", re.IGNORECASE | re.MULTILINE)
_SMALL: Final = 1024 * 1024
_HELP: Final = "name a git repository: a work tree, or a bare repository"


@dataclass(frozen=True, slots=True)
class GitFolder:
    """Where a repository keeps its records: `own` holds what belongs to one work tree, `common` all the rest."""

    own: Path
    common: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A repository that can be asked. `name` is how the user called it, for messages.

    `shallow`: its history was cut off when it was cloned. `partial`: objects were left out when it was cloned.
    """

    name: str
    folder: GitFolder
    environment: Mapping[str, str]
    shallow: bool
    partial: bool

    def start(self, *arguments: str, given: IO[bytes] | None = None) -> subprocess.Popen[bytes]:
        """Start git with `arguments`; it reads `given` or a pipe, and writes to a pipe.

        That it failed is in its exit code alone.
        """
        return subprocess.Popen(  # noqa: S603  (arguments are ours)
            [_git(), *arguments],
            env=dict(self.environment),
            stdin=subprocess.PIPE if given is None else given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def output(self, *arguments: str, accept: Sequence[int] = (0,)) -> bytes:
        """Return what git prints for `arguments`.

        Raises: InputError where git ends with a code that is not in `accept`, with its own words.
        """
        ended = subprocess.run(  # noqa: S603  (arguments are ours)
            [_git(), *arguments], env=dict(self.environment), input=b"", capture_output=True, check=False
        )
        if ended.returncode not in accept:
            raise self._refused(ended.stderr)
        return ended.stdout

    def _refused(self, complaint: bytes) -> InputError:
        said = complaint.decode("utf-8", "replace").strip().splitlines()
        what = f"git cannot read it ({said[-1]})" if said else "git cannot read it"
        help_ = "the repository may be damaged or incomplete; `git fsck` in a copy tells more"
        return InputError(Problem(where=self.name, what=what, help=help_))

    def commit(self, name: str) -> str:
        """Return the id of the commit that `name` leads to; empty where it leads to none."""
        asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        return self.output(*asked, accept=(0, 1, 128)).decode("ascii").strip()

    def with_files(self, top: Path, index: Path | None = None) -> Repository:
        """Return the repository so that git also looks at the files below `top`.

        `index` stands in place of its own one, if it lies with that: a commit that is being made may have another.
        """
        asked = {"GIT_WORK_TREE": str(top.resolve())}
        if index is not None and index.resolve().is_relative_to(self.folder.own.resolve()):
            asked["GIT_INDEX_FILE"] = str(index.resolve())
        return replace(self, environment={**self.environment, **asked})

    def head(self) -> str:
        """Return the id of the commit at HEAD; empty where there is none yet."""
        return self.commit("HEAD")


def is_bare(path: Path) -> bool:
    """Say whether `path` is the folder in which git keeps its records, and no folder with files to be read."""
    head, objects = path / "HEAD", path / "objects"
    names = (path / "refs", path / "packed-refs", path / "reftable")
    return head.is_file() and objects.is_dir() and any(name.exists() for name in names)


def top_of(path: Path) -> Path | None:
    """Return the top of the repository that `path` lies in; nothing where it lies in none."""
    real = path.resolve()
    return next((folder for folder in (real, *real.parents) if git_folder(folder) is not None), None)


def git_folder(path: Path) -> GitFolder | None:
    """Return where the repository at `path` keeps its records; nothing where `path` is no repository's top."""
    if is_bare(path):
        return GitFolder(path, path)
    inside = path / ".git"
    if inside.is_dir():
        return GitFolder(inside, inside) if is_bare(inside) else None
    own = _pointed_at(inside, "gitdir: ")
    if own is None or not own.is_dir():
        return None
    return GitFolder(own, _pointed_at(own / "commondir", "") or own)


@contextmanager
def opened(path: Path) -> Iterator[Repository]:
    """Open the repository at `path`; the folder of our own that git is pointed at is gone when the context ends.

    Raises: InputError where there is no repository, or one that would make git wait for ever, or no git.
    """
    _git()
    folder = git_folder(path)
    if folder is None:
        raise InputError(Problem(where=str(path), what="is no git repository", help=_HELP))
    _refuse_traps(folder, str(path))
    with tempfile.TemporaryDirectory(prefix="muniment-git-") as ours:
        settings = _settings(folder.common)
        _fill(Path(ours), folder, settings)
        yield Repository(
            name=str(path),
            folder=folder,
            environment=_environment(Path(ours), folder),
            shallow=(folder.common / "shallow").is_file(),
            partial="promisor" in settings,
        )


def _git() -> str:
    found = shutil.which("git")
    if found is None:
        raise InputError(Problem(where="git", what="is not installed", help="install git 2.30 or newer"))
    return found


def _pointed_at(file: Path, mark: str) -> Path | None:
    """Return the path that a small file of git's holds after `mark`, seen from where the file is."""
    try:
        if not file.is_file() or file.stat().st_size > _SMALL:
            return None
        text = file.read_bytes().decode("utf-8", "surrogateescape").strip("\n")
    except OSError:
        return None
    return file.parent / text.removeprefix(mark) if text.startswith(mark) else None


def _settings(common: Path) -> Mapping[str, str]:
    """Return the few settings without which the objects and names cannot be read, by name in lower case."""
    config = common / "config"
    if not config.is_file() or config.stat().st_size > _SMALL:
        return {}
    text = config.read_bytes().decode("utf-8", "replace")
    return {name.lower(): value.lower() for name, value in _SETTING.findall(text)}


def _fill(ours: Path, folder: GitFolder, settings: Mapping[str, str]) -> None:
    ours.joinpath("HEAD").write_bytes((folder.own / "HEAD").read_bytes()[:_SMALL])
    kept = {name: settings[name] for name in ("objectformat", "refstorage") if name in settings}
    extensions = "".join(f"\t{name} = {value}\n" for name, value in kept.items())
    version = f"[core]\n\trepositoryformatversion = {int(bool(kept))}\n\tbare = true\n\tbigFileThreshold = 16m\n"
    ours.joinpath("config").write_text(version + (f"[extensions]\n{extensions}" if kept else ""), encoding="utf-8")
    for name in _LINKED:
        if (folder.common / name).exists():
            ours.joinpath(name).symlink_to((folder.common / name).resolve())
    ours.joinpath("refs").mkdir(exist_ok=True)


def _environment(ours: Path, folder: GitFolder) -> Mapping[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(ours),
        "LC_ALL": "C",
        "GIT_DIR": str(ours),
        "GIT_OBJECT_DIRECTORY": str((folder.common / "objects").resolve()),
        "GIT_INDEX_FILE": str((folder.own / "index").resolve()),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_ALLOW_PROTOCOL": "",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_PAGER": "cat",
        "GIT_TERMINAL_PROMPT": "0",
    }


def _refuse_traps(folder: GitFolder, name: str) -> None:
    """Refuse a repository with a FIFO, socket or device where git would open a file, and wait."""
    stack = [str(base / part) for base in {folder.own, folder.common} for part in _READ]
    seen: set[tuple[int, int]] = set()
    while stack:
        path = stack.pop()
        try:
            found = Path(path).stat()
        except OSError:
            continue
        if stat.S_ISDIR(found.st_mode):
            if (found.st_dev, found.st_ino) not in seen:
                seen.add((found.st_dev, found.st_ino))
                stack += _not_files(path)
        elif not stat.S_ISREG(found.st_mode):
            what = f"has a FIFO, socket or device at `{os.path.relpath(path, folder.common)}`"
            raise InputError(
                Problem(where=name, what=what, help="no repository has one; do not trust where it is from")
            )


def _not_files(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [entry.path for entry in entries if not entry.is_file(follow_symlinks=False)]
    except OSError:
        return []
