"""What would become of recorded calls on a day to come: a table, JSON, and a picture of the days until then."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from rich.text import Text

from muniment.app.gateway.forecast import Fate
from muniment.render.layout import columns, heading, indented, show
from muniment.render.picture import Frame
from muniment.render.visible import visible
from muniment.render.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rich.console import Console, RenderableType

    from muniment.app.gateway.forecast import Forecast, Foreseen, Step

_FORMAT: Final = "muniment.gateway-forecast/1"
_STYLES: Final = {
    Fate.SERVED: "permitted",
    Fate.MOVED: "until",
    Fate.BLOCKED: "prohibited",
    Fate.UNKNOWN: "undetermined",
}
_BAR: Final = 40
_WIDTH: Final = 720
_HEIGHT: Final = 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 24, 44, 40
_ROOM: Final = 110
"""Pixels that a label needs beside what follows."""
_LINE: Final = 18
_CLASSES: Final = {Fate.SERVED: "on", Fate.MOVED: "mv", Fate.BLOCKED: "no", Fate.UNKNOWN: "un"}
_STYLE: Final = (
    ".fc text{font:12px system-ui,sans-serif;fill:#1c2430}.fc .quiet{fill:#566172}.fc .grid{stroke:#d5dae2}"
    ".fc .told{paint-order:stroke;stroke:#ffffff;stroke-width:3px}"
    ".fc .on{fill:#7fb890}.fc .mv{fill:#9dbbe3}.fc .no{fill:#a3253a}.fc .un{fill:#ead9a8}"
    "@media (prefers-color-scheme:dark){.fc text{fill:#e7ebf1}.fc .quiet{fill:#a7b1c0}.fc .grid{stroke:#39424f}"
    ".fc .told{stroke:#12161c}"
    ".fc .on{fill:#4d8a60}.fc .mv{fill:#5f83b5}.fc .no{fill:#e58a99}.fc .un{fill:#8a7a45}}"
)


def print_forecast(found: Forecast, to: Console) -> None:
    """Print the table, and the days on which something changes."""
    show(_page(found), to)


def forecast_value(found: Forecast) -> dict[str, Any]:
    """Return everything for a program."""
    return {
        "format": _FORMAT,
        "on": str(found.on),
        "recorded": {"first": _day(found.first), "last": _day(found.last), "unread": found.unread},
        "counts": {fate.value: found.count(fate) for fate in Fate},
        "calls": [_value(each) for each in found.rows],
        "steps": [{"on": str(step.on), **_counts(step)} for step in found.steps],
    }


def forecast_words(found: Forecast) -> str:
    """Return the answer in one sentence."""
    told = [f"{found.count(fate):,} {fate.value}" for fate in Fate if found.count(fate)]
    total = sum(each.calls for each in found.rows)
    unread = f"; {count(found.unread, 'more call')} denied before a model was read" if found.unread else ""
    return f"Of {count(total, 'recorded call')}, on {found.on}: {', '.join(told) or 'nothing is known'}{unread}."


def forecast_svg(found: Forecast) -> str:
    """Return a picture of how many of the calls would stay, be moved or be blocked, from today to that day."""
    frame = Frame(
        name="fc",
        width=_WIDTH,
        height=_HEIGHT,
        title="What would become of the recorded calls",
        spoken=forecast_words(found),
        style=_STYLE,
    )
    return frame.around(_drawn(found))


def _day(day: date | None) -> str | None:
    return None if day is None else str(day)


def _counts(step: Step) -> dict[str, int]:
    return {fate.value: step.counts.get(fate, 0) for fate in Fate}


def _value(each: Foreseen) -> dict[str, Any]:
    sort = each.sort
    return {
        "caller": sort.caller,
        "contract": sort.contract,
        "purpose": sort.purpose or None,
        "dialect": sort.dialect,
        "model": sort.model,
        "calls": each.calls,
        "fate": each.fate.value,
        "answered_by": each.by or None,
        "rules": list(each.rules),
        "why": each.why or None,
    }


def _page(found: Forecast) -> Iterator[RenderableType]:
    yield Text(forecast_words(found), style="heading")
    if found.first is not None:
        yield Text(f"Recorded from {found.first} to {found.last}, decided anew by what is known today.", style="quiet")
    most = max((each.calls for each in found.rows), default=1)
    groups: dict[str, list[Foreseen]] = {}
    for each in found.rows:
        groups.setdefault(f"{each.sort.caller} (contract {each.sort.contract})", []).append(each)
    for title, group in groups.items():
        yield ""
        yield heading(visible(title))
        rows = [
            (visible(each.sort.model), f"{each.calls:,}", _fate(each, most), visible(", ".join(each.rules)))
            for each in group
        ]
        yield indented(columns(("model", "calls", "", "by"), rows, ratios=(None, None, None, 1)))
    yield from _changes(found)


def _fate(each: Foreseen, most: int) -> Text:
    bar = "█" * max(1, round(each.calls / most * _BAR / 4))
    by = f" to {visible(each.by)}" if each.by else ""
    return Text.assemble((f"{each.fate.value}{by}", _STYLES[each.fate]), " ", (bar, _STYLES[each.fate]))


def _changes(found: Forecast) -> Iterator[RenderableType]:
    if len(found.steps) > 1:
        yield ""
    for before, after in pairwise(found.steps):
        told = [
            f"{after.counts.get(fate, 0):,} {fate.value}"
            for fate in Fate
            if after.counts.get(fate, 0) != before.counts.get(fate, 0)
        ]
        yield indented(f"from {after.on}: {', '.join(told)}")


def _drawn(found: Forecast) -> Iterator[str]:
    """Yield a stack of areas, a legend and the days; every step tells its numbers."""
    total = sum(each.calls for each in found.rows) or 1
    first = found.steps[0].on if found.steps else found.on
    span = max(1, (found.on - first).days + 1)
    floor, height = _HEIGHT - _BOTTOM, _HEIGHT - _TOP - _BOTTOM
    wide = _WIDTH - _LEFT - _RIGHT
    ends = [step.on for step in found.steps[1:]]
    for step, end in zip(found.steps, [*ends, None], strict=True):
        left = _LEFT + (step.on - first).days / span * wide
        right = _LEFT + wide if end is None else _LEFT + (end - first).days / span * wide
        yield from _stack(step, total, (left, right), (floor, height))
        if step.on != first and _WIDTH - _RIGHT - left > _ROOM:
            yield f'<text class="quiet" x="{left:.1f}" y="{_HEIGHT - 26}">{step.on}</text>'
    yield f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{floor}" y2="{floor}"/>'
    for number, y in ((0, floor), (total, _TOP)):
        yield f'<text class="quiet" x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{number:,}</text>'
    for at, fate in enumerate(Fate):
        x = _LEFT + at * 150
        yield f'<rect class="{_CLASSES[fate]}" x="{x}" y="12" width="12" height="12"/>'
        yield f'<text x="{x + 18}" y="22">{fate.value}</text>'
    yield f'<text class="quiet" x="{_LEFT}" y="{_HEIGHT - 10}">{first}</text>'
    yield f'<text class="quiet" x="{_WIDTH - _RIGHT}" y="{_HEIGHT - 10}" text-anchor="end">{found.on}</text>'


def _stack(step: Step, total: int, across: tuple[float, float], down: tuple[int, int]) -> Iterator[str]:
    (left, right), (floor, height) = across, down
    bottom = float(floor)
    for fate in (Fate.SERVED, Fate.MOVED, Fate.BLOCKED, Fate.UNKNOWN):
        number = step.counts.get(fate, 0)
        if number:
            tall = number / total * height
            bottom -= tall
            box = f'x="{left:.1f}" y="{bottom:.1f}" width="{right - left:.1f}" height="{tall:.1f}"'
            yield f'<rect class="{_CLASSES[fate]}" {box}><title>from {step.on}: {number:,} {fate.value}</title></rect>'
            if right - left > _ROOM and tall > _LINE:
                at = f'x="{left + 8:.1f}" y="{bottom + 15:.1f}"'
                yield f'<text class="told" {at}>{number:,} {fate.value}</text>'
