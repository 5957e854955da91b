"""The commits of a repository and what each of them changed, as streams of git's own records."""

from __future__ import annotations

import tempfile
from array import array
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Final

from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from muniment.stores.git.repository import Repository

_BLOCK: Final = 1024 * 1024
_FORMAT: Final = "%H%x00%P%x00%at%x00%an%x00%ae%x00%cn%x00%ce%x00%B"
_FIELDS: Final = 8
_FILE: Final = b"100"
"""How the mode of a regular file begins; links and submodules have another one."""
_MOST_DAMAGED: Final = 100
_NONE: Final = -1


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One commit as its author and committer wrote it: `when` in seconds since 1970, names as `name <mail>`."""

    commit: bytes
    parents: tuple[bytes, ...]
    when: int
    author: str
    committer: str
    message: str


def entries(repository: Repository) -> Iterator[LogEntry]:
    """Yield every commit that a ref or HEAD leads to, each before all of its parents.

    Raises: InputError where a commit cannot be read, so that nobody knows what came before it.
    """
    process = repository.start("log", "--all", "--topo-order", "-z", "--encoding=UTF-8", f"--format={_FORMAT}")
    if process.stdout is None:
        raise BrokenPipeError
    with process:
        fields = _fields(process.stdout)
        for commit in fields:
            parents, when, *names, message = (next(fields, b"") for _ in range(_FIELDS - 1))
            author, mail, committer, other_mail = (name.decode("utf-8", "replace") for name in names)
            yield LogEntry(
                commit,
                tuple(parents.split()),
                _seconds(when),
                f"{author} <{mail}>",
                f"{committer} <{other_mail}>",
                message.decode("utf-8", "replace"),
            )
    if process.returncode:
        what = "git cannot read all of its commits"
        help_ = "the repository is damaged or incomplete; `git fsck` in a copy tells more"
        raise InputError(Problem(where=repository.name, what=what, help=help_))


def _seconds(text: bytes) -> int:
    """Return the instant; a commit may hold anything in its place."""
    try:
        return int(text)
    except ValueError:
        return 0


@dataclass(slots=True)
class Changes:
    """What commits changed: each content that a path ever had has a number, its version.

    `versions` maps, per path, the id of the content to that number; `path_of` has the path of each. `commit`, `before`
    and `after` belong together, -1 stands for no file. `others` has the mode of paths at which a link or a submodule
    was, of which no more is kept. `unread` are commits that git could not compare.
    """

    paths: list[bytes] = field(default_factory=list)
    versions: list[dict[bytes, int]] = field(default_factory=list)
    path_of: array[int] = field(default_factory=lambda: array("i"))
    commit: array[int] = field(default_factory=lambda: array("i"))
    before: array[int] = field(default_factory=lambda: array("i"))
    after: array[int] = field(default_factory=lambda: array("i"))
    unread: list[int] = field(default_factory=list)
    others: dict[bytes, bytes] = field(default_factory=dict)
    _numbers: dict[bytes, int] = field(default_factory=dict)

    def blobs(self) -> int:
        """Return how many different contents there are."""
        return len({content for known in self.versions for content in known})

    def add(self, commit: int, path: bytes, before: bytes, after: bytes) -> None:
        """Note that `commit` put content `after` in the place of `before`; an empty id stands for no file."""
        at = self._numbers.get(path)
        if at is None:
            at = self._numbers[path] = len(self.paths)
            self.paths.append(path)
            self.versions.append({})
        known = self.versions[at]
        self.commit.append(commit)
        for content, column in ((before, self.before), (after, self.after)):
            if not content:
                column.append(_NONE)
                continue
            version = known.get(content)
            if version is None:
                version = known[content] = len(self.path_of)
                self.path_of.append(at)
            column.append(version)


def changes(
    repository: Repository, commits: Sequence[bytes], parents: Sequence[tuple[int, ...]], line: frozenset[int]
) -> Changes:
    """Return what each of `commits` changed: those in `line` against their first parent, others against all parents.

    Raises: InputError where git cannot compare more than a few commits.
    """
    found = Changes()
    done = 0
    while done < len(commits):
        asked = (_asked(number, commits, parents, line) for number in range(done, len(commits)))
        done = _compared(repository, asked, found, done)
        if done < len(commits):
            found.unread.append(done)
            done += 1
        if len(found.unread) > _MOST_DAMAGED:
            what = f"git cannot compare more than {_MOST_DAMAGED} of its commits"
            help_ = "the repository is damaged, or a partial clone without trees; fetch what is missing first"
            raise InputError(Problem(where=repository.name, what=what, help=help_))
    return found


def _asked(number: int, commits: Sequence[bytes], parents: Sequence[tuple[int, ...]], line: frozenset[int]) -> bytes:
    """Return what git is asked: a merge on the line that leads to HEAD is compared with its first parent alone."""
    if number in line and len(parents[number]) > 1:
        return commits[number] + b" " + commits[parents[number][0]] + b"\n"
    return commits[number] + b"\n"


def _compared(repository: Repository, asked: Iterable[bytes], found: Changes, number: int) -> int:
    """Add to `found` what git says, `number` being the first that is asked for; return the first it did not come to."""
    with tempfile.TemporaryFile(prefix="muniment-commits-") as file:
        file.writelines(asked)
        file.seek(0)
        options = ("-r", "-z", "--raw", "--root", "--always", "-c", "--no-renames", "--ignore-submodules=none")
        process = repository.start("diff-tree", "--stdin", *options, given=file)
        if process.stdout is None:
            raise BrokenPipeError
        with process:
            about = b""
            for token in _fields(process.stdout):
                if about:
                    _add(found, number - 1, about, token)
                    about = b""
                elif token[:1] == b":":
                    about = token
                else:
                    number += 1
    return number


def _add(found: Changes, commit: int, about: bytes, path: bytes) -> None:
    """Note one record of git, `:mode mode id id status`, or with more modes and ids where there are several parents."""
    parts = about.split(b" ")
    parents = len(parts[0]) - len(parts[0].lstrip(b":"))
    mode = parts[parents]
    after = parts[2 * parents + 1] if mode.startswith(_FILE) else b""
    if not after and mode.strip(b"0"):
        found.others[path] = mode
    before = parts[2] if parents == 1 and parts[0].startswith(_FILE, 1) else b""
    if before or after:
        found.add(commit, path, before, after)


def _fields(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield what ends with a zero byte, one after the other."""
    rest = b""
    while block := stream.read(_BLOCK):
        *whole, rest = (rest + block).split(b"\0")
        yield from whole
