"""Answers as rows of the estate file, to be put at its end."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import tomlkit
from tomlkit.items import AoT

from muniment.domain.moment import moment_text

if TYPE_CHECKING:
    from datetime import date

    from muniment.domain.condition import FactValue
    from muniment.domain.contract import FactAnswer

_UNKNOWN = "# no value: nobody knows"


def with_row(text: str, answer: FactAnswer) -> str:
    """Return the estate file `text` with `answer` at its end; what was there stays as it is, byte for byte."""
    line_end = "\r\n" if "\r\n" in text else "\n"
    gap = "" if text.endswith("\n") or not text else line_end
    return f"{text}{gap}{line_end}{_row(answer).replace(chr(10), line_end)}"


def _row(answer: FactAnswer) -> str:
    """Return one table of the list, as TOML."""
    table, place = tomlkit.table(), answer.place
    table.add("fact", answer.fact)
    for key, name in (("contract", place.contract), ("system", place.system), ("vendor", place.vendor)):
        if name is not None:
            table.add(key, name)
    if answer.value is None:
        table.add(tomlkit.comment(_UNKNOWN.removeprefix("# ")))
    else:
        table.add("value", _toml(answer.value))
    table.add("by", answer.by)
    table.add("on", answer.on)
    if answer.source:
        table.add("source", answer.source)
    return tomlkit.dumps(tomlkit.document().append("answers", AoT([table])))


def _toml(value: FactValue) -> str | bool | date | list[str]:
    match value:
        case frozenset():
            return sorted(value)
        case datetime():
            return moment_text(value)
        case _:
            return value
