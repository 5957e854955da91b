"""`META-INF/MANIFEST.MF` of a JAR: its module or bundle, and its maker.   Source: JAR File Specification; OSGi Core."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import Context, Identifier, Observation, Rung
from muniment.domain.patterns import lazily
from muniment.domain.technology import IdentifierKind
from muniment.readers.observe import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

MARKS: tuple[bytes, ...] = (b"Bundle-", b"Implementation-", b"Automatic-Module-Name", b"Specification-")
_MODULES = frozenset({"bundle-symbolicname", "automatic-module-name", "implementation-vendor-id"})
_COMPANIES = frozenset({"bundle-vendor", "implementation-vendor", "specification-vendor"})
_IMPORTED = "import-package"
_PACKAGE = lazily(r"(?:^|,)\s*([A-Za-z]\w*(?:\.\w+)+)")
_QUOTED = lazily(r'"[^"]*"')
_MOST_PACKAGES = 500
_LONGEST_LINE = 200_000


def wants(path: str) -> bool:
    """Say whether the path is that of such a manifest."""
    return path.endswith("META-INF/MANIFEST.MF")


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield module, bundle, imported packages and makers."""
    del path
    for number, line in _unfolded(text):
        key, _, value = line.partition(":")
        key, value = key.strip().lower(), value.strip()
        if key in _MODULES:
            yield _seen(IdentifierKind.IMPORT, f"jvm:{value.partition(';')[0].strip()}", number, line)
        elif key in _COMPANIES and value:
            yield _seen(IdentifierKind.NAME, value, number, line)
        elif key == _IMPORTED:
            packages = _PACKAGE.findall(_QUOTED.sub("", value[:_LONGEST_LINE]))
            for package in packages[:_MOST_PACKAGES]:
                yield _seen(IdentifierKind.IMPORT, f"jvm:{package}", number, f"{key}: {package}")


def _seen(kind: IdentifierKind, value: str, line: int, shown: str) -> Observation:
    return Observation(Identifier(kind, value), line, Context.FIELD, Rung.DECLARED, excerpt(shown))


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line with those that go on from it, and its number."""
    number, parts = 1, [""]
    for at, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if line.startswith(" "):
            parts.append(line[1:])
            continue
        yield number, "".join(parts)
        number, parts = at, [line]
    yield number, "".join(parts)
