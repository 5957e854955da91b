"""One value, one sequence of bytes: RFC 8785, without the numbers on which implementations differ."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import rfc8785

from muniment.domain.ids import Digest
from muniment.errors import Problem, ProofError

Json: TypeAlias = bool | int | str | Sequence["Json"] | Mapping[str, "Json"] | None
"""What may be signed: JSON without fractions."""

_LARGEST = 2**53 - 1


def canonical(value: Json) -> bytes:
    """Return `value` in the JSON Canonicalization Scheme (RFC 8785).

    Raises: ProofError for fractions, for integers of more than 53 bits, and for text that is not Unicode.
    """
    try:
        _refuse_fractions(value)
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeError, RecursionError) as error:
        raise _not_canonical("statement", f"cannot be written as RFC 8785 ({error})") from error


def parse(raw: bytes, where: str) -> Json:
    """Return the JSON in `raw`, which must be UTF-8, without a repeated key, a fraction or a number beyond 53 bits.

    Raises: ProofError, and nothing else.
    """
    try:
        found = json.loads(raw.decode(), object_pairs_hook=_object, parse_float=_fraction, parse_constant=_fraction)
        return _checked(found)
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


def _checked(value: object) -> Json:
    match value:
        case None | bool() | str():
            return value
        case int():
            if abs(value) > _LARGEST:
                raise ValueError("a number has more than 53 bits")
            return value
        case list():
            return [_checked(each) for each in value]
        case dict():
            return {str(key): _checked(each) for key, each in value.items()}
        case _:
            raise ValueError(f"`{value}` is no value of a statement")


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
