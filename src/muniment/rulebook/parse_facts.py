"""The facts that rules may ask for, and values for them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from muniment.domain.condition import FactKind, FactType, Subject
from muniment.domain.ids import FactId
from muniment.domain.moment import NoMomentError, parse_moment
from muniment.domain.official_list import ListKind
from muniment.rulebook.fields import (
    block,
    choice,
    day,
    each,
    fields,
    gather,
    identifier,
    resolve,
    some,
    suggestion,
    text,
    yes_no,
)
from muniment.rulebook.yaml_text import Listing, refusal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from muniment.domain.condition import Facts, FactValue
    from muniment.domain.moment import Moment
    from muniment.rulebook.yaml_text import Node, Text

_SUBJECTS = ("party", "contract", "system", "use", "item", "event")
_WITH_CHOICES = {FactType.CHOICE, FactType.SET}


def parse_fact(node: Node) -> FactKind:
    """Return one fact that rules may ask for."""
    found = fields(node, "a fact", needs=("id", "type", "question", "answer_in"), may=("choices", "answered_by"))
    type_ = choice(found["type"], FactType)
    choices = found.get("choices")
    if choices is not None and type_ not in _WITH_CHOICES:
        raise refusal(choices.place, f"a fact of type `{type_.value}` has no choices", "remove `choices:`")
    return FactKind(
        id=_fact_id(found["id"]),
        type=type_,
        question=text(found["question"]),
        answer_in=_place(found["answer_in"]),
        choices=() if choices is None else some(choices, text),
        answered_by=_official_list(found.get("answered_by"), type_),
    )


def _official_list(node: Node | None, type_: FactType) -> ListKind | None:
    if node is None:
        return None
    if type_ is not FactType.YES_NO:
        raise refusal(node.place, "a list answers only a fact of type `yes-no`", "remove `answered_by:`")
    if (kind := choice(node, ListKind)) is ListKind.GENERIC:
        raise refusal(node.place, "a list of any origin answers no fact", "name an official list")
    return kind


def parse_given(node: Node | None, kinds: Mapping[FactId, FactKind]) -> Facts:
    """Return the values of facts, each of the type that its fact asks for; none where the key is left out."""
    if node is None:
        return {}
    given = block(node, "a set of facts")
    return dict(gather(given.entries(), lambda entry: _pair(*entry, kinds)))


def parse_value(node: Node, kind: FactKind) -> FactValue:
    """Return a value for `kind` in full: for a set, a list."""
    if kind.type is FactType.SET:
        if not isinstance(node, Listing):
            raise refusal(node.place, f"fact `{kind.id}` takes a list", "put the value in square brackets: `[...]`")
        return frozenset(each(node, lambda item: parse_word(item, kind)))
    return parse_single(node, kind)


def parse_single(node: Node, kind: FactKind) -> str | bool | date:
    """Return one value for a fact that is not a set."""
    match kind.type:
        case FactType.YES_NO:
            return yes_no(node)
        case FactType.DAY:
            return day(node)
        case FactType.MOMENT:
            return _moment(node)
        case FactType.CHOICE | FactType.SET | FactType.TEXT:
            return parse_word(node, kind)


def parse_word(node: Node, kind: FactKind) -> str:
    """Return a word that is among the choices of `kind`, if it has any."""
    value = text(node)
    if not kind.choices or value in kind.choices:
        return value
    raise refusal(node.place, f"fact `{kind.id}` cannot be `{value}`", suggestion(value, kind.choices))


def _moment(node: Node) -> Moment:
    value = text(node)
    try:
        return parse_moment(value, ZoneInfo)
    except NoMomentError as error:
        raise refusal(node.place, f"`{value}` {error.what}", error.help) from None


def _pair(key: Text, value: Node, kinds: Mapping[FactId, FactKind]) -> tuple[FactId, FactValue]:
    kind = resolve(key, kinds, FactId, "fact")
    return kind.id, parse_value(value, kind)


def _place(node: Node) -> str:
    """Return where in the estate file the answer goes: a header, a space and a key."""
    value = text(node)
    header, _, key = value.rpartition(" ")
    if key and header in {subject.value for subject in Subject}:
        return value
    help_ = "write " + ", ".join(f"`{subject.value} key`" for subject in Subject)
    raise refusal(node.place, f"`{value}` is no place in the estate file", help_)


def _fact_id(node: Node) -> FactId:
    value = identifier(node)
    subject, dot, name = value.partition(".")
    if dot and name and subject in _SUBJECTS:
        return FactId(value)
    help_ = "begin it with " + ", ".join(f"`{one}.`" for one in _SUBJECTS)
    raise refusal(node.place, f"fact id `{value}` does not say what the fact is about", help_)
