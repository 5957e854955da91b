"""Where evidence lies: the strongest places of a use, each as `file:line` with what stands there."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from muniment.render.terminal import cut, shortened
from muniment.render.visible import visible
from muniment.render.words import count

if TYPE_CHECKING:
    from muniment.domain.evidence import Finding
    from muniment.domain.report import Discovery, Scan, Use

MOST_PLACES = 3
"""Places shown for one use; the rest are counted."""

_WIDEST_PLACE = 0.55


class Places:
    """Says where a finding lies: seen from the folder in which the command runs, or from the folder that was read."""

    def __init__(self, report: Discovery) -> None:
        """Remember which paths each scan holds."""
        self._scans = [(scan, frozenset(finding.path for finding in scan.inventory.findings)) for scan in report.scans]

    def of(self, use: Use, finding: Finding) -> str:
        """Return `path:line` as one would type it here, or the path alone where that is the evidence; safe to print."""
        return visible(inside(self._root(use, finding), finding.path)) + _line(finding)

    def below(self, use: Use, finding: Finding) -> str:
        """Return the same, but seen from `folder(use)` where that is not below the folder in which the command runs."""
        folder, root = self._folder(use), self._root(use, finding)
        if not folder:
            return self.of(use, finding)
        path = os.path.normpath(f"{os.path.relpath(root, folder)}/{finding.path}")
        return visible(path) + _line(finding)

    @staticmethod
    def in_scan(scan: Scan, finding: Finding) -> str:
        """Return the same for a finding of `scan` that belongs to no use; in a folder elsewhere, its path there."""
        root = scan.inventory.root
        return visible(finding.path if is_elsewhere(root) else inside(root, finding.path)) + _line(finding)

    def folder(self, use: Use) -> str:
        """Return the folder that holds everything read for the system of `use`, to be said once; safe to print.

        Empty where places are better named as one would type them: then they can be opened with a click.
        """
        return visible(self._folder(use))

    def _folder(self, use: Use) -> str:
        roots = [scan.inventory.root for scan, _ in self._scans if scan.system == use.system]
        if not roots or any(not PurePath(root).is_absolute() or near(root) != root for root in roots):
            return ""
        return os.path.commonpath(roots)

    def _root(self, use: Use, finding: Finding) -> str:
        holding = [scan for scan, paths in self._scans if scan.system == use.system and finding.path in paths]
        if len(holding) > 1:
            holding = [scan for scan in holding if finding in scan.inventory.findings]
        return holding[0].inventory.root if holding else ""


def is_elsewhere(root: str) -> bool:
    """Say whether `root` does not lie below the folder in which the command runs."""
    return PurePath(near(root)).is_absolute()


def inside(root: str, path: str) -> str:
    """Return `path` in `root` as one would type it here; a folder elsewhere is named in full.

    A file that was given as the root is its own path.
    """
    folder = near(root)
    if PurePath(folder).name == path and not Path(root).is_dir():
        return folder
    return os.path.normpath(f"{folder}/{path}") if folder not in {"", "."} else path


def near(root: str) -> str:
    """Return `root` seen from here where it lies below, and in full where it does not."""
    try:
        here = str(Path.cwd())
    except OSError:
        return root
    return os.path.relpath(root, here) if root.startswith(f"{here}{os.sep}") or root == here else root


def _line(finding: Finding) -> str:
    return f":{finding.observation.line}" if finding.observation.line else ""


def evidence(use: Use, places: Places, width: int, most: int = MOST_PLACES) -> Table:
    """Return the `most` strongest places of `use` in at most `width` columns, and the count of the rest."""
    lines = _lines(use)
    shown = _strongest(lines, most)
    rest = len(lines) - len(shown)
    more = f"and {count(rest, 'more place')}" if rest > 0 else ""
    widest = max(len(more), *(cell_len(places.below(use, finding)) for finding in shown))
    room = min(widest, int(width * _WIDEST_PLACE))
    table = Table.grid(padding=(0, 2))
    table.add_column(style="place", no_wrap=True, width=room)
    table.add_column(no_wrap=True, overflow="ellipsis", style="quiet")
    for finding in shown:
        table.add_row(
            shortened(places.below(use, finding), room), Text(cut(what_stands_there(finding), width - room - 2))
        )
    if more:
        files = len({finding.path for finding in use.findings})
        table.add_row(Text(more, style="quiet"), f"{count(files, 'file')} in all")
    return table


def _lines(use: Use) -> list[Finding]:
    """Return the strongest finding of each line, in order of strength: several identifiers on a line are one place."""
    first: dict[tuple[str, int], Finding] = {}
    for finding in use.findings:
        first.setdefault((finding.path, finding.observation.line), finding)
    return list(first.values())


def _strongest(lines: list[Finding], most: int) -> list[Finding]:
    """Return the first places, from different files where there are any."""
    first_of_file: dict[str, Finding] = {}
    for finding in lines:
        first_of_file.setdefault(finding.path, finding)
    chosen = list(first_of_file.values())[:most]
    others = (finding for finding in lines if first_of_file[finding.path] is not finding)
    return [*chosen, *islice(others, most - len(chosen))]


def what_stands_there(finding: Finding) -> str:
    """Return the line as it stands in the file, or the identifier where there is no line."""
    seen = finding.observation
    return visible(" ".join(seen.excerpt.split())) or f"{seen.identifier.kind.value} {visible(seen.identifier.value)}"
