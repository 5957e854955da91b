"""The interview on a terminal: one question at a time, or the list of all that are open."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from rich.text import Text

from muniment.domain.condition import FactType, fact_value
from muniment.render.ask.asked_by import instrument_cited, instrument_title, place_words
from muniment.render.citing import cited_briefly, vendor_name
from muniment.render.fact_words import permitted_answers
from muniment.render.layout import heading, indented, labelled, show
from muniment.render.said import said_words
from muniment.render.visible import visible
from muniment.render.words import STYLE, count, listed, outcome_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, RenderableType

    from muniment.app.interview import Interview, OpenQuestion
    from muniment.domain.contract import FactAnswer
    from muniment.domain.decision import Outcome
    from muniment.domain.report import Report, UseDecision

COMMANDS = "unknown, skip, back, quit"
_MOST_INSTRUMENTS = 2
_MOST_SETTLED = 5
_WIDE = 9


def print_question(found: Interview, question: OpenQuestion, to: Console) -> None:
    """Print one question with all that a person needs to answer it."""
    show(_question(found, question), to)


def print_list(found: Interview, estate_file: str, to: Console) -> None:
    """Print every open question in order, and how each is answered on the command line."""
    show(_list(found, estate_file), to)


def print_recorded(answers: Sequence[FactAnswer], before: Report, after: Report, to: Console) -> None:
    """Print what went into the file, and which decisions that settled."""
    show(_recorded(answers, before, after), to)


def print_end(found: Interview, estate_file: str, to: Console) -> None:
    """Print what is left at the end of a session."""
    show(_end(found, estate_file), to)


def choices_shown(question: OpenQuestion) -> Sequence[str]:
    """Return the choices that may be given by their number."""
    return question.kind.choices if question.kind.type in {FactType.CHOICE, FactType.SET} else ()


def _question(found: Interview, question: OpenQuestion) -> Iterator[RenderableType]:
    hanging = count(len(question.decisions), "decision")
    yield ""
    yield heading(f"{count(len(found.questions), 'open question')}; {hanging} hang{_s(question)} on this one")
    yield Text(question.kind.question, style="heading")
    yield indented(
        labelled([*_about(found, question, most=_MOST_INSTRUMENTS), ("answers", _permitted(question))], width=_WIDE)
    )


def _s(question: OpenQuestion) -> str:
    return "s" if len(question.decisions) == 1 else ""


def _about(found: Interview, question: OpenQuestion, most: int) -> Iterator[tuple[str, str]]:
    book, as_of = found.report.rulebook, found.report.as_of
    yield "about", visible(place_words(found.report, question.place))
    for name in question.instruments[:most]:
        source = cited_briefly(book, instrument_cited(book, name, as_of))
        yield "asked by", f"{name}: {instrument_title(book, name)}{f' [{source}]' if source else ''}"
    if (rest := len(question.instruments) - most) > 0:
        yield "", f"and {count(rest, 'more instrument')}"
    if question.said is not None:
        yield "so far", visible(f"nobody knows, {said_words(question.said)}")


def _permitted(question: OpenQuestion) -> str:
    numbered = ", ".join(f"{number} {choice}" for number, choice in enumerate(choices_shown(question), start=1))
    if question.kind.type is FactType.SET and numbered:
        return f"some of {numbered}, with commas between them; or none; or {COMMANDS}"
    return f"{numbered or permitted_answers(question.kind)}; or {COMMANDS}"


def _list(found: Interview, estate_file: str) -> Iterator[RenderableType]:
    yield Text(_standing(found), style="heading")
    for number, question in enumerate(found.questions, start=1):
        hanging = f"{count(len(question.decisions), 'decision')} hang{_s(question)} on it"
        rows = [*_about(found, question, most=1), ("answers", permitted_answers(question.kind)), ("bears on", hanging)]
        rows.append(("answer", visible(answer_command(question, estate_file))))
        block = labelled([(f"{number}.", Text(question.kind.question, style="heading"))], width=3)
        block.add_row("", labelled(rows, width=_WIDE))
        yield ""
        yield block
    yield from _left(found)
    if found.questions:
        yield ""
        yield Text.assemble(("Next: ", "heading"), "run it on a terminal to be asked, or answer with --answer as above")


def answer_command(question: OpenQuestion, estate_file: str) -> str:
    """Return the command that answers the question, with words in capitals for what is to be filled in."""
    place = question.place
    parts = ["muniment", "ask", "--estate", estate_file, "--by", "NAME", "--answer", f"{question.kind.id}=VALUE"]
    for option, name in (("--contract", place.contract), ("--system", place.system), ("--vendor", place.vendor)):
        parts += [option, name] if name else []
    return shlex.join(parts)


def _standing(found: Interview) -> str:
    all_ = count(len(found.report.decisions), "decision")
    return f"{count(len(found.questions), 'open question')}; {found.undetermined} of {all_} undetermined"


def _recorded(answers: Sequence[FactAnswer], before: Report, after: Report) -> Iterator[RenderableType]:
    for answer in answers:
        value = "nobody knows" if answer.value is None else fact_value(answer.value)
        yield Text(f"Recorded: {answer.fact} for {visible(place_words(after, answer.place))}: {visible(value)}")
    pairs = zip(before.decisions, after.decisions, strict=True)
    turned = list(dict.fromkeys(_turned(after, now) for was, now in pairs if _differ(was, now)))
    for outcome, words in turned[:_MOST_SETTLED]:
        yield indented(Text.assemble((words[0], STYLE[outcome]), words[1]))
    if len(turned) > _MOST_SETTLED:
        yield indented(Text(f"and {count(len(turned) - _MOST_SETTLED, 'more decision')} changed", style="quiet"))


def _differ(was: UseDecision, now: UseDecision) -> bool:
    return was.decision.outcome is not now.decision.outcome


def _turned(report: Report, decided: UseDecision) -> tuple[Outcome, tuple[str, str]]:
    """Return the outcome, and in words what it is and where; uses that differ by what was seen of them read alike."""
    vendor = vendor_name(report.rulebook, decided.use.vendor)
    where = listed([visible(part) for part in (decided.use.system, decided.contract) if part], last="on")
    return decided.decision.outcome, (outcome_words(decided.decision), f": {vendor} in {where}")


def _end(found: Interview, estate_file: str) -> Iterator[RenderableType]:
    yield ""
    yield Text(_standing(found), style="heading")
    yield from _left(found)
    again = f"muniment ask --estate {shlex.quote(estate_file)}"
    check = f"muniment check --estate {shlex.quote(estate_file)}"
    step = f"{again} goes on with what is open" if found.questions else f"{check} tells what follows"
    yield Text.assemble(("Next: ", "heading"), visible(step))


def _left(found: Interview) -> Iterator[RenderableType]:
    """Yield what stays open and is not asked."""
    told = [
        (found.nobody_knows, "{} nobody knew the answer to; --again asks them anew"),
        (found.homeless, "{} cannot be answered in the estate file: the use lies in no system of it"),
    ]
    for questions, words in told:
        if questions:
            yield indented(Text(words.format(count(len(questions), "question")), style="undetermined"))
    if not found.report.complete:
        words = "some of the sources was not read, so a use in it asks for nothing here; `muniment check` names it"
        yield indented(Text(words, style="undetermined"))
    if found.beyond:
        number = count(len(found.beyond), "decision")
        words = f"{number} no fact can settle: the law itself is open, or the rulebook too old"
        yield indented(Text(words, style="undetermined"))
