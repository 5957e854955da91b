"""A day or an instant on the command line."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import click

from muniment.domain.moment import NoMomentError, parse_moment


class _Moment(click.ParamType[date]):
    """A day, written `2026-11-23`, or an instant, written `2026-11-23T14:30[America/New_York]`."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ANN401  (click decides)
        """Return the day, or the instant in its time zone."""
        if isinstance(value, date):
            return value
        try:
            return parse_moment(value, ZoneInfo)
        except NoMomentError as error:
            self.fail(f"`{value}` {error.what}; {error.help}", param, ctx)


MOMENT = _Moment()
