"""NuGet: project files, central versions, `packages.config`, `*.nuspec`, `packages.lock.json` and local tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import basename, declared, lines_of
from muniment.readers.observe import excerpt
from muniment.readers.syntax.json_lines import Document
from muniment.readers.syntax.xml_lines import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from muniment.readers.manifests.declared import Seen
    from muniment.readers.syntax.json_lines import Member
    from muniment.readers.syntax.xml_lines import Element

_PROJECTS = (".csproj", ".fsproj", ".vbproj", ".nuspec", ".props", ".targets")
_SHARED_ENDINGS = (".props", ".targets")
_LOCKS = frozenset({"packages.lock.json", "dotnet-tools.json"})
_REFERENCES = frozenset(
    {"PackageReference", "PackageVersion", "GlobalPackageReference", "PackageDownload", "DotNetCliToolReference"}
)
_PROPERTY = lazily(r"\$\(([\w.-]+)\)")
_VERSION = lazily(r"\[?\s*(\d[\w.+-]*)\s*\]?")


def wants(path: str) -> bool:
    """Say whether the path is one of them."""
    name = basename(path)
    return name.endswith(_PROJECTS) or name.lower() in {"packages.config", *_LOCKS}


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the package's own id and every package that is referenced, given a version, or locked.

    What is no XML at all, with an ending that makefiles and other programs have as well, is no project.
    """
    if path.endswith(_SHARED_ENDINGS) and text.lstrip("\ufeff \t\r\n")[:1] not in {"<", ""}:
        return
    yield from _locked(text) if path.endswith(".json") else _project(text)


def _project(text: str) -> Iterator[Seen]:
    top, problems = parse(text)
    yield from problems
    lines = lines_of(text)
    properties = {
        child.tag: child.content.strip()
        for group in top.children
        if group.tag == "PropertyGroup"
        for child in group.children
    }
    for element in top.walk():
        names, version = _named(element)
        if not names.strip() and _should_name(element):
            yield NotUnderstood(element.line, f"`{element.tag}` does not say which package")
        for name in names.split(";"):
            if name.strip():
                yield _package(element, name.strip(), version, properties, lines)


def _should_name(element: Element) -> bool:
    return element.tag == "dependency" or (element.tag in _REFERENCES and "Remove" not in element.attributes)


def _named(element: Element) -> tuple[str, str]:
    """Return what an element names, and the version that it gives; nothing for elements that name no package."""
    attributes = element.attributes
    if element.tag in _REFERENCES:
        given = attributes.get("Version") or attributes.get("VersionOverride") or element.text("Version")
        return attributes.get("Include") or attributes.get("Update") or "", given or ""
    if element.tag in {"package", "dependency"} and "id" in attributes:
        return attributes["id"], attributes.get("version", "")
    if element.tag == "metadata":
        return element.text("id"), element.text("version")
    sdk, _, version = attributes.get("Sdk", "").partition("/")
    if element.tag == "Project" and version:
        return sdk, version
    if element.tag == "Sdk":
        return attributes.get("Name", ""), attributes.get("Version", "")
    return (element.content, "") if element.tag == "PackageId" else ("", "")


def _package(element: Element, name: str, version: str, properties: Mapping[str, str], lines: list[str]) -> Seen:
    name, version = (_PROPERTY.sub(lambda found: properties.get(found[1], found[0]), part) for part in (name, version))
    own = element.find("id") if element.tag == "metadata" else None
    line = own.line if own else element.line
    if "$" in name or "@(" in name:
        return NotUnderstood(line, f"`{excerpt(name)}` is not set in this file")
    exact = _VERSION.fullmatch(version)
    return declared("nuget", name, exact[1] if exact else "", line=line, text=lines[line - 1])


def _locked(text: str) -> Iterator[Seen]:
    document = Document(text)
    yield from document.problems
    for framework in document.objects(document.members, "dependencies"):
        for entry in document.opened(framework):
            yield _entry(document, entry, "resolved")
    for entry in document.objects(document.members, "tools"):
        yield _entry(document, entry, "version")
    yield from document.misfits


def _entry(document: Document, entry: Member, field: str) -> Seen:
    version = document.opened(entry).text(field)
    return declared("nuget", entry.key, version, line=document.line(entry), text=document.shown(entry))
