"""A calendar laid over a row of character cells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = 12
_STEPS = (1, 3, 6, 12, 24, 60, 120)
_WIDEST = 6
_LETTERS = "JFMAMJJASOND"


@dataclass(frozen=True, slots=True)
class Scale:
    """Columns of `step` months from `start` on, each `per` cells wide."""

    start: date
    columns: int
    step: int
    per: int

    @property
    def cells(self) -> int:
        """Return the width of the drawing."""
        return self.columns * self.per

    def days(self, cell: int) -> tuple[date, date]:
        """Return the days `[from, to)` that `cell` stands for."""
        column, part = divmod(cell, self.per)
        first, last = self._first(column), self._first(column + 1)
        length = (last - first).days
        return first + timedelta(days=length * part // self.per), first + timedelta(
            days=length * (part + 1) // self.per
        )

    def cell(self, day: date) -> int:
        """Return the cell in which `day` lies; the first or the last one for a day outside."""
        for cell in range(self.cells):
            if day < self.days(cell)[1]:
                return cell
        return self.cells - 1

    def years(self) -> str:
        """Return a line with each year above its first column, where there is room for it."""
        line = ""
        for column in range(self.columns):
            first = self._first(column)
            at = column * self.per
            if (column == 0 or first.month <= self.step) and len(line) <= at - bool(line):
                line = line.ljust(at) + str(first.year)
        return line[: self.cells]

    def units(self) -> str:
        """Return a line that names each column: the month, or the quarter or half of the year."""
        return "".join(self._unit(column).ljust(self.per)[: self.per] for column in range(self.columns)).rstrip()

    def _unit(self, column: int) -> str:
        first = self._first(column)
        if self.step == 1:
            return first.strftime("%b") if self.per > len("Jan") else _LETTERS[first.month - 1]
        if self.step >= _MONTHS:
            return "|"
        number = (first.month - 1) // self.step + 1
        return f"{'Q' if self.step == 3 else 'H'}{number}" if self.per > 2 else str(number)  # noqa: PLR2004

    def _first(self, column: int) -> date:
        return _months_later(self.start, column * self.step)


def fitting(first: date, last: date, width: int) -> Scale:
    """Return the finest scale that shows `first` to `last` in `width` cells."""
    for step in _STEPS:
        start = date(first.year, (first.month - 1) // step * step + 1 if step < _MONTHS else 1, 1)
        months = (last.year - start.year) * _MONTHS + last.month - start.month + 1
        columns = -(-months // step)
        if columns <= width or step == _STEPS[-1]:
            return Scale(start, columns, step, max(1, min(_WIDEST, width // columns)))
    raise AssertionError


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    return date(year, month + 1, 1)
