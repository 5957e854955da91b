"""What the headers of a supplier table stand for, however they are worded."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from muniment.domain.patterns import lazily
from muniment.domain.supplier import NameKind, Scheme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Column(Enum):
    """What a column of a supplier table may hold. The values are what `--column` takes."""

    NAME = "name"
    LEGAL = "legal-name"
    OTHER = "other-name"
    PARENT = "parent"
    UEI = "uei"
    CAGE = "cage"
    LEI = "lei"
    DUNS = "duns"
    COUNTRY = "country"
    WEBSITE = "website"


NAMES: Final = {
    Column.NAME: NameKind.NAME,
    Column.LEGAL: NameKind.LEGAL,
    Column.OTHER: NameKind.OTHER,
    Column.PARENT: NameKind.PARENT,
}
SCHEMES: Final = {Column.UEI: Scheme.UEI, Column.CAGE: Scheme.CAGE, Column.LEI: Scheme.LEI, Column.DUNS: Scheme.DUNS}

_NOT_LETTERS = lazily(r"[\W_]+")
_CAMEL = lazily(r"(?<=[a-z])(?=[A-Z])")
_PARTY: Final = (
    r"(?:supplier|vendor|company|business|organi[sz]ation|entity|firm|manufacturer|contractor|sub ?contractor|account"
    r"|provider|party|third party|partner|payee|lieferant\w*|firma|fournisseur|proveedor|seller|recipient|awardee)"
)
_NUMBER: Final = r"(?: (?:number|no|code|id))?"
_HEADERS: Final = (
    (
        Column.UEI,
        lazily(rf"(?:(?:sam|gsa|supplier|vendor|entity) )*(?:uei|unique entity id(?:entifier)?)(?: sam)?{_NUMBER}"),
    ),
    (Column.CAGE, lazily(rf"(?:{_PARTY} )?(?:n?cage|cage ncage|ncage cage){_NUMBER}s?")),
    (Column.LEI, lazily(rf"(?:{_PARTY} )?(?:lei|legal entity id(?:entifier)?){_NUMBER}")),
    (Column.DUNS, lazily(rf"(?:{_PARTY} )?(?:d ?u ?n ?s|d and b|d b){_NUMBER}")),
    (
        Column.PARENT,
        lazily(
            r"(?:ultimate |immediate |global |corporate |domestic |highest level )*(?:parent|owner|holding)"
            r"(?: (?:company|entity|organi[sz]ation|corporation|group))?(?: (?:name|legal name))?|owned by"
            r"|muttergesellschaft|konzern|maison mere"
        ),
    ),
    (
        Column.OTHER,
        lazily(
            r"(?:d ?b ?a|doing business as|trad(?:e|ing) (?:name|as)|aliases|alias|a ?k ?a|also known as|other names?"
            rf"|alternat(?:e|ive) names?|(?:former|previous) names?|short name|{_PARTY} (?:dba|alias|short name))"
            r"(?: names?)?"
        ),
    ),
    (
        Column.LEGAL,
        lazily(
            rf"(?:{_PARTY} )?(?:legal|registered|official|full)(?: (?:business|{_PARTY}))? name"
            rf"|(?:legal|registered) (?:business|{_PARTY})|raison sociale|razon social|firmenname|handelsname"
        ),
    ),
    (
        Column.NAME,
        lazily(
            rf"{_PARTY}s?|{_PARTY}s?(?: (?:display|common))? name(?: 1)?|name(?: 1)?|name of (?:the )?{_PARTY}"
            r"|nombre|nom|name des lieferanten|bezeichnung"
        ),
    ),
    (
        Column.COUNTRY,
        lazily(
            r"(?:.* )?country(?: (?:code|name|of (?:origin|incorporation|registration)|iso.*))?|land|pays|pais|nation"
        ),
    ),
    (Column.WEBSITE, lazily(r"(?:.* )?(?:web ?site|web|url|home ?page|domain|web address)(?: (?:url|address))?")),
)
"""In this order: a header is what the first of them says; `Vendor DUNS` is no name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Which cell of a row is what; a kind of name may have several."""

    cells: tuple[tuple[Column, int], ...]
    headers: tuple[str, ...]

    @property
    def tells_companies(self) -> bool:
        """Say whether a company can be told by it: by a name, or by an identifier."""
        return any(column in NAMES or column in SCHEMES for column, _ in self.cells)

    @property
    def shown(self) -> tuple[tuple[str, str], ...]:
        """Return what each column is, with its header as it is written."""
        return tuple((column.value, self.headers[at]) for column, at in self.cells)


def layout(headers: Sequence[str], named: Mapping[str, Column]) -> Layout:
    """Return what each header stands for; `named` are those that the user told, folded."""
    cells: list[tuple[Column, int]] = []
    told = set(named.values())
    for at, header in enumerate(headers):
        plain = folded(header)
        column = named.get(plain) or _meaning(plain)
        if column is None or (column in told and plain not in named):
            continue
        if column in NAMES or column not in {each for each, _ in cells}:
            cells.append((column, at))
    return Layout(cells=tuple(cells), headers=tuple(headers))


def folded(header: str) -> str:
    """Return a header in small letters, its words parted by single spaces."""
    return _NOT_LETTERS.sub(" ", _CAMEL.sub(" ", header).replace("&", " and ")).strip().casefold()


def _meaning(plain: str) -> Column | None:
    return next((column for column, pattern in _HEADERS if pattern.fullmatch(plain)), None)
