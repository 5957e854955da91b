"""Gradle's build scripts and lock file. Scripts are searched for coordinates, not run."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from muniment.domain.evidence import Context, Identifier, NotUnderstood, Observation, Rung
from muniment.domain.patterns import lazily
from muniment.domain.technology import IdentifierKind
from muniment.readers.manifests.declared import basename, declared, lines_of
from muniment.readers.observe import excerpt
from muniment.readers.syntax.comments import problems, without_slashes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_VARIABLE = lazily(
    r"""(?:\b(?:def|va[lr]|String|set\()\s*|\bext\.|^[ \t]*|,\s*)["']?(\w+)["']?\s*[=,:]\s*["']([^"'$\n]+)["']""",
    re.MULTILINE,
)
_COORDINATES = lazily(
    r"""["'](?P<group>(?:\$\{[^{}\n]{0,200}+\}|[\w.$-])+):(?P<name>(?:\$\{[^{}\n]{0,200}+\}|[\w.$-])+)"""
    r"""(?::(?P<version>[^"':@\n]*))?(?::[\w$-]*)?(?:@\w+)?(?:["']|$)""",
    re.MULTILINE,
)
_CONFIGURATION = lazily(
    r"(?:implementation|api|only|classpath|platform|compile|runtime|processor|kapt|ksp|provided|dependency|mavenBom)\s*\(?\s*$",
    re.IGNORECASE,
)
_MAP = lazily(
    r"""\bgroup\s*[:=]\s*["']([^"'\n]+)["']\s*,\s*name\s*[:=]\s*["']([^"'\n]+)["']"""
    r"""(?:\s*,\s*version\s*[:=]\s*["']([^"'\n]+)["'])?"""
)
_IN_A_CATALOG = lazily(
    r"""\blibrary\s*\(\s*["'][\w.-]+["']\s*,\s*["']([^"':\n]+)(?:["']\s*,\s*["']|:)([^"':\n]+)["']\s*\)"""
)
"""An entry of a catalog that a file of settings makes itself, with its group and its name; a version stands apart."""
_PLUGIN = lazily(r"""\bid\s*\(?\s*["']([\w.-]+)["']\s*\)?(?:\s*\.?version\s*\(?\s*["']([^"'\n]+)["'])?""")
_APPLIED = lazily(r"""\bapply\s*\(?\s*plugin\s*[:=]\s*["']([\w.-]+)["']""")
_KOTLIN = lazily(r"""(?<![\w.])kotlin\s*\(\s*["']([\w.-]+)["']\s*\)(\s*version\s*["']([^"'\n]+)["'])?""")
_FROM_NPM = lazily(r"""\bnpm\s*\(\s*["']([^"'\n]+)["']\s*(?:,\s*["'](\d+\.\d+\.\d+)["'])?""")
_BY_NAME = lazily(
    r"^[ \t]*(?:\w*[iI]mplementation|api|\w+Only|classpath|kapt\w*|ksp\w*|annotationProcessor)[ (]+"
    r"([A-Za-z][\w.]*+)(?!\s*[=:{])",
    re.MULTILINE,
)
_UNDERSTOOD = frozenset(
    {"project", "projects", "files", "fileTree", "platform", "enforcedPlatform", "kotlin", "npm", "group", "name"}
    | {"gradleApi", "gradleTestKit", "localGroovy", "testFixtures", "variantOf", "dependencies", "rootProject"}
)
_ALIAS = lazily(r"\blibs\.(?!versions\b|findLibrary\b|findVersion\b)([A-Za-z][\w.]*\w)")
_LOOK_BACK = 80
_REFERENCE = lazily(r"\$\{?([\w.]+)\}?")
_LOCKED = lazily(r"([^:#=\s]+:[^:=\s]+):([^:=\s]+)=")


def wants(path: str) -> bool:
    """Say whether the path is one of them."""
    return basename(path).endswith((".gradle", ".gradle.kts", ".gradle.dcl", "gradle.lockfile"))


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield every coordinate, map notation and plugin; a name that is put together elsewhere is reported."""
    if path.endswith(".lockfile"):
        yield from _locked(lines_of(text))
        return
    script = _Script(text.removeprefix("\ufeff"))
    yield from script.problems()
    yield from script.coordinates()
    yield from script.maps()
    yield from script.plugins()
    yield from script.references()


class _Script:
    def __init__(self, text: str) -> None:
        self._text = without_slashes(text)
        self._lines = text.split("\n")
        self._newlines = [found.start() for found in re.finditer("\n", text)]
        self._variables = {found[1]: found[2] for found in _VARIABLE.finditer(self._text)}

    def problems(self) -> Iterator[Seen]:
        yield from problems(self._text)

    def coordinates(self) -> Iterator[Seen]:
        for found in _COORDINATES.finditer(self._text):
            before = self._text[max(0, found.start() - _LOOK_BACK) : found.start()]
            certain = found["version"] is not None and found["version"] != ""
            if (certain and not found["group"].isdigit()) or _CONFIGURATION.search(before):
                yield self._artifact(found["group"], found["name"], found["version"] or "", found.start("group"))

    def maps(self) -> Iterator[Seen]:
        for found in _MAP.finditer(self._text):
            yield self._artifact(found[1], found[2], found[3] or "", found.start())
        for found in _IN_A_CATALOG.finditer(self._text):
            yield self._artifact(found[1], found[2], "", found.start())

    def plugins(self) -> Iterator[Seen]:
        """Yield plugins under the artifact that marks them; those without a dot belong to Gradle itself."""
        for pattern in (_PLUGIN, _APPLIED):
            for found in pattern.finditer(self._text):
                version = found[2] if pattern is _PLUGIN else ""
                if "." in found[1]:
                    yield self._artifact(found[1], f"{found[1]}.gradle.plugin", version or "", found.start())
        for found in _KOTLIN.finditer(self._text):
            name, plugin = found[1], f"org.jetbrains.kotlin.{found[1]}"
            coordinates = (
                (plugin, f"{plugin}.gradle.plugin") if found[2] else ("org.jetbrains.kotlin", f"kotlin-{name}")
            )
            yield self._artifact(*coordinates, found[3] or "", found.start())

    def references(self) -> Iterator[Seen]:
        """Yield a gap for a dependency that is a variable of another file, and what Kotlin takes from npm."""
        for found in _FROM_NPM.finditer(self._text):
            line = bisect_right(self._newlines, found.start()) + 1
            yield declared("npm", found[1], found[2] or "", line=line, text=self._lines[line - 1])
        yield from self._aliases()
        for found in _BY_NAME.finditer(self._text):
            parts = found[1].split(".")
            if not (parts[0] in _UNDERSTOOD or parts[0].lower().endswith("libs") or parts[-1] in self._variables):
                line = bisect_right(self._newlines, found.start(1)) + 1
                yield NotUnderstood(line, f"`{excerpt(found[1])}` is set outside of this file")

    def _aliases(self) -> Iterator[Seen]:
        """Yield the short names of the catalogue, which say a little of what they stand for; `-` and `_` are as `.`."""
        for found in _ALIAS.finditer(self._text):
            line = bisect_right(self._newlines, found.start()) + 1
            name = found[1].removesuffix(".get").replace(".", "_")
            alias = Identifier(IdentifierKind.SYMBOL, name)
            yield Observation(alias, line, Context.FIELD, Rung.DECLARED, excerpt(self._lines[line - 1]))

    def _artifact(self, group: str, name: str, version: str, offset: int) -> Seen:
        line = bisect_right(self._newlines, offset) + 1
        group, name, version = self._filled(group), self._filled(name), self._filled(version)
        if "$" in group + name:
            return NotUnderstood(line, f"`{excerpt(f'{group}:{name}')}` is put together outside of this file")
        known = version if re.fullmatch(r"[\w.+-]*\w", version) else ""
        return declared("maven", f"{group}:{name}", known, line=line, text=self._lines[line - 1])

    def _filled(self, text: str) -> str:
        return _REFERENCE.sub(lambda found: self._variables.get(found[1].rpartition(".")[2], found[0]), text)


def _locked(lines: list[str]) -> Iterator[Seen]:
    for number, line in enumerate(lines, 1):
        if found := _LOCKED.match(line):
            yield declared("maven", found[1], found[2], line=number, text=line)
        elif line.strip() and not line.startswith(("#", "empty=")):
            yield NotUnderstood(number, f"`{excerpt(line)}` is no entry of a lock file")
