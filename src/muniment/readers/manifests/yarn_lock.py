"""`yarn.lock`, of Yarn 1 and of Berry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import basename, conflicts, is_conflict, lines_of, repository
from muniment.readers.manifests.npm_requirement import npm_requirement, split
from muniment.readers.observe import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_FIELD = lazily(r"""  (version|resolved|resolution):? "?([^"]*)"?\s*$""")


def wants(path: str) -> bool:
    """Say whether the path is such a lock."""
    return basename(path) == "yarn.lock"


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield every locked package at the line of its entry."""
    del path
    lines = lines_of(text)
    yield from conflicts(lines)
    started, fields = 0, dict[str, str]()
    for number, line in enumerate([*lines, "end:"], 1):
        if line[:1] in {"", " ", "\t", "#", "\r"}:
            if found := _FIELD.match(line):
                fields.setdefault(found[1], found[2])
            continue
        if started:
            yield from _entry(lines[started - 1], fields, started)
        started, fields = (number if line.rstrip().endswith(":") else 0), {}
        if not started and not is_conflict(line):
            yield NotUnderstood(number, f"`{excerpt(line)}` is no entry of a lock file")


def _entry(header: str, fields: dict[str, str], line: int) -> Iterator[Seen]:
    asked = header.rstrip().rstrip(":").replace('"', "").partition(",")[0].strip()
    if asked == "__metadata":
        return
    name, spec = split(fields.get("resolution", asked))
    version = "" if spec.startswith(("workspace:", "link:", "portal:")) else fields.get("version", "")
    if not fields:
        yield NotUnderstood(line, f"the entry `{excerpt(asked)}` has no version")
    if "resolution" not in fields and spec.startswith("npm:") and "@" in spec[5:]:
        name = split(spec[4:])[0]
    yield from npm_requirement(name, version, line=line, shown=header)
    address = fields.get("resolved", spec)
    if "git" in address.partition("#")[0] and not address.startswith("npm:"):
        yield from repository(address, line=line, text=header)
