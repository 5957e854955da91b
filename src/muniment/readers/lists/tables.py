"""Tables of a published layout: whatever is not in the layout, or missing from it, is refused with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from muniment.errors import InputError, Problem
from muniment.readers.suppliers.cells import UNREADABLE, mended
from muniment.readers.suppliers.columns import folded
from muniment.readers.suppliers.delimited import delimited

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_MOST_PROBLEMS: Final = 10
_CUT = "it may be cut short: fetch it again"


def records(
    data: bytes, where: str, *, needs: Collection[str], may: Collection[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row as header and text, with its line; headers are folded as in `needs` and `may`.

    Raises: InputError for a header that is unknown, missing or twice there, for a row of another width, for bytes that
    are no text, and where there is no row at all.
    """
    rows = delimited(data, where).rows()
    line, header = next(((line, row) for line, row in rows if any(cell.strip() for cell in row)), (1, []))
    names = [folded(cell) for cell in header]
    _refuse_header(names, f"{where}:{line}", needs, may)
    problems: list[Problem] = []
    found = 0
    for line, row in rows:
        if not any(cell.strip() for cell in row) or row == ["\x1a"]:
            continue
        found += 1
        cells = [mended(cell)[0] for cell in row]
        if len(cells) != len(names):
            what = f"has {len(cells)} cells where the header has {len(names)}"
            problems.append(Problem(where=f"{where}:{line}", what=what, help=_CUT))
        elif any(UNREADABLE in cell for cell in cells):
            problems.append(Problem(where=f"{where}:{line}", what="holds bytes that are no text", help=_CUT))
        elif not problems:
            yield line, dict(zip(names, cells, strict=True))
        if len(problems) >= _MOST_PROBLEMS:
            break
    if problems:
        raise InputError(*problems)
    if not found:
        raise InputError(Problem(where=where, what="has a header and no rows", help=_CUT))


def _refuse_header(names: list[str], where: str, needs: Collection[str], may: Collection[str]) -> None:
    if not any(names):
        raise InputError(Problem(where=where, what="is empty", help=_CUT))
    known = {*needs, *may}
    problems = [
        Problem(
            where=where, what=f"column `{name}` is not in this layout", help=f"known are: {', '.join(sorted(known))}"
        )
        for name in names
        if name not in known
    ]
    problems += [
        Problem(where=where, what=f"there is no column `{name}`", help="give the `--kind` of list that this file is")
        for name in needs
        if name not in names
    ]
    problems += [
        Problem(where=where, what=f"column `{name}` is there twice", help="remove one of them")
        for name in dict.fromkeys(names)
        if names.count(name) > 1 and name in known
    ]
    if problems:
        raise InputError(*problems)
