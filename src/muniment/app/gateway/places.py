"""Where and by whom models may be called: the configuration's rules on places, asked for every call of a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.enforce.denials import DENIED, Denial
from muniment.enforce.tool_tags import out_of_place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from muniment.domain.gateway import Caller, Route, ServedModel
    from muniment.domain.tool_rules import Place, PlaceRule

    PlaceOf = Callable[[Caller, str, ServedModel], Place]
    """Tells from where a caller, and the person behind it, calls a model."""


class Places:
    """The rules on places, as far as they bear on calls of models. Those that name tools bear on tools alone."""

    def __init__(self, rules: Iterable[PlaceRule], place_of: PlaceOf) -> None:
        """Hold calls to `rules`, by what `place_of` knows of where they are made."""
        self._rules = tuple(rule for rule in rules if not rule.tools)
        self._place_of = place_of

    def refusal(self, caller: Caller, person: str, route: Route, model: ServedModel) -> Denial | None:
        """Return why `caller` may not call `model` through `route` for `person`, who is empty where nobody is known."""
        if not self._rules:
            return None
        broken = out_of_place(self._rules, self._place_of(caller, person, model))
        if not broken:
            return None
        told = "; ".join(f"`{rule.id}`: {why}{_grounds(rule)}" for rule, why in broken)
        return Denial(
            status=DENIED,
            code=broken[0][0].id,
            message=f"use of `{model.name}` through `{route.id}` is refused by {told}",
            rules=tuple(rule.id for rule, _ in broken),
        )


def _grounds(rule: PlaceRule) -> str:
    said = "; ".join(f'"{each.says}", {each.by} {each.at}'.strip() for each in rule.grounds)
    return f" [{said}]" if said else ""
