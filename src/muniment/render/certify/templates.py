"""Templates of clauses: what each asks to be represented, disclosed and done again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO

from rich.text import Text

from muniment.render.citing import cited
from muniment.render.found_json import write_object
from muniment.render.layout import heading, indented, labelled, show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, RenderableType

    from muniment.domain.rulebook import Rulebook
    from muniment.domain.template import RepresentationAsked, Template

_WIDE = 18


def print_templates(book: Rulebook, to: Console) -> None:
    """Print every template."""
    show(_templates(book), to)


def write_templates(book: Rulebook, to: TextIO) -> None:
    """Write the same for a program, with the words of the clauses."""
    listed = [_value(each) for each in book.templates.values()]
    write_object({"format": "muniment.templates/1", "rulebook": book.version, "templates": listed}, to)


def _templates(book: Rulebook) -> Iterator[RenderableType]:
    for place, template in enumerate(book.templates.values()):
        if place:
            yield ""
        yield heading(template.id)
        yield indented(Text(f"{template.clause} ({template.version}), {template.title}"))
        yield indented(labelled([*_rows(template), ("from", cited(book, template.cited))], width=_WIDE))


def _rows(template: Template) -> Iterator[tuple[str, str]]:
    for asked in template.asked:
        answers = " | ".join(each.value for each in asked.answers)
        yield asked.at or "any paragraph", f"{answers}; {_words(asked)}"
    for paragraph in template.disclosures:
        fields = [field.id for item in paragraph.items for field in item.fields]
        yield paragraph.at, f"{paragraph.title}: {', '.join(fields)}"
    for one in template.recurring:
        yield f"every {one.count} {one.unit.value}s", one.what
    if template.lasts:
        yield "holds", f"{template.lasts.months} months at most"
    if template.passed_on:
        yield "passed on", template.passed_on


def _words(asked: RepresentationAsked) -> str:
    return "bring the official text as `copy`" if asked.wording is None else "with the words of the clause"


def _value(template: Template) -> dict[str, Any]:
    return {
        "clause": template.clause,
        "confidence": template.cited.confidence.value,
        "disclosures": [
            {
                "at": each.at,
                "fields": [
                    {"asked_at": item.at, "id": field.id, "needed": field.needed, "says": item.says}
                    for item in each.items
                    for field in item.fields
                ],
                "title": each.title,
                "under": each.under,
            }
            for each in template.disclosures
        ],
        "family": template.family.value,
        "id": template.id,
        "lasts_months": template.lasts.months if template.lasts else None,
        "passed_on": template.passed_on,
        "recurring": [
            {"count": each.count, "id": each.id, "unit": each.unit.value, "what": each.what}
            for each in template.recurring
        ],
        "representations": [
            {
                "answers": [answer.value for answer in each.answers],
                "at": each.at,
                "digest": each.wording.digest if each.wording else None,
                "text": each.wording.text if each.wording else None,
            }
            for each in template.asked
        ],
        "source": template.cited.source,
        "title": template.title,
        "version": template.version,
    }
