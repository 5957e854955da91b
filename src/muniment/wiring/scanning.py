"""Sources read and examined, with everything that depends on the rulebook made once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from muniment.domain.ids import Digest
from muniment.wiring.caching import cache_folder, program

if TYPE_CHECKING:
    from collections.abc import Sequence

    from muniment.app.examine import Examiner
    from muniment.app.ports import Progress
    from muniment.app.reading import LiteralFinder
    from muniment.domain.report import Scan
    from muniment.domain.rulebook import Rulebook
    from muniment.stores.sources import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How to look. `fresh`: every file is read, whatever an earlier scan found.

    `cross_check`: a second engine looks for the same words, and where the two differ that is a gap; every file is read.
    """

    fresh: bool = False
    cross_check: bool = False


def read_all(
    sources: Sequence[Source], book: Rulebook, progress: Progress | None = None, look: Look | None = None
) -> list[Scan]:
    """Return what each of `sources` shows. Raises: InputError for one that cannot be read at all."""
    from muniment.app.scan import inventory
    from muniment.discover.surfaces import Surfaces
    from muniment.domain.report import Scan
    from muniment.stores.cache import TreeCache
    from muniment.stores.source_kinds import results

    look = look or Look()
    signatures = {signature.id: signature for signature in book.signatures}
    once = cache(lambda: examiner_of(book, cross_check=look.cross_check))
    surface_of = Surfaces(book.tooling).of
    scans: list[Scan] = []
    before = bytes_before = 0
    started = int(datetime.now(UTC).timestamp() * 1_000_000_000)
    folder = None if look.fresh or look.cross_check else cache_folder()
    judged_by = Digest(f"{book.digest}+{program()}")

    def advance(done: int, known: int, size: int = 0) -> None:
        if progress is not None:
            progress(before + done, before + known, bytes_before + size)

    for source in sources:
        root = str(source.path)
        with TreeCache(folder, root, judged_by, started) as known:
            parts = results(source, once, advance, known)
            found = inventory(root, parts, signatures, book.digest, surface_of)
        scans.append(Scan(system=source.system, inventory=found))
        before += found.coverage.entries
        bytes_before += found.coverage.bytes_read
    return scans


def examiner_of(book: Rulebook, *, cross_check: bool = False) -> Examiner:
    """Return what examines files by the signatures of `book`."""
    from muniment.app.examine import Examiner
    from muniment.app.reading import Structured
    from muniment.readers.registry import PLAIN, reader_for
    from muniment.readers.structured import bytes_reader_for, content_readers_for
    from muniment.stores.literals import AhoCorasickLiterals, CrossChecked, HyperscanLiterals

    def finder(literals: Sequence[str]) -> LiteralFinder:
        first = HyperscanLiterals(literals, cache_folder())
        return CrossChecked(first, AhoCorasickLiterals(literals)) if cross_check else first

    return Examiner(
        book.signatures,
        book.list_words,
        finder,
        reader_for,
        book.tooling,
        Structured(of_bytes=bytes_reader_for, of_content=content_readers_for, plain=PLAIN),
    )
