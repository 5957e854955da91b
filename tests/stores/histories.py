"""The history of invented uses in a repository of a test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discover.signatures import signature
from muniment.app.scan.examine import Examiner
from muniment.app.scan.history import history
from muniment.app.scan.versions import Versions
from muniment.domain.ids import Digest
from muniment.domain.technology import Alone
from muniment.domain.technology import IdentifierKind as Kind
from muniment.readers.registry import reader_for
from muniment.stores.git.history import read
from muniment.stores.literals import HyperscanLiterals
from muniment.stores.tree.files import Piece
from muniment.stores.tree.looking import shown_by

if TYPE_CHECKING:
    from pathlib import Path

    from muniment.app.scan.examine import Examined
    from muniment.domain.history import History, PastUse, Presence

SIGNATURES = {
    each.id: each
    for each in (
        signature(Kind.IMPORT, "python:northwind", name="import"),
        signature(Kind.PURL, "pkg:pypi/northwind", name="package"),
        signature(Kind.SYMBOL, "gale", name="word", alone=Alone.SUGGESTS),
        signature(Kind.FILE, "NORTHWIND.md", name="file", dev_tooling=True),
        signature(Kind.TRAILER, "*<noreply@northwind.example>", name="agent", dev_tooling=True),
    )
}
USE = "import northwind\n"


def history_of(repository: Path) -> History:
    examiner = Examiner(list(SIGNATURES.values()), [], HyperscanLiterals, reader_for)

    def look(path: str, text: bytes) -> Examined:
        return shown_by(Piece(path, text), examiner)

    versions = Versions(examiner, SIGNATURES, HyperscanLiterals, look)
    return history(read(repository, versions), SIGNATURES, Digest("sha256:0"))


def only_use(repository: Path) -> PastUse:
    (use,) = history_of(repository).uses
    return use


def removal(use: PastUse) -> tuple[Presence, str]:
    return use.standing, use.removed.commit if use.removed else ""
