"""Lists that a person makes from a notice: one name a line, or a table with the columns that a supplier file may have.

A line may number its name, and give short forms in brackets after it, as notices in the Federal Register do:
`Northwind Aviation Industry Co., Ltd. (NAI)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from muniment.domain.patterns import lazily
from muniment.domain.screening import Entity, EntityName
from muniment.domain.supplier import Scheme
from muniment.errors import InputError, Problem
from muniment.readers.lists.tables import records
from muniment.readers.suppliers.cells import UNREADABLE, decoded, mended
from muniment.readers.suppliers.columns import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

_NEEDS: Final = ("name",)
_MAY: Final = ("aliases", "uei", "cage", "lei", "duns", "parent", "country", "says", "id")
_NUMBERED = lazily(r"^\s*(?:\(?\d{1,4}[.)]\s+|[-*\u2022\u2013]\s+)")
_BRACKETS = lazily(r"[(\uff08]([^()\uff08\uff09]+)[)\uff09]")
_LONGEST: Final = 300


def read(data: bytes, where: str, of: str) -> Iterator[Entity]:
    """Yield the entries of the list called `of`. Raises: InputError, for a column that is unknown as for all else."""
    text, _ = decoded(data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    if "name" in [folded(cell) for cell in first.replace(";", ",").replace("\t", ",").split(",")]:
        for line, record in records(data, where, needs=_NEEDS, may=_MAY):
            if not record["name"]:
                raise InputError(Problem(where=f"{where}:{line}", what="an entry without a name", help="give it one"))
            yield _of_record(record, of)
        return
    yield from _of_lines(text, where, of)


def _of_record(record: dict[str, str], of: str) -> Entity:
    aliases = [each.strip() for each in record.get("aliases", "").split(";") if each.strip()]
    schemes = [(scheme, record.get(scheme.value, "")) for scheme in Scheme]
    parent = record.get("parent", "")
    told = (record.get("says", ""), parent and f"belongs to {parent}")
    return Entity(
        ref=f"{of}:{record.get('id') or record['name']}",
        name=record["name"],
        of=of,
        names=tuple(EntityName(text=text) for text in dict.fromkeys((*_with_short_forms(record["name"]), *aliases))),
        identifiers=tuple((scheme, value) for scheme, value in schemes if value),
        says="; ".join(filter(None, told)),
    )


def _of_lines(text: str, where: str, of: str) -> Iterator[Entity]:
    problems: list[Problem] = []
    found = 0
    for number, line in enumerate(text.splitlines(), start=1):
        name = _NUMBERED.sub("", mended(line)[0]).strip().strip('"')
        if not name or name.startswith("#"):
            continue
        found += 1
        if len(name) > _LONGEST or UNREADABLE in name or not any(letter.isalpha() for letter in name):
            help_ = "write one name a line, or a table with a column `name`"
            problems.append(Problem(where=f"{where}:{number}", what="is no name of a company", help=help_))
        elif not problems:
            names = tuple(EntityName(text=each) for each in _with_short_forms(name))
            yield Entity(ref=f"{of}:{name}", name=name, of=of, names=names)
    if problems:
        raise InputError(*problems[:10])
    if not found:
        raise InputError(Problem(where=where, what="holds no names", help="write one name a line"))


def _with_short_forms(name: str) -> tuple[str, ...]:
    """Return the name without its brackets, and what stands in them."""
    outside = " ".join(_BRACKETS.sub(" ", name).split())
    inside = [part.strip(" \"'\u201c\u201d") for each in _BRACKETS.findall(name) for part in each.split(";")]
    return tuple(dict.fromkeys(filter(None, (outside, *inside))))
