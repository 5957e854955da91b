"""The days to come on which something changes, or may: one list, for every page that shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from muniment.domain.agreement import Waiver
    from muniment.domain.citation import Citation
    from muniment.domain.dated import Interval
    from muniment.domain.ids import InstrumentId
    from muniment.domain.restriction import Restriction
    from muniment.domain.rulebook import Rulebook


class ComingKind(Enum):
    """What comes. `OPEN` is a day on which something may change; no rule acts on it."""

    EFFECT = "effect"
    STATUS = "status"
    LAST_DAY = "last-day"
    READING = "reading"
    OPEN = "open"
    AGREEMENT = "agreement"
    WAIVER = "waiver"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingDate:
    """One day to come, and what it brings. An end is the first day on which a thing no longer holds.

    `verified_through` is the last day for which the instrument was looked up; nothing for what the organisation itself
    recorded. A waiver cites no source of the rulebook: `what` names its document.
    """

    day: date
    kind: ComingKind
    instrument: InstrumentId
    what: str
    cited: tuple[Citation, ...] = ()
    verified_through: date | None = None

    @property
    def turns(self) -> date:
        """Return the first day on which an answer can be another: the one after a last day, or the day itself."""
        last = self.kind is ComingKind.LAST_DAY and self.day < date.max
        return self.day + timedelta(days=1) if last else self.day

    @property
    def after_look_up(self) -> bool:
        """Say whether the day lies after the last look-up, so that what is recorded may have changed since."""
        return self.verified_through is not None and self.day > self.verified_through


def coming_dates(rulebook: Rulebook, as_of: date, waivers: Sequence[Waiver] = ()) -> tuple[ComingDate, ...]:
    """Return what comes on `as_of` or later, the next day first, by the rulebook and the waivers that are held."""
    found = [one for item in rulebook.restrictions.values() for one in _of(item)]
    found += _agreements(rulebook)
    found += _waivers(waivers)
    return tuple(
        sorted(
            (one for one in found if one.day >= as_of),
            key=lambda one: (one.day, one.instrument, one.kind.value, one.what),
        )
    )


def _of(item: Restriction) -> Iterator[ComingDate]:
    def one(day: date, kind: ComingKind, what: str, *cited: Citation) -> ComingDate:
        return ComingDate(
            day=day,
            kind=kind,
            instrument=item.id,
            what=what,
            cited=cited,
            verified_through=item.verified_through,
        )

    for day, effect in item.effects.entries:
        yield one(day, ComingKind.EFFECT, f"effect: {effect.kind.value}", effect.cited)
    for each in item.statuses:
        told = f"for {each.whom}"
        for day, word in _bounds(each.during):
            yield one(day, ComingKind.STATUS, f"{each.state.value} {word}, {told}", *each.cited)
    for window in item.wind_downs:
        yield one(window.until, ComingKind.LAST_DAY, f"last day of: {window.title}", window.cited)
    for reading in item.readings:
        for day, word in _bounds(reading.during):
            yield one(day, ComingKind.READING, f"reading {reading.id} {word}, of {reading.holder}", reading.cited)
    for open_date in item.open_dates:
        yield one(open_date.day, ComingKind.OPEN, open_date.what, open_date.cited)


def _agreements(rulebook: Rulebook) -> Iterator[ComingDate]:
    for item in rulebook.agreements.values():
        for day, word in _bounds(item.during):
            yield ComingDate(
                day=day,
                kind=ComingKind.AGREEMENT,
                instrument=item.id,
                what=f"agreement {word}: {item.title}",
                cited=item.cited,
                verified_through=item.verified_through,
            )


def _waivers(waivers: Sequence[Waiver]) -> Iterator[ComingDate]:
    for waiver in waivers:
        for day, word in _bounds(waiver.during):
            yield ComingDate(
                day=day,
                kind=ComingKind.WAIVER,
                instrument=waiver.instrument,
                what=f"waiver {waiver.id} {word}, on contract {waiver.contract} ({waiver.document})",
            )


def _bounds(during: Interval) -> Iterator[tuple[date, str]]:
    yield during.start, "begins"
    if during.end is not None:
        yield during.end, "ends"
