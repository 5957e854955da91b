"""Core ML models and TensorFlow SavedModels: messages of protocol buffers whose metadata, or names, tell of an origin.

Source: apple/coremltools mlmodel/format/Model.proto; tensorflow/tensorflow core/protobuf/saved_model.proto.
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
    from muniment.readers.syntax.protobuf import Field

_DESCRIPTION, _METADATA, _USER_DEFINED = 2, 100, 100
_PARTS = {1: "names", 3: "makers", 4: "licences"}


def read_bytes(path: str, head: bytes, *, whole: bool) -> Iterator[Seen]:
    """Yield what the path, the metadata of a Core ML model, and the names in either say."""
    if head.startswith(LFS):
        yield from named(path)
        return
    top = list(fields(head))
    if path.endswith(".mlmodel"):
        yield from named(path)
        if not top or (whole and any(field.cut for field in top)):
            yield NotUnderstood(0, "has the name of a Core ML model, and is none or is damaged")
    yield from observed(with_class_names(_described(head, top) if path.endswith(".mlmodel") else Origin(), head))


def _described(head: bytes, top: list[Field]) -> Origin:
    origin = Origin()
    for description in (field for field in top if field.number == _DESCRIPTION):
        for metadata in fields(head, description.start, description.end):
            if metadata.number == _METADATA:
                origin = _told(origin, head, metadata)
    return origin


def _told(origin: Origin, head: bytes, metadata: Field) -> Origin:
    for field in fields(head, metadata.start, metadata.end):
        if field.number == _USER_DEFINED:
            key, value = entry(head, field)
            origin = origin.with_(part_of(key), value) if part_of(key) else origin
        elif field.number in _PARTS:
            origin = origin.with_(_PARTS[field.number], text(head, field))
    return origin
