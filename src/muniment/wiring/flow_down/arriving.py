"""Joins for what subcontractors send: what a file is, and what it answers, as it comes and when it is read again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from muniment.app.flow_down.subcontractors import Arrived
    from muniment.domain.subcontract import FilledForm, Received
    from muniment.stores.subcontractors import Folder

_LARGEST_FILE = 256 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class ToTake:
    """A file that came, and who takes it in. `sender` is a UEI, or empty: then the key or the form says who it is."""

    within: Path
    file: Path
    sender: str
    by: str
    answers: Path | None
    checked_with: str


def arrival(asked: ToTake, at: datetime) -> Arrived:
    """Return a file that came, with what it answers where that is a form. Raises: InputError."""
    from muniment.app.flow_down.subcontractors import Arrived, kind_of
    from muniment.domain.subcontract import Kind
    from muniment.stores.whole_file import read_whole

    raw = read_whole(asked.file, _LARGEST_FILE)
    kind = kind_of(raw)
    form, form_raw = None, None
    if kind in {Kind.FORM, Kind.WORKBOOK}:
        form, form_raw = _answers(asked.within, raw, str(asked.file)), raw
    if kind is Kind.PDF:
        if asked.answers is None:
            what = "is a PDF, and nobody says what it answers"
            help_ = "fill in the form or the workbook from it, and give `--answers`"
            raise InputError(Problem(where=str(asked.file), what=what, help=help_))
        form_raw = read_whole(asked.answers, _LARGEST_FILE)
        form = _answers(asked.within, form_raw, str(asked.answers))
    elif asked.answers is not None:
        raise InputError(Problem(where="--answers", what="goes with a PDF alone", help="leave it out"))
    return Arrived(
        name=asked.file.name,
        raw=raw,
        by=asked.by,
        at=at,
        form=form,
        form_raw=form_raw,
        checked_with=asked.checked_with,
    )


def _answers(within: Path, raw: bytes, where: str) -> FilledForm:
    """Return what a form or a workbook answers. Raises: InputError, also for a file of another kind."""
    from muniment.app.flow_down.subcontractors import kind_of
    from muniment.domain.subcontract import Kind
    from muniment.readers.subcontractors.form import read_form
    from muniment.readers.subcontractors.workbook import read_workbook

    match kind_of(raw):
        case Kind.FORM:
            return read_form(raw, where)
        case Kind.WORKBOOK:
            return read_workbook(raw, where, partial(_sent, within))
        case kind:
            what = f"is a {kind.value}, and no form that tells what a PDF answers"
            raise InputError(Problem(where=where, what=what, help="give the form's file, or the filled workbook"))


def _sent(within: Path, request: str) -> bytes | None:
    """Return the workbook that was written for a request; nothing where there is none such. Raises: InputError."""
    from muniment.stores.subcontractors import all_folders, read_beside

    folders = (each for each in all_folders(within) if any(one.id == request for one in each.requests))
    return next((read_beside(each, f"{request}-form.xlsx") for each in folders), None)


def form_in(folder: Folder, received: Received, raw: bytes) -> FilledForm | None:
    """Return what a file that was kept answers; nothing for one that is no form and has none. Raises: InputError."""
    from muniment.domain.subcontract import Kind
    from muniment.readers.subcontractors.form import read_form
    from muniment.readers.subcontractors.workbook import read_workbook
    from muniment.stores.subcontractors import answers_of

    kind, form = received.kind, raw
    if kind is Kind.PDF and received.answers is not None:
        kind, form = answers_of(folder, received.answers)
    match kind:
        case Kind.FORM:
            return read_form(form, received.file)
        case Kind.WORKBOOK:
            return read_workbook(form, received.file)
        case _:
            return None
