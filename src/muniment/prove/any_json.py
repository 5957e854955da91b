"""Arguments of tools as bytes and back. They may hold fractions, which nothing else that is signed does.

What one program reads and another one reads differently is refused: repeated keys and keys that differ by case alone,
numbers that a double cannot hold as they are written, text that is not Unicode.   Source: RFC 7493; RFC 8785.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import rfc8785

from muniment.errors import Problem, ProofError

if TYPE_CHECKING:
    from muniment.domain.call import AnyJson

_LARGEST: Final = 2**53 - 1
_DEEPEST: Final = 64
_LONGEST_NUMBER: Final = 32


def canonical_any(value: AnyJson) -> bytes:
    """Return `value` in the JSON Canonicalization Scheme (RFC 8785). Raises: ProofError where that cannot be."""
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeError, RecursionError, TypeError) as error:
        raise _refused("value", f"cannot be written as RFC 8785 ({error})") from error


def parse_any(raw: bytes, where: str) -> AnyJson:
    """Return the JSON in `raw`, if every program reads the same in it. Raises: ProofError, and nothing else."""
    try:
        text = raw.decode()
        found = json.loads(
            text, object_pairs_hook=_object, parse_float=_fraction, parse_int=_whole, parse_constant=_constant
        )
        _check(found, _DEEPEST)
    except (ValueError, RecursionError) as error:
        first = str(error).partition("\n")[0] or type(error).__name__
        raise _refused(where, f"is not JSON that every program reads alike ({first})") from error
    else:
        return found  # type: ignore[no-any-return]  # `_check` has seen every part of it


def parse_object(raw: bytes, where: str) -> Mapping[str, AnyJson]:
    """Return the JSON object in `raw`. Raises: ProofError, also for JSON of another kind."""
    found = parse_any(raw, where)
    if not isinstance(found, Mapping):
        raise _refused(where, "is not an object")
    return found


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is repeated")
    if len({key.casefold() for key in found}) != len(found):
        raise ValueError("two keys differ by case alone")
    return found


def _whole(text: str) -> int | float:
    if len(text) > _LONGEST_NUMBER:
        raise ValueError("a number has too many digits")
    return int(text) if abs(int(text)) <= _LARGEST else _fraction(text)


def _fraction(text: str) -> float:
    """Return a double that RFC 8785 writes as the same number, so that what is approved is what a tool reads."""
    if len(text) > _LONGEST_NUMBER:
        raise ValueError("a number has too many digits")
    found = float(text)
    if not math.isfinite(found) or Decimal(text) != Decimal(rfc8785.dumps(found).decode()):
        raise ValueError(f"`{text}` is another number for programs that count in doubles")
    return found


def _constant(text: str) -> object:
    raise ValueError(f"`{text}` is no value of JSON")


def _check(value: object, depth: int) -> None:
    """Refuse what is nested too deeply, and text with half a character in it."""
    if depth == 0:
        raise ValueError("it is nested too deeply")
    match value:
        case str():
            value.encode()
        case list():
            for each in value:
                _check(each, depth - 1)
        case dict():
            for key, each in value.items():
                key.encode()
                _check(each, depth - 1)
        case _:
            pass


def _refused(where: str, what: str) -> ProofError:
    return ProofError(Problem(where=where, what=what))
