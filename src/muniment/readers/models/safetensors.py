"""Safetensors: a length, a header in JSON, then numbers. What a model says of itself stands in `__metadata__`.

Source: huggingface/safetensors README, "Format".
"""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.models.origin import observed, origin_of
from muniment.readers.models.weights import LFS, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_LENGTH = struct.Struct("<Q")
_LARGEST_HEADER = 100_000_000
_METADATA = lazily(rb'"__metadata__"\s*:\s*')
_LONGEST_METADATA = 1024 * 1024


def read_bytes(path: str, head: bytes, *, whole: bool) -> Iterator[Seen]:
    """Yield what the path and the header say."""
    yield from named(path)
    if head.startswith(LFS):
        return
    if not is_safetensors(head):
        yield NotUnderstood(0, "has the name of a safetensors file, and does not begin like one")
        return
    size = _LENGTH.unpack_from(head)[0]
    header = head[_LENGTH.size : _LENGTH.size + size]
    if len(header) < size and whole:
        yield NotUnderstood(0, "a safetensors file that ends within its header")
    yield from metadata(header)


def is_safetensors(head: bytes) -> bool:
    """Say whether a file begins as this format does."""
    if len(head) <= _LENGTH.size or head[_LENGTH.size : _LENGTH.size + 1] != b"{":
        return False
    return bool(1 < _LENGTH.unpack_from(head)[0] <= _LARGEST_HEADER)


def metadata(header: bytes) -> Iterator[Seen]:
    """Yield what the metadata in a header, which may be cut off, say."""
    found = _METADATA.search(header)
    if found is None:
        return
    text = header[found.end() : found.end() + _LONGEST_METADATA].decode("utf-8", "replace")
    try:
        table, _ = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        yield NotUnderstood(0, "safetensors whose metadata are no JSON")
        return
    if isinstance(table, dict):
        yield from observed(origin_of((key, value) for key, value in table.items() if isinstance(value, str)))
