"""One value, one sequence of bytes: RFC 8785, without the numbers on which implementations differ."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

import rfc8785

from muniment.domain.ids import Digest
from muniment.errors import Problem, ProofError

if TYPE_CHECKING:
    from collections.abc import Collection

Json: TypeAlias = bool | int | str | Sequence["Json"] | Mapping[str, "Json"] | None
"""What may be signed: JSON without fractions."""

_LARGEST = 2**53 - 1
_LONGEST = 17
"""Letters of the largest number, with its sign."""
_TEXT: Final[frozenset[type]] = frozenset({str})
_LEAVES: Final[frozenset[type]] = frozenset({str, bool, type(None)})
_BEYOND_16_BITS = re.compile("[\U00010000-\U0010ffff]")
_PLAIN = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, check_circular=False)
"""Writes what `_is_plain` as RFC 8785 does, but for the order of keys with a character of more than 16 bits."""


def canonical(value: Json) -> bytes:
    """Return `value` in the JSON Canonicalization Scheme (RFC 8785).

    Raises: ProofError for fractions, for integers of more than 53 bits, and for text that is not Unicode.
    """
    try:
        if _is_plain(value):
            return _written(value)
        _refuse_fractions(value)
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeError, RecursionError) as error:
        raise _not_canonical("statement", f"cannot be written as RFC 8785 ({error})") from error


def is_canonical(raw: bytes, document: Json) -> bool:
    """Say whether `raw` is how RFC 8785 writes `document`, which `parse` made of it: in another way, nobody signs it.

    Raises: ProofError for text that is not Unicode, and for one that is nested too deeply.
    """
    try:
        return _written(document) == raw
    except (UnicodeError, RecursionError) as error:
        raise _not_canonical("statement", f"cannot be written as RFC 8785 ({error})") from error


def parse(raw: bytes, where: str) -> Json:
    """Return the JSON in `raw`, which must be UTF-8, without a repeated key, a fraction or a number beyond 53 bits.

    Raises: ProofError, and nothing else.
    """
    try:
        return _strictly(raw.decode())
    except (ValueError, RecursionError) as error:
        raise _not_canonical(where, f"is not the JSON of a statement ({_first_line(error)})") from error


def digest(raw: bytes) -> Digest:
    """Return the SHA-256 digest of `raw`."""
    return Digest("sha256:" + hashlib.sha256(raw).hexdigest())


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is repeated")
    return found


def _fraction(text: str) -> Json:
    raise ValueError(f"`{text}` is not a whole number")


def _whole(text: str) -> int:
    if len(text) > _LONGEST or abs(found := int(text)) > _LARGEST:
        raise ValueError("a number has more than 53 bits")
    return found


def _written(value: Json) -> bytes:
    """Return what `rfc8785` writes, several times as fast, for a value that `_is_plain`.

    The standard library escapes the same characters in the same way, writes whole numbers alike, and sorts keys by code
    points. That is the order of UTF-16 (RFC 8785 3.2.3) unless a character is beyond 16 bits.
    """
    text = _PLAIN.encode(value)
    if text.isascii() or not _BEYOND_16_BITS.search(text):
        return text.encode()
    return rfc8785.dumps(value)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_whole, parse_float=_fraction, parse_constant=_fraction
)


def _strictly(text: str) -> Json:
    found: Json = _DECODER.decode(text)
    return found


def _is_plain(value: object) -> bool:
    """Say whether `value` is made of the very types that JSON has, with whole numbers of at most 53 bits alone."""
    if type(value) is dict:
        return _TEXT.issuperset(map(type, value)) and _are_plain(value.values())
    if type(value) is list or type(value) is tuple:
        return _are_plain(value)
    if type(value) is int:
        return -_LARGEST <= value <= _LARGEST
    return type(value) in _LEAVES


def _are_plain(values: Collection[object]) -> bool:
    return _LEAVES.issuperset(map(type, values)) or all(map(_is_plain, values))


def _refuse_fractions(value: Json) -> None:
    """RFC 8785 can write fractions; other programs read them differently, so none is signed."""
    match value:
        case None | bool() | int() | str():
            return
        case Mapping():
            for each in value.values():
                _refuse_fractions(each)
        case list() | tuple():
            for each in value:
                _refuse_fractions(each)
        case _:
            raise _not_canonical("statement", f"holds `{value}`, which is neither text, whole number, list nor object")


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0] or type(error).__name__


def _not_canonical(where: str, what: str) -> ProofError:
    return ProofError(Problem(where=where, what=what))
