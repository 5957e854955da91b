"""R: a package's `DESCRIPTION`, and the lock of renv."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import basename, conflicts, declared, lines_of
from muniment.readers.observe import excerpt
from muniment.readers.syntax.json_lines import Document, Object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_FIELD = lazily(r"([A-Za-z][\w/-]*):[ \t]*(.*)")
_NEEDS = frozenset({"Depends", "Imports", "LinkingTo", "Suggests", "Enhances"})
_SPEC = lazily(r"([A-Za-z][A-Za-z0-9.]*)(?:\s*\(\s*(?:[<>=!]{1,2}\s*)?[^()]*\))?")
_LANGUAGE = "R"
"""What a package asks of the language itself is no package."""


def wants(path: str) -> bool:
    """Say whether the path is one of them; a `DESCRIPTION` of something else yields nothing."""
    return basename(path) in {"DESCRIPTION", "renv.lock"}


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the package itself and every one that it asks for, or every package that is locked.

    Source: Writing R Extensions 1.1.1; the lock file format of renv.
    """
    yield from conflicts(lines_of(text))
    yield from _locked(text) if path.endswith(".lock") else _described(text)


def _described(text: str) -> Iterator[Seen]:
    lines = lines_of(text)
    if not any(line.startswith("Package:") for line in lines):
        return
    field = ""
    for number, line in enumerate(lines, 1):
        found = _FIELD.match(line)
        field, value = (found[1], found[2]) if found else (field, line)
        if field == "Package" and found:
            yield declared("cran", value, line=number, text=line)
        elif field in _NEEDS:
            yield from _asked(value, number, line)


def _asked(value: str, number: int, line: str) -> Iterator[Seen]:
    for spec in filter(None, (part.strip() for part in value.split(","))):
        found = _SPEC.fullmatch(spec)
        if found is None:
            yield NotUnderstood(number, f"`{excerpt(spec)}` is no package and version")
        elif found[1] != _LANGUAGE:
            yield declared("cran", found[1], line=number, text=line)


def _locked(text: str) -> Iterator[Seen]:
    document = Document(text)
    yield from document.problems
    if not any(document.members.all("Packages")):
        yield NotUnderstood(1, "no `Packages`, which such a lock has")
    for package in document.objects(document.members, "Packages"):
        if not isinstance(package.value, Object):
            yield NotUnderstood(document.line(package), f"`{excerpt(package.key)}` is no locked package")
            continue
        version = package.value.text("Version")
        yield declared("cran", package.key, version, line=document.line(package), text=document.shown(package))
    yield from document.misfits
