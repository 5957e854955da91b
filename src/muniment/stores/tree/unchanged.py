"""What a whole tree showed when it was last scanned, as one answer, for a scan that finds nothing changed, or little.

The file lies beside those of its stretches, and like them costs time and never an answer, whatever is wrong with it.
"""

from __future__ import annotations

import os
from array import array
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Self

from muniment.stores.packed import packed, unpacked
from muniment.stores.tree.accounts import PackedAccount
from muniment.stores.tree.asking import Asking
from muniment.stores.tree.cache import place_of
from muniment.stores.tree.chart import Chart
from muniment.stores.tree.whole import Parts, WholeFile, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path
    from types import TracebackType

    from muniment.app.scan import FileResult
    from muniment.domain.evidence import Inventory
    from muniment.domain.ids import Digest
    from muniment.stores.tree.work import Looked


@dataclass(slots=True)
class Known:
    """What is known of one tree. `chart` is how it was, `differing` the places that are not as they were.

    They are nothing where the tree has to be walked. `told` is the answer, where no file is another, and `absent` are
    the submodules that it lacks, which version control knows and no file tells. `parts` is all that was kept, where
    some stretches are others, and `looked` how those are that were looked at already. `accounts` are those of all
    entries of the chart.
    """

    path: Path | None
    started: int
    chart: Chart | None = None
    differing: frozenset[int] | None = None
    told: Inventory | None = None
    absent: tuple[FileResult, ...] = ()
    parts: Parts | None = None
    looked: dict[int, Looked] = field(default_factory=dict)
    accounts: Sequence[PackedAccount | None] = ()


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
        self._file: WholeFile | None = None
        self._read: list[bytes] = []
        self._asking: Asking | None = None
        if self._known.path is None:
            return
        with suppress(Exception):  # whatever damaged bytes may raise
            self._file = WholeFile(self._known.path, named(without))
            self._read = [self._file.part(), self._file.part()]
            folders, states, links, entries = unpacked(self._read[0])
            stamps, _, _ = unpacked(self._read[1])
            if os.path.realpath(folders[0]) != os.path.realpath(root):
                return  # the name by which the tree was asked for leads elsewhere now
            self._known.chart = Chart(folders, states, links, entries, stamps)
            self._asking = Asking(self._known.chart, started, without)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End what was begun, whether or not anybody asked for it."""
        if self._file is not None:
            self._file.close()
        if self._asking is not None:
            self._asking.__exit__(kind, error, trace)

    def known(self, meanwhile: Callable[[], object] | None = None) -> Known:
        """Return what is known, once the whole tree was looked at. To be asked for once.

        `meanwhile` is called where something has to be read, as soon as that is known, while another process looks on.
        """
        known = self._known
        if self._asking is None or self._file is None:
            known.chart = None
            return known
        with suppress(Exception):  # whatever damaged bytes may raise
            known.differing = self._asking.differing(meanwhile)
            were, known.chart = known.chart, self._asking.chart
            if known.differing == frozenset():
                known.absent, known.told = answer_in(self._read[1], self._file.part(), self._root)
            elif known.differing:
                chart, state = self._read
                if known.chart is not were:
                    chart = packed(tuple(known.chart[:-1]))
                answer, sums, lines = self._file.part(), self._file.part(), self._file.part()
                known.parts = Parts(chart, state, answer, sums, [lines])
        if known.differing is None:
            known.chart = None
        return known


def known_of(
    folder: Path | None,
    root: str,
    judged_by: Digest,
    started: int,
    without: Collection[str] = (),
    *,
    meanwhile: Callable[[], object] | None = None,
) -> Known:
    """Return what is known in `folder` of the tree at `root`, less `without`, looked at as it is now.

    `judged_by` stands for the rulebook and the program. `started` is now, in nanoseconds since 1970. `meanwhile` is
    called where something has to be read, while another process looks on.
    """
    with Beginning(folder, root, judged_by, started, without) as begun:
        return begun.known(meanwhile)


def answer_in(state: bytes, answer: bytes, root: str) -> tuple[tuple[FileResult, ...], Inventory]:
    """Return the absent submodules and the answer in two parts of the file, for a tree that is now called `root`.

    Raises: whatever damaged bytes may raise.
    """
    _, content, size = unpacked(state)
    absent, found = unpacked(answer)
    coverage = replace(found.coverage, bytes_read=size)
    return absent, replace(found, root=root, content=content, coverage=coverage)


def keep(known: Known, found: Inventory, without: Collection[str] = ()) -> None:
    """Keep `found`, which is all that the tree shows, for a later scan; nothing where its chart is not known."""
    if known.path is None or known.chart is None:
        return
    *chart, stamps = known.chart
    accounts = [each or PackedAccount(b"", b"") for each in known.accounts]
    parts = Parts(
        chart=packed(tuple(chart)),
        state=packed((stamps, found.content, found.coverage.bytes_read)),
        answer=packed((known.absent, found)),
        sums=packed(([each.other for each in accounts], array("q", (len(each.lines) for each in accounts)))),
        lines=[each.lines for each in accounts],
    )
    write_whole(known.path, named(without), parts)


def named(without: Collection[str]) -> str:
    """Return by what a file is known to be of the tree less `without`."""
    return "\0".join(sorted(without)).encode("utf-8", "surrogateescape").hex()
