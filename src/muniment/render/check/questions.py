"""The missing facts of all decisions, each asked once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text

from muniment.render.layout import heading, indented, labelled
from muniment.render.visible import visible
from muniment.render.words import count, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from muniment.domain.decision import Unknown
    from muniment.domain.ids import FactId, InstrumentId
    from muniment.domain.report import Report, UseDecision

MOST_SUBJECTS = 3
"""Contracts, systems or instruments named beside one question; the rest are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactQuestion:
    """One missing fact: where the answer goes, for which contracts or systems, and how many decisions it bears on."""

    fact: FactId
    text: str
    answer_in: str
    subjects: tuple[str, ...]
    instruments: tuple[InstrumentId, ...]
    decisions: int


def questions(report: Report) -> tuple[FactQuestion, ...]:
    """Return every question, first those that bear on the most decisions."""
    asked: dict[FactId, list[tuple[UseDecision, Unknown]]] = {}
    for decided in report.decisions:
        for unknown in decided.decision.unknown:
            asked.setdefault(unknown.fact, []).append((decided, unknown))
    found = (_question(fact, pairs) for fact, pairs in asked.items())
    return tuple(sorted(found, key=lambda question: (-question.decisions, question.fact)))


def question_blocks(report: Report) -> Iterator[RenderableType]:
    """Yield the section that lists the questions; nothing where none is open."""
    asked = questions(report)
    if not asked:
        return
    yield heading("Questions that are open")
    for number, question in enumerate(asked, start=1):
        yield indented(_numbered(number, question, any_contract=report.estate is None))
        yield ""


def _question(fact: FactId, pairs: list[tuple[UseDecision, Unknown]]) -> FactQuestion:
    first = pairs[0][1]
    subjects = {_subject(fact, decided): None for decided, _ in pairs}
    instruments = {name: None for _, unknown in pairs for name in unknown.instruments}
    return FactQuestion(
        fact=fact,
        text=first.question,
        answer_in=first.answer_in,
        subjects=tuple(sorted(subject for subject in subjects if subject)),
        instruments=tuple(instruments),
        decisions=len(pairs),
    )


def _subject(fact: FactId, decided: UseDecision) -> str:
    """Return the contract or system that the answer is about; nothing where it is the organisation."""
    match fact.partition(".")[0]:
        case "contract" | "event":
            return decided.contract or ""
        case "system" | "use" | "item":
            return decided.use.system or ""
        case _:
            return ""


def _numbered(number: int, question: FactQuestion, *, any_contract: bool) -> RenderableType:
    where = "in the estate file" if any_contract else f"for {_some(question.subjects)}" if question.subjects else ""
    answer = Text.assemble((question.answer_in, "place"), f" {where}" if where else "")
    under = f"{count(question.decisions, 'decision')}, under {_some(question.instruments)}"
    rows: list[tuple[str, Text | str]] = [("answer in", answer), ("bears on", under)]
    asked = labelled([(f"{number:>2}.", Text(question.text, style="heading"))], width=3)
    asked.add_row("", labelled(rows))
    return asked


def _some(names: Sequence[str]) -> str:
    named = [visible(name) for name in names[:MOST_SUBJECTS]]
    rest = len(names) - len(named)
    return listed([*named, f"{rest} more"] if rest else named)
