"""What an installed or packed distribution says of itself: `PKG-INFO` and `METADATA`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.readers.manifests.declared import basename, declared, lines_of
from muniment.readers.manifests.pep508 import requirement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen


def wants(path: str) -> bool:
    """Say whether the path is one of the two."""
    return basename(path) == "PKG-INFO" or path.endswith(".dist-info/METADATA")


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the distribution and what it requires. The description below the fields is prose and not read."""
    del path
    lines = lines_of(text)
    fields = list(_fields(lines))
    version = next((value for _, field, value in fields if field == "version"), "")
    if not any(field == "name" for _, field, _ in fields):
        yield NotUnderstood(1, "no `Name` in the metadata of a distribution")
    for number, field, value in fields:
        if field == "name":
            yield declared("pypi", value, version, line=number, text=lines[number - 1])
        elif field in {"requires-dist", "requires"}:
            yield from requirement(value, line=number, shown=lines[number - 1])


def _fields(lines: list[str]) -> Iterator[tuple[int, str, str]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            return
        field, colon, value = line.partition(":")
        if colon and not line[0].isspace():
            yield number, field.strip().lower(), value.strip()
