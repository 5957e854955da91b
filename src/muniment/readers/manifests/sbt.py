"""Build scripts of Scala: sbt's coordinates with `%`, Mill's with `:`. Scripts are searched, not run.

Sources: sbt's page on library dependencies; Mill's on library dependencies (`ivy`, and `mvn` since 1.0).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import basename, declared, lines_of
from muniment.readers.observe import excerpt
from muniment.readers.syntax.comments import problems, without_slashes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_COORDINATES = lazily(r'"([\w.-]+)"\s*%{1,3}\s*"([\w.-]+)"(?:\s*%\s*"([\w.+-]*)")?')
_ELSEWHERE = lazily(r'"([\w.-]+)"\s*%{1,3}\s*([A-Za-z_]\w*)')
_OF_MILL = lazily(r'\b(?:ivy|mvn)"([\w.-]+):{1,3}([\w.-]+)(?::([\w.+-]+))?[^"]*"')
_OF_THE_BUILD = lazily(r"^(?!(?:.*/)?src/)(?:.*/)?project/[\w-]+\.scala$")


def wants(path: str) -> bool:
    """Say whether the path is a script, or one of the source files that a build keeps in `project/`."""
    name = basename(path)
    return name.endswith((".sbt", ".mill")) or name == "build.sc" or _OF_THE_BUILD.search(path) is not None


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield every artifact, under its name without the Scala version that sbt appends for `%%`."""
    del path
    lines, code = lines_of(text), without_slashes(text)
    yield from problems(code)
    for number, line in enumerate(lines_of(code), 1):
        for found in (*_COORDINATES.finditer(line), *_OF_MILL.finditer(line)):
            name = f"{found[1]}:{found[2]}"
            yield declared("maven", name, found[3] or "", line=number, text=lines[number - 1])
        for found in _ELSEWHERE.finditer(_COORDINATES.sub("", line)):
            yield NotUnderstood(number, f"`{excerpt(f'{found[1]} % {found[2]}')}` is put together outside of this line")
