"""The draft of a certificate as a file to be filled in: what a contract's clauses ask for, and what is open."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from muniment.app.certify.blockers import Blocker
    from muniment.app.certify.represent import Answered
    from muniment.domain.duty import Datum
    from muniment.domain.ids import ContractId, SystemId, VendorId
    from muniment.domain.template import DisclosureParagraph, RepresentationAsked, Template

    Known = Mapping[tuple[VendorId, SystemId], Mapping[Datum, str]]

_WIDE = 110


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """What a draft is made of: who asks for what, the paragraphs to answer, what is open, the uses that they are about.

    `known` is what the estate file would report of a vendor's use in a system; it stands in the fields of a disclosure.
    """

    contract: ContractId
    requested_by: str
    valid_until: date
    asked: Sequence[tuple[Template, RepresentationAsked]]
    open: Sequence[Blocker]
    answers: Sequence[Answered]
    known: Known


def draft_text(blank: Blank) -> str:
    """Return the draft. Answers are left empty, so that nobody signs one that nobody gave; what is open is listed."""
    return "\n".join((
        *_head(blank),
        *(line for template, one in blank.asked for line in _representation(template, one)),
        *_inquiry(),
        *(line for each in blank.open if each.kind.disclosable for line in _open(each)),
        *(line for each in blank.answers for line in _covered(each, blank.known)),
        *_rest(),
    ))  # fmt: skip


def _head(blank: Blank) -> Iterator[str]:
    yield "# What people bring to a certificate. Fill in what is empty; a line that begins with # counts for nothing."
    yield f"contract = {_quoted(blank.contract)}"
    yield 'modification = ""'
    yield f"requested_by = {_quoted(blank.requested_by)}"
    yield 'signatory = ""            # who signs; not the person who asks for it'
    yield 'title = ""'
    yield f"valid_until = {blank.valid_until}"
    yield "evidence = []             # files that it rests on, seen from this folder; their digests are signed"


def _representation(template: Template, asked: RepresentationAsked) -> Iterator[str]:
    yield ""
    yield f"# {template.clause}{asked.at} ({template.version}): {template.title}"
    if asked.wording is None:
        yield "# Its official text is not at hand: bring the paragraph in a file."
    else:
        yield from (f"#   {line}" for words in asked.wording.text.splitlines() for line in _wrapped(words))
    yield "[[representations]]"
    yield f"template = {_quoted(template.id)}"
    yield f"at = {_quoted(asked.at)}"
    yield f'answer = ""               # {" | ".join(each.value for each in asked.answers)}'
    if asked.wording is None:
        yield 'copy = ""'


def _inquiry() -> Iterator[str]:
    yield ""
    yield "[inquiry]"
    yield "methods = []              # how it was inquired, beside the scan"
    yield "limits = []               # what the inquiry could not see"
    yield "# [[inquiry.people]]"
    yield '# name = ""'
    yield '# role = ""'
    yield "# on = 2026-01-31"
    yield '# about = ""'


def _open(found: Blocker) -> Iterator[str]:
    yield ""
    yield from (f"# {line}" for line in _wrapped(found.sentence))
    yield "# [[disclosures]]         # settle it, or tell it:"
    yield f"# id = {_quoted(found.id)}"
    yield '# text = ""'


def _covered(answered: Answered, known: Known) -> Iterator[str]:
    """Yield, for each use that a paragraph is about, what would be told where the answer is that there is one."""
    for vendor, system, _ in answered.uses:
        yield ""
        yield f"# {vendor} in {system} is what {answered.ref} asks about: it cannot be denied, and is told so:"
        yield "# [[disclosures]]"
        yield f"# id = {_quoted(answered.disclosure_id(vendor, system))}"
        yield '# text = ""'
        for paragraph in answered.paragraphs:
            yield f"# under = {_quoted(answered.template.clause + paragraph.at)}     # {paragraph.title}"
            yield f"# fields = {{{', '.join(_fields(paragraph, known.get((vendor, system), {})))}}}"


def _fields(paragraph: DisclosureParagraph, known: Mapping[Datum, str]) -> Iterator[str]:
    """Yield every field that is needed or known, with what is known of it."""
    for field in (field for item in paragraph.items for field in item.fields):
        told = "" if field.fills is None else known.get(field.fills, "")
        if field.needed or told:
            yield f"{field.id} = {_quoted(told)}"


def _rest() -> Iterator[str]:
    yield ""
    yield "# [[flow_down]]"
    yield '# subcontractor = ""'
    yield '# clause = ""'
    yield '# on_file = "missing"     # missing | asked | unsigned | signed | verified'
    yield ""


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _wrapped(words: str) -> list[str]:
    from textwrap import wrap  # noqa: PLC0415  (only a draft needs it)

    return wrap(words, _WIDE)
