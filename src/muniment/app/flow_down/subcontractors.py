"""Ask subcontractors, pin their keys, and take in what they send."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from muniment.app.flow_down.nested import believed
from muniment.app.flow_down.pdf_signature import why_unsigned
from muniment.domain.act import ActKind
from muniment.domain.condition import Includes, leaves_of
from muniment.domain.duty import DutyKind
from muniment.domain.ids import FactId
from muniment.domain.patterns import lazily
from muniment.domain.subcontract import AskedClause, Enrolment, Kind, Received, Request
from muniment.errors import InputError, Problem, ProofError, RefusedError
from muniment.prove.acts import kind_in, verify_act
from muniment.prove.canonical import digest
from muniment.prove.envelope import read
from muniment.prove.manifest import ENVELOPE, MANIFEST
from muniment.prove.package import VerificationAsked, open_package
from muniment.prove.sealed import signers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from muniment.app.flow_down.nested import Believing
    from muniment.domain.contract import Contract
    from muniment.domain.duty import Duty
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.subcontract import FilledForm, GivenAnswer, Subcontractor
    from muniment.domain.template import Template
    from muniment.prove.package import Trust

_CLAUSES: Final = FactId("contract.clauses")
_UNNAMED = lazily(r"[^A-Za-z0-9._-]+")
"""What stands in no name of a file."""
_WORKBOOK: Final = b"xl/workbook.xml"
_OFFICE: Final = (b"xl/", b"docProps/", b"_rels/", b"[Content_Types].xml")
"""How the name of the first file in a workbook begins: one that is cut short holds no `xl/workbook.xml`."""
_OPEN_DOCUMENT: Final = b"mimetypeapplication/vnd.oasis.opendocument"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
_SAVE_AS: Final = "save it as an Excel workbook (.xlsx) without a password, and take that in"
_NAME_AT: Final = 30
"""Where the name of its first file begins in an archive (APPNOTE 4.3.7)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The clauses that are asked about, with what the rulebook has on them.

    `passing` are the duties to pass on a clause, by the clause. `left_out` are others of the contract, of which nobody
    has read that they are passed on; none where a person chose.
    """

    clauses: tuple[AskedClause, ...]
    templates: tuple[Template, ...]
    passing: Mapping[str, Duty]
    left_out: tuple[str, ...]


def wanted(contract: Contract, book: Rulebook, named: Sequence[str]) -> Wanted:
    """Return what a subcontractor is asked under `contract`: the clauses `named`, or those that are passed on.

    Raises: InputError where a clause is neither in the contract nor known, or there is nothing to ask.
    """
    known = {each.clause: each for each in book.templates.values()}
    passing = _passing(book)
    own = [each.id for each in contract.clauses]
    if strange := [each for each in named if each not in known and each not in own]:
        what, help_ = "is neither in the contract nor known", f"known: {', '.join(f'`{each}`' for each in known)}"
        raise InputError(*(Problem(where=f"clause `{each}`", what=what, help=help_) for each in strange))
    passed_on = {*passing, *(each.clause for each in known.values() if each.passed_on)}
    chosen = tuple(dict.fromkeys(named)) or tuple(each for each in own if each in passed_on)
    left_out = () if named else tuple(each for each in own if each not in chosen)
    if not chosen:
        what = "holds no clause of which the rulebook says that it is passed on"
        help_ = f"name what you ask about with `--clause`; the contract holds {', '.join(own) or 'none'}"
        raise InputError(Problem(where=f"contract `{contract.id}`", what=what, help=help_))
    return Wanted(
        clauses=tuple(_asked(each, known) for each in chosen),
        templates=tuple(known[each] for each in chosen if each in known),
        passing={each: passing[each] for each in chosen if each in passing},
        left_out=left_out,
    )


def _passing(book: Rulebook) -> dict[str, Duty]:
    """Return, by clause, the first duty that arises from that clause in a contract and says that it is passed on."""
    found: dict[str, Duty] = {}
    for restriction in book.restrictions.values():
        for duty in (each for each in restriction.duties if each.kind is DutyKind.FLOW_DOWN):
            for leaf in leaves_of(duty.when):
                if isinstance(leaf, Includes) and leaf.fact == _CLAUSES:
                    found.update((clause, duty) for clause in leaf.values if clause not in found)
    return found


def _asked(clause: str, known: Mapping[str, Template]) -> AskedClause:
    template = known.get(clause)
    return AskedClause(clause=clause, at=tuple(each.at for each in template.asked) if template else ())


def requested(  # noqa: PLR0913  (one parameter for each thing that a request says)
    of: Subcontractor,
    contract: Contract,
    asked: Wanted,
    earlier: Sequence[Request],
    *,
    order: str,
    sent: date,
    due: date,
) -> Request:
    """Return a request, with an id of its own among those that were sent to the same subcontractor before."""
    number = sum(1 for each in earlier if each.contract == contract.id) + 1
    id_ = f"{_UNNAMED.sub('-', contract.id)}-{of.uei}-{number}"
    return Request(id=id_, contract=contract.id, order=order, of=of, clauses=asked.clauses, sent=sent, due=due)


def enrolled(
    earlier: Sequence[Enrolment], new: Enrolment, uei: str, others: Mapping[str, str]
) -> tuple[Enrolment, ...]:
    """Return every enrolment with the new one last. `others` are the keys of other companies, by id, with their UEI.

    Raises: RefusedError where a key is enrolled already and no reason is given for another one, and where this one is
    of another company: each of the two could then sign for both.
    """
    if new.keyid in others:
        what = f"this key is enrolled for {others[new.keyid]}, and would let each of the two sign for both"
        raise RefusedError(Problem(where=uei, what=what, help="have them make a key of their own, and call both"))
    if earlier and (earlier[-1].keyid, earlier[-1].ledger) == (new.keyid, new.ledger):
        raise RefusedError(Problem(where=uei, what=f"this key is enrolled already, by {earlier[-1].by}"))
    if earlier and not new.reason:
        last = earlier[-1]
        what = f"alarm: another key, {last.keyid[:16]}, was enrolled on {last.at.date()} by {last.by}"
        help_ = "call them on a number that you knew before; where the change is theirs, give its `--reason`"
        raise RefusedError(Problem(where=uei, what=what, help=help_))
    return (*earlier, new)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A file that came, as it is taken in: by whom and when (UTC), and for a PDF what it answers, checked with what.

    `form` and its bytes are those of the form itself, or of the one that says what the PDF answers.
    """

    name: str
    raw: bytes
    by: str
    at: datetime
    form: FilledForm | None = None
    form_raw: bytes | None = None
    checked_with: str = ""


def kind_of(raw: bytes) -> Kind:
    """Return what a file is, by how it begins and, for JSON, by what it holds. Raises: InputError."""
    if raw.startswith(b"PK"):
        if raw.startswith(MANIFEST.encode(), _NAME_AT):
            return Kind.PACKAGE
        if raw.startswith(_OPEN_DOCUMENT, _NAME_AT):
            raise _not_taken("is an OpenDocument file", _SAVE_AS)
        return Kind.WORKBOOK if raw.startswith(_OFFICE, _NAME_AT) or _WORKBOOK in raw else Kind.PACKAGE
    if raw.startswith(_OLD_OFFICE):
        raise _not_taken("is an old Excel workbook (.xls), or one with a password", _SAVE_AS)
    if raw.startswith(b"%PDF-"):
        return Kind.PDF
    if raw.lstrip().startswith(b"{"):
        if b'"payloadType"' not in raw:
            return Kind.FORM
        return Kind.REVOCATION if kind_in(raw) is ActKind.REVOCATION else Kind.CERTIFICATE
    raise _not_taken("is no package, certificate, PDF or form", "ask for a file of one of these kinds")


def _not_taken(what: str, help_: str) -> InputError:
    return InputError(Problem(where="file", what=what, help=help_))


def sender(raw: bytes, pinned: Mapping[str, Trust]) -> str:
    """Return whose enrolled key signed a package or certificate, by UEI. Raises: ProofError where nobody's did."""
    envelope = read(open_package(raw)[0][ENVELOPE] if raw.startswith(b"PK") else raw)
    for uei, trust in pinned.items():
        try:
            signers(envelope, trust.keys)
        except ProofError:
            continue
        return uei
    what = "was signed by no key that is enrolled for any subcontractor"
    help_ = "name the sender with `--from`, and enrol the key: `muniment suppliers enrol`"
    raise ProofError(Problem(where="file", what=what, help=help_))


def received_signed(arrived: Arrived, uei: str, requests: Sequence[Request], by: Believing) -> Received:
    """Return the record of a package or certificate of a subcontractor, which passed every check with its pinned key.

    Raises: ProofError where a check fails, or no key is enrolled; RefusedError where nothing like it was asked for.
    """
    found = believed(
        arrived.raw, _pinned(uei, by), VerificationAsked(as_of=by.as_of, subcontractors=False, needs_proof=False)
    )
    contract = str(found.certificate.statement.scope.contract)
    fitting = [each for each in requests if each.order == contract]
    if not fitting:
        asked = ", ".join(f"`{each.order}`" for each in requests) or "nothing"
        what = f"is about `{contract}`, and they were asked about {asked}"
        raise RefusedError(Problem(where="file", what=what, help="ask for the certificate of that contract"))
    return _received(arrived, fitting[-1].id)


def received_revocation(arrived: Arrived, uei: str, by: Believing) -> Received:
    """Return the record of a revocation by a subcontractor, which its pinned key signed.

    It counts for whatever it revokes, here or inside another package. Raises: ProofError.
    """
    verify_act(arrived.raw, ActKind.REVOCATION, keys=_pinned(uei, by).keys)
    return _received(arrived, "")


def _pinned(uei: str, by: Believing) -> Trust:
    """Return whose key is pinned for a subcontractor. Raises: ProofError where none is."""
    trust = by.pinned.get(uei)
    if trust is None:
        what, help_ = f"no key of {uei} is enrolled", "`muniment suppliers enrol` pins it, once they confirmed it"
        raise ProofError(Problem(where="file", what=what, help=help_))
    return trust


def received_form(arrived: Arrived, requests: Sequence[Request], templates: Iterable[Template]) -> Received:
    """Return the record of a form, or of a PDF and the form that says what it answers.

    `templates` say which answers each paragraph allows.
    Raises: RefusedError where it answers no request, something that was not asked, or in a way that is not allowed, or
    the PDF holds no signature that could have been verified.
    """
    form = arrived.form
    fitting = [each for each in requests if form is not None and (each.id, each.of.uei) == (form.request, form.uei)]
    if form is None or not fitting:
        known = ", ".join(f"`{each.id}`" for each in requests) or "none"
        what = f"answers the request `{form.request if form else ''}`, which was not made"
        raise RefusedError(Problem(where="file", what=what, help=f"made: {known}"))
    if form.on > arrived.at.date():
        raise RefusedError(Problem(where="file", what=f"was filled in on {form.on}, which is still to come"))
    if problems := tuple(_unfit(form, fitting[-1], {each.clause: each for each in templates}, arrived.name)):
        raise RefusedError(*problems)
    if arrived.checked_with and (why := why_unsigned(arrived.raw)):
        what = f"{why} that `{arrived.checked_with}` could have verified"
        raise RefusedError(Problem(where="file", what=what, help="leave `--checked-with` out"))
    return _received(arrived, fitting[-1].id)


def _unfit(form: FilledForm, request: Request, known: Mapping[str, Template], where: str) -> Iterator[Problem]:
    """Yield what a form tells that was not asked, or is no answer that the paragraph allows."""
    asked = {each.clause: each for each in request.clauses}
    for given in form.answers:
        if fault := _fault(given, asked.get(given.clause), known.get(given.clause)):
            yield Problem(where=f"{where}, {given.clause}{given.at}", what=fault[0], help=fault[1])
    for told in form.remarks:
        if told.clause not in asked:
            what = f"tells of a clause that was not asked about: `{told.text}`"
            yield Problem(where=f"{where}, {told.clause}", what=what, help=f"asked: {', '.join(asked)}")


def _fault(given: GivenAnswer, asked: AskedClause | None, template: Template | None) -> tuple[str, str] | None:
    """Return what is wrong with an answer, and what to do about it; nothing where it is allowed."""
    said = f"`{given.answer.value}`"
    if asked is None:
        return f"{said} answers a clause that was not asked about", "leave it out, or ask about that clause, too"
    if given.at not in asked.at and "" not in asked.at:
        allowed = ", ".join(asked.at) or "nothing, it asks for words alone"
        return f"{said} answers a paragraph that was not asked about", f"asked of {asked.clause}: {allowed}"
    one = template.representation(given.at) if template else None
    if one is None:
        help_ = "give the `--rulebook` and `--overlay` with which you asked"
        return f"{said} cannot be checked: the rulebook does not know this paragraph", help_
    if given.answer not in one.answers:
        return f"{said} is not an answer to this paragraph", f"one of {', '.join(f'`{e.value}`' for e in one.answers)}"
    return None


def _received(arrived: Arrived, request: str) -> Received:
    kind = kind_of(arrived.raw)
    return Received(
        digest=digest(arrived.raw),
        file=arrived.name,
        kind=kind,
        request=request,
        by=arrived.by,
        at=arrived.at,
        answers=digest(arrived.form_raw) if kind is Kind.PDF and arrived.form_raw is not None else None,
        checked_with=arrived.checked_with,
    )


def refuse_again(received: Received, earlier: Iterable[Received]) -> None:
    """Raise RefusedError where the same file was taken in for the same request before."""
    for each in earlier:
        if (each.digest, each.request, each.answers) == (received.digest, received.request, received.answers):
            what = f"was taken in already, on {each.at.date()} by {each.by}"
            raise RefusedError(Problem(where=received.file, what=what))
