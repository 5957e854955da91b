"""What a whole tree showed when it was last scanned, as one answer, for a scan that finds nothing changed.

The file lies beside those of its stretches, and like them costs time and never an answer, whatever is wrong with it.
"""

from __future__ import annotations

import os
import pickle
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from muniment.stores.packed import packed
from muniment.stores.tree.cache import place_of
from muniment.stores.tree.chart import Chart, differing

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from muniment.app.scan import FileResult
    from muniment.domain.evidence import Inventory
    from muniment.domain.ids import Digest


@dataclass(slots=True)
class Known:
    """What is known of one tree. `chart` is how it was, `differing` the places that are not as they were.

    They are nothing where the tree has to be walked. `told` is the answer, where no file is another, and `absent` are
    the submodules that it lacks, which version control knows and no file tells.
    """

    path: Path | None
    started: int
    chart: Chart | None = None
    differing: frozenset[int] | None = None
    told: Inventory | None = None
    absent: tuple[FileResult, ...] = ()


def known_of(folder: Path | None, root: str, judged_by: Digest, started: int, without: Collection[str] = ()) -> Known:
    """Return what is known in `folder` of the tree at `root`, less `without`, looked at as it is now.

    `judged_by` stands for the rulebook and the program. `started` is now, in nanoseconds since 1970.
    """
    at = place_of(folder, root, judged_by)
    left_out = "\0".join(sorted(without)).encode("utf-8", "surrogateescape").hex()
    known = Known(at and at.with_suffix(".whole"), started)
    if known.path is None:
        return known
    with suppress(Exception), known.path.open("rb") as file:  # whatever damaged bytes may raise
        if pickle.load(file) != left_out:  # noqa: S301  (written by this user, as the folder's mode shows)
            return known
        chart = Chart(*pickle.load(file))  # noqa: S301
        known.differing = differing(chart, started)
        if known.differing is not None:
            known.chart = chart
        if known.differing == frozenset():
            known.absent, told = pickle.load(file)  # noqa: S301
            known.told = replace(told, root=root)
    return known


def keep(known: Known, found: Inventory, without: Collection[str] = ()) -> None:
    """Keep `found`, which is all that the tree shows, for a later scan; nothing where its chart is not known."""
    if known.path is None or known.chart is None:
        return
    left_out = "\0".join(sorted(without)).encode("utf-8", "surrogateescape").hex()
    beside = known.path.with_name(f"{known.path.name}.{os.getpid()}")
    with suppress(OSError):
        try:
            beside.write_bytes(packed(left_out) + packed(tuple(known.chart)) + packed((known.absent, found)))
            beside.replace(known.path)
        finally:
            beside.unlink(missing_ok=True)
