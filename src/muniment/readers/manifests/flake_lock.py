"""`flake.lock`: what a flake of Nix takes from where, at which revision.

Source: Nix reference manual, "nix flake", "Lock files" (versions 5 to 7).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.readers.manifests.declared import basename, declared, repository
from muniment.readers.syntax.json_lines import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen
    from muniment.readers.syntax.json_lines import Member, Object

_AT_A_FORGE = {"github": "github", "gitlab": "gitlab", "sourcehut": "sourcehut"}
_BY_ADDRESS = frozenset({"git", "hg", "tarball", "file"})
_WITHIN = frozenset({"path", "indirect"})
"""Kinds that name a folder, or a name of the machine's own registry."""


def wants(path: str) -> bool:
    """Say whether the path is that of such a lock."""
    return basename(path) == "flake.lock"


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the repository of each input; an input from an address that no forge has is told as a gap."""
    del path
    document = Document(text)
    yield from document.problems
    for node in document.objects(document.members, "nodes"):
        for locked in document.opened(node).all("locked"):
            yield from _input(document, locked, document.opened(locked))
    yield from document.misfits


def _input(document: Document, locked: Member, told: Object) -> Iterator[Seen]:
    kind = told.text("type")
    if forge := _AT_A_FORGE.get(kind):
        member = next(told.all("owner"), locked)
        name = f"{told.text('owner').lstrip('~')}/{told.text('repo')}"
        yield declared(forge, name, told.text("rev"), line=document.line(member), text=document.shown(member))
    elif kind in _BY_ADDRESS:
        member = next(told.all("url"), locked)
        found = list(repository(told.text("url"), line=document.line(member), text=document.shown(member)))
        yield from found or [_elsewhere(document, member)]
    elif kind not in _WITHIN:
        yield NotUnderstood(document.line(locked), f"an input of the kind `{kind[:40]}`")


def _elsewhere(document: Document, member: Member) -> NotUnderstood:
    return NotUnderstood(document.line(member), "an address that does not say which package it holds", harmless=True)
