"""JSON that every reader reads alike (RFC 7493), and refused where two readers could differ.

Go's `encoding/json` takes `Model` for `model` and keeps the last of two keys, others keep the first, some read `NaN`,
and most round integers beyond 2**53. What a gateway decides on must be what the vendor, or the tool, then acts on.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any, NoReturn, cast

import rfc8785

from muniment.enforce.quick_json import NotKnown, in_order, plainly, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from muniment.domain.call import AnyJson, Read

GREATEST = 2**53 - 1
"""The greatest integer that a reader with double floats tells from its neighbours (RFC 7493 2.2)."""
DEPTH = 100
"""How deep values may nest. Some readers stop at 128 (Rust's serde_json)."""


PARTS = 1_000_000
"""The most objects, lists and commas: what few bytes could otherwise become much memory of. Those in text count too."""


class NotStrictError(ValueError):
    """The text is no JSON that every reader reads alike. The message says why, in the manner of a `Problem`."""


def read(raw: bytes | str, *, limit: int, whole_signs: bool = True) -> Read:
    """Return the one JSON value in `raw`, which is at most `limit` bytes (or characters) long.

    Refused, with NotStrictError: a byte order mark, bytes that are no UTF-8, bytes after the value, a key twice in one
    object or twice but for its case, `NaN` and infinities, numbers that overflow, integers beyond `GREATEST`,
    surrogates without their partner where `whole_signs` are asked for, nesting beyond `DEPTH`, and more than `PARTS`.
    """
    if len(raw) > limit:
        message = f"longer than {limit} bytes"
        raise NotStrictError(message)
    bare = raw if isinstance(raw, bytes) else raw.encode(errors="surrogatepass")
    opened = bare.count(b"{") + bare.count(b"[")
    if len(bare) > PARTS and (opened > PARTS or bare.count(b",") > PARTS):
        message = f"more than {PARTS:,} objects, lists or commas"
        raise NotStrictError(message)
    value = plainly(bare)
    if isinstance(value, NotKnown):
        value = thoroughly(raw, whole_signs=whole_signs)
    if opened > DEPTH:
        _refuse_depth(value)
    return value


def thoroughly(raw: bytes | str, *, whole_signs: bool = True) -> Read:
    """Return the value in `raw`, whatever its nesting and size, slowly; or say why not. Raises: NotStrictError."""
    try:
        text = raw if isinstance(raw, str) else raw.decode()
        value = cast("Read", _DECODER.decode(text))
    except UnicodeDecodeError as error:
        message = f"no UTF-8 at byte {error.start}"
        raise NotStrictError(message) from None
    except json.JSONDecodeError as error:
        message = f"no JSON at character {error.pos}: {error.msg[:1].lower()}{error.msg[1:]}"
        raise NotStrictError(message) from None
    except RecursionError:
        message = f"nested deeper than {DEPTH} values"
        raise NotStrictError(message) from None
    if whole_signs and (isinstance(raw, str) or "\\ud" in text or "\\uD" in text):
        _refuse_lone_surrogates(value)
    return value


def write(value: AnyJson) -> bytes:
    """Return `value` as compact JSON in UTF-8, keys in their order."""
    return _ENCODER.encode(value).encode()


def rewrite(value: Mapping[str, AnyJson]) -> bytes:
    """Return `value`, of which every part was read by `read`, as `write` does, but for the form of fractions."""
    return written(value) or write(value)


def write_ascii(value: AnyJson) -> str:
    """Return `value` as compact JSON, with whatever is not ASCII as escapes."""
    return _ASCII.encode(value)


def digest(value: AnyJson) -> str:
    """Return the SHA-256, in hexadecimal, of `value`, of which every part was read by `read`, under RFC 8785.

    Where all text is ASCII and no number is a fraction, sorting the keys is all that RFC 8785 asks for: several times
    faster than the general way, for declarations of tools that come with every call.
    """
    text = in_order(value) or _SORTED.encode(value).encode(errors="surrogatepass")
    if text.isascii() and not (_MAYBE_FRACTION.search(text) and _has_fraction(value)):
        return hashlib.sha256(text).hexdigest()
    return hashlib.sha256(rfc8785.dumps(cast("dict[str, Any]", value))).hexdigest()


def _object(pairs: list[tuple[str, Read]]) -> dict[str, Read]:
    """Return the object of `pairs`, each key of which stands once, whatever its case."""
    value = dict(pairs)
    if len(value) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for place, key in enumerate(keys) if key in keys[:place])
        message = f"the key `{shown(twice)}` stands twice"
        raise NotStrictError(message)
    joined = "".join(value)
    if not (joined.isascii() and joined.islower()) and len({key.casefold() for key in value}) != len(value):
        message = f"two keys differ in case alone among {', '.join(f'`{shown(key)}`' for key in list(value)[:12])}"
        raise NotStrictError(message)
    return value


def shown(text: str, limit: int = 64) -> str:
    """Return `text` as a message may show it: on one line, in ASCII, without what could act on a terminal or a page."""
    plain = text if text.isascii() and text.isprintable() else text.encode("ascii", "backslashreplace").decode()
    plain = "".join(sign if sign.isprintable() else "?" for sign in plain)
    return plain if len(plain) <= limit else f"{plain[:limit]}..."


def _integer(text: str) -> int:
    value = int(text) if len(text) <= len(str(GREATEST)) + 1 else GREATEST + 1
    if not -GREATEST <= value <= GREATEST:
        message = f"the integer `{shown(text, 24)}` is beyond 2**53 - 1, where readers differ"
        raise NotStrictError(message)
    return value


def _fraction(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        message = f"the number `{shown(text, 24)}` overflows"
        raise NotStrictError(message)
    return value


def _constant(text: str) -> NoReturn:
    message = f"`{text}` is no number of JSON"
    raise NotStrictError(message)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer, parse_float=_fraction, parse_constant=_constant
)
_MAYBE_FRACTION = re.compile(rb"\d[.e]")
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False)
_ASCII = json.JSONEncoder(separators=(",", ":"), allow_nan=False, check_circular=False)
_SORTED = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False, sort_keys=True
)


def _refuse_lone_surrogates(value: Read) -> None:
    try:
        _ENCODER.encode(value).encode()
    except UnicodeEncodeError:
        message = "a surrogate stands without its partner"
        raise NotStrictError(message) from None


def _refuse_depth(value: Read) -> None:
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > DEPTH + 1:
            message = f"nested deeper than {DEPTH} values"
            raise NotStrictError(message)
        level = [child for parent in level for child in _children(parent)]


def _children(value: Read) -> Iterable[Read]:
    """Return what stands in `value`, if it holds anything."""
    if type(value) is dict:
        return value.values()
    return value if type(value) is list else ()


def _has_fraction(value: AnyJson) -> bool:
    level: list[AnyJson] = [value]
    while level:
        if any(type(one) is float for one in level):
            return True
        level = [child for parent in level for child in _children(cast("Read", parent))]
    return False


def text_of(value: AnyJson) -> str:
    """Return `value` if it is text, else none: for what is compared with names."""
    return value if isinstance(value, str) else ""


def mapping(value: AnyJson) -> Mapping[str, AnyJson]:
    """Return `value` if it is an object, else an empty one: for what is looked into and not relied on."""
    return value if isinstance(value, dict) else {}
