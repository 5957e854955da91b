"""`pom.xml`, the `pom.properties` inside of archives, and the index of a repository."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import basename, declared, lines_of
from muniment.readers.observe import excerpt
from muniment.readers.syntax.xml_lines import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from muniment.readers.manifests.declared import Seen
    from muniment.readers.syntax.xml_lines import Element

_HOLDERS = {"dependency": "", "parent": "", "plugin": "org.apache.maven.plugins", "extension": ""}
_INDEX = lazily(r"maven-metadata(?:-[\w.-]+)?\.xml$")
"""What a repository of Maven keeps beside the versions of one artifact, or of a group."""
_PROPERTY = lazily(r"\$\{([^${}]+)\}")
_ROUNDS = 8
_LONGEST = 1000


def wants(path: str) -> bool:
    """Say whether the path is one of them."""
    name = basename(path)
    return (
        name in {"pom.xml", "pom.properties"} or _INDEX.match(name) is not None or name.endswith((".pom", "-pom.xml"))
    )


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the project, its parent, and every dependency, plugin and extension, managed ones included.

    Properties of the same file are resolved; a name that hangs on another file is reported.
    """
    lines = lines_of(text)
    if path.endswith(".properties"):
        yield from _archived(lines)
        return
    top, problems = parse(text)
    yield from problems
    properties = _properties(top)
    if top.find("artifactId"):
        yield _artifact(top, properties, top.text("groupId") or top.text("parent", "groupId"), lines)
    if top.tag == "metadata":
        return
    if not problems and top.tag not in {"project", "metadata"}:
        yield NotUnderstood(top.line, f"holds `{excerpt(top.tag)}`, which is no project of Maven")
    for element in top.walk():
        if element.tag in _HOLDERS and element.find("artifactId"):
            yield _artifact(element, properties, element.text("groupId") or _HOLDERS[element.tag], lines)
        elif element.tag == "dependency":
            yield NotUnderstood(element.line, "a dependency has no artifact")


def _properties(top: Element) -> dict[str, str]:
    own = {key: top.text(key) or top.text("parent", key) for key in ("groupId", "artifactId", "version")}
    known = {f"{prefix}{key}": value for key, value in own.items() for prefix in ("project.", "pom.", "")}
    known |= {f"project.parent.{key}": top.text("parent", key) for key in own}
    for element in top.walk():
        if element.tag == "properties":
            known |= {child.tag: child.content.strip() for child in element.children}
    return known


def _artifact(element: Element, properties: Mapping[str, str], group: str, lines: list[str]) -> Seen:
    name = element.find("artifactId")
    line = name.line if name else element.line
    group, artifact = _resolved(group, properties), _resolved(element.text("artifactId"), properties)
    version = _resolved(element.text("version"), properties)
    if unknown := _PROPERTY.search(f"{group}:{artifact}"):
        return NotUnderstood(line, f"`{excerpt(f'{group}:{artifact}')}`: `{unknown[1]}` is not set in this file")
    if not group:
        return NotUnderstood(line, f"`{excerpt(artifact)}` has no group")
    ranged = "$" in version or version[:1] in {"[", "("}
    return declared("maven", f"{group}:{artifact}", "" if ranged else version, line=line, text=lines[line - 1])


def _resolved(value: str, properties: Mapping[str, str]) -> str:
    """Return `value` with the known properties put in; rounds are limited, for one that is made from itself."""
    for _ in range(_ROUNDS):
        if "${" not in value or len(value) > _LONGEST:
            break
        value = _PROPERTY.sub(lambda found: properties.get(found[1]) or found[0], value)
    return value


def _archived(lines: list[str]) -> Iterator[Seen]:
    fields = {
        key.strip(): (value.strip(), number)
        for number, line in enumerate(lines, 1)
        for key, mark, value in [line.partition("=")]
        if mark
    }
    if "groupId" not in fields or "artifactId" not in fields:
        yield NotUnderstood(1, "names no group and artifact")
        return
    artifact, line = fields["artifactId"]
    version = fields.get("version", ("", 0))[0]
    yield declared("maven", f"{fields['groupId'][0]}:{artifact}", version, line=line, text=lines[line - 1])
