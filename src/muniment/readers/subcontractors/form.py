"""The form that a subcontractor filled in, as JSON. `docs/flow-down.md` describes it; nobody signed it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from muniment.domain.answer import RepresentedAnswer
from muniment.domain.subcontract import FilledForm, GivenAnswer, Remark
from muniment.errors import InputError, Problem, ProofError
from muniment.prove.canonical import parse
from muniment.prove.fields import Fields

if TYPE_CHECKING:
    from muniment.prove.canonical import Json

FORMAT: Final = "muniment.subcontractor-answers/1"
LARGEST: Final = 2**20
"""Bytes of the largest form that is read."""
_FIELDS = "format request uei by title on valid_until answers remarks"


def read_form(raw: bytes, where: str) -> FilledForm:
    """Return the answers in `raw`.

    Not checked: that they answer what was asked.
    Raises: InputError.
    """
    if len(raw) > LARGEST:
        raise InputError(Problem(where=where, what=f"is larger than {LARGEST} bytes, so it is no form"))
    try:
        fields = Fields.of(parse(raw, where), where, _FIELDS)
        if fields.text("format") != FORMAT:
            what, help_ = f"is not of the format `{FORMAT}`", "take the file that the form writes"
            raise InputError(Problem(where=where, what=what, help=help_))
        return _form(fields, where)
    except ProofError as error:
        raise InputError(*error.problems) from error


def _form(fields: Fields, where: str) -> FilledForm:
    return in_order(_filled(fields), where)


def _filled(fields: Fields) -> FilledForm:
    return FilledForm(
        request=fields.named("request"),
        uei=fields.named("uei"),
        by=fields.named("by"),
        title=fields.named("title"),
        on=fields.day("on"),
        valid_until=fields.day("valid_until"),
        answers=fields.each("answers", _answer),
        remarks=fields.each("remarks", _remark),
    )


def in_order(form: FilledForm, where: str) -> FilledForm:
    """Return `form`. Raises: InputError where it ends before it begins, or answers one paragraph twice."""
    if form.valid_until < form.on:
        what = f"ends on {form.valid_until}, before {form.on}, the day on which it was filled in"
        raise InputError(Problem(where=where, what=what))
    paragraphs = [(each.clause, each.at) for each in form.answers]
    clauses = [each.clause for each in form.remarks]
    if len(set(paragraphs)) != len(paragraphs) or len(set(clauses)) != len(clauses):
        raise InputError(Problem(where=where, what="answers one paragraph twice"))
    return form


def _answer(value: Json, at: str) -> GivenAnswer:
    fields = Fields.of(value, at, "clause at answer")
    return GivenAnswer(
        clause=fields.named("clause"), at=fields.text("at"), answer=fields.choice(RepresentedAnswer, "answer")
    )


def _remark(value: Json, at: str) -> Remark:
    fields = Fields.of(value, at, "clause text")
    return Remark(clause=fields.named("clause"), text=fields.text("text").strip())
