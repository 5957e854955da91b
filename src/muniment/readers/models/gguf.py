"""GGUF, the form in which models run locally: typed keys and values before the numbers.

Source: ggml-org/ggml docs/gguf.md.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

from muniment.domain.evidence import NotUnderstood
from muniment.readers.models.origin import Origin, observed, part_of
from muniment.readers.models.weights import LFS, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

MAGIC = b"GGUF"
_STRING, _ARRAY = 8, 9
_SIZES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
"""Bytes of a value of each type that has a fixed size."""
_MOST_KEYS = 100_000
_MOST_ITEMS = 1_000_000
_LONGEST_KEPT = 4096
_LISTS_KEPT = 64
_TOKENIZER = frozenset({"tokenizer.ggml.pre", "tokenizer.ggml.model"})
_FIRST_WITH_64_BITS = 2
_LATEST = 3


def read_bytes(path: str, head: bytes, *, whole: bool) -> Iterator[Seen]:
    """Yield what the path and the keys say."""
    yield from named(path)
    if head.startswith(LFS):
        return
    if not head.startswith(MAGIC):
        yield NotUnderstood(0, "has the name of a GGUF file, and does not begin like one")
        return
    origin = Origin()
    try:
        for key, value in _pairs(_Cursor(head, _order(head))):
            origin = _with(origin, key, value)
    except _OddError as odd:
        yield NotUnderstood(0, f"GGUF whose keys were not read to the end: {odd}")
    except struct.error:
        if whole or not origin.architectures:
            yield NotUnderstood(0, "GGUF that ends, or was cut off, within its keys")
    yield from observed(origin)


def _with(origin: Origin, key: str, value: str) -> Origin:
    if key in _TOKENIZER:
        return origin.with_("architectures", value) if key.endswith(".pre") else origin
    if not key.startswith(("general.", "adapter.")) or ".dataset." in key or "quantized_by" in key:
        return origin
    part = part_of(key)
    return origin.with_(part, value) if part else origin


def _order(head: bytes) -> str:
    """Return the order of bytes: a version that would be huge in one order is written in the other."""
    return "<" if struct.unpack_from("<I", head.ljust(8, b"\0"), 4)[0] < 1 << 16 else ">"


class _OddError(ValueError):
    """The keys cannot be as they are written."""


class _Cursor:
    """A place in the bytes, from which values are taken one after the other. Raises: struct.error at the end."""

    def __init__(self, data: bytes, order: str) -> None:
        self._data = data
        self._order = order
        self.at = len(MAGIC)
        self.wide = True

    def number(self, form: str) -> int:
        value = struct.unpack_from(self._order + form, self._data, self.at)[0]
        self.at += struct.calcsize(form)
        return int(value)

    def length(self) -> int:
        return self.number("Q" if self.wide else "I")

    def skip(self, size: int) -> None:
        self.at += size
        if self.at > len(self._data):
            raise struct.error

    def text(self) -> str:
        size = self.length()
        start = self.at
        self.skip(size)
        return self._data[start : start + min(size, _LONGEST_KEPT)].decode("utf-8", "replace")


class _Pair(NamedTuple):
    key: str
    value: str


def _pairs(cursor: _Cursor) -> Iterator[_Pair]:
    """Yield each key with a text, once for each item of a list of texts. Raises: _OddError, struct.error."""
    version = cursor.number("I")
    cursor.wide = version >= _FIRST_WITH_64_BITS
    if not 1 <= version <= _LATEST:
        raise _OddError(f"version {version} is not known here")
    cursor.length()
    count = cursor.length()
    if count > _MOST_KEYS:
        raise _OddError("it says that there are more keys than any model has")
    for _ in range(count):
        key = cursor.text()
        for value in _values(cursor, cursor.number("I"), keep=not key.startswith("tokenizer.ggml.to")):
            yield _Pair(key, value)


def _values(cursor: _Cursor, kind: int, *, keep: bool) -> Iterator[str]:
    """Yield the texts that a value is, and go past it."""
    if kind == _STRING:
        yield cursor.text()
    elif kind == _ARRAY:
        yield from _items(cursor, keep=keep)
    elif kind in _SIZES:
        cursor.skip(_SIZES[kind])
    else:
        raise _OddError(f"a value of type {kind}, which is not known here")


def _items(cursor: _Cursor, *, keep: bool) -> Iterator[str]:
    kind, count = cursor.number("I"), cursor.length()
    if kind in _SIZES:
        cursor.skip(_SIZES[kind] * count)
        return
    if kind != _STRING or count > _MOST_ITEMS:
        raise _OddError("a list of lists, or of more items than any tokenizer has")
    for number in range(count):
        if keep and number < _LISTS_KEPT:
            yield cursor.text()
        else:
            cursor.skip(cursor.length())
