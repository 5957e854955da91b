"""What kind of place a source is, decided here and nowhere else, and every entry of it."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from muniment.app.ports import Progress
    from muniment.app.scan import FileResult, Tally
    from muniment.app.scan.examine import Examiner
    from muniment.stores.sources import Source
    from muniment.stores.tree.cache import TreeCache
    from muniment.stores.tree.unchanged import Known


class SourceKind(Enum):
    """How a source is read."""

    FOLDER = auto()
    """Its files, whatever version control knows of them; or one file."""
    BARE_REPOSITORY = auto()
    """The tree of the commit at HEAD."""
    IMAGE = auto()
    """Every layer of the container images in an OCI layout, or in what `docker save` writes."""


def kind_of(path: Path) -> SourceKind:
    """Return how the source at `path` is to be read."""
    from muniment.stores.archives.image_layout import is_archive, is_layout
    from muniment.stores.git.repository import is_bare

    if path.is_dir() and is_bare(path):
        return SourceKind.BARE_REPOSITORY
    return SourceKind.IMAGE if is_layout(path) or is_archive(path) else SourceKind.FOLDER


def results(
    source: Source,
    examiner: Callable[[], Examiner],
    progress: Progress | None = None,
    cache: TreeCache | None = None,
    known: Known | None = None,
) -> Iterator[FileResult | Tally]:
    """Yield what became of every entry of `source`. `progress` is told (done, found so far).

    `examiner` is only called where something has to be read. `cache` knows what earlier scans of a folder found, and
    `known` what was kept of all of it.

    Raises: InputError where the source cannot be read at all.
    """
    match kind_of(source.path):
        case SourceKind.BARE_REPOSITORY:
            from muniment.stores.git import head

            yield from head.results(source.path, examiner(), progress)
        case SourceKind.IMAGE:
            from muniment.stores.archives import image_layers

            yield from image_layers.results(source.path, examiner(), progress)
        case SourceKind.FOLDER:
            from muniment.stores.git.submodules import absent_submodules
            from muniment.stores.tree import folder

            yield from folder.results(str(source.path), examiner, progress, source.without, cache, known)
            absent = tuple(absent_submodules(source.path, source.without))
            if known is not None:
                known.absent = absent
            yield from absent
