"""By whom a tool looks up people: selectors out of tagged arguments, each written in one way and then hidden.

What is counted is structural: a value in a field that is tagged. What stands in the prose of another field is not.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from muniment.domain.tool_rules import SelectorKind
from muniment.errors import Problem, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from muniment.domain.call import AnyJson
    from muniment.domain.tool_rules import Authority, SelectorField

_WILD: Final = frozenset("*%?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """By what one person is looked up, written in the one way of its kind."""

    kind: SelectorKind
    written: str


def selectors(arguments: Mapping[str, AnyJson], fields: Sequence[SelectorField]) -> tuple[Selector, ...]:
    """Return the different selectors in `arguments`, in the order of `fields`.

    Raises: RefusedError where there is none, or a tagged field holds what cannot be one: it would go uncounted.
    """
    found: dict[Selector, None] = {}
    for field in fields:
        for value in _at(arguments, field.pointer.split("/")[1:]):
            found[_selector(field, value)] = None
    if not found:
        help_ = "fill one of " + ", ".join(f"`{field.pointer}`" for field in fields)
        raise RefusedError(Problem(where="arguments", what="name nobody who could be counted", help=help_))
    return tuple(found)


def hidden(key: bytes, selector: Selector) -> str:
    """Return what is kept of a selector: its HMAC-SHA-256, from which nobody without `key` can tell who it is."""
    return hmac.new(key, f"{selector.kind.value}:{selector.written}".encode(), hashlib.sha256).hexdigest()


def window_of(authority: Authority, at: datetime) -> int:
    """Return the number of the window in which `at` lies; windows follow each other from 1970 on, without a gap."""
    return int(at.timestamp()) // int(authority.window.total_seconds())


def _at(value: AnyJson, steps: Sequence[str]) -> Iterator[AnyJson]:
    if not steps:
        yield from value if isinstance(value, list | tuple) else (value,)
        return
    step = steps[0].replace("~1", "/").replace("~0", "~")
    for each in _inside(value, step):
        yield from _at(each, steps[1:])


def _inside(value: AnyJson, step: str) -> Iterable[AnyJson]:
    match value:
        case Mapping():
            return value.values() if step == "*" else (value[step],) if step in value else ()
        case list() | tuple():
            if step == "*":
                return value
            return (value[int(step)],) if step.isdecimal() and int(step) < len(value) else ()
        case _:
            return ()


def _selector(field: SelectorField, value: AnyJson) -> Selector:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise _refused(field, "holds neither text nor a whole number")
    text = unicodedata.normalize("NFKC", str(value)).strip()
    if _WILD & set(text):
        raise _refused(field, "holds a character that may stand for many people")
    written = _written(field.kind, text)
    if not written:
        raise _refused(field, f"holds no {field.kind.value} that could be counted")
    return Selector(kind=field.kind, written=written)


def _written(kind: SelectorKind, text: str) -> str:
    match kind:
        case SelectorKind.EMAIL | SelectorKind.NAME:
            return " ".join(text.casefold().split())
        case SelectorKind.PHONE:
            return "".join(letter for letter in text if letter.isdecimal()).lstrip("0")
        case SelectorKind.NUMBER:
            return "".join(letter for letter in text.casefold() if letter.isalnum())
        case SelectorKind.EXACT:
            return text


def _refused(field: SelectorField, what: str) -> RefusedError:
    help_ = "selectors are counted before a call leaves; what cannot be counted does not leave"
    return RefusedError(Problem(where=f"argument `{field.pointer}`", what=what, help=help_))
