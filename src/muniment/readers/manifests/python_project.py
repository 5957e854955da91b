"""`pyproject.toml`: the standard tables, and those of Poetry, PDM, Hatch, uv and Flit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.readers.manifests.declared import basename, declared, exact, repository
from muniment.readers.manifests.pep508 import requirement
from muniment.readers.manifests.requirements_txt import wants as wants_requirements
from muniment.readers.syntax.toml_lines import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen
    from muniment.readers.syntax.toml_lines import Path

_FILES_OF = ("dependencies", "optional-dependencies")


def wants(path: str) -> bool:
    """Say whether the path is such a manifest."""
    return basename(path) == "pyproject.toml"


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the project itself and every requirement of every table."""
    del path
    document = Document(text)
    yield from document.problems
    yield from _own_names(document)
    yield from _lists(document)
    yield from _poetry(document)
    yield from _sources(document)
    yield from _computed(document)
    yield from document.misfits


def _own_names(document: Document) -> Iterator[Seen]:
    for path in (("project",), ("tool", "poetry")):
        table = document.table(*path)
        name, version = table.get("name"), table.get("version")
        if isinstance(name, str):
            line = document.line((*path, "name"))
            known = version if isinstance(version, str) else ""
            yield declared("pypi", name, known, line=line, text=document.shown(line))


def _lists(document: Document) -> Iterator[Seen]:
    """Yield from every place that holds a list of requirements, or groups of such lists."""
    uv = ("dev-dependencies", "constraint-dependencies", "override-dependencies", "build-constraint-dependencies")
    lists: list[tuple[str, ...]] = [("build-system", "requires"), ("project", "dependencies")]
    lists += [("tool", "uv", key) for key in uv]
    lists += [("tool", "flit", "metadata", "requires"), ("tool", "pdm", "overrides")]
    for env in document.table("tool", "hatch", "envs"):
        lists += [("tool", "hatch", "envs", env, key) for key in ("dependencies", "extra-dependencies")]
    groups: list[tuple[str, ...]] = [("project", "optional-dependencies"), ("dependency-groups",)]
    groups += [("tool", "pdm", "dev-dependencies"), ("tool", "flit", "metadata", "requires-extra")]
    for group in groups:
        lists += [(*group, name) for name in document.table(*group)]
    for path in lists:
        yield from _list(document, path, document.table(*path[:-1]).get(path[-1]))


def _list(document: Document, path: tuple[str, ...], items: object) -> Iterator[Seen]:
    if items is not None and not isinstance(items, list) and not document.problems:
        yield NotUnderstood(document.line(path), f"`{'.'.join(path)}` holds something else than a list")
    for item in items if isinstance(items, list) else ():
        if isinstance(item, str):
            line = document.line(path, item)
            yield from _one(item, line=line, shown=document.shown(line))
        elif not (isinstance(item, Mapping) and "include-group" in item):
            yield NotUnderstood(document.line(path), f"an entry of `{'.'.join(path)}` is neither text nor a group")


def _one(item: str, *, line: int, shown: str) -> Iterator[Seen]:
    """Yield one requirement; Hatch and PDM also write `-e folder` and `{root:uri}`, which stay inside the tree."""
    stripped = item.removeprefix("-e").strip()
    if not stripped.startswith((".", "file:///${PROJECT_ROOT}", "{root", "/${PROJECT_ROOT}")):
        yield from requirement(stripped, line=line, shown=shown)


def _poetry(document: Document) -> Iterator[Seen]:
    base = ("tool", "poetry")
    tables: list[tuple[str, ...]] = [(*base, "dependencies"), (*base, "dev-dependencies"), (*base, "requires-plugins")]
    tables += [(*base, "group", group, "dependencies") for group in document.table(*base, "group")]
    for path in tables:
        for name, value in document.table(*path).items():
            if name.lower() != "python":
                line = document.line((*path, name))
                yield from _poetry_entry(name, value, line=line, shown=document.shown(line))
    for extra, names in document.table(*base, "extras").items():
        yield from _list(document, (*base, "extras", extra), names)


def _poetry_entry(name: str, value: object, *, line: int, shown: str) -> Iterator[Seen]:
    choices = [
        choice if isinstance(choice, Mapping) else {"version": choice}
        for choice in (value if isinstance(value, list) else [value])
    ]
    versions = {exact(str(choice.get("version", ""))) for choice in choices}
    yield declared("pypi", name, versions.pop() if len(versions) == 1 else "", line=line, text=shown)
    for choice in choices:
        yield from repository(str(choice.get("git") or choice.get("url") or ""), line=line, text=shown)


def _sources(document: Document) -> Iterator[Seen]:
    """Yield the repositories from which uv takes packages."""
    path: Path = ("tool", "uv", "sources")
    for name, value in document.table("tool", "uv", "sources").items():
        line = document.line((*path, name))
        yield declared("pypi", name, line=line, text=document.shown(line))
        for source in value if isinstance(value, list) else [value]:
            if isinstance(source, Mapping):
                address = str(source.get("git") or source.get("url") or "")
                yield from repository(address, line=line, text=document.shown(line))


def _computed(document: Document) -> Iterator[Seen]:
    """Yield a gap where the lists are made while building, unless they come from files that are read by themselves."""
    dynamic = document.table("project").get("dynamic")
    names = dynamic if isinstance(dynamic, list) else [dynamic]
    fields = [field for field in names if field in _FILES_OF]
    for field in fields:
        given = document.table("tool", "setuptools", "dynamic").get(field)
        files = list(_files(given))
        by_poetry = document.table("tool", "poetry").get("dependencies") is not None
        if not by_poetry and not (files and all(wants_requirements(file) for file in files)):
            line = document.line(("project", "dynamic"))
            yield NotUnderstood(line, f"`{field}` is worked out when the package is built")


def _files(given: object) -> Iterator[str]:
    """Yield file names from `{file = "a"}`, `{file = ["a"]}` or `{extra = {file = "a"}}`."""
    if not isinstance(given, Mapping):
        return
    for key, value in given.items():
        if key == "file":
            yield from map(str, value if isinstance(value, list) else [value])
        else:
            yield from _files(value)
