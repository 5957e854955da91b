"""Files with weights that are known by their path alone: programs that carry a model, TensorFlow Lite, Keras."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.readers.models.weights import named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen


def read_bytes(path: str, head: bytes, *, whole: bool) -> Iterator[Seen]:
    """Yield what the path says."""
    del head, whole
    yield from named(path)
