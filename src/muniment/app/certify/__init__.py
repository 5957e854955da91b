"""Draft a statement about one contract from a report, and have it signed. What is open is disclosed or stops it."""

from __future__ import annotations

import shlex
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import muniment
from muniment.app.certify import disclose, represent
from muniment.app.certify.blockers import Blocker, BlockerKind, blocker, blockers, contract_of
from muniment.app.certify.summarise import coverage, decisions, documents, rulebook_stamp, said, scope, waivers
from muniment.domain.certification import NOTHING_BROUGHT, OnFile
from muniment.domain.person import alike
from muniment.domain.statement import Evidence, Statement
from muniment.errors import Problem, RefusedError
from muniment.prove.archive import misnamed
from muniment.prove.canonical import digest
from muniment.prove.state import seal
from muniment.prove.verify import verify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from muniment.app.certify.represent import Answered, Ground
    from muniment.app.ports import Signer
    from muniment.domain.certification import Certification, FlowDown, PhaseOut, Signatory
    from muniment.domain.ids import ContractId
    from muniment.domain.report import Report
    from muniment.domain.statement import Algorithm, StatedFact

__all__ = ["Blocker", "BlockerKind", "Prospect", "Request", "draft", "issue", "prospect"]


_STANDS = {OnFile.MISSING: "missing", OnFile.ASKED: "asked for"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Who signs what, and when. `issued_at` is in UTC, and its day there is the first on which the statement holds.

    `files` holds the content of each file that `certification` names.
    """

    signatory: Signatory
    issued_at: datetime
    valid_until: date
    algorithm: Algorithm
    certification: Certification = NOTHING_BROUGHT
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """A request held against a check: its answers, all that is open, and what keeps the statement from being made."""

    answers: tuple[Answered, ...]
    open: tuple[Blocker, ...]
    problems: tuple[Problem, ...]


def prospect(report: Report, contract: ContractId, request: Request) -> Prospect:
    """Return what stands in the way of the statement that `request` asks for.

    Raises: InputError where there is no estate or no such contract.
    """
    on, brings = _ground(report, contract, request), request.certification
    answers, unknown = represent.answered(on, brings.represented)
    everywhere = represent.everywhere(answers)
    found = (
        *blockers(report, contract, valid_until=request.valid_until, everywhere=everywhere),
        *represent.open_uses(answers),
        *_missing(brings.flow_down),
    )
    told = disclose.told(brings.told, found)
    problems = (
        *_of_request(report, request),
        *_said_later(said(report, on.estate, contract, everywhere=everywhere), request.issued_at.date()),
        *unknown,
        *represent.faults(answers, on, request.issued_at.date(), request.valid_until),
        *_of_brought(on, request),
        *disclose.faults(brings.told, found, answers, report.rulebook),
        *(_refusal(each) for each in found if each.id not in told),
    )
    return Prospect(answers=answers, open=found, problems=problems)


def draft(report: Report, contract: ContractId, request: Request) -> Statement:
    """Return the statement that `request` asks for, not signed; `prove.state.signed_bytes` shows what will be.

    Raises: RefusedError with every reason at once: what is open and not disclosed, a disclosure of what is not open, an
    answer that what was found speaks against, a missing name, dates out of order. InputError where there is no estate
    or no such contract.
    """
    ahead = prospect(report, contract, request)
    if ahead.problems:
        raise RefusedError(*ahead.problems)
    on, brings = _ground(report, contract, request), request.certification
    everywhere = represent.everywhere(ahead.answers)
    decided = decisions(report, contract, request.valid_until, everywhere=everywhere)
    papers = {name: digest(request.files[file]) for name, file in brings.waivers}
    return Statement(
        id=brings.id or f"{contract}-{request.issued_at.date()}",
        algorithm=request.algorithm,
        tool=f"muniment {muniment.__version__}",
        as_of=report.as_of,
        issued_at=request.issued_at.replace(microsecond=0),
        valid_until=request.valid_until,
        requested_by=brings.requested_by,
        reviews=brings.reviews,
        signatory=request.signatory,
        earlier=brings.earlier,
        representations=represent.representations(ahead.answers, brings.letters, on),
        scope=scope(report, on.estate, on.contract, brings.modification, everywhere=everywhere),
        coverage=coverage(report, contract, everywhere=everywhere),
        decisions=decided,
        disclosures=disclose.disclosures(disclose.told(brings.told, ahead.open), ahead.open, report.rulebook),
        waivers=waivers(on.estate, contract, report.as_of, papers),
        phase_out=brings.phase_out,
        inquiry=brings.inquiry,
        flow_down=tuple(_with_digest(each, request.files) for each in brings.flow_down),
        documents=documents(decided, report.rulebook),
        rulebook=rulebook_stamp(report),
        evidence=tuple(Evidence(name=_name_of(file), digest=digest(request.files[file])) for file in brings.evidence),
        said=said(report, on.estate, contract, everywhere=everywhere),
    )


def issue(statement: Statement, signer: Signer) -> bytes:
    """Return `statement` signed by `signer`, in an envelope that has passed every check of `prove.verify`.

    Raises: RefusedError where the statement declares another algorithm than the signer's; ProofError where the signed
    statement does not pass; InputError where the key cannot be used.
    """
    if statement.algorithm is not signer.algorithm:
        what = f"signs by `{signer.algorithm.value}`, and the statement declares `{statement.algorithm.value}`"
        raise RefusedError(Problem(where=f"key `{signer.keyid[:16]}`", what=what))
    envelope = seal(statement, keyid=signer.keyid, sign=signer.sign)
    verify(envelope, keys=(signer.public,), as_of=statement.issued_at.date())
    return envelope


def _ground(report: Report, contract: ContractId, request: Request) -> Ground:
    estate, about = contract_of(report, contract)
    return represent.Ground(report=report, estate=estate, contract=about, files=request.files)


def _missing(rows: Sequence[FlowDown]) -> Iterator[Blocker]:
    for each in rows:
        if not each.on_file.held:
            sentence = f"nothing is on file of `{each.subcontractor}` for {each.clause}: it is {_STANDS[each.on_file]}"
            yield blocker(BlockerKind.MISSING, sentence, each.clause, each.subcontractor)


def _with_digest(row: FlowDown, files: Mapping[str, bytes]) -> FlowDown:
    return replace(row, digest=digest(files[row.document])) if row.document in files else row


def _refusal(open_matter: Blocker) -> Problem:
    hint = f"settle it and check again, or `--disclose {shlex.quote(open_matter.id + '=TEXT')}`"
    if open_matter.kind is BlockerKind.DENIED:
        hint = "give the other answer and disclose the use, or end the use and check again"
    elif not open_matter.kind.disclosable:
        hint = "this cannot be disclosed; settle it and check again"
    return Problem(where=open_matter.id, what=open_matter.sentence, help=hint)


def _of_request(report: Report, request: Request) -> Iterator[Problem]:
    for word, text in (("name", request.signatory.name), ("title", request.signatory.title)):
        if not text.strip():
            what = "a named person signs, in a stated capacity"
            yield Problem(where=f"signatory's {word}", what="is empty", help=what)
    issued_at = request.issued_at
    if issued_at.utcoffset() != timedelta(0):
        yield Problem(where="time of issue", what=f"`{issued_at.isoformat()}` is not in UTC")
    if issued_at.date() < report.as_of:
        what = f"`{issued_at.date()}` is before {report.as_of}, the day that the check speaks of"
        yield Problem(where="day of issue", what=what, help="check as of a day that has come")
    if request.valid_until < issued_at.date():
        what = f"`{request.valid_until}` is before the day of issue, {issued_at.date()}"
        yield Problem(where="end of validity", what=what, help="give a later day")
    yield from _of_evidence(request.certification.evidence)


def _of_evidence(files: Sequence[str]) -> Iterator[Problem]:
    """Yield the files that could not lie in a package under their own names."""
    names = Counter(_name_of(each).casefold() for each in files)
    for name in dict.fromkeys(map(_name_of, files)):
        what = "is given twice" if names[name.casefold()] > 1 else misnamed(name)
        if what:
            yield Problem(where=f"evidence `{name}`", what=what, help="give each file a plain name of its own")


def _name_of(file: str) -> str:
    """Return the name of a file without its folders."""
    return file.replace("\\", "/").rpartition("/")[2]


def _said_later(stated: Iterable[StatedFact], issued: date) -> Iterator[Problem]:
    for each in stated:
        if issued < each.on:
            what = f"`{each.by}` said it on {each.on}, a day after the day of issue"
            yield Problem(where=f"answer about `{each.fact}`", what=what, help="mend the day in the estate file")


def _of_brought(on: Ground, request: Request) -> Iterator[Problem]:
    """Yield what is wrong with the persons, letters, waivers, ends of use and searches that were brought."""
    brings = request.certification
    if brings.requested_by and alike(brings.requested_by, request.signatory.name):
        what = f"`{brings.requested_by}` asked for the certificate and cannot sign it as well"
        yield Problem(where="signatory", what=what, help="let another person sign")
    for letter in brings.letters:
        words = request.files.get(letter.words, b"").decode(errors="replace")
        if not (words.strip() and letter.source.strip()) or "\ufffd" in words:
            what = "lacks its words in UTF-8, or the document they are taken from"
            yield Problem(where="representation", what=what)
    held = {each.id for each in on.estate.waivers if each.contract == on.contract.id}
    for name, _ in brings.waivers:
        if name not in held:
            known = ", ".join(f"`{each}`" for each in sorted(held)) or "none"
            yield Problem(where=f"waiver `{name}`", what="is not recorded for this contract", help=f"recorded: {known}")
    if brings.represented and not (brings.inquiry.methods or brings.inquiry.people or brings.inquiry.searches):
        help_ = "say in `[inquiry]` by which methods, whom you asked, and what was searched"
        yield Problem(where="inquiry", what="nothing is recorded, and the clauses ask for a reasonable one", help=help_)
    for row in brings.flow_down:
        if row.on_file.held != bool(row.document):
            what = f"is `{row.on_file.value}`, " + ("and a document is named" if row.document else "and no document is")
            where = f"flow-down of {row.clause} to `{row.subcontractor}`"
            yield Problem(
                where=where, what=what, help="name the document as `document` where one is held, and only then"
            )
    yield from (problem for each in brings.phase_out for problem in _of_end(each, on))
    days = [*(each.on for each in brings.inquiry.searches), *(each.on for each in brings.inquiry.people)]
    if late := [day for day in days if day > request.issued_at.date()]:
        yield Problem(where="inquiry", what=f"tells of {max(late)}, a day after the day of issue", help="mend the day")


def _of_end(end: PhaseOut, on: Ground) -> Iterator[Problem]:
    where = f"phase-out of `{end.vendor}` in `{end.system}`"
    decided = [
        each.decision
        for each in on.report.decisions
        if each.contract == on.contract.id and (each.use.vendor, each.use.system) == (end.vendor, end.system)
    ]
    if not decided:
        yield Problem(where=where, what="is about no use that was found or recorded", help="leave it out")
    for decision in decided:
        if decision.until is not None and decision.until < end.until:
            what = f"ends on {end.until}, and the use may only go on until {decision.until}"
            yield Problem(where=where, what=what, help="end it in time, or disclose why not")
