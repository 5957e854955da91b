"""Folders that have other times than they had, but hold what they held, as where a file was saved under another name.

Editors write a file anew beside the old one and rename it; so does version control. Such a tree need not be walked.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from muniment.stores.tree.chart import FIELDS, Chart
from muniment.stores.tree.walking import VCS, Notes, Stretch, listed, shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from muniment.domain.evidence import FileRecord


def relisted(chart: Chart, without: Collection[str]) -> Chart | None:
    """Return `chart` with the folders as they are now; nothing where one of them holds other names or kinds of entries.

    Each folder that has other times is listed again; nothing is said where one may have become version control's, or no
    longer be. `without` are the paths that are left out of the tree.
    """
    notes = Notes()
    for folder in chart.folders:
        notes.at(folder)
    if notes.states == chart.states:
        return chart
    if len(notes.states) != len(chart.states):
        return None
    old, new = memoryview(chart.states), memoryview(notes.states)
    changed = {
        folder
        for at, folder in enumerate(chart.folders)
        if old[FIELDS * at : FIELDS * (at + 1)] != new[FIELDS * at : FIELDS * (at + 1)]
    }
    if any(folder.rpartition(os.sep)[2] in VCS for folder in changed):
        return None
    root = chart.folders[0]
    held = _Held(chart, root, changed)
    return chart._replace(states=notes.states) if all(held.still(folder, without) for folder in changed) else None


class _Held:
    """What some of the folders of a chart held."""

    def __init__(self, chart: Chart, root: str, folders: Collection[str]) -> None:
        """Gather what the `folders` below `root` held."""
        self._root = root
        self._entries: dict[str, set[Stretch | FileRecord]] = {folder: set() for folder in folders}
        self._inner: dict[str, set[str]] = {folder: set() for folder in folders}
        self._links = {link for link in chart.links if link.full.rpartition(os.sep)[0] in folders}
        recorded = self._by_path_as_shown(folders)
        for entry in chart.entries:
            at = entry.folder if isinstance(entry, Stretch) else recorded.get(entry.path.rpartition("/")[0], "")
            if at in self._entries:
                self._entries[at].add(entry)
        for folder in chart.folders[1:]:
            if (outer := folder.rpartition(os.sep)[0]) in self._inner:
                self._inner[outer].add(folder)

    def still(self, folder: str, without: Collection[str]) -> bool:
        """Say whether `folder` holds what it held."""
        notes = Notes()
        entries = set(listed(self._root, folder, without, notes))
        links = {link for link in self._links if link.full.rpartition(os.sep)[0] == folder}
        return (
            entries == self._entries[folder]
            and set(notes.folders[1:]) == self._inner[folder]
            and set(notes.links) == links
        )

    def _by_path_as_shown(self, folders: Iterable[str]) -> dict[str, str]:
        return {shown(folder[len(self._root) :].lstrip(os.sep)): folder for folder in folders}
