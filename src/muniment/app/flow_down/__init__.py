"""Where each subcontractor stands on each clause that it was asked about, by what it sent and by whose keys.

Two things are told of every document and never merged: what it says, and how well it is assured. What the program
did not verify by a pinned key is qualified at best, whatever it says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from muniment.app.certify.lifecycle import payload_digest
from muniment.app.flow_down.nested import Opened, opened, tiers
from muniment.domain.decision import Outcome
from muniment.domain.subcontract import Kind, Level, Rating, Row, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from muniment.app.flow_down.nested import Believing, Document
    from muniment.domain.statement import Representation, Statement
    from muniment.domain.subcontract import AskedClause, FilledForm, Request

_SPOKE: Final = (Standing.ADVERSE, Standing.QUALIFIED, Standing.VERIFIED)
_AWAITED: Final = "nothing came yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What was asked of one subcontractor, and everything that came from it, in order."""

    requests: tuple[Request, ...]
    documents: tuple[Document, ...]


def rows(held: Iterable[Held], by: Believing, contract: str = "") -> tuple[Row, ...]:
    """Return a row for each clause of each request, about one `contract` or all, as of the day of `by`, worst first."""
    found = [
        row
        for each in held
        for request in _standing(each.requests, by)
        if contract in {"", request.contract}
        for row in _rows(each, request, by)
    ]
    return tuple(sorted(found, key=lambda row: (row.rating.standing.rank, row.request.due, row.request.of.shown)))


def _standing(requests: Sequence[Request], by: Believing) -> Iterator[Request]:
    """Yield the newest request about each contract that was sent by the day."""
    newest = {each.contract: each for each in requests if each.sent <= by.as_of}
    yield from newest.values()


def _rows(held: Held, request: Request, by: Believing) -> Iterator[Row]:
    same = {each.id for each in held.requests if each.contract == request.contract}
    came = [
        opened(each, request, by)
        for each in held.documents
        if each.received.request in same and each.received.at.date() <= by.as_of
    ]
    for clause in request.clauses:
        yield Row(request=request, clause=clause.clause, rating=_rating(came, clause, request, by))


def _rating(came: Sequence[Opened], clause: AskedClause, request: Request, by: Believing) -> Rating:
    """Return the worst of what was not replaced by something later that is as well assured or better."""
    found = [(one, rating) for one in came if (rating := rate(one, clause, by)) is not None]
    rated = [rating for _, rating in found]
    if not rated:
        late = f", and was due on {request.due}" if request.due < by.as_of else ""
        said = "what came does not speak of this clause" if came else _AWAITED
        return Rating(standing=Standing.MISSING, level=None, why=f"{said}{late}")
    stands = [
        rating
        for place, (one, rating) in enumerate(found)
        if not any(
            _takes_the_place(other, one, after=place < at)
            and (_level(of_other) >= _level(rating) or _names(other, one))
            for at, (other, of_other) in enumerate(found)
            if at != place
        )
    ]
    stands = stands or rated  # each may be later than another by a way of its own: then the worst of all counts
    counts = min(stands, key=lambda each: each.standing.rank)
    return replace(counts, replaced=_replaced([each for each in rated if each not in stands], counts))


def _takes_the_place(other: Opened, one: Opened, *, after: bool) -> bool:
    """Say whether `other` is the later one: of two certificates by the instant of issue, which nobody can change.

    Otherwise, and of one instant, by whether it came `after` the other.
    """
    issued = [each.package.certificate.statement.issued_at for each in (other, one) if each.package is not None]
    if len(issued) == 2 and issued[0] != issued[1]:  # noqa: PLR2004  (both are certificates)
        return issued[0] > issued[1]
    return after


def _names(other: Opened, one: Opened) -> bool:
    """Say whether a certificate names another one as that of which it takes the place."""
    if other.package is None or one.package is None:
        return False
    earlier = other.package.certificate.statement.earlier
    return earlier is not None and earlier.digest == payload_digest(one.package.envelope)


def _replaced(earlier: Sequence[Rating], by: Rating) -> Rating | None:
    """Return the worst of what said otherwise and no better: that it counts no longer is not to go unseen."""
    said = [
        each
        for each in earlier
        if each.standing in _SPOKE and each.standing.rank <= by.standing.rank and each.why != by.why
    ]
    return min(reversed(said), key=lambda each: each.standing.rank, default=None)


def _level(rating: Rating) -> int:
    return rating.level.rank if rating.level else -1


def rate(one: Opened, clause: AskedClause, by: Believing) -> Rating | None:
    """Return what a document comes to for one clause, tiers below it counted; nothing where it is silent about it."""
    if one.fault is not None:
        standing, why = one.fault
        return Rating(standing=standing, level=one.level, why=why, document=one.received)
    if one.package is not None:
        return _of_statement(one, one.package.certificate.statement, clause, by)
    return None if one.form is None else _of_form(one, one.form, clause)


def _of_statement(one: Opened, statement: Statement, clause: AskedClause, by: Believing) -> Rating | None:
    answers = [each for each in statement.representations if _is_of(each.ref, clause.clause)]
    if not answers and clause.clause not in {id_ for id_, _ in statement.scope.clauses}:
        return None
    standing, why = _said(one, statement, answers, clause)
    below = tiers(one, statement, clause, lambda each: rate(each, clause, by))
    own = Rating(
        standing=standing,
        level=one.level,
        why=why,
        until=statement.valid_until,
        document=one.received,
        below=below,
    )
    worst = min(below, key=lambda each: each.rating.standing.rank, default=None)
    if worst is None or worst.rating.standing.rank >= standing.rank:
        return own
    return replace(own, standing=worst.rating.standing, why=f"below it, {worst.name}: {worst.rating.why}")


def _said(
    one: Opened, statement: Statement, answers: Sequence[Representation], clause: AskedClause
) -> tuple[Standing, str]:
    given = {each.ref.removeprefix(clause.clause) for each in answers}
    if unanswered := [at for at in clause.at if (at not in given if at else not given)]:
        return Standing.MISSING, f"does not answer {clause.clause}{unanswered[0]}"
    if one.expired:
        return Standing.EXPIRED, f"ended on {statement.valid_until}"
    if why := next(_adverse(statement, answers), ""):
        return Standing.ADVERSE, why
    if why := next(_qualified(one, statement), ""):
        return Standing.QUALIFIED, why
    return Standing.VERIFIED, f"signed by {statement.signatory.name}, {statement.signatory.title}"


def _adverse(statement: Statement, answers: Sequence[Representation]) -> Iterator[str]:
    for each in answers:
        if each.answer is not None and not each.answer.denies:
            yield f"answers `{each.answer.value}` to {each.ref}"
    for decision in statement.decisions:
        if decision.outcome is Outcome.PROHIBITED:
            yield f"tells of a prohibited use of {decision.vendor} in {decision.system}"


def _qualified(one: Opened, statement: Statement) -> Iterator[str]:
    if statement.disclosures:
        told = len(statement.disclosures)
        yield f"discloses {told} open {'matter' if told == 1 else 'matters'}"
    if statement.waivers:
        yield f"rests on the waiver `{statement.waivers[0].id}`"
    if one.package is not None and one.package.files and not one.package.sealed_by:
        yield "nobody signed the manifest of the package"


def _is_of(ref: str, clause: str) -> bool:
    return ref == clause or ref.startswith(f"{clause}(")


def _of_form(one: Opened, form: FilledForm, clause: AskedClause) -> Rating | None:
    given = {each.at: each.answer for each in form.answers if each.clause == clause.clause}
    told = {each.clause: each.text for each in form.remarks}
    if not given and clause.clause not in told:
        return None
    standing, why = Standing.QUALIFIED, _unverified(one, told.get(clause.clause, ""))
    if one.expired:
        standing, why = Standing.EXPIRED, f"ended on {form.valid_until}"
    elif adverse := [(at, answer) for at, answer in given.items() if not answer.denies]:
        standing, why = Standing.ADVERSE, f"answers `{adverse[0][1].value}` to {clause.clause}{adverse[0][0]}"
    if unanswered := [at for at in clause.at if (at not in given if at else not given)]:
        standing, why = Standing.MISSING, f"does not answer {clause.clause}{unanswered[0]}"
    return Rating(standing=standing, level=one.level, why=why, until=form.valid_until, document=one.received)


def _unverified(one: Opened, told: str) -> str:
    how = "nobody signed it"
    if one.level is Level.SIGNED_PDF and one.received is not None:
        how = f"a person read it; its signature was verified with {one.received.checked_with}"
    elif one.received is not None and one.received.kind is Kind.PDF:
        how = "a person read it, and nobody verified a signature in it"
    return f"{how}; it tells: {told}" if told else how
