"""The rulebook that is published with the program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from muniment.decide.engine import Engine, Question
from muniment.rulebook.files import read_rules
from muniment.rulebook.lint import lint
from muniment.rulebook.load import load

if TYPE_CHECKING:
    from muniment.domain.rulebook import Rulebook
    from muniment.rulebook.lint_cases import Decide

PUBLISHED = Path(__file__).parents[2] / "rulebook"


def test_the_published_rulebook_has_no_problems() -> None:
    def judge(book: Rulebook) -> Decide:
        engine = Engine(book)
        return lambda vendor, facts, as_of: engine.decide(Question(vendor=vendor, facts=facts, as_of=as_of))

    problems = lint(PUBLISHED, judge)

    assert [f"{problem.where}: {problem.what}" for problem in problems] == []


def test_the_published_rulebook_knows_words_of_lists() -> None:
    assert load(read_rules(PUBLISHED)).list_words


def test_the_published_rulebook_has_the_same_digest_wherever_it_lies() -> None:
    files = read_rules(PUBLISHED)
    elsewhere = type(files)(folder="elsewhere", contents=dict(reversed(list(files.contents.items()))))

    assert load(elsewhere).digest == load(files).digest
