"""From nodes to simple values. Each function takes the node it reads, and refuses it with its place."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

from muniment.domain.dated import Interval
from muniment.domain.patterns import lazily
from muniment.domain.version import VERSION_HELP, is_version
from muniment.errors import Problem, RulebookError
from muniment.rulebook.yaml_text import Block, Listing, Text, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from enum import Enum

    from muniment.rulebook.yaml_text import Node, Place

K = TypeVar("K", bound=str)
T = TypeVar("T")
V = TypeVar("V")
E = TypeVar("E", bound="Enum")

_DAY = lazily(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = lazily(r"[1-9][0-9]{0,3}")
_IDENTIFIER = lazily(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_SHORT = 14
_YES_NO = {"yes": True, "no": False}


def fields(node: Node, what: str, *, needs: Iterable[str], may: Iterable[str] = ()) -> Block:
    """Return `node` as a block that has every key in `needs`, and no others than those in `may`.

    `what` names the thing that the block describes, with its article.
    """
    found = block(node, what)
    needed = tuple(needs)
    known = (*needed, *may)
    problems = [
        Problem(where=str(place), what=f"{what} has no key `{key}`", help=suggestion(key, known))
        for key, place in found.keys.items()
        if key not in known
    ]
    problems += [
        Problem(where=str(found.place), what=f"{what} needs `{key}`", help=f"add `{key}:`")
        for key in needed
        if key not in found.keys
    ]
    if problems:
        raise RulebookError(*problems)
    return found


def block(node: Node, what: str) -> Block:
    """Return `node` as keys and values; any keys."""
    if isinstance(node, Block):
        return node
    raise refusal(node.place, f"{what} is written as keys with values, not as {_shape(node)}")


def listing(node: Node) -> tuple[Node, ...]:
    """Return the items of a list, which may be empty."""
    if isinstance(node, Listing):
        return node.items
    raise refusal(node.place, f"expected a list, found {_shape(node)}", "put it in square brackets: `[...]`")


def gather(items: Iterable[T], parse: Callable[[T], V]) -> tuple[V, ...]:
    """Return every item, parsed, or raise the problems of all of them together."""
    results: list[V] = []
    problems: list[Problem] = []
    for item in items:
        try:
            results.append(parse(item))
        except RulebookError as error:
            problems.extend(error.problems)
    if problems:
        raise RulebookError(*problems)
    return tuple(results)


def each(node: Node | None, parse: Callable[[Node], V]) -> tuple[V, ...]:
    """Return every item of a list, parsed. A list that is left out is empty."""
    return () if node is None else gather(listing(node), parse)


def some(node: Node, parse: Callable[[Node], V]) -> tuple[V, ...]:
    """Return every item of a list that must not be empty, parsed."""
    if not listing(node):
        raise refusal(node.place, "the list is empty", "name at least one")
    return each(node, parse)


def text(node: Node) -> str:
    """Return what is written, without the line break that ends a folded text; never empty."""
    if not isinstance(node, Text):
        raise refusal(node.place, f"expected text, found {_shape(node)}")
    value = node.value.rstrip("\n")
    if not value.strip():
        raise refusal(node.place, "no value is given", "write a value, or leave the key out where that is allowed")
    return value


def text_or_empty(node: Node | None) -> str:
    """Return what is written, or nothing where the key is left out."""
    return "" if node is None else text(node)


def identifier(node: Node) -> str:
    """Return an id: letters, digits, `.`, `_` and `-`, so that it can be quoted anywhere."""
    value = text(node)
    if _IDENTIFIER.fullmatch(value):
        return value
    raise refusal(node.place, f"`{value}` cannot be an id", "use letters, digits, `.`, `_` and `-` only")


def day(node: Node) -> date:
    """Return a date, written in the one way that is allowed."""
    value = text(node)
    if _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise refusal(node.place, f"there is no day `{value}`", "mend the month or the day") from None
    raise refusal(node.place, f"`{value}` is not a date", "write a date as `2026-03-04`")


def day_or_none(node: Node | None) -> date | None:
    """Return a date, or nothing where the key is left out."""
    return None if node is None else day(node)


def interval(found: Block) -> Interval:
    """Return the days from `from` up to but not including `to`."""
    start, end = day(found["from"]), day_or_none(found.get("to"))
    if end is not None and end <= start:
        what = f"`to` is {end}, which does not come after `from`, {start}"
        raise refusal(found["to"].place, what, "`to` is the first day on which it no longer holds")
    return Interval(start=start, end=end)


def version(node: Node) -> str:
    """Return a version: numbers with dots between them."""
    value = text(node)
    if is_version(value):
        return value
    raise refusal(node.place, f"`{value}` is not a version", VERSION_HELP)


def yes_no(node: Node) -> bool:
    """Return true for `yes`."""
    value = text(node)
    if value in _YES_NO:
        return _YES_NO[value]
    raise refusal(node.place, f"`{value}` is neither `yes` nor `no`", "write one of the two")


def number(node: Node) -> int:
    """Return a whole number, one or more."""
    value = text(node)
    if _NUMBER.fullmatch(value):
        return int(value)
    raise refusal(node.place, f"`{value}` is not a whole number from 1 to 9999")


def choice(node: Node, kind: type[E]) -> E:
    """Return the member of `kind` whose value is written."""
    value = text(node)
    try:
        return kind(value)
    except ValueError:
        help_ = suggestion(value, [str(member.value) for member in kind])
        raise refusal(node.place, f"`{value}` is not one of the values allowed here", help_) from None


def resolve(node: Node, among: Mapping[K, V], as_key: Callable[[str], K], what: str) -> V:
    """Return what the id in `node` stands for; `what` says of which sort it is, without an article."""
    value = text(node)
    found = among.get(as_key(value))
    if found is not None:
        return found
    help_ = suggestion(value, among, otherwise=f"describe the {what} first")
    raise refusal(node.place, f"there is no {what} `{value}`", help_)


def distinct(node: Node | None, what: str) -> None:
    """Refuse two entries of a list with the same `id`; `what` says of which sort they are.

    Not checked: that an entry has an id at all. Whoever parses the entry does that.
    """
    if isinstance(node, Listing):
        ids = (item.get("id") for item in node.items if isinstance(item, Block))
        unique(((id_.value, id_.place) for id_ in ids if isinstance(id_, Text)), what)


def unique(ids: Iterable[tuple[str, Place]], what: str) -> None:
    """Refuse an id that is given twice; `what` says of which sort the things are."""
    first: dict[str, Place] = {}
    problems: list[Problem] = []
    for id_, place in ids:
        if id_ in first:
            said = f"{what} `{id_}` is described twice; first in {first[id_]}"
            problems.append(Problem(where=str(place), what=said, help="give one of the two another id, or remove it"))
        first.setdefault(id_, place)
    if problems:
        raise RulebookError(*problems)


def suggestion(word: str, known: Iterable[str], *, otherwise: str = "") -> str:
    """Return help for a word that is not known: the nearest one, or the whole choice where it is short."""
    choices = tuple(known)
    if near := get_close_matches(word, choices, n=1, cutoff=0.75):
        return f"did you mean `{near[0]}`?"
    if otherwise or len(choices) > _SHORT:
        return otherwise or "`README.md` of the rulebook names what may stand here"
    return "choose from " + ", ".join(f"`{one}`" for one in choices)


def _shape(node: Node) -> str:
    match node:
        case Text():
            return "text"
        case Listing():
            return "a list"
        case Block():
            return "keys with values"
