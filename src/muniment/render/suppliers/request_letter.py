"""The letter to a subcontractor, in Markdown: which clauses, which paragraphs, by when.

What stands in it as words of a clause is the clause's own, or is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.subcontract import Kind
from muniment.render.citing import cited
from muniment.render.memo.as_markdown import markdown
from muniment.render.memo.content import Paragraph, Points, Title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.app.flow_down.subcontractors import Wanted
    from muniment.domain.duty import Duty
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.subcontract import Request
    from muniment.domain.template import RepresentationAsked, Template
    from muniment.render.memo.content import Block

NO_WORDS = (
    "The official text was not at hand. Take the words from your own copy, and name the paragraph that you answer."
)
NO_ANSWER = "The clause asks for no representation. Tell what you have to tell about it, or that there is nothing."
NOT_KNOWN = (
    "The rulebook does not know what this clause asks for. Tell what you have to tell, or that there is nothing."
)

_BY_PAGE = (
    "Without it: open the form that came with this letter in a browser, fill it in, and send the file it writes.",
    "On paper: print the filled form as a PDF, sign that, and send it together with the file.",
)
_BY_WORKBOOK = (
    "Without it: open the workbook that came with this letter, fill in its yellow cells, and send the workbook back.",
    "Leave every other cell of it as it is, and write no comments on cells: with those it cannot be taken in.",
)


def letter(organisation: str, request: Request, wanted: Wanted, book: Rulebook, *, form: Kind) -> bytes:
    """Return the letter that goes with a form, which is a page or a workbook."""
    return markdown((*_blocks(organisation, request, wanted, book), *_ways(request, form))).encode()


def _blocks(organisation: str, request: Request, wanted: Wanted, book: Rulebook) -> Iterator[Block]:
    yield Title(f"Request {request.id}", 1)
    yield Points((
        f"From: {organisation}",
        f"To: {request.of.shown}",
        f"About: your work under {request.order}",
        f"Sent on: {request.sent}",
        f"To be answered by: {request.due}",
    ))  # fmt: skip
    yield Paragraph(
        "Please tell us where you stand on the clauses below. Where a clause has words to answer, they are quoted; the"
        " answers that it allows stand before them. This letter adds no words of its own to them."
    )
    templates = {each.clause: each for each in wanted.templates}
    for each in request.clauses:
        yield from _clause(each.clause, templates.get(each.clause), wanted.passing.get(each.clause), book)


def _clause(clause: str, template: Template | None, passing: Duty | None, book: Rulebook) -> Iterator[Block]:
    yield Title(f"{clause} ({template.version}), {template.title}" if template else clause, 2)
    if template and template.passed_on:
        yield Paragraph(f"It is passed on: {template.passed_on}. From {cited(book, template.cited)}.")
    elif passing:
        yield Paragraph(f"Our duty: {passing.title}. From {cited(book, passing.cited)}.")
    if template is None:
        yield Paragraph(NOT_KNOWN)
        return
    if not template.asked:
        yield Paragraph(NO_ANSWER)
    for one in template.asked:
        yield from _paragraph(one)
    for paragraph in template.disclosures:
        yield Paragraph(f"{paragraph.at}: {paragraph.title}. The clause lists:")
        yield Points(tuple(f"{item.at} {item.says}" for item in paragraph.items))


def _paragraph(one: RepresentationAsked) -> Iterator[Block]:
    answers = " or ".join(each.value for each in one.answers)
    yield Paragraph(f"{one.at or 'Any paragraph'}, to be answered: {answers}.")
    words = NO_WORDS if one.wording is None else one.wording.text
    yield from (Paragraph(line) for line in words.splitlines())


def _ways(request: Request, form: Kind) -> Iterator[Block]:
    yield Title("How to answer", 2)
    signed = f"With Muniment: muniment certify {request.order}, then muniment package pack; send the package."
    yield Points((signed, *(_BY_WORKBOOK if form is Kind.WORKBOOK else _BY_PAGE)))
    yield Paragraph(
        "If you sign with a key, we ask you for its 64 digits by telephone, on a number that we knew before. A key"
        " that only comes by mail is not believed."
    )
