"""The status of instruments over time as a picture: scalable vector graphics that stand alone, also in a dark page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from muniment.domain.restriction import EffectKind, State
from muniment.render.timeline.as_text import SIGNS, Track, tracks
from muniment.render.words import days_held

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from muniment.domain.restriction import Restriction, Status

_WIDTH = 960
_LABEL = 250
_RIGHT = 16
_TOP = 34
_ROW = 26
_BAR = 18
_LETTER = 6.6
"""The width of a letter at the size used, in pixels, rounded up: a text that is longer than its bar is left out."""
_FEWEST_YEARS_APART = 44
_LEGEND_COLUMNS = 5
_STRICT = {State.IN_FORCE.value, State.UPHELD.value}
_IDLE = "idle"
"""How a bar is drawn while the instrument is in force and bars nothing: before its first effect, or where it only asks
for a report."""

_STYLE = """
.tl text{font:12px system-ui,sans-serif;fill:#1c2430}
.tl .quiet{fill:#566172}.tl .grid{stroke:#d5dae2}.tl .today{stroke:#1c2430;stroke-dasharray:3 3}
.tl .on{fill:#ffffff;stroke:#a3253a}.tl .dark{stroke:#ffffff;stroke-opacity:.65}
.tl .on,.tl .dark{stroke-width:3px;stroke-linejoin:round;paint-order:stroke}
.tl .in-force,.tl .upheld{fill:#a3253a}.tl .idle{fill:#efc9cf}.tl .announced,.tl .proposed{fill:#ead9a8}
.tl .stayed{fill:#c7d7ee}.tl .enjoined{fill:#9dbbe3}.tl .set-aside{fill:#bfe0c8}
.tl .superseded,.tl .expired{fill:#d5dae2}.tl .unknown{fill:#f3e3c3}
.tl .edge{fill:none;stroke:#3b4656}.tl .open{fill:#1c2430;stroke:#ffffff}
.tl .later{fill:url(#tl-later)}.tl .paler{fill:#ffffff;fill-opacity:.28}.tl .stripe{stroke:#1c2430;stroke-opacity:.5}
@media (prefers-color-scheme:dark){
.tl text{fill:#e7ebf1}.tl .quiet{fill:#a7b1c0}.tl .grid{stroke:#39424f}.tl .today{stroke:#e7ebf1}
.tl .dark{fill:#1c2430}.tl .edge{stroke:#c6cedb}.tl .open{fill:#e7ebf1;stroke:#12161c}
.tl .paler{fill:#12161c}}
""".strip()
_LATER = (
    '<defs><pattern id="tl-later" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path class="paler" d="M0 0h6v6h-6z"/><line class="stripe" x1="3" x2="3" y2="6"/></pattern></defs>'
)
"""What lies over the days of a status that nobody has looked up: stripes, that colour is not all that tells it."""


@dataclass(frozen=True, slots=True)
class _Axis:
    """Days along the picture: `first` at the left edge of the drawing, `last` at the right one."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """Return where a day begins, inside the drawing whatever the day."""
        share = (day - self.first).days / (self.last - self.first).days
        return round(_LABEL + min(max(share, 0.0), 1.0) * (_WIDTH - _LABEL - _RIGHT), 1)


def timeline_svg(items: Sequence[Restriction], as_of: date, title: str) -> str:
    """Return the picture of how `items` stood and stand, drawn through the last recorded day, with a line at `as_of`.

    Every bar says its state in words, or carries a sign; colour repeats it. Each has the exact days and persons as its
    own title, which a pointer shows and a screen reader speaks.
    """
    rows = [(track, item) for item in items for track in tracks(item)]
    states = [state for state in State if any(status.state is state for item in items for status in item.statuses)]
    axis = _axis(items, as_of)
    bottom = _TOP + _ROW * len(rows)
    height = bottom + 30 + 18 * -(-(len(states) + 3) // _LEGEND_COLUMNS)
    spoken = f'aria-label="{escape(_spoken(items, as_of, title))}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tl" viewBox="0 0 {_WIDTH} {height}" role="img" {spoken}>',
        f"<title>{escape(title)}</title>",
        f"<style>{_STYLE}</style>{_LATER}",
        *_grid(axis, bottom),
        *(part for number, (row, item) in enumerate(rows) for part in _row(row, item, axis, _TOP + _ROW * number)),
        *_open_dates(items, axis),
        f'<line class="today" x1="{axis.x(as_of)}" y1="{_TOP - 8}" x2="{axis.x(as_of)}" y2="{bottom}"/>',
        f'<text x="{axis.x(as_of)}" y="{bottom + 16}" text-anchor="middle">{as_of}</text>',
        *_legend(states, bottom + 28),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _axis(items: Sequence[Restriction], as_of: date) -> _Axis:
    days = [as_of, *(item.issued for item in items), *(day.day for item in items for day in item.open_dates)]
    days += [status.during.start for item in items for status in item.statuses]
    days += [status.during.end for item in items for status in item.statuses if status.during.end]
    margin = timedelta(days=max(20, (max(days) - min(days)).days // 25))
    return _Axis(min(days) - margin // 2, max(days) + margin)


def _spoken(items: Sequence[Restriction], as_of: date, title: str) -> str:
    standing = [
        f"{item.id} is {SIGNS[status.state][1]} for {status.whom}"
        + (f" (not looked up after {item.verified_through})" if item.verified_through < as_of else "")
        for item in items
        for status in item.statuses
        if status.during.holds_on(as_of)
    ]
    return f"{title}. On {as_of}: " + ("; ".join(standing) or "no status is recorded") + "."


def _grid(axis: _Axis, bottom: int) -> Iterator[str]:
    """Yield a line at the beginning of each year, or of each month where the picture shows less than two years."""
    before = -_WIDTH * 1.0
    monthly = (axis.last - axis.first).days < 2 * 365
    for year in range(axis.first.year, axis.last.year + 1):
        for month in range(1, 13) if monthly else (1,):
            day = date(year, month, 1)
            if not axis.first <= day <= axis.last:
                continue
            x = axis.x(day)
            yield f'<line class="grid" x1="{x}" y1="{_TOP - 6}" x2="{x}" y2="{bottom}"/>'
            if x - before >= _FEWEST_YEARS_APART:
                before = x
                label = f"{day:%b %Y}" if monthly and month == 1 else f"{day:%b}" if monthly else str(year)
                yield f'<text class="quiet" x="{x}" y="{_TOP - 14}" text-anchor="middle">{label}</text>'


def _row(track: Track, item: Restriction, axis: _Axis, top: int) -> Iterator[str]:
    label = track.label.strip()
    room = int((_LABEL - 14) / _LETTER)
    shown = label if len(label) <= room else label[: room - 1] + "…"
    indent = 0 if track.first else 12
    yield (
        f'<text class="{"" if track.first else "quiet"}" x="{indent}" y="{top + 14}">{escape(shown)}'
        f"<title>{escape(label)}</title></text>"
    )
    for status in track.statuses:
        yield from _bar(status, item, axis, top)


def _bar(status: Status, item: Restriction, axis: _Axis, top: int) -> Iterator[str]:
    """Yield the bar of a status; what lies after the day through which it was looked up is striped, and is told so."""
    sign, word, _ = SIGNS[status.state]
    stretches = _stretches(status, item, axis.last)
    left, right = axis.x(stretches[0][1]), axis.x(stretches[-1][2])
    width = round(max(right - left, 3), 1)
    seen = _looked_up(status, item)
    told = f"{word}, {days_held(status.during)}, for {status.whom}"
    told += "" if seen is None else f"; not looked up after {item.verified_through}"
    yield f"<g><title>{escape(told)}</title>"
    for kind, start, end in stretches:
        x = axis.x(start)
        yield f'<rect class="{kind}" x="{x}" y="{top}" width="{round(max(axis.x(end) - x, 3), 1)}" height="{_BAR}"/>'
    if seen is not None:
        x = max(axis.x(seen), left)
        yield f'<rect class="later" x="{x}" y="{top}" width="{round(right - x, 1)}" height="{_BAR}"/>'
    yield f'<rect class="edge" x="{left}" y="{top}" width="{width}" height="{_BAR}"/>'
    strict = stretches[0][0] in _STRICT
    fits = len(word) * _LETTER + 8 <= width
    shown = word if fits else "" if strict or width < 2 * _LETTER else sign
    yield f'<text class="{"on" if strict else "dark"}" x="{round(left + 5, 1)}" y="{top + 13}">{shown}</text></g>'


def _looked_up(status: Status, item: Restriction) -> date | None:
    """Return the first day of a status that nobody has looked up, or nothing where all of it was."""
    after = item.verified_through + timedelta(days=1)
    return None if status.during.end and status.during.end <= after else max(after, status.during.start)


def _stretches(status: Status, item: Restriction, last: date) -> list[tuple[str, date, date]]:
    """Return how each part of the bar is drawn, from which day and to which: in force is not yet to bar anything."""
    start, end = status.during.start, status.during.end or last
    kind = status.state.value
    if kind not in _STRICT:
        return [(kind, start, end)]
    days = [start, *(day for day, _ in item.effects.entries if start < day < end), end]
    return [(kind if _bars(item, day) else _IDLE, day, later) for day, later in pairwise(days)]


def _bars(item: Restriction, day: date) -> bool:
    effect = item.effects.on(day)
    return effect is not None and effect.kind not in {EffectKind.NONE, EffectKind.NOTIFY}


def _open_dates(items: Sequence[Restriction], axis: _Axis) -> Iterator[str]:
    """Yield a diamond in the first row of an instrument for each of its open dates."""
    number = 0
    for item in items:
        middle = _TOP + _ROW * number + _BAR
        for each in item.open_dates:
            yield _diamond(axis.x(each.day), middle, f"{each.day}: {each.what}")
        number += len(tracks(item))


def _legend(states: Sequence[State], top: int) -> Iterator[str]:
    entries = [(state.value, SIGNS[state][1]) for state in states]
    entries += [(_IDLE, "in force, bars nothing")] if _STRICT & {state.value for state in states} else []
    for number, (kind, words) in enumerate([*entries, ("", "striped: not looked up"), ("", "open date")]):
        row, column = divmod(number, _LEGEND_COLUMNS)
        x, y = column * _WIDTH // _LEGEND_COLUMNS, top + row * 18
        if kind:
            yield f'<rect class="{kind}" x="{x}" y="{y}" width="14" height="12"/>'
            yield f'<rect class="edge" x="{x}" y="{y}" width="14" height="12"/>'
        elif words == "open date":
            yield _diamond(x + 7, y + 6)
        else:
            yield f'<rect class="in-force" x="{x}" y="{y}" width="14" height="12"/>'
            yield f'<rect class="later" x="{x}" y="{y}" width="14" height="12"/>'
        yield f'<text x="{x + 20}" y="{y + 11}">{words}</text>'


def _diamond(x: float, y: float, told: str = "") -> str:
    title = f"<title>{escape(told)}</title>" if told else ""
    return f'<path class="open" d="M{x} {y - 5}l5 5l-5 5l-5 -5z">{title}</path>'
