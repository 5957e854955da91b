"""The interview on a terminal. Whatever was answered is in the estate file before the next question."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from muniment.cli.ask.answering import NOBODY_KNOWS, answer_to
from muniment.errors import EstateError, InputError
from muniment.render.ask.as_text import print_end, print_question, print_recorded
from muniment.render.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from muniment.app.interview import OpenQuestion
    from muniment.cli.ask.answering import Given
    from muniment.domain.contract import AnswerPlace, FactAnswer
    from muniment.domain.ids import FactId
    from muniment.wiring.asking import Asking

_QUIT, _SKIP, _BACK, _HELP = {"quit", "q"}, {"skip", "s"}, {"back", "b"}, {"help", "?", ""}
_HINT = """  unknown  record that nobody knows; it is not asked again without --again
  skip     leave it for the next time
  back     take the last answer back, and ask that question again
  quit     leave; all that was answered is in the file"""


def typed(prompt: str) -> str:
    """Return a line from the terminal, with the keys for editing it; its end means to leave."""
    import readline  # noqa: F401  (it changes how a line is typed)

    try:
        return input(prompt)
    except EOFError:
        click.echo()
        return "quit"


class Dialogue:
    """Asks until nothing is left to ask, or the person leaves."""

    def __init__(
        self, asking: Asking, given: Given, read: Callable[[str], str], to: Console, *, again: bool = False
    ) -> None:
        """Ask for what is open in `asking`; `read` shows its text and returns a line."""
        self._asking, self._given, self._read, self._to, self._again = asking, given, read, to, again
        self._put_off: set[tuple[FactId, AnswerPlace]] = set()
        self._steps: list[tuple[OpenQuestion, bool]] = []

    def hold(self, estate_file: str) -> None:
        """Hold the dialogue. Raises: InputError where the file was changed meanwhile, or cannot be written."""
        goes_on = True
        while goes_on and (question := self._next()) is not None:
            print_question(self._asking.interview(again=self._again), question, self._to)
            goes_on = self._introduced() and self._asked(question)
        print_end(self._asking.interview(again=self._again), estate_file, self._to)

    def _next(self) -> OpenQuestion | None:
        """Return the most decisive question that was not put off."""
        questions = self._asking.interview(again=self._again).questions
        return next((one for one in questions if one.key not in self._put_off), None)

    def _introduced(self) -> bool:
        """Ask who answers, once. Says whether somebody does."""
        while not self._given.by:
            said = self._read("who answers? ").strip()
            if said in _QUIT:
                return False
            self._given = replace(self._given, by=said)
        return True

    def _asked(self, question: OpenQuestion) -> bool:
        """Read until the question is answered, put off or gone back from. Says whether the dialogue goes on."""
        while True:
            said = self._read("answer: ").strip()
            command = said.casefold()
            if command in _QUIT:
                return False
            if command in _HELP:
                self._say(_HINT)
            elif command in _SKIP:
                self._put_off.add(question.key)
                self._steps.append((question, False))
                return True
            elif (command in _BACK and self._went_back()) or (command not in _BACK and self._recorded(question, said)):
                return True

    def _went_back(self) -> bool:
        if not self._steps:
            self._say(
                "  this is the first question of this session; earlier answers are in the file, to be changed there"
            )
            return False
        question, is_recorded = self._steps.pop()
        self._put_off.discard(question.key)
        if is_recorded:
            self._asking.take_back()
        return True

    def _recorded(self, question: OpenQuestion, said: str) -> bool:
        """Record the answer; where it does not fit, say why and that it is asked again."""
        try:
            answer = answer_to(question.kind, question.place, self._plain(said), self._given)
        except InputError as refused:
            return self._refused(refused)
        before = self._asking.report
        answer = self._with_source(answer)
        try:
            self._asking.record((answer,))
        except EstateError as refused:
            return self._refused(refused)
        if answer.value is None:
            self._put_off.add(question.key)
        self._steps.append((question, True))
        print_recorded((answer,), before, self._asking.report, self._to)
        return True

    def _plain(self, said: str) -> str:
        return NOBODY_KNOWS if said.casefold() == NOBODY_KNOWS else said

    def _with_source(self, answer: FactAnswer) -> FactAnswer:
        if answer.source:
            return answer
        return replace(answer, source=self._read("on what source? (nothing: none) ").strip())

    def _refused(self, refused: InputError) -> bool:
        for problem in refused.problems:
            self._say(f"  {problem.what}{f'; {problem.help}' if problem.help else ''}")
        return False

    def _say(self, words: str) -> None:
        self._to.print("\n".join(visible(line) for line in words.split("\n")))
