"""Sources read and examined, with everything that depends on the rulebook made once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from muniment.domain.ids import Digest
from muniment.wiring.caching import cache_folder, program
from muniment.wiring.lasting import lasting, seldom

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from muniment.app.ports import Progress
    from muniment.app.scan.examine import Examiner
    from muniment.app.scan.reading import LiteralFinder
    from muniment.domain.evidence import Inventory
    from muniment.domain.report import Scan
    from muniment.domain.rulebook import Rulebook
    from muniment.stores.sources import Source
    from muniment.stores.tree.unchanged import Beginning, Known


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """Where results are kept, by which rulebook and program, and what is known of the tree that is scanned."""

    folder: Path | None
    judged_by: Digest
    known: Known


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How to look. `fresh`: every file is read, whatever an earlier scan found.

    `cross_check`: a second engine looks for the same words, and where the two differ that is a gap; every file is read.
    """

    fresh: bool = False
    cross_check: bool = False


def begun(source: Source, rulebook: Digest, look: Look | None = None) -> Beginning:
    """Begin to ask whether `source` still is as the last scan left it, while the rulebook itself is not yet there."""
    from muniment.stores.tree.unchanged import Beginning

    with lasting():
        return Beginning(_folder(look), str(source.path), _judged_by(rulebook), _started(), source.without)


def read_all(
    sources: Sequence[Source],
    book: Rulebook,
    progress: Progress | None = None,
    look: Look | None = None,
    first: Beginning | None = None,
) -> list[Scan]:
    """Return what each of `sources` shows. `first` was begun with the first of them.

    Raises: InputError for one that cannot be read at all.
    """
    from muniment.domain.report import Scan
    from muniment.stores.tree.unchanged import known_of

    look = look or Look()
    once = cache(lambda: examiner_of(book, cross_check=look.cross_check))
    scans: list[Scan] = []
    before = bytes_before = 0
    started = _started()
    folder = _folder(look)
    judged_by = _judged_by(book.digest)

    def advance(done: int, known: int, size: int = 0) -> None:
        if progress is not None:
            progress(before + done, before + known, bytes_before + size)

    for source in sources:
        with lasting():
            if first is not None and source is sources[0] and first.judged_by == judged_by:
                known = first.known(meanwhile=once)
            else:
                known = known_of(folder, str(source.path), judged_by, started, source.without, meanwhile=once)
        kept = _Kept(folder=folder, judged_by=judged_by, known=known)
        with seldom():
            found = _still_told(source, known) or _found(source, book, once, advance, kept)
        scans.append(Scan(system=source.system, inventory=found))
        before += found.coverage.entries
        bytes_before += found.coverage.bytes_read
    return scans


def _started() -> int:
    return int(datetime.now(UTC).timestamp() * 1_000_000_000)


def _folder(look: Look | None) -> Path | None:
    """Return where earlier results are kept, if they count."""
    return None if look is not None and (look.fresh or look.cross_check) else cache_folder()


def _judged_by(rulebook: Digest) -> Digest:
    return Digest(f"{rulebook}+{program()}")


def _still_told(source: Source, known: Known) -> Inventory | None:
    """Return what was found before, where neither a file nor what version control expects to be there is another."""
    if known.told is None:
        return None
    from muniment.stores.git.submodules import absent_submodules

    return known.told if tuple(absent_submodules(source.path, source.without)) == known.absent else None


def _found(
    source: Source, book: Rulebook, examiner: Callable[[], Examiner], progress: Progress, at: _Kept
) -> Inventory:
    """Return what `source` shows, and keep it for a later scan. Raises: InputError."""
    from muniment.app.scan import inventory
    from muniment.discover.paths.surfaces import Surfaces
    from muniment.stores.source_kinds import results
    from muniment.stores.tree.cache import TreeCache
    from muniment.stores.tree.retold import retold
    from muniment.stores.tree.unchanged import keep

    root, signatures = str(source.path), {signature.id: signature for signature in book.signatures}
    with TreeCache(at.folder, root, at.judged_by, at.known.started) as stretches:
        again = retold(at.known, root, examiner)
        if again is not None and (told := _still_told(source, at.known)) is not None:
            again.keep(stretches, source.without)
            return told
        parts = results(source, examiner, progress, stretches, at.known)
        found = inventory(root, parts, signatures, book.digest, Surfaces(book.tooling).of)
    keep(at.known, found, source.without)
    return found


def examiner_of(book: Rulebook, *, cross_check: bool = False) -> Examiner:
    """Return what examines files by the signatures of `book`."""
    from muniment.app.scan.examine import Examiner
    from muniment.app.scan.reading import Structured
    from muniment.discover.text.anchors import anchors
    from muniment.readers.registry import PLAIN, reader_for
    from muniment.readers.structured import bytes_reader_for, content_readers_for
    from muniment.stores.kept import kept
    from muniment.stores.literals import AhoCorasickLiterals, CrossChecked, HyperscanLiterals

    def finder(literals: Sequence[str]) -> LiteralFinder:
        first = HyperscanLiterals(literals, cache_folder())
        return CrossChecked(first, AhoCorasickLiterals(literals)) if cross_check else first

    with lasting():
        named = hashlib.sha256(_judged_by(book.digest).encode()).hexdigest()
        known = kept(cache_folder(), f"anchors-{named[:32]}", lambda: anchors(book.signatures))
    return Examiner(
        book.signatures,
        book.list_words,
        finder,
        reader_for,
        book.tooling,
        Structured(of_bytes=bytes_reader_for, of_content=content_readers_for, plain=PLAIN),
        known,
    )
