"""`pnpm-workspace.yaml` and `.yarnrc.yml`: catalogues of versions for a workspace, and overrides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import basename, conflicts, lines_of
from muniment.readers.manifests.npm_requirement import npm_requirement
from muniment.readers.syntax.indented import entries, problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_LAST_NAME = lazily(r"(?:^|[/>])((?:@[\w.-]+/)?[\w.-]+)(?:@[^/]*)?$")
_IN_A_CATALOGUE = 2


def wants(path: str) -> bool:
    """Say whether the path is one of the two."""
    return basename(path) in {"pnpm-workspace.yaml", ".yarnrc.yml"}


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield every package of a catalogue, and every one that an override speaks of."""
    del path
    yield from conflicts(lines_of(text))
    yield from problems(text)
    for entry in entries(text):
        in_catalogue = entry.parents == ("catalog",) or (
            entry.parents[:1] == ("catalogs",) and len(entry.parents) == _IN_A_CATALOGUE
        )
        if entry.key and (in_catalogue or entry.parents == ("overrides",)):
            found = _LAST_NAME.search(entry.key)
            name = found[1] if found else entry.key
            yield from npm_requirement(name, entry.value, line=entry.number, shown=entry.shown)
