"""The status of each instrument about one vendor, drawn over time: rows of signs, one for each state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from muniment.domain.restriction import State
from muniment.render.citing import cited, cited_briefly, vendor_name
from muniment.render.layout import heading, indented, labelled, show
from muniment.render.terminal import cut
from muniment.render.timeline.scale import Scale, fitting
from muniment.render.words import days_held

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, RenderableType

    from muniment.domain.dated import Interval
    from muniment.domain.ids import VendorId
    from muniment.domain.restriction import Restriction, Status
    from muniment.domain.rulebook import Rulebook

SIGNS = {
    State.IN_FORCE: ("█", "in force", "prohibited"),
    State.UPHELD: ("▲", "upheld", "prohibited"),
    State.ANNOUNCED: ("○", "announced", "undetermined"),
    State.PROPOSED: ("~", "proposed", "quiet"),
    State.STAYED: ("=", "stayed", "until"),
    State.ENJOINED: ("\N{MULTIPLICATION SIGN}", "enjoined", "until"),
    State.SET_ASIDE: ("-", "set aside", "permitted"),
    State.SUPERSEDED: (">", "superseded", "quiet"),
    State.EXPIRED: ("·", "expired", "quiet"),
    State.UNKNOWN: ("?", "not known", "undetermined"),
}

_GAP = 2
_NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Track:
    """One drawn row: statuses that do not overlap. `first` is the row that carries the instrument's name."""

    label: str
    statuses: tuple[Status, ...]
    since: date
    first: bool


def print_timeline(rulebook: Rulebook, vendor: VendorId, as_of: date, to: Console) -> None:
    """Print the drawing, its legend, the exact days, and the open dates after `as_of`."""
    show(_blocks(rulebook, vendor, as_of, to.width), to)


def about(rulebook: Rulebook, vendor: VendorId) -> tuple[Restriction, ...]:
    """Return the instruments that name `vendor`, in order of issue."""
    named = (item for item in rulebook.restrictions.values() if vendor in item.vendors)
    return tuple(sorted(named, key=lambda item: (item.issued, item.id)))


def tracks(item: Restriction) -> tuple[Track, ...]:
    """Spread the statuses of one instrument over as few rows as keep them from overlapping."""
    rows: list[list[Status]] = []
    for status in sorted(item.statuses, key=lambda status: (status.during.start, status.whom)):
        free = [row for row in rows if _is_free(row[-1].during, status.during.start)]
        same = next((row for row in free if row[-1].whom == status.whom), None)
        row = same if same is not None else free[0] if free else None
        if row is None:
            rows.append([status])
        else:
            row.append(status)
    marks = ("" if item.binding else "†") + ("‡" if item.readings else "")
    names = [f"{item.id}{marks}", *(f"  {row[0].whom}" for row in rows[1:])]
    return tuple(
        Track(
            label=name,
            statuses=tuple(row),
            since=item.issued if number == 0 else row[0].during.start,
            first=number == 0,
        )
        for number, (name, row) in enumerate(zip(names, rows or [[]], strict=True))
    )


def _is_free(during: Interval, start: date) -> bool:
    return during.end is not None and during.end <= start


def _blocks(rulebook: Rulebook, vendor: VendorId, as_of: date, width: int) -> Iterator[RenderableType]:
    items = about(rulebook, vendor)
    yield Text(f"{vendor_name(rulebook, vendor)}: instruments over time, as of {as_of}", style="heading")
    if not items:
        known = rulebook.vendors.get(vendor)
        yield Text(
            f"No instrument in the rulebook names it; last searched {known.screened_through if known else 'never'}."
        )
        return
    yield Text(_looked_up(items, as_of), style="quiet")
    yield ""
    yield from _drawing(items, as_of, width)
    yield ""
    yield from _legend(items)
    yield from _exact_days(rulebook, items)
    yield from _open_dates(rulebook, items, as_of)


def _looked_up(items: Sequence[Restriction], as_of: date) -> str:
    first = min(item.verified_through for item in items)
    later = "; what is drawn after that day supposes no change" if first < as_of else ""
    return f"Every status was looked up through {first}{later}."


def _drawing(items: Sequence[Restriction], as_of: date, width: int) -> Iterator[Text]:
    rows = [track for item in items for track in tracks(item)]
    label = min(max(cell_len(track.label) for track in rows), max(16, width // 3))
    scale = fitting(min(as_of, *(item.issued for item in items)), _last_day(items, as_of), width - label - _GAP)
    yield Text(" " * (label + _GAP) + scale.years(), style="quiet")
    yield Text(" " * (label + _GAP) + scale.units(), style="quiet")
    for track in rows:
        line = Text(cut(track.label, label).ljust(label + _GAP), style="" if track.first else "quiet")
        for cell in range(scale.cells):
            sign, style = _sign(track, scale, cell)
            line.append(sign, style=f"{style} reverse" if cell == scale.cell(as_of) and sign != "█" else style)
        yield line
    at, note = label + _GAP + scale.cell(as_of), f"as of {as_of}"
    yield Text(f"{note} ↑".rjust(at + 1) if at > len(note) + 1 else f"{' ' * at}↑ {note}", style="heading")


def _last_day(items: Sequence[Restriction], as_of: date) -> date:
    days = [as_of, *(day.day for item in items for day in item.open_dates)]
    days += [status.during.end for item in items for status in item.statuses if status.during.end]
    return max(days) + timedelta(days=1)


def _sign(track: Track, scale: Scale, cell: int) -> tuple[str, str]:
    """Return the sign of the state that holds for most of the days in `cell`; `?` where no status is recorded."""
    start, end = scale.days(cell)
    if end <= track.since:
        return " ", ""
    held = [(_overlap(status.during, start, end), number) for number, status in enumerate(track.statuses)]
    most, number = max(held, default=(0, 0))
    if most:
        sign, _, style = SIGNS[track.statuses[number].state]
        return sign, style
    return ("?", "undetermined") if track.first else (" ", "")


def _overlap(during: Interval, start: date, end: date) -> int:
    last = min(during.end, end) if during.end else end
    return max(0, (last - max(during.start, start)).days)


def _legend(items: Sequence[Restriction]) -> Iterator[RenderableType]:
    used = {status.state for item in items for status in item.statuses} | {State.UNKNOWN}
    line = Text()
    for state in (state for state in State if state in used):
        sign, word, style = SIGNS[state]
        line.append(sign, style=style).append(f" {word}".replace(" ", _NO_BREAK) + "   ")
    yield line
    if any(not item.binding for item in items):
        yield Text("† a statement that cites no authority: it shows readings and decides nothing")
    if any(item.readings for item in items):
        yield Text("‡ disputed: each holder's reading is in `muniment rules show`")
    yield ""


def _exact_days(rulebook: Rulebook, items: Sequence[Restriction]) -> Iterator[RenderableType]:
    yield heading("Exact days")
    for item in items:
        yield Text.assemble((item.id, "heading"), f"  {item.title}")
        rows = [(days_held(status.during), _standing(rulebook, status)) for status in item.statuses]
        yield indented(labelled(rows or [("", "no status is recorded")], width=23))


def _standing(rulebook: Rulebook, status: Status) -> Text:
    sign, word, style = SIGNS[status.state]
    source = f" [{cited_briefly(rulebook, status.cited, most=1)}]" if status.cited else ""
    return Text.assemble((f"{sign} {word}", style), f" for {status.whom}{source}")


def _open_dates(rulebook: Rulebook, items: Sequence[Restriction], as_of: date) -> Iterator[RenderableType]:
    coming = sorted(
        ((day.day, item.id, day) for item in items for day in item.open_dates if day.day >= as_of),
        key=lambda entry: entry[:2],
    )
    yield ""
    yield heading("Next open dates")
    rows = [(str(day), f"{name}: {entry.what} [{cited(rulebook, entry.cited)}]") for day, name, entry in coming]
    yield indented(labelled(rows or [("none", "no coming date is recorded")], width=10))
