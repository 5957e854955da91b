"""ONNX: a message of protocol buffers with producer, graph and metadata.

Source: onnx/onnx onnx/onnx.proto, `ModelProto`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.readers.models.class_names import with_class_names
from muniment.readers.models.origin import Origin, observed, part_of
from muniment.readers.models.weights import LFS, named
from muniment.readers.syntax.protobuf import entry, fields, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_PRODUCER, _DOMAIN, _GRAPH, _METADATA = 2, 4, 7, 14
_NAME_OF_GRAPH = 2


def read_bytes(path: str, head: bytes, *, whole: bool) -> Iterator[Seen]:
    """Yield what the path, the names in the graph and the metadata say."""
    yield from named(path)
    if head.startswith(LFS):
        return
    origin, graph, cut = Origin(), False, False
    for field in fields(head):
        cut = cut or field.cut
        if field.number == _GRAPH:
            graph = True
            names = (inner for inner in fields(head, field.start, field.end) if inner.number == _NAME_OF_GRAPH)
            for inner in names:
                origin = origin.with_("names", text(head, inner))
        elif field.number in {_PRODUCER, _DOMAIN}:
            origin = origin.with_("makers", text(head, field))
        elif field.number == _METADATA:
            key, value = entry(head, field)
            origin = origin.with_(part_of(key), value) if part_of(key) else origin
    if not graph or (cut and whole):
        yield NotUnderstood(0, "has the name of an ONNX model, and is none or is damaged")
    elif cut:
        yield NotUnderstood(0, "a large ONNX model, of which the metadata at its end were not read", harmless=True)
    yield from observed(with_class_names(origin, head))
