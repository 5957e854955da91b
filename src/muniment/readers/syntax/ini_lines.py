"""Ini files, line by line, with continuation lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_SECTION = lazily(r"\[([^\]]*)\]\s*(?:[#;].*)?$")
_OPTION = lazily(r"([^\s=:#;][^=:]*?)\s*[=:]\s*(.*)$")


class Line(NamedTuple):
    """One line of a value: the section and option to which it belongs, and what it says without its comment."""

    number: int
    section: str
    option: str
    value: str
    shown: str


def values(text: str) -> Iterator[Line]:
    """Yield each line of each value; a line that is no section, option or value comes with an empty option."""
    section = option = ""
    for number, line in enumerate(lines_of(text), 1):
        stripped = re.sub(r"(?:^|\s)[#;].*$", "", line).strip() if not _marked(line) else ""
        if not stripped:
            continue
        if found := _SECTION.match(line.rstrip()):
            section, option = found[1].strip(), ""
        elif line[0].isspace() and option:
            yield Line(number, section, option, stripped, line)
        elif found := _OPTION.match(line.rstrip()):
            option = found[1].strip().lower()
            yield Line(number, section, option, re.sub(r"(?:^|\s)#.*$", "", found[2]).strip(), line)
        else:
            yield Line(number, section, "", stripped, line)


def _marked(line: str) -> bool:
    return line.lstrip()[:1] in {"#", ";"}
