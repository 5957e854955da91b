"""What came from a subcontractor, opened with the keys that are pinned for it, and the packages inside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from muniment.domain.certification import OnFile
from muniment.domain.person import alike
from muniment.domain.subcontract import Kind, Level, Rating, Standing, Tier
from muniment.errors import ProofError
from muniment.prove import tlog_proof
from muniment.prove.canonical import digest
from muniment.prove.checkpoint import NoteKey, signers
from muniment.prove.envelope import read
from muniment.prove.manifest import ENVELOPE, PROOF, STAMPS, SUBCONTRACTORS
from muniment.prove.package import Trust, VerificationAsked, open_package, verify_certificate, verify_package
from muniment.prove.revoked import refuse_revoked
from muniment.prove.sealed import canonical_document
from muniment.prove.verify import statement_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from muniment.domain.certification import FlowDown
    from muniment.domain.ids import Digest
    from muniment.domain.statement import Statement
    from muniment.domain.subcontract import AskedClause, FilledForm, Received, Request
    from muniment.prove.package import VerifiedPackage

_UEI: Final = re.compile(r"\b[A-Z0-9]{12}\b")
_DEEPEST: Final = 8
"""Tiers of subcontractors that are looked into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Believing:
    """Whose keys are pinned, by UEI; the witnesses and time stamps that count; and the day in UTC that is asked about.

    `stamped` returns the instant that a stamp proves for a content, and nothing where it proves none. `revocations` are
    those that came from each company, by UEI.
    """

    pinned: Mapping[str, Trust]
    as_of: date
    witnesses: tuple[NoteKey, ...] = ()
    stamped: Callable[[bytes, bytes], datetime | None] = lambda _stamp, _content: None
    revocations: Mapping[str, tuple[bytes, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file that came. `form` is what it answers, for a form and a PDF; `fault` says why it cannot be read now."""

    received: Received
    raw: bytes
    form: FilledForm | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A document that was looked into: a `fault` and what it comes to by that, or what it holds.

    `received` is nothing for a package inside another one. `inside` are those by UEI and digest.
    """

    level: Level
    received: Received | None = None
    fault: tuple[Standing, str] | None = None
    package: VerifiedPackage | None = None
    form: FilledForm | None = None
    expired: bool = False
    inside: tuple[Inside, ...] = ()


Inside = tuple[str, "Digest", Opened]
"""A package inside another one: the UEI that it lies under, its digest, and what was found in it."""


def opened(document: Document, request: Request, by: Believing) -> Opened:
    """Return what a document holds, verified with the keys that are pinned for the subcontractor that was asked."""
    received = document.received
    match received.kind:
        case Kind.PACKAGE | Kind.CERTIFICATE:
            if document.fault:
                return Opened(level=Level.PINNED_KEY, received=received, fault=(Standing.INVALID, document.fault))
            return _signed(document.raw, request.of.uei, by, order=request.order, received=received)
        case Kind.REVOCATION:
            return Opened(level=Level.PINNED_KEY, received=received)
        case Kind.PDF | Kind.FORM | Kind.WORKBOOK:
            level = Level.SIGNED_PDF if received.kind is Kind.PDF and received.checked_with else Level.UNSIGNED
            form, fault = document.form, document.fault
            if form is None or fault:
                return Opened(level=level, received=received, fault=(Standing.INVALID, fault or "has no answers"))
            return Opened(level=level, received=received, form=form, expired=form.valid_until < by.as_of)


def _signed(
    raw: bytes, uei: str, by: Believing, *, order: str = "", received: Received | None = None, depth: int = 1
) -> Opened:
    trust = by.pinned.get(uei)
    if trust is None:
        why = f"no key of {uei} is enrolled, so nobody knows who signed it"
        return Opened(level=Level.UNSIGNED, received=received, fault=(Standing.MISSING, why))
    try:
        found, expired = _verified(
            raw, trust, VerificationAsked(as_of=by.as_of, contract=order, subcontractors=False, needs_proof=False)
        )
        for each in by.revocations.get(uei, ()):
            refuse_revoked(found, each, trust, by.as_of)
        contents = open_package(raw)[0] if found.files else {}
        level = _level(found, contents, by, trust)
        return Opened(
            level=level,
            received=received,
            package=found,
            expired=expired,
            inside=tuple(_inside(contents, by, depth)),
        )
    except ProofError as error:
        problem = error.problems[0]
        fault = Standing.INVALID, f"{problem.where}: {problem.what}"
        return Opened(level=Level.PINNED_KEY, received=received, fault=fault)


def _verified(raw: bytes, trust: Trust, asked: VerificationAsked) -> tuple[VerifiedPackage, bool]:
    """Return what is in `raw`, and whether it had ended by the day: then it is verified as of its last one.

    Raises: ProofError.
    """
    try:
        return believed(raw, trust, asked), False
    except ProofError:
        last = _last_day(raw)
        if last >= asked.as_of:
            raise
        return believed(raw, trust, VerificationAsked(
            as_of=last, contract=asked.contract, subcontractors=False, needs_proof=False
        )), True  # fmt: skip


def believed(raw: bytes, trust: Trust, asked: VerificationAsked) -> VerifiedPackage:
    """Return what a package or a certificate alone says. Raises: ProofError."""
    return verify_package(raw, trust, asked) if raw.startswith(b"PK") else verify_certificate(raw, None, trust, asked)


def _last_day(raw: bytes) -> date:
    """Return the end that a certificate states, whoever signed it. Raises: ProofError."""
    envelope = open_package(raw)[0][ENVELOPE] if raw.startswith(b"PK") else raw
    return statement_of(canonical_document(read(envelope).payload))[0].valid_until


def _level(found: VerifiedPackage, contents: Mapping[str, bytes], by: Believing, trust: Trust) -> Level:
    if found.included is None:
        return Level.PINNED_KEY
    own = {(each.key if isinstance(each, NoteKey) else each).keyid for each in trust.ledgers}
    others = [each for each in by.witnesses if each.key.keyid not in own]
    if signers(tlog_proof.read(contents[PROOF]).checkpoint, others):
        return Level.WITNESSED
    stamps = [content for name, content in contents.items() if name.startswith(STAMPS)]
    if any(by.stamped(stamp, found.envelope) is not None for stamp in stamps):
        return Level.WITNESSED
    return Level.IN_LEDGER


def _inside(contents: Mapping[str, bytes], by: Believing, depth: int) -> Iterator[Inside]:
    for name, raw in contents.items():
        if not name.startswith(SUBCONTRACTORS):
            continue
        uei = name.removeprefix(SUBCONTRACTORS).partition("/")[0]
        if depth == _DEEPEST:
            fault = Standing.MISSING, f"more than {_DEEPEST} tiers are not looked into"
            yield uei, digest(raw), Opened(level=Level.UNSIGNED, fault=fault)
        else:
            yield uei, digest(raw), _signed(raw, uei, by, depth=depth + 1)


def tiers(
    one: Opened, statement: Statement, clause: AskedClause, rate: Callable[[Opened], Rating | None]
) -> tuple[Tier, ...]:
    """Return what stands below a subcontractor for one clause: what its certificate lists, and the packages in it."""
    left = list(one.inside)
    found: list[Tier] = []
    for row in statement.flow_down:
        if row.clause != clause.clause:
            continue
        of = _inside_for(row, left)
        if of is not None:
            left.remove(of)
        rating = None if of is None else rate(of[2])
        found.append(_listed(row, of, rating))
    rest = ((uei, rate(each)) for uei, _, each in left)
    return (*found, *(Tier(name=uei, rating=rating) for uei, rating in rest if rating is not None))


def _inside_for(row: FlowDown, left: Sequence[Inside]) -> Inside | None:
    """Return the package that a row binds: of several with the same bytes, the one of the company that it names."""
    same = [each for each in left if each[1] == row.digest]
    return next((each for each in same if each[0] in row.subcontractor), same[0] if same else None)


def _listed(row: FlowDown, of: Inside | None, rating: Rating | None) -> Tier:
    if of is not None and rating is not None:
        uei, _, opened_ = of
        name = row.subcontractor if uei in row.subcontractor else f"{row.subcontractor} ({uei})"
        return Tier(name=name, rating=_of_the_named(row, uei, opened_, rating))
    name = row.subcontractor
    if of is not None:
        why = "its package does not speak of this clause"
        return Tier(name=name, rating=Rating(standing=Standing.MISSING, level=None, why=why))
    if row.on_file in {OnFile.MISSING, OnFile.ASKED}:
        why = f"is listed as `{row.on_file.value}`"
        return Tier(name=name, rating=Rating(standing=Standing.MISSING, level=None, why=why))
    why = f"is listed as `{row.on_file.value}`, and not in the package"
    return Tier(name=name, rating=Rating(standing=Standing.QUALIFIED, level=None, why=why))


def _of_the_named(row: FlowDown, uei: str, of: Opened, rating: Rating) -> Rating:
    """Return what a package comes to for the company that a row names, which has to be the one that it is of."""
    if rating.standing.rank < Standing.QUALIFIED.rank or of.package is None:
        return rating
    named = _UEI.findall(row.subcontractor)
    if named and uei not in named:
        return replace(rating, standing=Standing.INVALID, why=f"the package that is listed for it is of {uei}")
    organisation = of.package.certificate.statement.scope.organisation
    if not named and rating.standing is Standing.VERIFIED and not alike(organisation, row.subcontractor):
        why = f"the package that is listed for it is of `{organisation}` ({uei})"
        return replace(rating, standing=Standing.QUALIFIED, why=why)
    return rating
