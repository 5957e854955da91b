"""Joins for the interview: what is open in an estate, and answers that go into its file at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment import wiring
from muniment.errors import EstateError, InputError, Problem
from muniment.wiring.recorded import announced

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    from muniment.app.interview import Interview
    from muniment.domain.contract import Estate, FactAnswer
    from muniment.domain.ledger_place import LedgerPlace
    from muniment.domain.report import Report
    from muniment.domain.rulebook import Rulebook
    from muniment.wiring.ahead import Look

_AT = -2
"""Where the line stands in `file:line:column`."""


class Asking:
    """One session over one estate file. Sources are read once; each answer is in the file before the next question."""

    def __init__(
        self,
        path: Path,
        book: Rulebook,
        as_of: date,
        look: Look,
        keep: Callable[[str], None],
        ledger: LedgerPlace | None = None,
    ) -> None:
        """Read and decide; `keep` replaces the file as a whole, and `ledger` is told of each answer.

        Raises: InputError, with every problem of the estate file and the sources.
        """
        from muniment.decide.bearing import Bearings
        from muniment.wiring.ahead import estate_report

        self._path, self._book, self._keep, self._ledger = path, book, keep, ledger
        self._text = wiring.estate_text(path)
        self._before: list[str] = []
        self._engine = wiring.engine(book)
        self._bearings = Bearings(self._engine)
        self.report: Report = estate_report(path, book, as_of, look)

    def interview(self, *, again: bool = False) -> Interview:
        """Return what is still to be asked; with `again`, what nobody knew is part of that."""
        from muniment.app.interview import interview

        return interview(self.report, self._bearings, again=again)

    def record(self, answers: Sequence[FactAnswer]) -> None:
        """Put `answers` at the end of the file, all or none, and decide anew.

        Raises: EstateError where one is not what its fact asks for, or contradicts what the file says, after which the
        file is as it was; InputError where somebody else changed the file, or it cannot be written.
        """
        from muniment.render.ask.answer_rows import with_row

        self._refuse_changed()
        text, ends = self._text, []
        for answer in answers:
            text = with_row(text, answer)
            ends.append((text.count("\n"), answer))
        described = self._described(text, ends)
        with announced("record answers", {"facts": ", ".join(each.fact for each in answers)}, self._ledger) as telling:
            self._settle(text, described)
            if telling:
                telling.facts(answers)
        self._before.append(self._text)
        self._text = text

    def take_back(self) -> None:
        """Take what was last recorded in this session out of the file. Raises: InputError as `record` does."""
        self._refuse_changed()
        earlier = self._before[-1]
        described = self._described(earlier, [])
        with announced("take answers back", {}, self._ledger) as telling:
            self._settle(earlier, described)
            if telling:
                telling.withdrawal()
        self._before.pop()
        self._text = earlier

    def _described(self, text: str, ends: Sequence[tuple[int, FactAnswer]]) -> Estate:
        """Read `text` the way every command reads the file. Raises: EstateError."""
        try:
            return wiring.estate_in(text, self._path, self._book)
        except EstateError as refused:
            raise EstateError(*(_about(problem, ends) for problem in refused.problems)) from None

    def _settle(self, text: str, described: Estate) -> None:
        """Put `text`, which was read as `described`, in place, and decide anew."""
        from muniment.app.check import decided_anew

        self._keep(text)
        self.report = decided_anew(self.report, described, self._engine)

    def _refuse_changed(self) -> None:
        if wiring.estate_text(self._path) != self._text:
            what = "was changed while questions were open; nothing was added to it"
            raise InputError(
                Problem(where=str(self._path), what=what, help="ask again; earlier answers are in the file")
            )


def _about(problem: Problem, ends: Sequence[tuple[int, FactAnswer]]) -> Problem:
    """Return the problem of a row that is not in the file yet as one of its answer."""
    line = int(problem.where.split(":")[_AT])
    answer = next((answer for end, answer in ends if line <= end), None)
    where = f"the answer to {answer.fact}" if answer else problem.where
    return Problem(where=where, what=problem.what, help=problem.help)
