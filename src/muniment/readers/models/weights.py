"""What the path of a file with weights says: people keep a model's name in the names of its file and folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import Rung
from muniment.domain.patterns import lazily
from muniment.readers.models.origin import model
from muniment.readers.observe import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.domain.evidence import Observation

_CACHE = lazily(r"(?:^|/)models--(?P<owner>[^/]+?)--(?P<name>[^/]+)/")
_PART = lazily(r"[-_.]\d+-of-\d+$")
_PLAIN = frozenset({"model", "pytorch_model", "adapter_model", "consolidated", "diffusion_pytorch_model", "weights"})
LFS = b"version https://git-lfs.github.com/spec/"
"""How the text begins that stands for a file whose content is elsewhere."""


def is_cached(path: str) -> bool:
    """Say whether the file lies in a cache of Hugging Face, whose folder names the repository."""
    return _CACHE.search(path) is not None


def named(path: str) -> Iterator[Observation]:
    """Yield the models that the path names: the file, the folder that it lies in, and the repository in a cache."""
    if cached := _CACHE.search(path):
        yield from model(f"{cached['owner']}/{cached['name']}", 0, excerpt(path), Rung.AVAILABLE)
        return
    *folders, name = path.split("/")
    stem = _PART.sub("", name.rpartition(".")[0] or name)
    if stem.lower() not in _PLAIN:
        yield from model(stem, 0, excerpt(path), Rung.AVAILABLE)
    if folders:
        yield from model(folders[-1], 0, excerpt(path), Rung.AVAILABLE)
