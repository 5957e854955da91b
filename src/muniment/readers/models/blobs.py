"""Files of a model store that are named by their digest, as in the caches of Hugging Face and Ollama."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from muniment.domain.patterns import lazily
from muniment.readers.models import gguf, hub_config, safetensors
from muniment.readers.models.weights import named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_BLOB = lazily(r"(?:^|/)(?:models--[^/]+|models(?:/[^/]+)*)/blobs/(?:sha256[-:])?[0-9a-f]{40,64}$")
_LARGEST_TEXT = 4 * 1024 * 1024


def is_blob(path: str) -> bool:
    """Say whether the path is that of such a file."""
    return _BLOB.search(path) is not None


def read_bytes(path: str, head: bytes, *, whole: bool) -> Iterator[Seen]:
    """Yield what a blob says, which its first bytes tell the kind of."""
    if head.startswith(gguf.MAGIC):
        yield from gguf.read_bytes(path, head, whole=whole)
    elif safetensors.is_safetensors(head):
        yield from safetensors.read_bytes(path, head, whole=whole)
    elif whole and len(head) <= _LARGEST_TEXT and head.lstrip()[:1] == b"{":
        text = head.decode("utf-8", "replace")
        if _is_json(text):
            yield from hub_config.read(path, text)
            yield from named(path) if "/models--" in f"/{path}" else ()


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
