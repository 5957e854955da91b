"""`oh-package.json5` and its lock: modules of HarmonyOS, which ohpm takes from Huawei's registry.

Source: HarmonyOS guides, "oh-package.json5"; ohpm documentation, "oh-package-lock.json5".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.readers.manifests.declared import basename, declared, exact, lines_of, repository
from muniment.readers.syntax.json5 import as_json
from muniment.readers.syntax.json_lines import Document, Object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen
    from muniment.readers.syntax.json_lines import Member

_GROUPS = ("dependencies", "devDependencies", "dynamicDependencies", "overrides")
_LOCAL = ("file:", "./", "../")


def wants(path: str) -> bool:
    """Say whether the path is that of such a manifest or lock."""
    return basename(path) in {"oh-package.json5", "oh-package-lock.json5"}


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield every module that is asked for or locked; those that lie in the same tree come from no registry."""
    document, lines = Document(as_json(text)), lines_of(text)
    yield from document.problems
    if path.endswith("-lock.json5"):
        for member in document.objects(document.members, "packages"):
            yield from _locked(document, member, lines)
    else:
        for member in document.objects(document.members, *_GROUPS):
            yield from _asked_for(document, member, lines)
    yield from document.misfits


def _asked_for(document: Document, member: Member, lines: list[str]) -> Iterator[Seen]:
    line, shown = document.line(member), lines[document.line(member) - 1]
    if not isinstance(member.value, str):
        yield NotUnderstood(line, f"`{member.key}` does not say which version is asked for")
        return
    if not member.value.startswith(_LOCAL):
        yield declared("ohpm", member.key, exact(member.value), line=line, text=shown)
        yield from repository(member.value, line=line, text=shown)


def _locked(document: Document, member: Member, lines: list[str]) -> Iterator[Seen]:
    """Yield what `"@owner/name@1.0.0": {"name": …, "version": …}` locks."""
    table = member.value if isinstance(member.value, Object) else Object()
    at = member.key.rpartition("@")
    name = table.text("name") or at[0] or member.key
    version = table.text("version") or at[2]
    if not version.startswith(_LOCAL):
        line = document.line(member)
        yield declared("ohpm", name, exact(version), line=line, text=lines[line - 1])
