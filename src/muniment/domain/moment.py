"""Days and instants. An event is known by its day, or by the instant together with its time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias

from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    Zones: TypeAlias = Callable[[str], tzinfo]

Moment: TypeAlias = date
"""A day, or an aware `datetime`, which is the instant in its own time zone."""

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DAY_ALONE = lazily(_DAY)
_TIME = r"[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?"
_WRITTEN = lazily(rf"({_DAY}(?:{_TIME})?)(?:\[([A-Za-z][A-Za-z0-9_+/-]*)\])?")
_NAMES = "name the zone, as in `2026-11-25T14:30[America/New_York]`, or write the offset from UTC"


class NoMomentError(ValueError):
    """A text names no moment. `what` continues a sentence that begins with the text."""

    def __init__(self, what: str, help_: str = "") -> None:
        """Keep the words for the problem."""
        super().__init__(what)
        self.what = what
        self.help = help_


def parse_day(text: str) -> date:
    """Return the day that `text` names as `2026-11-25`, and in no other form of ISO 8601. Raises: ValueError."""
    if not _DAY_ALONE.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def parse_moment(text: str, zones: Zones) -> Moment:
    """Return the day or instant that `text` names; `zones` finds a time zone by its name, and raises where it cannot.

    An instant has an offset, a zone in square brackets, or both. A local time that a change of clocks skips or repeats
    needs the offset.
    Raises: NoMomentError.   Source: ISO 8601; RFC 9557 4.1.
    """
    written = _WRITTEN.fullmatch(text)
    said = _parsed(written[1] if written else "")
    if not isinstance(said, datetime):
        return said
    if written and written[2]:
        return _in_zone(said, written[2], zones)
    if said.tzinfo is None:
        raise NoMomentError("has a time without a time zone", _NAMES)
    return said


def _parsed(text: str) -> Moment:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-11-25") else datetime.fromisoformat(text)
    except ValueError:
        help_ = "write a day as `2026-11-25`, an instant as `2026-11-25T14:30[America/New_York]`"
        raise NoMomentError("is neither a day nor an instant", help_) from None


def _in_zone(said: datetime, name: str, zones: Zones) -> datetime:
    try:
        zone = zones(name)
    except (KeyError, ValueError, OSError):
        help_ = "zones are named as `Europe/Berlin`"
        raise NoMomentError(f"names no time zone that is known, `{name}`", help_) from None
    if said.tzinfo is not None:
        found = said.astimezone(zone)
        if found.utcoffset() != said.utcoffset():
            raise NoMomentError(f"has an offset that `{name}` did not have then", "leave out the offset, or mend it")
        return found
    first, second = (said.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != said:
        raise NoMomentError(f"is a time that the clocks in `{name}` skipped", "mend the time")
    if first.utcoffset() != second.utcoffset():
        raise NoMomentError(f"is a time that came twice in `{name}`", "write the offset from UTC before the zone")
    return first


def moment_text(moment: Moment) -> str:
    """Return what `parse_moment` reads back as the same day or instant, in the same zone."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    name = zone_name(moment)
    return moment.isoformat() + (f"[{name}]" if name else "")


def zone_name(moment: Moment) -> str:
    """Return the name of the zone, such as `Europe/Berlin`; nothing for a day, and where only an offset is known."""
    return str(getattr(moment.tzinfo, "key", "")) if isinstance(moment, datetime) else ""


def day_of(moment: Moment) -> date:
    """Return the day; of an instant, the day in its own time zone."""
    return moment.date() if isinstance(moment, datetime) else moment


def is_before(one: Moment, other: Moment) -> bool:
    """Say whether `one` is surely earlier than `other`; a day without a time counts as a whole."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one < other
    return day_of(one) < day_of(other)


def hours_after(moment: Moment, hours: int) -> Moment:
    """Return the moment that is `hours` of elapsed time later, in the same zone, whatever its clocks do meanwhile.

    Of a day whose hour is not known, that is the day on which they end; at which hour is not known either.
    """
    if isinstance(moment, datetime):
        return (moment.astimezone(UTC) + timedelta(hours=hours)).astimezone(moment.tzinfo)
    return moment + timedelta(days=hours // 24)
