"""Arguments of a tool as people see them before they approve: all of it shows, nothing passes for another thing."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import rfc8785

from muniment.render.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.domain.call import AnyJson

_BLANK: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {chr(0xFE00 + at) for at in range(16)}
"""Letters and marks that show nothing, though their category says that they do."""
_SPACES: Final = "Zs"
_STEP: Final = "  "


def argument_lines(arguments: Mapping[str, AnyJson]) -> tuple[str, ...]:
    """Return the arguments as JSON over several lines, in the order in which they are signed.

    A backslash in a text is doubled, so that an escape for what does not show cannot be forged by writing one.
    """
    return tuple(_lines(arguments, "", ""))


def shown(text: str) -> str:
    r"""Return `text` with every character that does not show itself as an escape, and no space but the plain one."""
    return "".join(_shown(letter) for letter in text)


def look_alikes(text: str) -> tuple[tuple[str, str], ...]:
    """Return the letters in `text` outside of ASCII, each once, with their names: some look like others."""
    found = dict.fromkeys(letter for letter in text if not letter.isascii() and _shown(letter) == letter)
    return tuple((letter, f"U+{ord(letter):04X} {unicodedata.name(letter, 'without a name')}") for letter in found)


def all_text(value: AnyJson) -> str:
    """Return all texts in `value`, keys included, one behind the other."""
    match value:
        case str():
            return value
        case Mapping():
            return " ".join(f"{key} {all_text(each)}" for key, each in value.items())
        case list() | tuple():
            return " ".join(all_text(each) for each in value)
        case _:
            return ""


def _lines(value: AnyJson, before: str, indent: str) -> Iterator[str]:
    match value:
        case Mapping() if value:
            yield f"{before}{{"
            yield from _inside(((f"{_text(key)}: ", value[key]) for key in _signed_order(value)), len(value), indent)
            yield f"{indent}}}"
        case list() | tuple() if value:
            yield f"{before}["
            yield from _inside((("", each) for each in value), len(value), indent)
            yield f"{indent}]"
        case str():
            yield before + _text(value)
        case _:
            yield before + rfc8785.dumps(value).decode()


def _inside(entries: Iterator[tuple[str, AnyJson]], count: int, indent: str) -> Iterator[str]:
    deeper = indent + _STEP
    for number, (label, value) in enumerate(entries, 1):
        lines = list(_lines(value, deeper + label, deeper))
        yield from lines[:-1]
        yield lines[-1] + ("," if number < count else "")


def _signed_order(value: Mapping[str, AnyJson]) -> list[str]:
    return sorted(value, key=lambda key: key.encode("utf-16-be"))


def _text(text: str) -> str:
    return shown(json.dumps(text, ensure_ascii=False))


def _shown(letter: str) -> str:
    if letter == " ":
        return letter
    if letter in _BLANK or unicodedata.category(letter) == _SPACES or "\U000e0100" <= letter <= "\U000e01ef":
        return letter.encode("ascii", "backslashreplace").decode()
    return visible(letter)
