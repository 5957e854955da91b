"""What was looked at, surface by surface, and how much of what is there the program is known to find.

A figure that was not measured is never shown: the words are then "not measured".
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from muniment.domain.surface import Surface
from muniment.render.found_words import SURFACE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from muniment.domain.recall import MeasuredRecall, SurfaceRecall
    from muniment.domain.report import Discovery
    from muniment.domain.surface import SurfaceCoverage


def surface_words(report: Discovery) -> Iterator[str]:
    """Yield one line with the entries of each surface, and how many of them were read where that is not all."""
    total, read = _counted(report)
    if total:
        yield ", ".join(
            f"{SURFACE[each]} {read[each]:,}" + ("" if read[each] == total[each] else f" of {total[each]:,}")
            for each in Surface
            if total[each]
        )


def recall_words(report: Discovery) -> str:
    """Return one sentence on the measured recall of the surfaces that this scan met."""
    recall = report.recall
    if recall is None or not recall.surfaces:
        return "not measured for this rulebook"
    if recall.discovery not in {None, report.rulebook.discovery}:
        return f"not measured for this rulebook; {recall.measured} is the day of the figures for another one"
    met, _ = _counted(report)
    measured = [each for each in Surface if met[each] and each in recall.surfaces]
    missing = [SURFACE[each] for each in Surface if met[each] and each not in recall.surfaces]
    figures = [f"{SURFACE[each]} {_figure(recall.surfaces[each])}" for each in measured]
    parts = [f"known routes found on {recall.measured}: {', '.join(figures)}"] if figures else []
    parts += [f"not measured: {', '.join(missing)}"] if missing else []
    return "; ".join(parts) or f"measured on {recall.measured}, on no surface that is here"


def recall_value(recall: MeasuredRecall | None) -> dict[str, Any] | None:
    """Return every figure; the surfaces that were not measured are named as that."""
    if recall is None:
        return None
    return {
        "corpus": recall.corpus,
        "discovery": recall.discovery,
        "measured": str(recall.measured),
        "not_measured": [each.value for each in Surface if each not in recall.surfaces],
        "surfaces": {
            each.value: {"found": counts.found, "hit": counts.hit, "routes": counts.routes, "traps": counts.traps}
            for each, counts in recall.surfaces.items()
        },
    }


def surfaces_value(covered: Iterable[SurfaceCoverage]) -> dict[str, dict[str, int]]:
    """Return the account of one scan by surface."""
    return {
        each.surface.value: {
            "not_looked_at": each.not_looked_at,
            "not_understood": each.not_understood,
            "read": each.read,
        }
        for each in covered
    }


def _figure(counts: SurfaceRecall) -> str:
    return f"{counts.found}/{counts.routes}" + (f" ({counts.hit}/{counts.traps} traps hit)" if counts.hit else "")


def _counted(report: Discovery) -> tuple[Counter[Surface], Counter[Surface]]:
    """Return the entries of each surface in all scans, and those that were read and understood."""
    total: Counter[Surface] = Counter()
    read: Counter[Surface] = Counter()
    for scan in report.scans:
        for each in scan.inventory.coverage.by_surface:
            total[each.surface] += each.read + each.not_understood + each.not_looked_at
            read[each.surface] += each.read
    return total, read
