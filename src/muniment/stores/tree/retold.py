"""A tree of which a few files are others, but show what they showed: the last answer, with another digest of content.

Most changes neither add a use nor take one away. Then no finding has to be unpacked, sorted and settled again.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from muniment.domain.ids import Digest
from muniment.stores.packed import packed, unpacked
from muniment.stores.tree.accounts import PackedAccount, unpacked_account
from muniment.stores.tree.chart import is_fresh
from muniment.stores.tree.unchanged import answer_in, named
from muniment.stores.tree.walking import Stretch
from muniment.stores.tree.whole import write_whole
from muniment.stores.tree.work import ALONE, Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from muniment.app.scan import Tally
    from muniment.app.scan.examine import Examiner
    from muniment.stores.tree.cache import TreeCache
    from muniment.stores.tree.unchanged import Known
    from muniment.stores.tree.whole import Parts


@dataclass(frozen=True, slots=True)
class Retold:
    """An answer that was put into `known`; `parts` are what to keep of it."""

    known: Known
    parts: Parts

    def keep(self, cache: TreeCache, without: Collection[str] = ()) -> None:
        """Keep what was read; and the answer, unless a later change of a file in it could go unseen."""
        known = self.known
        if known.chart is None or known.path is None:
            return
        for place, (stamp, account) in known.looked.items():
            entry = known.chart.entries[place]
            if isinstance(entry, Stretch) and account is not None:
                cache.keep(entry.first, stamp, account)
        if all(stamp for stamp, _ in known.looked.values()) and not is_fresh(known.chart.states, known.started):
            write_whole(known.path, named(without), self.parts)


def retold(known: Known, root: str, examiner: Callable[[], Examiner]) -> Retold | None:
    """Read what changed in the tree at `root`, and put the answer into `known`; nothing where more has to be done.

    What was read stays in `known`, so that nothing is read twice.
    """
    if known.chart is None or known.parts is None or not known.differing:
        return None
    stretches = [(at, entry) for at in known.differing if isinstance(entry := known.chart.entries[at], Stretch)]
    if sum(len(stretch.names) for _, stretch in stretches) >= ALONE:
        return None
    worker = Worker(examiner, known.started)
    known.looked = {place: worker.look(stretch) for place, stretch in sorted(stretches)}
    with suppress(Exception):  # whatever damaged bytes may raise
        return _joined(known, known.parts, known.chart.stamps, root)
    return None


def _joined(known: Known, parts: Parts, stamps: Sequence[bytes], root: str) -> Retold | None:
    """Put the answer into `known`, if what was looked at shows what it did.

    Raises: whatever damaged bytes may raise.
    """
    others, lengths = unpacked(parts.sums)
    lines = memoryview(b"".join(parts.lines))
    ends = [0, *accumulate(lengths)]
    now_lines: list[bytes | memoryview] = []
    now_stamps = list(stamps)
    at = grown = 0
    for place, (stamp, account) in known.looked.items():
        if account is None or ends[-1] != len(lines):
            return None
        before, now = unpacked_account(PackedAccount(b"", others[place])), unpacked_account(account)
        if list(_shown(before)) != list(_shown(now)):
            return None
        now_lines += [lines[at : ends[place]], account.lines]
        at = ends[place + 1]
        grown += now.size - before.size
        now_stamps[place], others[place], lengths[place] = stamp, account.other, len(account.lines)
    now_lines.append(lines[at:])
    absent, told = answer_in(parts.state, parts.answer, root)
    size = told.coverage.bytes_read + grown
    content = _digest(now_lines)
    known.absent, known.told = absent, replace(told, content=content, coverage=replace(told.coverage, bytes_read=size))
    state = packed((tuple(now_stamps), content, size))
    return Retold(known, parts._replace(state=state, sums=packed((others, lengths)), lines=now_lines))


def _shown(account: Tally) -> Iterator[object]:
    """Yield all of an account that an answer depends on, but for the lines and the size."""
    yield account.first
    yield dict(account.counts)
    yield account.marks
    for result in account.results:
        yield result.record.path, result.record.status, result.record.detail
        yield result.findings, result.not_understood


def _digest(pieces: Sequence[bytes | memoryview]) -> Digest:
    sha = hashlib.sha256()
    for piece in pieces:
        sha.update(piece)
    return Digest(f"sha256:{sha.hexdigest()}")
