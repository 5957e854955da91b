"""Screening suppliers, and importing the lists that they are screened against."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from muniment.domain.official_list import ListKind
    from muniment.domain.screening import Entity, ListEdition, Screening, SupplierReview
    from muniment.stores.screening_lists import Imported

LISTS = "muniment-lists"
"""The folder of lists beside the estate file, or in the current folder where none is given."""
_LARGEST = 1024**3


def lists_folder(folder: Path | None, estate_file: Path | None) -> Path:
    """Return where lists are kept."""
    return folder or (estate_file.parent if estate_file else Path()) / LISTS


def import_list(file: Path, kind: ListKind, name: str, dated: date, folder: Path) -> Imported:
    """Read the list in `file` to its end, and keep it in `folder` as the edition of `dated`.

    Raises: InputError where it is not as published, or from the future; RefusedError where the same bytes were
    imported as something else. Then nothing has changed.
    """
    from muniment import wiring
    from muniment.readers.lists.read import read_list
    from muniment.stores.screening_lists import Imported, digest_of, keep

    if dated > wiring.today():
        what, help_ = f"is dated {dated}, which is still to come", "give the day that the list bears"
        raise InputError(Problem(where=str(file), what=what, help=help_))
    data = _content(file)
    entries = read_list(data, kind, name, str(file))
    note = Imported(
        kind=kind,
        name=name,
        dated=dated,
        imported=wiring.now(),
        file=file.name,
        digest=digest_of(data),
        entries=len(entries),
    )
    keep(folder, data, note)
    return note


def screen(  # noqa: PLR0913  (one parameter for each thing that an answer rests on)
    file: Path,
    *,
    columns: Sequence[tuple[str, str]],
    lists: Path,
    reviews_file: Path | None,
    as_of: date | None,
    threshold: int,
    rulebook_at: Path | None = None,
    overlays: Sequence[Path] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Screening:
    """Screen the suppliers in `file` against the rulebook and the lists in the folder `lists`.

    Raises: InputError, with every problem of the file, the lists, the reviews and the rulebook.
    """
    from muniment import wiring
    from muniment.app.screening import screen as screen_all
    from muniment.readers.suppliers.read import named_columns, read_suppliers

    named = named_columns(columns, "--column")
    book = wiring.rulebook(rulebook_at, overlays)
    day = as_of or wiring.today()
    reviews = _reviews(reviews_file) if reviews_file else ()
    editions = _editions(lists, day)
    suppliers = read_suppliers(_content(file), str(file), named)
    return screen_all(suppliers, book, editions, reviews, day, threshold=threshold, progress=progress)


def _editions(folder: Path, day: date) -> list[tuple[ListEdition, tuple[Entity, ...]]]:
    from muniment.app.screening import edition_of
    from muniment.domain.screening import ListEdition
    from muniment.readers.lists.read import read_list
    from muniment.stores.screening_lists import content, kept, newest

    found: list[tuple[ListEdition, tuple[Entity, ...]]] = []
    for note in newest(kept(folder), day):
        entities = read_list(content(folder, note), note.kind, note.name, note.file)
        edition = ListEdition(
            kind=note.kind,
            name=note.name,
            dated=note.dated,
            digest=note.digest,
            names=0,
            entities=0,
            old_after=note.kind.old_after,
            file=note.file,
        )
        found.append((edition_of(edition, entities), entities))
    return found


def _reviews(path: Path) -> tuple[SupplierReview, ...]:
    from muniment import wiring
    from muniment.errors import ReviewError
    from muniment.readers.reviews import read_reviews

    text = wiring.text_of(path, ReviewError, "`docs/suppliers.md` shows one")
    return read_reviews(text, where=str(path), today=wiring.today())


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise InputError(Problem(where=str(path), what="is larger than 1 GiB", help="split it"))
        return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise InputError(Problem(where=str(path), what=f"cannot be read ({reason})")) from error
