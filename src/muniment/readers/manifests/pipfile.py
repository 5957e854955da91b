"""`Pipfile` and `Pipfile.lock`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from muniment.readers.manifests.declared import basename, declared, exact, repository
from muniment.readers.syntax.json_lines import Document as Json
from muniment.readers.syntax.toml_lines import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_NOT_GROUPS = frozenset({"source", "requires", "scripts", "pipenv"})


def wants(path: str) -> bool:
    """Say whether the path is one of the two."""
    return basename(path) in {"Pipfile", "Pipfile.lock"}


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield every package of every group."""
    yield from _lock(text) if path.endswith(".lock") else _manifest(text)


def _manifest(text: str) -> Iterator[Seen]:
    document = Document(text)
    yield from document.problems
    for group in document.top:
        if group in _NOT_GROUPS:
            continue
        for name, value in document.table(group).items():
            line = document.line((group, name))
            table = value if isinstance(value, Mapping) else {"version": value}
            version = exact(str(table.get("version", "")))
            yield declared("pypi", name, version, line=line, text=document.shown(line))
            yield from repository(
                str(table.get("git") or table.get("file") or ""), line=line, text=document.shown(line)
            )
    yield from document.misfits


def _lock(text: str) -> Iterator[Seen]:
    document = Json(text)
    yield from document.problems
    for group in document.members:
        if group.key == "_meta":
            continue
        for entry in document.opened(group):
            table = document.opened(entry)
            line, shown = document.line(entry), document.shown(entry)
            yield declared("pypi", entry.key, exact(table.text("version")), line=line, text=shown)
            yield from repository(table.text("git"), line=line, text=shown)
    yield from document.misfits
