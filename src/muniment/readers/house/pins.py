"""Pins of Python packages, `name==1.2.3`, in any file with structure, and what Home Assistant integrations require.

A pin must be a whole string, a whole item of a list or a whole line, so that none is made out of a sentence.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import basename, declared
from muniment.readers.manifests.pep508 import requirement
from muniment.readers.syntax.json_lines import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

MARKS: tuple[bytes, ...] = (b"==", b'"requirements"')
ENDINGS = (
    ".json",
    ".json5",
    ".jsonc",
    ".yaml",
    ".yml",
    ".toml",
    ".ini",
    ".cfg",
    ".conf",
    ".xml",
    ".hcl",
    ".properties",
    ".lst",
    ".list",
    ".pins",
    ".deps",
)
_NAME = r"(?P<name>[A-Za-z][A-Za-z0-9._-]{0,80})(?:\[[\w, -]{0,80}\])?"
_VERSION = r"===?[ ]?(?P<version>\d{1,8}(?:\.[\w*+!-]{1,30}){1,8})"
_PIN = lazily(
    rf"(?P<before>^[ \t]*(?:-[ \t]+)?|[\"']){_NAME}[ ]?{_VERSION}[ ]?(?=;|[\"']|[ \t]*(?:#.*)?$)", re.MULTILINE
)
_KEYED = lazily(rf"(?P<before>[\"']|[{{,] ?|^[ \t]*){_NAME}[\"']?[ \t]*[:=][ \t]*[\"']{_VERSION}[\"']", re.MULTILINE)
_ANY = lazily(r"===?[ ]?\d")
"""What stands in every pin. The checksums of a lock file end with the two signs as well, and are many."""
_COMMENT = lazily(r"(?:^|\s)(?:#|//|<!--|;)")
_MOST = 5000


def wants(path: str) -> bool:
    """Say whether the path is that of a file with structure."""
    return path[path.rfind(".") :].lower() in ENDINGS


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the packages that are pinned."""
    number, counted = 1, 0
    patterns = (_PIN, _KEYED) if _ANY.search(text) else ()
    found = sorted(islice((pin for each in patterns for pin in each.finditer(text)), _MOST), key=re.Match.start)
    for pin in found:
        start = pin.start("name")
        number += text.count("\n", counted, start)
        counted = start
        line_start = text.rfind("\n", 0, start) + 1
        end = text.find("\n", start)
        if not _COMMENT.search(text[max(line_start, start - 200) : start]):
            shown = text[max(line_start, start - 60) : end if end >= 0 else len(text)][:200]
            yield declared("pypi", pin["name"], pin["version"], line=number, text=shown)
    if basename(path) == "manifest.json" and '"domain"' in text:
        yield from _integration(Document(text))


def _integration(document: Document) -> Iterator[Seen]:
    """Yield what an integration of Home Assistant asks for.   Source: Home Assistant, "Integration manifest"."""
    if document.problems or not document.members.text("domain"):
        return
    for item in document.texts(document.members, "requirements"):
        if "==" not in str(item.value):
            yield from requirement(str(item.value), line=document.line(item), shown=document.shown(item))
