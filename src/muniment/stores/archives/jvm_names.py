"""Names of JVM classes in an archive: paths of class files, and the table of classes of an Android program."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLASS = lazily(
    r"(?:.*!/)?(?:META-INF/versions/\d+/|BOOT-INF/classes/|WEB-INF/classes/|classes/)?"
    r"((?:[^\W\d][\w$]*/)+)([^\W\d][\w$]*)\.class"
)
_DEX: Final = b"dex\n"
_TABLES = struct.Struct("<6I")
_TABLES_AT: Final = 0x38
_CLASSES_AT: Final = 0x60
_CLASS_SIZE: Final = 32
_LONGEST: Final = 1024


def jvm_package(path: str) -> str | None:
    """Return the class that the class file at `path` defines, without what is nested in it; nothing for other paths.

    `com/northwind/push/A$1.class` is `com.northwind.push.A`. Folders that servers and versions of Java put before the
    package are left out; a class without a package has no name that tells anything.
    """
    found = _CLASS.fullmatch(path)
    if found is None:
        return None
    outer = found[2].partition("$")[0] or found[2]
    return f"{found[1].replace('/', '.')}{outer}"


def dex_classes(content: bytes) -> Iterator[str]:
    """Yield the path of each class that an Android program defines, as if it were a class file in an archive.

    Yields nothing for other content, and stops where a table leads out of `content`.   Source: the DEX format,
    `header_item` and `class_def_item`.
    """
    if not content.startswith(_DEX) or len(content) < _CLASSES_AT + 8:
        return
    _, strings, types, types_at, *_ = _TABLES.unpack_from(content, _TABLES_AT)
    count, at = struct.unpack_from("<2I", content, _CLASSES_AT)
    for place in range(at, min(at + count * _CLASS_SIZE, len(content) - _CLASS_SIZE + 1), _CLASS_SIZE):
        (type_number,) = struct.unpack_from("<I", content, place)
        if type_number >= types:
            return
        try:
            (string,) = struct.unpack_from("<I", content, types_at + 4 * type_number)
            (text_at,) = struct.unpack_from("<I", content, strings + 4 * string)
        except struct.error:
            return
        start, end = content.find(b"L", text_at), content.find(b";", text_at, text_at + _LONGEST)
        if text_at <= start < end:
            yield f"{content[start + 1 : end].decode('utf-8', 'replace')}.class"
