"""`Info.plist` in its binary form, as it lies in programs for iOS and macOS: identifiers of programs and frameworks."""

from __future__ import annotations

import plistlib
from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.domain.technology import IdentifierKind
from muniment.readers.programs.linked import seen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

MAGIC = b"bplist00"
_LARGEST = 1024 * 1024
_MOST = 5000
_DOTTED = lazily(r"[A-Za-z][\w-]*(?:\.[\w-]+){2,8}")


def read_bytes(path: str, head: bytes, *, whole: bool) -> Iterator[Seen]:
    """Yield the dotted names in it, which are identifiers of programs or hosts; only of a list called `Info.plist`."""
    if not path.endswith("Info.plist"):
        return
    if not whole or len(head) > _LARGEST:
        yield NotUnderstood(0, "a property list that is larger than any program's", harmless=True)
        return
    try:
        top = plistlib.loads(head, fmt=plistlib.FMT_BINARY)
    except Exception:  # noqa: BLE001 (the library lets out many kinds for lists that are damaged)
        yield NotUnderstood(0, "a property list that is damaged")
        return
    own = top.get("CFBundleIdentifier") if isinstance(top, dict) else None
    if isinstance(own, str):
        yield seen(IdentifierKind.APP, f"apple:{own}", f"identifier {own}")
    for name in dict.fromkeys(_texts(top)):
        if _DOTTED.fullmatch(name):
            yield seen(IdentifierKind.HOST, name.lower(), f"identifier {name}")


def _texts(top: object) -> Iterator[str]:
    waiting = [top]
    for _ in range(_MOST):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            waiting += value
