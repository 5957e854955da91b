"""A question as a row of values: each fact that the instruments about a vendor ask for has its place in it."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, TypeAlias

from muniment.domain.condition import FactType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from muniment.domain.condition import FactKind, Facts, FactValue
    from muniment.domain.ids import FactId

Value: TypeAlias = "FactValue | tuple[datetime, tzinfo | None, int] | None"
"""Nothing for a missing fact. An instant stands with its zone: it is equal to others that are told differently."""
Row: TypeAlias = tuple[Value, ...]


class Places:
    """Which place each fact has. What is equal as a row is the same question."""

    def __init__(self, facts: Iterable[FactId], kinds: Mapping[FactId, FactKind]) -> None:
        """Give each of the `facts` a place; `kinds` tell which of them are moments."""
        self.facts = tuple(sorted(set(facts)))
        self.of = {fact: place for place, fact in enumerate(self.facts)}
        moments = {kind.id for kind in kinds.values() if kind.type is FactType.MOMENT}
        self._last: tuple[Row, Facts] = ((), {})
        self._moments = [place for place, fact in enumerate(self.facts) if fact in moments]

    def row(self, facts: Facts) -> Row:
        """Return the values of a question; facts without a place are no part of it."""
        row = tuple(map(facts.get, self.facts))
        return self._with_zones(row) if self._moments else row

    def known(self, row: Row) -> Facts:
        """Return the facts that are known in `row`. The last ones are kept: of one question several answers are new."""
        last, facts = self._last
        if row is not last:
            held = zip(self.facts, row, strict=True)
            facts = {fact: value[0] if isinstance(value, tuple) else value for fact, value in held if value is not None}
            self._last = (row, facts)
        return facts

    def _with_zones(self, row: Row) -> Row:
        values = list(row)
        for place in self._moments:
            value = values[place]
            if isinstance(value, datetime):
                values[place] = (value, value.tzinfo, value.fold)
        return tuple(values)
