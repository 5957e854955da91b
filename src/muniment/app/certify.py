"""Draft a statement about one contract from a report, and have it signed. What is open is disclosed or stops it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import muniment
from muniment.app.blockers import Blocker, BlockerKind, blockers, contract_of
from muniment.app.summarise import coverage, decisions, documents, rulebook_stamp, scope
from muniment.domain.statement import Disclosure, Evidence, Representation, Statement
from muniment.errors import Problem, RefusedError
from muniment.prove.canonical import digest
from muniment.prove.state import seal
from muniment.prove.verify import verify

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from muniment.app.ports import Signer
    from muniment.domain.ids import ContractId
    from muniment.domain.report import Report
    from muniment.domain.statement import Algorithm, Signatory

__all__ = ["Blocker", "BlockerKind", "Request", "blockers", "draft", "issue", "representation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the signatory brings to the report.

    `disclosures` are pairs of a blocker's id and the signatory's words. An id that ends in `*` stands for every unread
    path whose id begins so. `issued_at` is in UTC, and its day there is the first on which the statement holds.
    """

    signatory: Signatory
    issued_at: datetime
    valid_until: date
    algorithm: Algorithm
    disclosures: tuple[tuple[str, str], ...] = ()
    representation: Representation | None = None
    evidence: tuple[Evidence, ...] = ()


def representation(text: str, *, source: str) -> Representation:
    """Return the wording that is represented, with its digest. `source` names the clause or letter that it is from."""
    return Representation(text=text, digest=digest(text.encode()), source=source)


def draft(report: Report, contract: ContractId, request: Request) -> Statement:
    """Return the statement that `request` asks for, not signed; `prove.state.signed_bytes` shows what will be.

    Raises: RefusedError with every reason at once: what is open and not disclosed, a disclosure of what is not open, a
    missing name, dates out of order. InputError where there is no estate or no such contract.
    """
    found = blockers(report, contract, valid_until=request.valid_until)
    told = _told(request.disclosures, found)
    problems = (
        *_of_request(report, request),
        *_of_disclosures(request.disclosures, found),
        *(_refusal(each) for each in found if each.id not in told),
    )
    if problems:
        raise RefusedError(*problems)
    estate, about = contract_of(report, contract)
    decided = decisions(report, contract, request.valid_until)
    return Statement(
        algorithm=request.algorithm,
        tool=f"muniment {muniment.__version__}",
        as_of=report.as_of,
        issued_at=request.issued_at.replace(microsecond=0),
        valid_until=request.valid_until,
        signatory=request.signatory,
        representation=request.representation,
        scope=scope(report, estate, about),
        coverage=coverage(report, contract),
        decisions=decided,
        disclosures=tuple(Disclosure(id=each.id, matter=each.sentence, text=told[each.id].strip()) for each in found),
        documents=documents(decided, report.rulebook),
        rulebook=rulebook_stamp(report.rulebook),
        evidence=request.evidence,
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


def _told(disclosures: Sequence[tuple[str, str]], found: Sequence[Blocker]) -> dict[str, str]:
    """Return the signatory's words for each blocker that is disclosed; an exact id goes before one with `*`."""
    exact = dict(disclosures)
    told = {}
    for blocker in (each for each in found if each.kind.disclosable):
        words = exact.get(blocker.id)
        if words is None:
            words = next((text for name, text in disclosures if _stands_for(name, blocker)), None)
        if words is not None:
            told[blocker.id] = words
    return told


def _stands_for(name: str, blocker: Blocker) -> bool:
    return name == blocker.id or (
        name.endswith("*") and blocker.kind is BlockerKind.UNREAD and blocker.id.startswith(name[:-1])
    )


def _refusal(blocker: Blocker) -> Problem:
    hint = f"settle it and check again, or `--disclose {blocker.id}=TEXT`"
    if not blocker.kind.disclosable:
        hint = "this cannot be disclosed; settle it and check again"
    return Problem(where=blocker.id, what=blocker.sentence, help=hint)


def _of_disclosures(disclosures: Sequence[tuple[str, str]], found: Sequence[Blocker]) -> list[Problem]:
    problems = []
    for name, count in Counter(name for name, _ in disclosures).items():
        where = f"disclosure `{name}`"
        if count > 1:
            problems.append(Problem(where=where, what=f"is given {count} times", help="put it into one text"))
        if not any(_stands_for(name, each) for each in found):
            problems.append(Problem(where=where, what="names nothing that is open", help=_open_ids(found)))
    problems += [
        Problem(where=f"disclosure `{name}`", what="says nothing", help="write what the reader must know")
        for name, text in disclosures
        if not text.strip()
    ]
    return problems


def _open_ids(found: Sequence[Blocker]) -> str:
    ids = [f"`{each.id}`" for each in found if each.kind.disclosable]
    return "open: " + ", ".join(ids) if ids else "leave it out: nothing is open that can be disclosed"


def _of_request(report: Report, request: Request) -> list[Problem]:
    problems = [
        Problem(where=f"signatory's {word}", what="is empty", help="a named person signs, in a stated capacity")
        for word, text in (("name", request.signatory.name), ("title", request.signatory.title))
        if not text.strip()
    ]
    issued_at = request.issued_at
    if issued_at.utcoffset() != timedelta(0):
        problems.append(Problem(where="time of issue", what=f"`{issued_at.isoformat()}` is not in UTC"))
    if issued_at.date() < report.as_of:
        what = f"`{issued_at.date()}` is before {report.as_of}, the day that the check speaks of"
        problems.append(Problem(where="day of issue", what=what, help="check as of a day that has come"))
    if request.valid_until < issued_at.date():
        what = f"`{request.valid_until}` is before the day of issue, {issued_at.date()}"
        problems.append(Problem(where="end of validity", what=what, help="give a later day"))
    words = request.representation
    if words is not None and not (words.text.strip() and words.source.strip()):
        problems.append(Problem(where="representation", what="lacks its words or the document they are taken from"))
    names = Counter(each.name for each in request.evidence)
    problems += [
        Problem(where=f"evidence `{name}`", what="is no name or given twice", help="give each file a name of its own")
        for name, count in names.items()
        if count > 1 or not name.strip()
    ]
    return problems
