"""How many items were open over time, as a picture that stands alone and says in words what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from muniment.render.picture import Frame

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from muniment.domain.plan import Plan, Remaining

_WIDTH: Final = 720
_HEIGHT: Final = 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 24, 24, 40
_STYLE: Final = (
    ".bd text{font:12px system-ui,sans-serif;fill:#1c2430}.bd .quiet{fill:#566172}.bd .grid{stroke:#d5dae2}"
    ".bd .line{fill:none;stroke:#a3253a;stroke-width:2.5}.bd .area{fill:#a3253a;fill-opacity:.12}"
    ".bd .dot{fill:#a3253a}.bd .end{stroke:#1c2430;stroke-dasharray:4 3}"
    "@media (prefers-color-scheme:dark){.bd text{fill:#e7ebf1}.bd .quiet{fill:#a7b1c0}.bd .grid{stroke:#39424f}"
    ".bd .line{stroke:#e58a99}.bd .area,.bd .dot{fill:#e58a99}.bd .end{stroke:#e7ebf1}}"
)


def burn_down_words(plan: Plan) -> str:
    """Return what the picture shows, in one sentence."""
    first, last = plan.burn_down[0], plan.burn_down[-1]
    until = _deadline(plan)
    ends = f" The first last permitted day is {until}." if until else ""
    least = "" if plan.complete else f" On {last.on} not everything was read: more may be open."
    verb = "fell" if last.open < first.open else "rose" if last.open > first.open else "stayed, in the end,"
    return f"Open items {verb} from {first.open} on {first.on} to {last.open} on {last.on}.{least}{ends}"


def burn_down_svg(plan: Plan) -> str:
    """Return the picture of a plan with recorded checks; a line marks the first last permitted day still to come."""
    frame = Frame(
        name="bd",
        width=_WIDTH,
        height=_HEIGHT,
        title="Open items over time",
        spoken=burn_down_words(plan),
        style=_STYLE,
    )
    return frame.around(_drawn(plan))


def _deadline(plan: Plan) -> date | None:
    return min((item.last_day for item in plan.items if item.last_day), default=None)


class _Axes:
    def __init__(self, points: tuple[Remaining, ...], end: date | None) -> None:
        days = [each.on for each in points] + ([end] if end else [])
        self.first, self.last = min(days), max(days)
        self.most = max(1, *(each.open for each in points))

    def x(self, day: date) -> float:
        span = (self.last - self.first).days or 1
        return round(_LEFT + (day - self.first).days / span * (_WIDTH - _LEFT - _RIGHT), 1)

    def y(self, number: float) -> float:
        return round(_HEIGHT - _BOTTOM - number / self.most * (_HEIGHT - _TOP - _BOTTOM), 1)


def _drawn(plan: Plan) -> Iterator[str]:
    end = _deadline(plan)
    axes = _Axes(plan.burn_down, end)
    floor = axes.y(0)
    for number in sorted({0, axes.most // 2, axes.most}):
        y = axes.y(number)
        yield f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y}" y2="{y}"/>'
        yield f'<text class="quiet" x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{number}</text>'
    points = [(axes.x(each.on), axes.y(each.open)) for each in plan.burn_down]
    line = " ".join(f"{x},{y}" for x, y in points)
    yield f'<polygon class="area" points="{points[0][0]},{floor} {line} {points[-1][0]},{floor}"/>'
    yield f'<polyline class="line" points="{line}"/>'
    for each, (x, y) in zip(plan.burn_down, points, strict=True):
        yield f'<circle class="dot" cx="{x}" cy="{y}" r="4"><title>{each.on}: {each.open} open</title></circle>'
        least = "≥ " if each.on == plan.as_of and not plan.complete else ""
        yield f'<text x="{x}" y="{y - 9}" text-anchor="middle">{least}{each.open}</text>'
    if end:
        x = axes.x(end)
        yield f'<line class="end" x1="{x}" x2="{x}" y1="{_TOP}" y2="{floor}"/>'
        yield f'<text class="quiet" x="{x - 6}" y="{_TOP + 10}" text-anchor="end">last permitted day {end}</text>'
    first, last = plan.burn_down[0].on, plan.burn_down[-1].on
    yield f'<text class="quiet" x="{axes.x(first)}" y="{_HEIGHT - 14}">{first}</text>'
    if axes.x(last) - axes.x(first) > 160:  # noqa: PLR2004  (two dates side by side)
        yield f'<text class="quiet" x="{axes.x(last)}" y="{_HEIGHT - 14}" text-anchor="end">{last}</text>'
