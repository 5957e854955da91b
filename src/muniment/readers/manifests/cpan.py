"""Perl: `cpanfile`, and the snapshot that Carton locks. The script is searched, not run.

A `cpanfile` asks for modules; the distribution is taken to be called as the module, with hyphens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import basename, conflicts, declared, is_conflict, lines_of
from muniment.readers.observe import excerpt
from muniment.readers.syntax.comments import without_hashes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_ASKED = lazily(
    r"\b(?:\w+_)?(?:requires|recommends|suggests|conflicts)\b[\s(]+(?:[\"'](?P<name>[\w:]+)[\"']|(?P<bare>[A-Za-z]\w*(?:::\w+)*)"
    r"|(?P<other>[^\s;]+))"
)
_WORDS = lazily(r"\b(?:requires|recommends|suggests|on|feature|mirror)\b")
_LANGUAGE = "perl"
_DISTRIBUTION = lazily(r"  ([A-Za-z]\S*?)(?:-v?(\d[\w.]*))?$")
_HEADING = "# carton snapshot format"


def wants(path: str) -> bool:
    """Say whether the path is one of the two."""
    return basename(path) in {"cpanfile", "cpanfile.snapshot"}


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield every distribution that is asked for or locked; a name that is computed is reported."""
    lines = lines_of(text)
    yield from conflicts(lines)
    yield from _locked(lines) if path.endswith(".snapshot") else _asked(text, lines)


def _asked(text: str, lines: list[str]) -> Iterator[Seen]:
    code = without_hashes(text.removeprefix("\ufeff"))
    if code.strip() and not _WORDS.search(code):
        yield NotUnderstood(1, "none of the words that a list of modules has")
    for number, line in enumerate(code.split("\n"), 1):
        for found in _ASKED.finditer(line):
            name = found["name"] or found["bare"]
            if not name:
                yield NotUnderstood(
                    number, f"the module `{excerpt(found['other'])}` is worked out when the script runs"
                )
            elif name != _LANGUAGE:
                yield declared("cpan", name.replace("::", "-"), line=number, text=lines[number - 1])


def _locked(lines: list[str]) -> Iterator[Seen]:
    if not lines[0].startswith(_HEADING):
        yield NotUnderstood(1, "does not begin as a snapshot of Carton does")
    for number, line in enumerate(lines, 1):
        if found := _DISTRIBUTION.fullmatch(line):
            yield declared("cpan", found[1], found[2] or "", line=number, text=line)
        elif line[:1] not in {"", " ", "#", "D"} and not is_conflict(line):
            yield NotUnderstood(number, f"`{excerpt(line)}` is no entry of a snapshot")
