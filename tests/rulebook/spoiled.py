"""A copy of the good sample, to be spoiled in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.decide.engine import Engine, Question
from muniment.rulebook.load import load
from rulebook.samples import GOOD, good_files

if TYPE_CHECKING:
    from pathlib import Path

    from muniment.domain.rulebook import Rulebook
    from muniment.errors import Problem
    from muniment.rulebook.lint_cases import Decide

CASES = "restrictions/northwind-models.cases.yaml"
FROM_TEXT = "restrictions/northwind-models.text.cases.yaml"
SDK = "vendors/northwind-ai/sdk.yaml"


def judge(_: Rulebook) -> Decide:
    """Answer from the good sample, whatever was spoiled."""
    engine = Engine(load(good_files()))
    return lambda vendor, facts, as_of: engine.decide(Question(vendor=vendor, facts=facts, as_of=as_of))


def good_copy(tmp_path: Path) -> Path:
    for source in GOOD.rglob("*.yaml"):
        copy = tmp_path / source.relative_to(GOOD)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(source.read_bytes())
    return tmp_path


def change(folder: Path, path: str, old: str, new: str) -> None:
    text = (folder / path).read_text(encoding="utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def told(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.what for problem in problems]
