"""Names that exporters leave in a model's graph: the modules and classes of the library that it was defined with."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.models.origin import Origin

_MODULE = lazily(rb"transformers(?:_modules)?\.models\.([a-z0-9_]{2,40})\.")
_CLASS = lazily(rb"\b([A-Z][A-Za-z0-9]{2,40}(?:For[A-Z][A-Za-z]{2,24}|LMHeadModel))\b")
_MOST = 200


def with_class_names(origin: Origin, data: bytes) -> Origin:
    """Return `origin` with the architectures that stand in `data` as names of modules and classes."""
    for name in islice(_names(data), _MOST):
        origin = origin.with_("architectures", name.decode())
    return origin


def _names(data: bytes) -> Iterator[bytes]:
    for pattern in (_MODULE, _CLASS):
        yield from dict.fromkeys(found[1] for found in pattern.finditer(data))
