"""Which folders of a tree are projects of their own, by the names of what lies in them."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from muniment.domain.patterns import lazily
from muniment.domain.surface import Surface

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TREE: Final = ""
"""The folder that was scanned, as the others are told: relative to itself."""
_OF_IMAGE: Final = "sha256:"
"""How the path of what is in a layer of an image begins. What is in an image runs together, as one project."""
_ARCHIVE: Final = "!/"
_DECLARING: Final = frozenset({Surface.MANIFEST, Surface.LOCK_FILE})
_ALSO: Final = (
    *("manifest.json", "build.zig", "meson_options.txt", "lakefile.lean", ".git", ".hg", ".svn", ".jj"),
    *(".sln", ".slnx", ".xcodeproj", ".nimble", ".rockspec"),
)
"""Other names, or how they end, of what lies in the folder of a project."""
_NEVER: Final = lazily(
    r"^(?:metadata|pkg-info|status|available|installed|modules\.txt|build\.bazel|build|\.package-lock\.json|import_map\.json"
    r"|tox\.ini|pom\.properties|verification-metadata\.xml|.*-pom\.xml|.*constraints?.*|.*\.versions\.toml"
    r"|(?!requirements\.txt$).*requirements?.*\.(?:txt|in|pip))$"
)
"""Names of what declares packages and may lie in any folder of a project."""
_BUILT: Final = ("dockerfile", "containerfile", "serverless.yml", "serverless.yaml", "procfile", "chart.yaml")
_FOR_BUILDING: Final = lazily(
    r"(?i)(?:^|/)(?:\.[^/]*|docker(?:files?)?|containers?|deploy(?:ment)?s?|infra(?:structure)?|k8s|kubernetes|helm"
    r"|charts?|build|ci|ops|devops|packaging|scripts?|tools?|etc)(?:/[^/]*)?$"
)
"""Folders that only say how the project around them is built or run."""
_MARKING: Final = _DECLARING | {Surface.INFRASTRUCTURE}


class Mark(IntEnum):
    """How strongly something marks its folder as a project.

    `BUILT`, such as a container file, marks one only where no manifest stands above it: there it is a part of that.
    """

    BUILT = 0
    MANIFEST = 1


class Marked(NamedTuple):
    """A folder that something marks as a project."""

    folder: str
    mark: Mark


def marked(path: str, surface: Surface) -> Marked | None:
    """Return the folder that the file at `path`, or the folder of version control there, marks as a project."""
    cut = path.rfind("/")
    if surface not in _MARKING and cut > 0 and not path.endswith(_ALSO):
        return None
    name = path[cut + 1 :].lower()
    folder = path[: max(cut, 0)]
    if name.endswith(_ALSO) or (surface in _DECLARING and not _NEVER.match(name)):
        return Marked(folder, Mark.MANIFEST)
    if cut < 0:
        return None if name.startswith(".") or surface is Surface.DOCUMENT else Marked(_TREE, Mark.BUILT)
    is_built = name.startswith(_BUILT) and not _FOR_BUILDING.search(folder)
    return Marked(folder, Mark.BUILT) if is_built else None


class Projects:
    """The projects of one tree, each by its folder."""

    def __init__(self, found: Iterable[Marked] = ()) -> None:
        """Know the folders that something marks.

        A tree that holds nothing but folders is a shelf, and each of them a project.
        """
        self._marks: dict[str, Mark] = {}
        for folder, mark in found:
            self._marks[folder] = max(mark, self._marks.get(folder, mark))
        self._is_shelf = _TREE not in self._marks
        self._known: dict[str, str] = {}

    def of(self, path: str) -> str:
        """Return the project that the file at `path` belongs to: the smallest folder around it that is one."""
        if path.startswith(_OF_IMAGE):
            return _TREE
        inside = path.find(_ARCHIVE)
        if inside >= 0:
            return path[:inside]
        folder = path.rpartition("/")[0]
        if folder not in self._known:
            self._known[folder] = next(self._above(folder), _TREE)
        return self._known[folder]

    def around(self, project: str) -> Iterator[str]:
        """Yield the projects in which `project` lies, the innermost first."""
        if project != _TREE:
            yield from self._above(project.rpartition("/")[0])

    def _above(self, folder: str) -> Iterator[str]:
        """Yield `folder` and those around it that are projects."""
        folders = list(_with_those_around(folder))
        whole = next((each for each in folders if self._marks.get(each) is Mark.MANIFEST), None)
        for each in folders:
            mark = self._marks.get(each)
            on_shelf = self._is_shelf and each != _TREE and "/" not in each
            if mark is Mark.MANIFEST or on_shelf or (mark is Mark.BUILT and whole is None):
                yield each


def _with_those_around(folder: str) -> Iterator[str]:
    while folder != _TREE:
        yield folder
        folder = folder.rpartition("/")[0]
    yield _TREE
