"""Where two JSON values differ: every place, and what stands there in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.prove.canonical import Json


class Absent:
    """Stands where there is nothing at all, which is not the same as `null`."""


ABSENT: Final = Absent()
_NAMES = ("id", "from", "date", "until", "whom", "holder", "name", "is", "state", "instrument", "fact", "source", "at")
"""What tells the items of a list apart, in this order; an item without any of them is known by its place."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place that differs. `path` names the keys from the outside in; items of a list by what they are called."""

    path: tuple[str, ...]
    before: Json | Absent
    after: Json | Absent


def differing(before: Json | Absent, after: Json | Absent, path: tuple[str, ...] = ()) -> Iterator[Place]:
    """Yield every place at which the two differ; nothing where they are equal. The order of a list does not count."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _mappings(before, after, path)
    elif _is_list(before) and _is_list(after):
        yield from _mappings(_by_name(before), _by_name(after), path)
    elif type(before) is not type(after) or before != after:
        yield Place(path, before, after)


def _mappings(before: Mapping[str, Json], after: Mapping[str, Json], path: tuple[str, ...]) -> Iterator[Place]:
    for key in dict.fromkeys((*before, *after)):
        yield from differing(before.get(key, ABSENT), after.get(key, ABSENT), (*path, key))


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _by_name(items: object) -> dict[str, Json]:
    """Return the items of a list by a name; of those that share one, each later one by a number as well."""
    named: dict[str, Json] = {}
    for number, item in enumerate(items if isinstance(items, Sequence) else ()):
        name = _name(item, number)
        while name in named:
            name = f"{name} (another)"
        named[name] = item
    return named


def _name(item: Json, number: int) -> str:
    if isinstance(item, Mapping):
        told = [str(item[key]) for key in _NAMES if isinstance(item.get(key), str) and item[key]]
        return "/".join(told[:2]) or f"#{number + 1}"
    return str(item) if isinstance(item, str) else f"#{number + 1}"
