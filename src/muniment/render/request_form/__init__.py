"""The form that a subcontractor fills in without any program: one page, which opens no connection."""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from muniment.render.suppliers.request_letter import NO_ANSWER, NO_WORDS, NOT_KNOWN
from muniment.render.verifier import policy_source, style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.domain.subcontract import AskedClause, Request
    from muniment.domain.template import RepresentationAsked, Template

_PARTS: Final = Path(__file__).parent
_PLACE: Final = re.compile(r"\{([a-z-]+)\}")
_NOTHING, _TOLD = "nothing", "told"


def request_form(organisation: str, request: Request, templates: tuple[Template, ...], format_: str) -> bytes:
    """Return the page for one request; `format_` is that of the file which it writes."""
    known = {each.clause: each for each in templates}
    look = style() + (_PARTS / "form.css").read_text(encoding="utf-8")
    script = _script(request, format_)
    page = (_PARTS / "page.html").read_text(encoding="utf-8")
    clauses = [_clause(at, each, known.get(each.clause)) for at, each in enumerate(request.clauses)]
    parts = {
        "script-hash": policy_source(script),
        "style-hash": policy_source(look),
        "organisation": escape(organisation),
        "subcontractor": escape(request.of.shown),
        "order": escape(request.order),
        "due": str(request.due),
        "style": look,
        "clauses": "\n".join(clauses),
        "script": script,
    }
    return _PLACE.sub(lambda found: parts[found[1]], page).encode()


def _script(request: Request, format_: str) -> str:
    data = {"format": format_, "request": request.id, "uei": request.of.uei}
    written = json.dumps(data, ensure_ascii=True, sort_keys=True).replace("<", "\\u003c")
    return f'"use strict";\nconst DATA = {written};\n' + (_PARTS / "page.js").read_text(encoding="utf-8")


def _clause(at: int, asked: AskedClause, template: Template | None) -> str:
    title = f"{asked.clause} ({template.version}), {template.title}" if template else asked.clause
    parts = [f'<section aria-labelledby="clause-{at}"><h2 id="clause-{at}">{escape(title)}</h2>']
    paragraphs = template.asked if template else ()
    for number, one in enumerate(paragraphs):
        parts += _paragraph(f"{at}-{number}", asked.clause, one)
    if not paragraphs:
        parts += _choice(f"{at}", asked.clause, NO_ANSWER if template else NOT_KNOWN)
    parts += _listed(template)
    parts.append(_remark(f"{at}", asked.clause))
    return "\n".join((*parts, "</section>"))


def _paragraph(id_: str, clause: str, one: RepresentationAsked) -> Iterator[str]:
    legend = f"{clause}{one.at}" if one.at else f"{clause}, any paragraph"
    yield f'<fieldset class="answer" data-clause="{escape(clause)}" data-at="{escape(one.at)}">'
    yield f"<legend>{escape(legend)}</legend>"
    words = one.wording.text if one.wording else NO_WORDS
    yield f"<blockquote>{escape(words)}</blockquote>" if one.wording else f"<p>{escape(words)}</p>"
    for answer in one.answers:
        name = f"a-{id_}"
        yield (
            f'<label class="choice"><input type="radio" name="{name}" value="{answer.value}" required> '
            f"{escape(answer.value.replace('-', ' '))}</label>"
        )
    yield "</fieldset>"


def _choice(id_: str, clause: str, why: str) -> Iterator[str]:
    yield f'<fieldset class="remark" data-clause="{escape(clause)}"><legend>{escape(clause)}</legend>'
    yield f"<p>{escape(why)}</p>"
    for value, text in ((_NOTHING, "there is nothing to tell"), (_TOLD, "told in the box below")):
        yield (
            f'<label class="choice"><input type="radio" name="r-{id_}" value="{value}" required> {escape(text)}</label>'
        )
    yield "</fieldset>"


def _listed(template: Template | None) -> Iterator[str]:
    for paragraph in template.disclosures if template else ():
        yield f"<details><summary>What {escape(paragraph.at)} lists: {escape(paragraph.title)}</summary><ul>"
        yield from (f"<li>{escape(item.at)} {escape(item.says)}</li>" for item in paragraph.items)
        yield "</ul></details>"


def _remark(id_: str, clause: str) -> str:
    return (
        f'<label for="t-{id_}">What you tell about {escape(clause)}, in your own words</label>'
        f'<textarea id="t-{id_}" rows="3" data-clause="{escape(clause)}"></textarea>'
    )
