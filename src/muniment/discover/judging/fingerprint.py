"""Names of findings that outlive edits and moves. Why they are made this way: `docs/decisions/0012-fingerprints.md`.

The first digits say what was found and are the same for everything that says the same; the last say which one it is.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from typing import TYPE_CHECKING, Final

from muniment.domain.evidence import Finding
from muniment.domain.patterns import lazily
from muniment.domain.technology import IdentifierKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from muniment.domain.evidence import Observation
    from muniment.domain.ids import SignatureId, VendorId
    from muniment.domain.surface import Surface

VERSION: Final = "v2"
"""Grows when the same finding would come out with another name."""
WHAT: Final = 20
"""Hexadecimal digits that say what was found; the rest of a fingerprint says which of those."""
_WHICH: Final = 12

_VERSION_OF_PACKAGE: Final = lazily(r"[@?#].*", re.DOTALL)
_BETWEEN_WORDS: Final = lazily(r"\W+")
_NO_WORD: Final = bytes(code for code in range(128) if not (chr(code).isalnum() or chr(code) == "_"))
"""The same for texts of ASCII alone, which is faster."""


def what(vendor: VendorId, signature: SignatureId, seen: Observation) -> str:
    """Return the first part of a fingerprint: neither path nor line nor spacing nor the style of quotes changes it."""
    said = "|".join((VERSION, vendor, signature, seen.identifier.kind.value, *_said(seen)))
    return _digits(said, WHAT)


def told_apart(findings: Iterable[Finding], surface_of: Callable[[str], Surface] | None = None) -> Iterator[Finding]:
    """Yield findings of one tree that bear `what` they found, in the given order, each with a name of its own.

    Those that say the same are told apart by the name of their file, and in files of one name by their order.
    `surface_of` says which surface a path belongs to; without it each keeps the one that it has.
    """
    seen: dict[tuple[str, str], int] = {}
    which = cache(_which)
    for finding in findings:
        file = finding.path.rpartition("/")[2]
        key = (finding.fingerprint[:WHAT], file)
        number = seen[key] = seen.get(key, 0) + 1
        yield Finding(  # a replacement field by field would take three times as long, and there are many
            vendor=finding.vendor,
            roles=finding.roles,
            signature=finding.signature,
            path=finding.path,
            observation=finding.observation,
            rung=finding.rung,
            cls=finding.cls,
            demoted=finding.demoted,
            fingerprint=key[0] + which(file, number),
            surface=surface_of(finding.path) if surface_of is not None else finding.surface,
        )


def _which(file: str, number: int) -> str:
    return _digits(f"{file}|{number}", _WHICH)


def _said(seen: Observation) -> tuple[str, ...]:
    """Return what the place says: a package whatever its version, a file whatever its folder, else the line's words."""
    match seen.identifier.kind:
        case IdentifierKind.PURL:
            return (_VERSION_OF_PACKAGE.sub("", seen.identifier.value),)
        case IdentifierKind.FILE:
            return (seen.identifier.value.rpartition("/")[2],)
        case _:
            return seen.identifier.value, _words(seen.excerpt)


def _words(text: str) -> str:
    """Return the letters and digits of `text`, and what joins them in names."""
    return text.encode().translate(None, _NO_WORD).decode() if text.isascii() else _BETWEEN_WORDS.sub("", text)


def _digits(text: str, count: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:count]
