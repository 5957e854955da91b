"""Whether a signed statement can be believed: numbered checks that need no network, no file and no clock.

A program of one's own needs this module alone. Beside what Muniment ships for it (`muniment.prove`, `muniment.domain`,
`muniment.errors`) it imports the standard library, `cryptography` and `rfc8785`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.domain.certification import ReviewVerdict
from muniment.domain.person import alike
from muniment.prove.canonical import digest
from muniment.prove.forms import FORMS, as_present
from muniment.prove.keys import TrustedKey, trusted_key
from muniment.prove.recover import predicate, subject
from muniment.prove.sealed import (
    SEALED_CHECKS,
    check,
    failed,
    signed_by,
    statement_fields,
    unsealed,
)
from muniment.prove.state import LARGEST, signed_bytes, subjects

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from muniment.domain.ids import Digest, SystemId
    from muniment.domain.statement import Algorithm, CoverageSummary, Statement
    from muniment.prove.canonical import Json

__all__ = ["CHECKS", "TrustedKey", "Verified", "check_content", "statement_of", "trusted_key", "verify"]

CHECKS = (
    "the file is no larger than 16 MiB",
    *SEALED_CHECKS,
    "statement and predicate are of the known types and have known fields alone",
    "a trusted key signed by the algorithm that the statement declares",
    "the subjects are the scope, the sources and the evidence that the predicate holds",
    "writing the statement again gives the same bytes",
    "the account of what was read adds up, source by source",
    "everything open in it is disclosed in it",
    "each representation has the digest of its words, and none denies a use that the statement tells",
    "whoever asked for it neither reviewed nor signed it, and no review in it sends it back",
    "it was issued before its own end and after what it rests on, on law new enough, and tells no fact in two ways",
    "it is valid on the day asked for",
)
"""What passes, in order; the first has number 1. `verify` stops at the first check that fails."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A statement that can be believed to be what its signatory signed.

    `checks` are those passed, in order. `signed_by` are the ids of the trusted keys that signed it by the algorithm
    that it declares, and `made` of all that did, each with its algorithm. `unverified` counts the other signatures in
    the file: wrong ones, and those by keys that are not trusted.
    """

    statement: Statement
    checks: tuple[str, ...]
    signed_by: tuple[str, ...]
    made: tuple[tuple[str, Algorithm], ...]
    unverified: int


def verify(envelope: bytes, *, keys: Iterable[TrustedKey], as_of: date) -> Verified:
    """Return the statement in `envelope` if it can be believed on `as_of`, a day in UTC.

    (1) The file has at most 16 MiB. (2) It is a DSSE envelope: UTF-8 JSON, no key repeated, no field unknown, base64 in
    its standard spelling, at most 16 signatures. (3) The payload type is that of in-toto. (4) At least one of `keys`
    signed the payload; the key ids in the file are hints and decide nothing. (5) The payload is JSON without repeated
    keys, fractions or numbers beyond 53 bits, byte for byte as RFC 8785 writes it. (6) The types of statement and
    predicate are known; no field is unknown, missing or of another kind. (7) A trusted key signed by the algorithm that
    the predicate declares. (8) The subjects are exactly the digests of the scope, the sources and the evidence in the
    predicate. (9) Writing the statement again gives the payload. (10) Each source has one account of coverage, whose
    entries are the sum of its parts; sources, decisions, ends of use and what was said are in systems of the scope,
    what was said is of no other contract, and no end comes after the last permitted day. (11) Each decision that does
    not permit up to the end of validity, and each unread path, is disclosed under its id. (12) A representation has the
    digest of its words; one of a clause has an answer and one of a letter none; each use that it is about is disclosed,
    and surely is not what a plain denial denies; what is on file of a subcontractor is bound by a digest, and only
    that. (13) The person who asked for the statement is not the signatory, no review is by that person, names that look
    alike being one, and every review approves. (14) The day that the statement speaks of <= the day of issue <= the end
    of validity; each fact was said, and the rulebook was asked, on the day of issue at the latest; one subject has one
    value of a fact; the law was looked up no later than a day after it was asked, as days differ on earth, and no
    longer before than was set, or that is disclosed. (15) The day of issue <= `as_of` <= the end of validity.

    Not checked: that the statement is true or complete, that the key is the signatory's, and the time of issue, which
    the signer asserts. Callers show `scope`, `coverage`, `decisions` and `disclosures`.
    Raises: ProofError, and nothing else; it names the check that failed.
    Source: DSSE 1.0 protocol; in-toto Statement v1; RFC 8785.
    """
    opened = unsealed(envelope, tuple(keys), LARGEST)
    with check(6):
        statement, stated, form = statement_of(opened.document)
    with check(7):
        by = signed_by(statement.algorithm, opened.signers)
    with check(8):
        _subjects(subjects(statement, form), stated)
    with check(9):
        _same_bytes(signed_bytes(statement, form), opened.payload)
    with check(10):
        _adds_up(statement)
    with check(11):
        _all_disclosed(statement)
    with check(12):
        _represented(statement)
    with check(13):
        _apart(statement)
    with check(14):
        _issued_in_order(statement)
    with check(15):
        _valid_on(statement, as_of)
    return Verified(
        statement=statement,
        checks=CHECKS,
        signed_by=by,
        made=tuple(dict.fromkeys(pair for each in opened.signers for pair in each.items())),
        unverified=sum(1 for each in opened.signers if not each),
    )


def check_content(statement: Statement, *, system: SystemId, source: str, content: Digest) -> None:
    """Compare a tree that one holds with the source that the statement says was read.

    `content` is the content digest of the tree as a scan computes it.
    Raises: ProofError where the statement knows no such source, or read another content.
    """
    where = f"source/{system}/{source}"
    stated = {(each.system, each.name): each.content for each in statement.scope.sources}.get((system, source))
    if stated is None:
        raise failed(where, "the statement holds no such source")
    if stated != content:
        raise failed(where, f"the statement is about `{stated}`, and this tree has `{content}`")


def statement_of(document: Json) -> tuple[Statement, tuple[tuple[str, str], ...], str]:
    """Return the statement, its subjects as they are written down, and the form that it was signed in.

    Raises: ProofError where it is of no known form. Nothing else is checked.
    """
    fields = statement_fields(document, *FORMS)
    form, found = fields.text("predicateType"), fields.values["predicate"]
    return predicate(as_present(found, form)), fields.each("subject", subject), form


def _subjects(expected: tuple[tuple[str, str], ...], stated: tuple[tuple[str, str], ...]) -> None:
    if len({name for name, _ in expected}) != len(expected):
        raise failed("subject", "two of them have one name")
    if stated != expected:
        names = sorted({name for name, _ in set(stated) ^ set(expected)}) or ["their order"]
        raise failed("subject", "disagrees with the predicate on " + ", ".join(f"`{name}`" for name in names))


def _same_bytes(written: bytes, payload: bytes) -> None:
    if written != payload:
        raise failed("payload", "says something that was not understood")


def _adds_up(statement: Statement) -> None:
    sources = sorted((each.system, each.name) for each in statement.scope.sources)
    accounts = sorted((each.system, each.source) for each in statement.coverage)
    if sources != accounts or not sources:
        raise failed("coverage", "does not account for each source in the scope exactly once")
    for summary in statement.coverage:
        _account_adds_up(summary)
    systems = {each.id for each in statement.scope.systems}
    named = {each.system for each in statement.scope.sources} | {each.system for each in statement.decisions}
    named |= {each.system for each in statement.phase_out}
    named |= {use.system for each in statement.representations for use in each.covers}
    named |= {each.system for each in statement.said if each.system is not None}
    if strange := sorted(named - systems):
        raise failed("scope", "does not hold the systems " + ", ".join(f"`{each}`" for each in strange))
    _ends_in_time(statement)
    for each in statement.said:
        if each.contract not in {None, statement.scope.contract}:
            raise failed(f"said of {each.fact}", f"is about `{each.contract}`, another contract")


def _ends_in_time(statement: Statement) -> None:
    for end in statement.phase_out:
        for each in statement.decisions:
            same = (each.vendor, each.system) == (end.vendor, end.system)
            if same and each.until is not None and each.until < end.until:
                what = f"ends on {end.until}, after {each.until}, the last permitted day"
                raise failed(f"phaseOut of {end.vendor} in {end.system}", what)


def _account_adds_up(summary: CoverageSummary) -> None:
    where = f"coverage of {summary.system}/{summary.source}"
    if sum(count for _, count in summary.by_status) != summary.entries:
        raise failed(where, f"has {summary.entries} entries, and its parts do not sum up to that")
    if sum(count for status, count in summary.by_status if status.was_read) != summary.read:
        raise failed(where, f"says that {summary.read} were read, and its parts do not sum up to that")


def _all_disclosed(statement: Statement) -> None:
    disclosed = [each.id for each in statement.disclosures]
    if len(set(disclosed)) != len(disclosed):
        raise failed("disclosures", "two of them have one id")
    open_here = [
        (f"decision on {each.vendor} in {each.system}", each.disclosure)
        for each in statement.decisions
        if each.disclosure or not each.permits_through(statement.valid_until)
    ]
    open_here += [
        (f"unread {each.path} of {summary.source}", each.disclosure)
        for summary in statement.coverage
        for each in summary.unread
    ]
    for where, name in open_here:
        if name not in disclosed:
            raise failed(where, "is open and disclosed nowhere in the statement")


def _represented(statement: Statement) -> None:
    disclosed = {each.id for each in statement.disclosures}
    for each in statement.representations:
        where = f"representation {each.ref or each.source}"
        if digest(each.text.encode()) != each.digest:
            raise failed(where, "has words that do not have its digest")
        if bool(each.ref) != (each.answer is not None):
            raise failed(where, "is of a clause without an answer, or of a letter with one")
        plain = each.answer is not None and each.answer.denies and not each.answer.excepts_disclosed
        for use in each.covers:
            if plain and use.surely:
                raise failed(where, f"denies the use of {use.vendor} in {use.system}, which the statement tells")
            if use.disclosure not in disclosed:
                raise failed(
                    where, f"is about {use.vendor} in {use.system}, which is disclosed nowhere in the statement"
                )
    for row in statement.flow_down:
        if row.on_file.held != (row.digest is not None):
            raise failed(
                f"flowDown of {row.subcontractor}", "says that a document is held, and binds none, or the reverse"
            )


def _apart(statement: Statement) -> None:
    asked = statement.requested_by
    if asked and alike(asked, statement.signatory.name):
        raise failed("requestedBy", f"`{asked}` asked for the statement and signed it")
    for each in statement.reviews:
        if asked and alike(each.by, asked):
            raise failed("reviews", f"`{asked}` asked for the statement and reviewed it")
        if each.verdict is not ReviewVerdict.APPROVED:
            raise failed("reviews", f"`{each.by}` sent it back")


def _issued_in_order(statement: Statement) -> None:
    issued = statement.issued_at.date()
    if issued < statement.as_of:
        raise failed("issuedAt", f"`{issued}` is before `{statement.as_of}`, the day that the statement speaks of")
    if statement.valid_until < issued:
        raise failed("validUntil", f"`{statement.valid_until}` is before `{issued}`, the day of issue")
    _said_in_order(statement, issued)
    _new_enough(statement, issued)


def _said_in_order(statement: Statement, issued: date) -> None:
    values: dict[tuple[str | None, ...], str | None] = {}
    for each in statement.said:
        where = f"said of {each.fact}"
        if issued < each.on:
            raise failed(where, f"was said on `{each.on}`, after `{issued}`, the day of issue")
        if values.setdefault((each.fact, each.contract, each.system, each.vendor), each.value) != each.value:
            raise failed(where, "is told in two ways")


def _new_enough(statement: Statement, issued: date) -> None:
    limit = statement.rulebook.age_limit
    if limit is None:
        return
    if issued < limit.asked_on:
        raise failed("rulebook.ageLimit", f"was asked on `{limit.asked_on}`, after `{issued}`, the day of issue")
    age = limit.for_look_up(statement.rulebook.verified_through)
    if age.not_come:
        raise failed("rulebook.verifiedThrough", f"`{age.looked_up}` is after `{limit.asked_on}`, when it was asked")
    if age.stale and not any(each.id.startswith("stale:") for each in statement.disclosures):
        what = (
            f"`{age.looked_up}` is more than {limit.max_days} days before `{limit.asked_on}`, and that is not disclosed"
        )
        raise failed("rulebook.verifiedThrough", what)


def _valid_on(statement: Statement, as_of: date) -> None:
    issued = statement.issued_at.date()
    if as_of < issued:
        raise failed("as of", f"`{as_of}` is before `{issued}`, the day of issue")
    if statement.valid_until < as_of:
        raise failed("as of", f"`{as_of}` is after `{statement.valid_until}`, the last day of validity")
