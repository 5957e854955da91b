"""What all instruments about a vendor contribute on one day, each asked only for what is not told already.

Who the customer is tells for most instruments that they do not reach a use, whatever else is known. So what follows
from the facts that most of them turn on is kept for all questions that agree in these, and only the others are asked.
"""

from __future__ import annotations

from collections import Counter
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from muniment.decide.combine import NOTHING
from muniment.decide.seen import Seen, fact_of
from muniment.decide.steps import remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from muniment.decide.combine import Contribution
    from muniment.decide.diagram import Diagram
    from muniment.decide.instrument import OnDay
    from muniment.decide.places import Places, Row
    from muniment.decide.steps import Steps
    from muniment.domain.condition import Facts
    from muniment.domain.decision import DutyDue

_Remembering: TypeAlias = "Diagram[Contribution] | Steps"
_LEADING, _SHARE = 3, 0.4
"""At most so many facts lead, and only those on which this share of the instruments turns.

With more, too many combinations of their values would come once.
"""
_MOST = 4096
"""Combinations that are remembered, until all are forgotten."""


class _Rest(NamedTuple):
    """What those contribute whom the leading facts settle, in order, and who is to be asked for which missing part."""

    parts: list[Contribution]
    still: list[tuple[int, _Remembering]]


class Day:
    """What all instruments contribute as of one day, under the waivers of one contract.

    The first answer is not kept: whoever looks at each of hundreds of days once would pay for what is used no more.
    """

    def __init__(self, on_day: Sequence[OnDay], places: Places) -> None:
        """Ask the instruments of that day."""
        self._on_day = on_day
        self._places = places
        self._remembering: list[_Remembering] | None = None
        self._rests: dict[object, _Rest] = {}

    def contributions(self, facts: Facts, row: Row) -> list[Contribution]:
        """Return what they contribute where these are the `facts`, which are also told as a `row`."""
        if self._remembering is None:
            self._remembering = []
            return [each.contribution(Seen(facts)) for each in self._on_day]
        if not self._remembering:
            self._remember()
        parts, still = self._rests.get(self._leading(row)) or self._rest(row)
        found = parts.copy()
        for place, each in still:
            found[place] = each.of(row)
        return found

    def _remember(self) -> None:
        self._remembering = [remembered(each) for each in self._on_day]
        turning = Counter(fact for each in self._on_day for fact in sorted(each.instrument.turns_on))
        enough = _SHARE * len(self._on_day)
        self._lead = frozenset(fact for fact, times in turning.most_common(_LEADING) if times >= enough)
        places = [self._places.of[fact] for fact in self._lead]
        self._leading: Callable[[Row], object] = itemgetter(*places) if places else len

    def _rest(self, row: Row) -> _Rest:
        if len(self._rests) == _MOST:
            self._rests.clear()
        rest = _Rest([], [])
        for each in self._remembering or ():
            settled = self._settled(each, row)
            if settled is None:
                rest.still.append((len(rest.parts), each))
                rest.parts.append(NOTHING)
            else:
                rest.parts.append(settled)
        return self._rests.setdefault(self._leading(row), rest)

    def _settled(self, each: _Remembering, row: Row) -> Contribution | None:
        """Return what `each` contributes where it looks at leading facts alone: no other can change that."""
        told = each.told(row)
        if told is None or not self._lead.issuperset(map(fact_of, told[1])):
            return None
        contribution, _ = told
        arising = tuple([duties for duties in contribution.duties if self._may_arise(duties, row)])
        return contribution._replace(duties=arising)

    def _may_arise(self, duties: Diagram[tuple[DutyDue, ...]], row: Row) -> bool:
        due, looks = duties.told(row)
        return bool(due) or not self._lead.issuperset(map(fact_of, looks))
