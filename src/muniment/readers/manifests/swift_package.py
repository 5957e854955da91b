"""Swift: `Package.swift` and `Package.resolved`; CocoaPods: `Podfile`, its lock and `*.podspec`; Carthage's lock."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import basename, declared, exact, lines_of, repository
from muniment.readers.observe import excerpt
from muniment.readers.syntax.comments import without_hashes, without_slashes
from muniment.readers.syntax.json_lines import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen
    from muniment.readers.syntax.json_lines import Object

_PACKAGE = lazily(r'(?:\bPackage\s*\(\s*name:\s*"(?P<own>[^"]+)")|\.package\s*\(')
_BRACKET = lazily(r'"(?:[^"\\\n]|\\.)*"|[()]')
_LONGEST = 600
_URL = lazily(r'\burl:\s*"([^"]+)"')
_ID = lazily(r'\bid:\s*"([^"]+)"')
_VERSION = lazily(r'\bexact[:(]\s*"([^"]+)"')
_WORDS_OF_PODS = lazily(r"(?m)^\s*(?:pod|target|abstract_target|platform|source|workspace|install!|plugin|require)\b")
_POD = lazily(r"""\s*pod\s+["']([^"']+)["'](?:\s*,\s*["']([^"']*)["'])?(.*)""")
_NAMES = frozenset({"Package.swift", "Package.resolved", "Podfile", "Podfile.lock", "Cartfile.resolved"})
_SPEC = lazily(
    r"""\s*\w+(?:\.\w+)?\.(?P<what>name|dependency)\b\s*[=(]?\s*"""
    r"""(?:["'](?P<name>[^"']+)["'](?:\s*,\s*["'](?P<version>[^"']*)["'])?)?"""
)
_CARTHAGE = lazily(r"""\s*(?P<kind>github|git|binary)\s+"(?P<place>[^"]+)"\s+"(?P<version>[^"]*)"\s*""")
_LOCKED_POD = lazily(r"""  - "?([^\s"(:]+)(?: \(([^)]*)\))?"?:?\s*$""")


def wants(path: str) -> bool:
    """Say whether the path is one of them."""
    name = basename(path)
    return name in _NAMES or name.startswith("Package@swift-") or name.endswith(".podspec")


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the package itself and every dependency, by the address from which it is taken."""
    if basename(path) == "Cartfile.resolved":
        yield from _carthage(lines_of(text))
    elif path.endswith(".podspec"):
        yield from _podspec(text)
    elif path.endswith(".resolved"):
        yield from _resolved(text)
    elif path.endswith(".swift"):
        yield from _manifest(text)
    else:
        yield from _locked_pods(lines_of(text)) if path.endswith(".lock") else _pods(text)


def _manifest(text: str) -> Iterator[Seen]:
    lines, newlines = lines_of(text), [found.start() for found in re.finditer("\n", text)]
    code = without_slashes(text)
    if not _PACKAGE.search(code):
        yield NotUnderstood(1, "no `Package(name:`, and no dependency either, in a manifest that should have them")
    for found in _PACKAGE.finditer(code):
        line = bisect_right(newlines, found.start()) + 1
        if found["own"]:
            yield declared("swift", found["own"], line=line, text=lines[line - 1])
            continue
        arguments = _arguments(code, found.end())
        version = _VERSION.search(arguments)
        if url := _URL.search(arguments):
            yield taken_from(url[1], version[1] if version else "", line=line, text=lines[line - 1])
        elif name := _ID.search(arguments):
            yield declared("swift", name[1], line=line, text=lines[line - 1])
        elif "path:" not in arguments:
            yield NotUnderstood(line, f"`{excerpt(arguments)}` is worked out when the manifest runs")


def _arguments(code: str, start: int) -> str:
    """Return the text from `start` to the bracket that closes the call, or as much as a call may reasonably hold."""
    depth, end = 1, min(len(code), start + _LONGEST)
    for found in _BRACKET.finditer(code, start, end):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if not depth:
            return code[start : found.start()]
    return code[start:end]


def taken_from(address: str, version: str, *, line: int, text: str) -> Seen:
    """Return the package by its address without scheme, user and `.git`, as package URLs for Swift want it."""
    place = re.sub(r"^(?:[a-z+]+://)?(?:[^/@]*@)?", "", address).replace(":", "/").rstrip("/").removesuffix(".git")
    return declared("swift", place, version, line=line, text=text)


def _resolved(text: str) -> Iterator[Seen]:
    document = Document(text)
    yield from document.problems
    for holder in (document.members, document.objects(document.members, "object")):
        for pins, pin in document.items(holder, "pins"):
            yield from _pin(document, document.opened(pin, pins))
    yield from document.misfits


def _pin(document: Document, table: Object) -> Iterator[Seen]:
    version = document.objects(table, "state").text("version")
    for place, address in document.strings(table, "location", "repositoryURL"):
        yield taken_from(address, version, line=document.line(place), text=document.shown(place))
    if table and not any(table.all("location", "repositoryURL")):
        yield NotUnderstood(document.line(table[0]), "a pin does not say where its package is taken from")


def _pods(text: str) -> Iterator[Seen]:
    lines, code = lines_of(text), without_hashes(text)
    if code.strip() and not _WORDS_OF_PODS.search(code):
        yield NotUnderstood(1, "none of the words that a Podfile has")
    for number, line in enumerate(lines_of(code), 1):
        if found := _POD.match(line):
            name = found[1].partition("/")[0]
            yield declared("cocoapods", name, exact(found[2] or ""), line=number, text=lines[number - 1])
            yield from repository(found[3], line=number, text=lines[number - 1])


def _locked_pods(lines: list[str]) -> Iterator[Seen]:
    section = ""
    if not any(line.startswith(("PODFILE CHECKSUM:", "PODS:")) for line in lines):
        yield NotUnderstood(1, "no `PODS` in a lock file that should have them")
    for number, line in enumerate(lines, 1):
        if line[:1].isupper():
            section = line.partition(":")[0]
        elif section == "PODS" and line.startswith("  - "):
            found = _LOCKED_POD.match(line)
            if found:
                yield declared("cocoapods", found[1].partition("/")[0], found[2] or "", line=number, text=line)
            else:
                yield NotUnderstood(number, f"`{excerpt(line)}` is no entry of a lock file")


def _podspec(text: str) -> Iterator[Seen]:
    lines = lines_of(text)
    for number, line in enumerate(lines_of(without_hashes(text)), 1):
        found = _SPEC.match(line)
        if found and found["name"]:
            version = exact(found["version"] or "")
            yield declared("cocoapods", found["name"].partition("/")[0], version, line=number, text=lines[number - 1])
        elif found and found["what"] == "dependency":
            yield NotUnderstood(number, f"`{excerpt(line)}` is worked out when the description runs")


def _carthage(lines: list[str]) -> Iterator[Seen]:
    for number, line in enumerate(lines, 1):
        found = _CARTHAGE.fullmatch(line)
        if found:
            place = f"github.com/{found['place']}" if found["kind"] == "github" else found["place"]
            yield taken_from(place, found["version"].removeprefix("v"), line=number, text=line)
        elif line.strip():
            yield NotUnderstood(number, f"`{excerpt(line)}` is no locked dependency")
