"""Files that are known by their paths, read together folder by folder; only what tells something is handed on."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from muniment.stores.tree.bulk import BulkReader
from muniment.stores.tree.crew import Crew, can_fork, cores
from muniment.stores.tree.walking import LONGEST, Stretch, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from muniment.app.scan import FileResult
    from muniment.app.scan.examine import Examiner

_ALONE: Final = 800
"""So few files are read faster by one process than by several that have to be started."""


def read_together(root: str, paths: Iterable[str], examiner: Examiner) -> Iterator[FileResult]:
    """Yield what regular files below `root` show, in any order; nothing of one that was read and shows nothing."""
    stretches = list(_stretches(root, paths))
    reader = BulkReader(examiner)

    def work(stretch: Stretch) -> tuple[FileResult, ...]:
        return reader.read(stretch).tally.results

    alone = sum(len(each.names) for each in stretches) < _ALONE or not can_fork()
    for found in map(work, stretches) if alone else Crew(work, cores()).run(iter(stretches)):
        yield from found


def _stretches(root: str, paths: Iterable[str]) -> Iterator[Stretch]:
    by_folder: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        folder, _, name = path.rpartition("/")
        by_folder[folder].append(name)
    for folder, names in by_folder.items():
        prefix = f"{shown(folder)}/" if folder else ""
        for at in range(0, len(names), LONGEST):
            yield Stretch(f"{root}/{folder}", prefix, tuple(names[at : at + LONGEST]))
