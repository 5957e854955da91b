"""The manifest of an Android program as it is packed: compiled XML in an APK or AAR, protocol buffers in an AAB.

Source: AOSP frameworks/base libs/androidfw `ResourceTypes.h`; AAPT2 `Resources.proto`, `XmlNode`.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.domain.technology import IdentifierKind
from muniment.readers.programs.linked import seen
from muniment.readers.syntax.protobuf import fields, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.domain.evidence import Observation
    from muniment.readers.manifests.declared import Seen

COMPILED = b"\x03\0\x08\0"
_STRINGS, _ELEMENT = 0x0001, 0x0102
_UTF8 = 1 << 8
_TEXT = 3
_MOST_STRINGS = 200_000
_MOST_ELEMENTS = 50_000
_MOST_ATTRIBUTES = 200
_LONGEST = 500
_CLASSES = frozenset(
    {"activity", "service", "receiver", "provider", "application", "activity-alias", "instrumentation"}
)
_DOTTED = lazily(r"[A-Za-z]\w*(?:\.\w+){2,}")


def read_bytes(path: str, head: bytes, *, whole: bool) -> Iterator[Seen]:
    """Yield the classes, packages, permissions and settings that the manifest names."""
    del path, whole
    try:
        if head.startswith(COMPILED):
            yield from _named(_compiled(head))
        elif head.startswith(b"\x0a") and b"<" not in head[:64]:
            yield from _named(_messages(head))
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        yield NotUnderstood(0, f"a compiled Android manifest that is damaged: {str(error)[:60]}")


def _named(elements: Iterator[tuple[str, dict[str, str]]]) -> Iterator[Observation]:
    package = ""
    for tag, attributes in elements:
        if tag == "manifest":
            package = attributes.get("package", "")
            yield from _dotted(package, f"package {package}", IdentifierKind.IMPORT)
            yield from [seen(IdentifierKind.APP, f"android:{package}", f"package {package}")] if package else ()
        name = attributes.get("name", "")
        if tag == "package" and name:
            yield seen(IdentifierKind.APP, f"android:{name}", f"queries {name}")
        elif tag in _CLASSES:
            full = f"{package}{name}" if name.startswith(".") else name
            yield from _dotted(full, f"{tag} {full}", IdentifierKind.IMPORT)
        else:
            yield from _dotted(name, f"{tag} {name}", IdentifierKind.HOST)
        yield from _dotted(
            attributes.get("value", ""), f"{tag} {name} {attributes.get('value', '')}", IdentifierKind.HOST
        )


def _dotted(name: str, said: str, kind: IdentifierKind) -> Iterator[Observation]:
    """Yield a class as an import; another dotted name as what it is in text, where it looks like a host's."""
    if _DOTTED.fullmatch(name) and not name.startswith("android."):
        yield seen(kind, f"jvm:{name}" if kind is IdentifierKind.IMPORT else name.lower(), said)


def _compiled(data: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each element with its attributes. Raises: struct.error, IndexError."""
    strings: list[str] = []
    at, count = 8, 0
    while at + 8 <= len(data) and count < _MOST_ELEMENTS:
        kind, header, size = struct.unpack_from("<HHI", data, at)
        if size < 8:  # noqa: PLR2004 (the header itself)
            raise IndexError("a chunk without a size")
        if kind == _STRINGS and not strings:
            strings = _pool(data, at)
        elif kind == _ELEMENT:
            count += 1
            yield _element(data, at + header, strings)
        at += size


def _element(data: bytes, at: int, strings: list[str]) -> tuple[str, dict[str, str]]:
    _, name, start, size, count = struct.unpack_from("<IIHHH", data, at)
    attributes: dict[str, str] = {}
    for number in range(min(count, _MOST_ATTRIBUTES)):
        _, key, raw, _, _, kind, value = struct.unpack_from("<IIIHBBI", data, at + start + number * size)
        if kind == _TEXT or raw < len(strings):
            attributes[_string(strings, key)] = _string(strings, raw if raw < len(strings) else value)
    return _string(strings, name), attributes


def _string(strings: list[str], number: int) -> str:
    return strings[number] if number < len(strings) else ""


def _pool(data: bytes, at: int) -> list[str]:
    _, header, _, count, _, flags, start, _ = struct.unpack_from("<HHIIIIII", data, at)
    offsets = struct.unpack_from(f"<{min(count, _MOST_STRINGS)}I", data, at + header)
    return [_text(data, at + start + offset, utf8=bool(flags & _UTF8)) for offset in offsets]


def _text(data: bytes, at: int, *, utf8: bool) -> str:
    if utf8:
        at += 2 if data[at] & 0x80 else 1
        size, at = (((data[at] & 0x7F) << 8) | data[at + 1], at + 2) if data[at] & 0x80 else (data[at], at + 1)
        return data[at : at + min(size, _LONGEST)].decode("utf-8", "replace")
    (size,) = struct.unpack_from("<H", data, at)
    at += 4 if size & 0x8000 else 2
    return data[at : at + 2 * min(size & 0x7FFF, _LONGEST)].decode("utf-16-le", "replace")


def _messages(data: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the same of the form of an app bundle, in order of the nodes."""
    waiting = [(0, len(data))]
    for _ in range(_MOST_ELEMENTS):
        if not waiting:
            return
        start, end = waiting.pop()
        for element in (field for field in fields(data, start, end) if field.number == 1):
            inner = list(fields(data, element.start, element.end))
            tag = next((text(data, field) for field in inner if field.number == 3), "")  # noqa: PLR2004
            yield tag, dict(_attribute(data, field.start, field.end) for field in inner if field.number == 4)  # noqa: PLR2004
            waiting += [(field.start, field.end) for field in reversed(inner) if field.number == 5]  # noqa: PLR2004


def _attribute(data: bytes, start: int, end: int) -> tuple[str, str]:
    parts = {field.number: text(data, field) for field in fields(data, start, end) if field.number in {2, 3}}
    return parts.get(2, ""), parts.get(3, "")
