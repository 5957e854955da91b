"""The use case of `muniment gateway forecast`: recorded calls, decided anew as if they were made on a day to come."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Protocol

from muniment.app.gateway.call_history import LoggedCall
from muniment.domain.call import Dialect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from muniment.app.gateway.admission import Admission
    from muniment.app.gateway.call_history import Opening
    from muniment.app.gateway.moves import Successor

_MOST_STEPS: Final = 400
"""Days between today and the day asked about that are looked at one by one; beyond, they are looked at evenly."""


class Fate(Enum):
    """What would become of a call."""

    SERVED = "unchanged"
    MOVED = "moved"
    BLOCKED = "blocked"
    UNKNOWN = "not in the file"
    """The file of the gateway knows the caller or the model no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """What calls have in common that are decided alike."""

    caller: str
    contract: str
    purpose: str
    dialect: str
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What would become of calls of one sort. `by` answers where they are moved; `why` tells what bars them."""

    sort: Sort
    calls: int
    fate: Fate
    by: str = ""
    rules: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From `on` until the next step, as many calls of each fate."""

    on: date
    counts: Mapping[Fate, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What would become on the day `on` of the calls that were made from `first` to `last`.

    `unread` are calls whose model nobody read, and that were denied for what they were. `steps` go from today to `on`.
    """

    on: date
    first: date | None
    last: date | None
    rows: tuple[Foreseen, ...]
    unread: int
    steps: tuple[Step, ...]

    def count(self, fate: Fate) -> int:
        """Return how many calls have that fate."""
        return sum(each.calls for each in self.rows if each.fate is fate)


class Foresees(Protocol):
    """Decides about a sort of call at an instant; nothing where the caller or the model is not known."""

    def foresee(
        self, caller: str, purpose: str, dialect: Dialect, model: str, at: datetime
    ) -> tuple[Admission, Successor | None] | None:
        """Return the decision, and what would answer in place of the model, where somebody chose that."""
        ...


def forecast(calls: Iterable[LoggedCall | Opening], gateway: Foresees, *, today: date, on: date) -> Forecast:
    """Return what would become on the day `on` of `calls`, by what is known `today`.

    Not foreseen: whether a call can be said in the dialect of its replacement, as the log holds no text of calls.
    """
    days: list[date] = []
    sorts: Counter[Sort] = Counter()
    unread = 0
    for call in calls:
        if not isinstance(call, LoggedCall) or call.decided.get("kind") not in {"intent", "denied"}:
            continue
        if "model" not in call.decided:
            unread += 1
            continue
        days.append(datetime.fromisoformat(call.decided["at"]).date())
        sorts[_sort(call.decided)] += 1
    rows = [_foreseen(sort, number, gateway, on) for sort, number in sorts.items()]
    gravest = {fate: place for place, fate in enumerate((Fate.BLOCKED, Fate.UNKNOWN, Fate.MOVED, Fate.SERVED))}
    return Forecast(
        on=on,
        first=min(days, default=None),
        last=max(days, default=None),
        rows=tuple(sorted(rows, key=lambda each: (gravest[each.fate], -each.calls, each.sort.caller, each.sort.model))),
        unread=unread,
        steps=tuple(_steps(sorts, gateway, today, on)),
    )


def _sort(told: dict[str, Any]) -> Sort:
    """Return the sort of a call as its client made it, whatever it was moved to."""
    meant = told.get("moved", told)
    return Sort(
        caller=str(told["caller"]),
        contract=str(told["contract"]),
        purpose=str(told.get("purpose", "")),
        dialect=str(meant["dialect"]),
        model=str(meant["model"]),
    )


def _foreseen(sort: Sort, calls: int, gateway: Foresees, on: date) -> Foreseen:
    at = datetime.combine(on, time(12), UTC)
    found = gateway.foresee(sort.caller, sort.purpose, Dialect(sort.dialect), sort.model, at)
    if found is None:
        return Foreseen(sort=sort, calls=calls, fate=Fate.UNKNOWN)
    admission, onto = found
    if admission.denial is None:
        return Foreseen(sort=sort, calls=calls, fate=Fate.SERVED)
    rules, why = admission.denial.rules, admission.denial.message
    if onto is not None and onto.admission.denial is None:
        return Foreseen(sort=sort, calls=calls, fate=Fate.MOVED, by=onto.model.name, rules=rules, why=why)
    if onto is not None and onto.admission.denial is not None:
        why = f"{why}; its replacement may not answer either: {onto.admission.denial.message}"
    return Foreseen(sort=sort, calls=calls, fate=Fate.BLOCKED, rules=rules, why=why)


def _steps(sorts: Counter[Sort], gateway: Foresees, today: date, on: date) -> Iterator[Step]:
    """Yield each day from today to `on` on which something changes, the first of them included."""
    before: Mapping[Fate, int] | None = None
    for day in _days(min(today, on), on):
        counts: Counter[Fate] = Counter()
        for sort, number in sorts.items():
            counts[_foreseen(sort, number, gateway, day).fate] += number
        if counts != before:
            yield Step(on=day, counts=counts)
        before = counts


def _days(first: date, last: date) -> Iterator[date]:
    apart = (last - first).days
    stride = max(1, -(-apart // _MOST_STEPS))
    yield from (first + timedelta(days=number) for number in range(0, apart, stride))
    yield last
