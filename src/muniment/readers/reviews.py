"""The file in which people keep what they said about suppliers and entities, in TOML. `docs/suppliers.md` shows one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.screening import IdentityVerdict, SupplierReview
from muniment.errors import ReviewError
from muniment.readers.estate import toml_table
from muniment.readers.estate.toml_places import places
from muniment.readers.estate.toml_syntax import parse
from muniment.readers.estate.toml_table import Notes, Table

if TYPE_CHECKING:
    from datetime import date

_HEADER = "[[reviews]]"
_KEYS = ("supplier", "entity", "verdict", "who", "on", "why", "until")


def read_reviews(text: str, *, where: str, today: date) -> tuple[SupplierReview, ...]:
    """Return the reviews that `text` holds, in its order; `where` names the file.

    Not checked: that a supplier or an entity exists; a review that matches nothing is told by the screening.
    Raises: ReviewError with everything that is wrong.   Source: TOML 1.0.0.
    """
    text = text.removeprefix("\ufeff")
    spots = places(text)
    notes = Notes(where, spots)
    top = Table(values=parse(text, where, ReviewError), path=(), header="the file", notes=notes)
    for key in top.values:
        if key != "reviews":
            top.note(key, f"`{key}` has no place in the file", toml_table.suggestion(key, ("reviews",)))
    found = [_review(table, f"{where}:{spots.of(table.path)[0]}", today) for table in top.all_below("reviews", _HEADER)]
    _refuse_contradictions(found, top)
    if notes.problems:
        raise ReviewError(*notes.problems)
    return tuple(each for each in found if each is not None)


def _review(table: Table, where: str, today: date) -> SupplierReview | None:
    """Return one review; nothing where something is wrong, which is noted."""
    for key in table.values:
        if key not in _KEYS:
            table.note(key, f"`{key}` has no place in {_HEADER}", toml_table.suggestion(key, _KEYS))
    table.require(*_KEYS)
    supplier, entity, who, why = (table.take(key, toml_table.text) for key in ("supplier", "entity", "who", "why"))
    verdict = table.take(
        "verdict", toml_table.one_of([each.value for each in IdentityVerdict], "`same` or `different`")
    )
    on, until = table.take("on", toml_table.day), table.take("until", toml_table.day)
    if on is not None and on > today:
        table.note("on", f"`on` is {on}, which is still to come", "write the day on which it was said")
    if on is not None and until is not None and until < on:
        table.note("until", f"`until` is {until}, before it was said", "write the last day on which it counts")
    if None in (supplier, entity, who, why, verdict, on, until):
        return None
    assert supplier and entity and who and why and verdict and on and until  # noqa: S101, PT018  (for the type checker)
    return SupplierReview(
        supplier=supplier,
        entity=entity,
        verdict=IdentityVerdict(verdict),
        who=who,
        on=on,
        why=why,
        until=until,
        where=where,
    )


def _refuse_contradictions(found: list[SupplierReview | None], top: Table) -> None:
    """Note two reviews of one supplier and entity: which of them counts would depend on their order."""
    first: dict[tuple[str, str], SupplierReview] = {}
    for number, review in enumerate(found):
        if review is None:
            continue
        about = (review.supplier.casefold(), review.entity)
        if about in first:
            what = f"a second review of `{review.supplier}` and `{review.entity}`; the first is {first[about].where}"
            top.notes.add(("reviews", number), what, "keep the newer one")
        first.setdefault(about, review)
