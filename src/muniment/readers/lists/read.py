"""Which layout reads a list. Everything is read before anything is answered: a list with a fault is no list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.official_list import ListKind
from muniment.readers.lists import csl, names, sam_exclusions

if TYPE_CHECKING:
    from muniment.domain.screening import Entity


def read_list(data: bytes, kind: ListKind, name: str, where: str) -> tuple[Entity, ...]:
    """Return all entries of a list; `name` is what the organisation calls it.

    Raises: InputError for an unknown column, a file that is cut short, or one without entries.
    """
    match kind:
        case ListKind.CSL:
            return tuple(csl.read(data, where))
        case ListKind.SAM_EXCLUSIONS:
            return tuple(sam_exclusions.read(data, where))
        case ListKind.SECTION_1260H | ListKind.GENERIC:
            return tuple(names.read(data, where, name))
