"""Lock files that nothing reads yet. They are known by name, so that none passes for a file that locks nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.readers.manifests.declared import basename

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_NAMES = frozenset(
    {"project.assets.json", "project.lock.json"}
    | {"MODULE.bazel.lock", "Gopkg.lock", "glide.lock", "Godeps.json", "vlt-lock.json"}
    | {"rebar.lock", "shard.lock", "stack.yaml.lock"}
    | {"packrat.lock"}
    | {"devbox.lock", "spago.lock", "lake-manifest.json"}
)


def wants(path: str) -> bool:
    """Say whether the path has the name of such a lock."""
    return basename(path) in _NAMES


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield that the lock was not read."""
    del path, text
    yield NotUnderstood(1, "there is no reader for lock files of this kind yet, so what this one locks is not known")
