"""Where evidence lies: the strongest places of a use, each as `file:line` with what stands there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from muniment.render.terminal import cut, shortened
from muniment.render.visible import visible
from muniment.render.words import count

if TYPE_CHECKING:
    from muniment.domain.evidence import Finding
    from muniment.domain.report import Report, Use

MOST_PLACES = 3
"""Places shown for one use; the rest are counted."""

_WIDEST_PLACE = 0.55


class Places:
    """Says where a finding lies, seen from the folder in which the command runs."""

    def __init__(self, report: Report) -> None:
        """Remember which paths each scan holds."""
        self._scans = [(scan, frozenset(finding.path for finding in scan.inventory.findings)) for scan in report.scans]

    def of(self, use: Use, finding: Finding) -> str:
        """Return `path:line`, or the path alone where the path itself is the evidence; safe to print."""
        line = f":{finding.observation.line}" if finding.observation.line else ""
        holding = [scan for scan, paths in self._scans if scan.system == use.system and finding.path in paths]
        if len(holding) > 1:
            holding = [scan for scan in holding if finding in scan.inventory.findings]
        root = holding[0].inventory.root if holding else ""
        return visible(inside(root, finding.path)) + line


def inside(root: str, path: str) -> str:
    """Return `path` in the folder `root` as one would type it here; a folder elsewhere is named in full."""
    here = str(Path.cwd())
    near = os.path.relpath(root, here) if root.startswith(f"{here}{os.sep}") or root == here else root
    return os.path.normpath(f"{near}/{path}") if near not in {"", "."} else path


def evidence(use: Use, places: Places, width: int, most: int = MOST_PLACES) -> Table:
    """Return the `most` strongest places of `use` in at most `width` columns, and the count of the rest."""
    shown = _strongest(use, most)
    rest = len(use.findings) - len(shown)
    more = f"and {count(rest, 'more place')}" if rest > 0 else ""
    widest = max(len(more), *(cell_len(places.of(use, finding)) for finding in shown))
    room = min(widest, int(width * _WIDEST_PLACE))
    table = Table.grid(padding=(0, 2))
    table.add_column(style="place", no_wrap=True, width=room)
    table.add_column(no_wrap=True, overflow="ellipsis", style="quiet")
    for finding in shown:
        table.add_row(shortened(places.of(use, finding), room), Text(cut(_what(finding), width - room - 2)))
    if more:
        files = len({finding.path for finding in use.findings})
        table.add_row(Text(more, style="quiet"), f"{count(files, 'file')} in all")
    return table


def _strongest(use: Use, most: int) -> list[Finding]:
    """Return the first places, from different files where there are any."""
    first_of_file: dict[str, Finding] = {}
    for finding in use.findings:
        first_of_file.setdefault(finding.path, finding)
    chosen = list(first_of_file.values())[:most]
    others = (finding for finding in use.findings if not any(finding is one for one in chosen))
    while len(chosen) < min(most, len(use.findings)):
        chosen.append(next(others))
    return chosen


def _what(finding: Finding) -> str:
    """Return the line as it stands in the file, or the identifier where there is no line."""
    seen = finding.observation
    return visible(" ".join(seen.excerpt.split())) or f"{seen.identifier.kind.value} {visible(seen.identifier.value)}"
