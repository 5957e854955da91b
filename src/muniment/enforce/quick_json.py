"""JSON that is strict beyond doubt, told by one quick parser: yes, or not known. It never says no.

The parser keeps the last of two keys, and says nothing. So the text is parsed with the case of its letters folded, and
written again. Where that yields the folded text, but for space, no member was lost: no key stands twice, not even but
for its case. Nor was a number read as another, for each is written as it stood. Text that can be written in two ways,
with an escape or with a number of another form, is not known here, however harmless; `strict_json` reads it itself.

Why space may differ: outside of strings it parts tokens that nothing else could join, and within them it is no part of
an escape. So two texts that are equal without space have the same tokens, members and numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

try:
    from orjson import OPT_SORT_KEYS, OPT_STRICT_INTEGER, dumps, loads

    _IS_THERE = True
except ImportError:  # it comes with the gateway; without it, nothing is told quickly
    _IS_THERE = False

if TYPE_CHECKING:
    from collections.abc import Mapping

    from muniment.domain.call import AnyJson, Read

_SPACE = b" \t\n\r"


class NotKnown:
    """What is told of a text that may be strict, or not."""


NOT_KNOWN = NotKnown()


def plainly(raw: bytes) -> Read | NotKnown:
    """Return the value in `raw` where `strict_json.read` would return it too, whatever its nesting and size."""
    if not _IS_THERE:
        return NOT_KNOWN
    try:
        folded = raw.lower() if raw.isascii() else raw.decode().casefold().encode()
        again = dumps(loads(folded), option=OPT_STRICT_INTEGER)
        if again != folded and again.translate(None, _SPACE) != folded.translate(None, _SPACE):
            return NOT_KNOWN
        value: Read = loads(raw)
    except (ValueError, TypeError):  # no JSON; or an integer that readers differ on
        return NOT_KNOWN
    return value


def written(value: Mapping[str, AnyJson]) -> bytes:
    """Return `value`, of which every part was read strictly, in compact UTF-8; nothing where that is not known."""
    if not _IS_THERE:
        return b""
    try:
        return dumps(value)
    except TypeError:
        return b""


def in_order(value: AnyJson) -> bytes:
    """Return `value` in compact UTF-8, the keys of each object in order; nothing where that is not known."""
    if not _IS_THERE:
        return b""
    try:
        return dumps(value, option=OPT_SORT_KEYS)
    except TypeError:
        return b""
