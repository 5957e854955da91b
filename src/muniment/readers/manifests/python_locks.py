"""Locks of Python tools that list their packages as TOML tables: Poetry, uv, PDM, and the standard `pylock`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import basename, declared, repository
from muniment.readers.syntax.toml_lines import blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_STANDARD = lazily(r"pylock(?:\.[^.]+)?\.toml$")


def wants(path: str) -> bool:
    """Say whether the path is one of them."""
    name = basename(path)
    return name in {"poetry.lock", "uv.lock", "pdm.lock"} or _STANDARD.match(name) is not None


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield every locked package with its version, and the repository where it comes from one."""
    header = "packages" if _STANDARD.match(basename(path)) else "package"
    for block in blocks(text, header):
        if isinstance(block, NotUnderstood):
            yield block
            continue
        yield declared("pypi", block.name, block.version, line=block.line, text=block.shown)
        if "git" in block.source:
            yield from repository(block.source, line=block.line, text=block.shown)
