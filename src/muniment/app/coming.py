"""What each day to come would change in an organisation, as the law is recorded today."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from muniment.app.whatif import Hypothesis, Turn, View, asked_in
from muniment.decide.posture import with_postures

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from muniment.app.whatif import SupposedQuestion
    from muniment.decide.coming import ComingDate
    from muniment.decide.engine import Engine
    from muniment.domain.contract import Posture
    from muniment.domain.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingDay:
    """All that one day brings; `view` compares each decision with that of the day before, where an estate is given.

    `turns` is the first day on which an answer can be another.
    """

    turns: date
    dates: tuple[ComingDate, ...]
    view: View | None = None


def coming_days(dates: Sequence[ComingDate]) -> tuple[ComingDay, ...]:
    """Return `dates` by the day on which they turn an answer, the next first."""
    days = sorted({one.turns for one in dates})
    return tuple(ComingDay(turns=day, dates=tuple(one for one in dates if one.turns == day)) for day in days)


def seen_from(report: Report, days: Sequence[ComingDay], engine: Engine) -> tuple[ComingDay, ...]:
    """Return `days` with every decision of `report` made on the day before and on the day."""
    asked = asked_in(report, Hypothesis())
    postures = report.estate.postures if report.estate else ()
    return tuple(replace(day, view=_view(day.turns, asked, engine, postures)) for day in days)


def _view(day: date, asked: Sequence[SupposedQuestion], engine: Engine, postures: Sequence[Posture]) -> View:
    before = day - timedelta(days=1)
    turns = tuple(
        Turn(
            asked=each,
            before=with_postures(engine.decide(replace(each.question, as_of=before)), postures),
            after=with_postures(engine.decide(replace(each.question, as_of=day)), postures),
        )
        for each in asked
    )
    return View(before=before, after=day, turns=turns)
