"""What a whole tree showed when it was last scanned, as one answer, for a scan that finds nothing changed.

The file lies beside those of its stretches, and like them costs time and never an answer, whatever is wrong with it.
"""

from __future__ import annotations

import os
import pickle
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from muniment.stores.packed import packed
from muniment.stores.tree.asking import Asking
from muniment.stores.tree.cache import place_of
from muniment.stores.tree.chart import Chart

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path
    from types import TracebackType

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


class Beginning:
    """What is known of one tree, being held against the tree as it is now; to be left without fail once it is begun."""

    def __init__(
        self, folder: Path | None, root: str, judged_by: Digest, started: int, without: Collection[str] = ()
    ) -> None:
        """Take up what is known in `folder` of the tree at `root`, less `without`.

        `judged_by` stands for the rulebook and the program. `started` is now, in nanoseconds since 1970.
        """
        at = place_of(folder, root, judged_by)
        self.judged_by = judged_by
        self._root = root
        self._known = Known(at and at.with_suffix(".whole"), started)
        self._rest = b""
        self._asking: Asking | None = None
        if self._known.path is None:
            return
        with suppress(Exception), self._known.path.open("rb") as file:  # whatever damaged bytes may raise
            if pickle.load(file) == _named(without):  # noqa: S301  (written by this user, as the folder's mode shows)
                self._known.chart = Chart(*pickle.load(file))  # noqa: S301
                self._rest = file.read()
                self._asking = Asking(self._known.chart, started)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End what was begun, whether or not anybody asked for it."""
        if self._asking is not None:
            self._asking.__exit__(kind, error, trace)

    def known(self) -> Known:
        """Return what is known, once the whole tree was looked at. To be asked for once."""
        known = self._known
        if self._asking is None:
            known.chart = None
            return known
        with suppress(Exception):  # whatever damaged bytes may raise
            known.differing = self._asking.differing()
            if known.differing == frozenset():
                known.absent, told = pickle.loads(self._rest)  # noqa: S301
                known.told = replace(told, root=self._root)
        if known.differing is None:
            known.chart = None
        return known


def known_of(folder: Path | None, root: str, judged_by: Digest, started: int, without: Collection[str] = ()) -> Known:
    """Return what is known in `folder` of the tree at `root`, less `without`, looked at as it is now.

    `judged_by` stands for the rulebook and the program. `started` is now, in nanoseconds since 1970.
    """
    with Beginning(folder, root, judged_by, started, without) as begun:
        return begun.known()


def keep(known: Known, found: Inventory, without: Collection[str] = ()) -> None:
    """Keep `found`, which is all that the tree shows, for a later scan; nothing where its chart is not known."""
    if known.path is None or known.chart is None:
        return
    beside = known.path.with_name(f"{known.path.name}.{os.getpid()}")
    with suppress(OSError):
        try:
            beside.write_bytes(packed(_named(without)) + packed(tuple(known.chart)) + packed((known.absent, found)))
            beside.replace(known.path)
        finally:
            beside.unlink(missing_ok=True)


def _named(without: Collection[str]) -> str:
    return "\0".join(sorted(without)).encode("utf-8", "surrogateescape").hex()
