"""Whether a signed statement can be believed: numbered checks that need no network, no file and no clock.

A program of one's own needs this module alone. Beside what Muniment ships for it (`muniment.prove`, `muniment.domain`,
`muniment.errors`) it imports the standard library, `cryptography` and `rfc8785`.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from muniment.errors import Problem, ProofError
from muniment.prove.canonical import canonical, digest, parse
from muniment.prove.envelope import PAYLOAD_TYPE, Envelope, pre_authentication_encoding, read
from muniment.prove.fields import Fields
from muniment.prove.keys import TrustedKey, signed_with, trusted_key
from muniment.prove.recover import predicate, subject
from muniment.prove.state import LARGEST, PREDICATE_TYPE, STATEMENT_TYPE, signed_bytes, subjects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from muniment.domain.ids import Digest, SystemId
    from muniment.domain.statement import Algorithm, CoverageSummary, Statement
    from muniment.prove.canonical import Json

__all__ = ["CHECKS", "TrustedKey", "Verified", "check_content", "trusted_key", "verify"]

CHECKS = (
    "the file is no larger than 16 MiB",
    "it is a DSSE envelope in strict JSON",
    "its payload is said to be an in-toto statement",
    "a trusted key signed the payload",
    "the payload is strict JSON in RFC 8785 form",
    "statement and predicate are of the known types and have known fields alone",
    "a trusted key signed by the algorithm that the statement declares",
    "the subjects are the scope, the sources and the evidence that the predicate holds",
    "writing the statement again gives the same bytes",
    "the account of what was read adds up, source by source",
    "everything open in it is disclosed in it",
    "it was issued on or after the day it speaks of, and before its own end",
    "it is valid on the day asked for",
)
"""What passes, in order; the first has number 1. `verify` stops at the first check that fails."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A statement that can be believed to be what its signatory signed.

    `checks` are those passed, in order. `signed_by` are the ids of the trusted keys that signed it. `unverified` counts
    the other signatures in the file: wrong ones, and those by keys that are not trusted.
    """

    statement: Statement
    checks: tuple[str, ...]
    signed_by: tuple[str, ...]
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
    entries are the sum of its parts; sources and decisions are in systems of the scope; a representation has the digest
    of its words. (11) Each decision that does not permit up to the end of validity, and each unread path, is disclosed
    under its id. (12) The day that the statement speaks of <= the day of issue <= the end of validity. (13) The day of
    issue <= `as_of` <= the end of validity.

    Not checked: that the statement is true or complete, that the key is the signatory's, and the time of issue, which
    the signer asserts. Callers show `scope`, `coverage`, `decisions` and `disclosures`.
    Raises: ProofError, and nothing else; it names the check that failed.
    Source: DSSE 1.0 protocol; in-toto Statement v1; RFC 8785.
    """
    with _check(1):
        _size(envelope)
    with _check(2):
        opened = read(envelope)
    with _check(3):
        _payload_type(opened)
    with _check(4):
        signers = _signers(opened, tuple(keys))
    with _check(5):
        document = _canonical(opened.payload)
    with _check(6):
        statement, stated = _statement(document)
    with _check(7):
        signed_by = _declared(statement.algorithm, signers)
    with _check(8):
        _subjects(statement, stated)
    with _check(9):
        _same_bytes(statement, opened.payload)
    with _check(10):
        _adds_up(statement)
    with _check(11):
        _all_disclosed(statement)
    with _check(12):
        _issued_in_order(statement)
    with _check(13):
        _valid_on(statement, as_of)
    unverified = sum(1 for algorithms in signers if not algorithms)
    return Verified(statement=statement, checks=CHECKS, signed_by=signed_by, unverified=unverified)


def check_content(statement: Statement, *, system: SystemId, source: str, content: Digest) -> None:
    """Compare a tree that one holds with the source that the statement says was read.

    `content` is the content digest of the tree as a scan computes it.
    Raises: ProofError where the statement knows no such source, or read another content.
    """
    where = f"source/{system}/{source}"
    stated = {(each.system, each.name): each.content for each in statement.scope.sources}.get((system, source))
    if stated is None:
        raise _failed(where, "the statement holds no such source")
    if stated != content:
        raise _failed(where, f"the statement is about `{stated}`, and this tree has `{content}`")


@contextmanager
def _check(number: int) -> Iterator[None]:
    """Put the number of the check before the place of each problem found in it."""
    try:
        yield
    except ProofError as error:
        raise ProofError(*(replace(each, where=f"check {number}, {each.where}") for each in error.problems)) from error


def _size(envelope: bytes) -> None:
    if len(envelope) > LARGEST:
        raise _failed("envelope", f"has {len(envelope)} bytes, and {LARGEST} are the most that are read")


def _payload_type(opened: Envelope) -> None:
    if opened.payload_type != PAYLOAD_TYPE:
        raise _failed("envelope", f"holds `{opened.payload_type}`, not `{PAYLOAD_TYPE}`")


def _signers(opened: Envelope, keys: tuple[TrustedKey, ...]) -> tuple[dict[str, Algorithm], ...]:
    """Return, for each signature in the file, which trusted keys made it and by which algorithm."""
    if not keys:
        raise _failed("keys", "none was given, so nobody is trusted", "give the signatory's public key")
    message = pre_authentication_encoding(opened.payload_type, opened.payload)
    found = tuple(
        {key.keyid: how for key in keys if (how := signed_with(key, signature.value, message)) is not None}
        for signature in opened.signatures
    )
    if not any(found):
        known = ", ".join(f"`{key.keyid[:16]}`" for key in keys)
        raise _failed(
            "signatures",
            f"none was made over this payload by a trusted key ({known})",
            "the file was changed after signing, or another key signed it",
        )
    return found


def _canonical(payload: bytes) -> Json:
    document = parse(payload, "payload")
    if canonical(document) != payload:
        raise _failed("payload", "is not written as RFC 8785 writes it")
    return document


def _statement(document: Json) -> tuple[Statement, tuple[tuple[str, str], ...]]:
    """Return the statement, and its subjects as they are written down."""
    fields = Fields.of(document, "statement", "_type subject predicateType predicate")
    for name, known in (("_type", STATEMENT_TYPE), ("predicateType", PREDICATE_TYPE)):
        if fields.text(name) != known:
            raise _failed(fields.under(name), f"`{fields.text(name)}` is not `{known}`", "use a newer release")
    return predicate(fields.values["predicate"]), fields.each("subject", subject)


def _declared(algorithm: Algorithm, signers: tuple[dict[str, Algorithm], ...]) -> tuple[str, ...]:
    """Return the distinct keys that signed by `algorithm`, in the order of the file."""
    found = dict.fromkeys(keyid for each in signers for keyid, how in each.items() if how is algorithm)
    if not found:
        raise _failed("signatures", f"none was made by `{algorithm.value}`, which the statement declares")
    return tuple(found)


def _subjects(statement: Statement, stated: tuple[tuple[str, str], ...]) -> None:
    expected = subjects(statement)
    if len({name for name, _ in expected}) != len(expected):
        raise _failed("subject", "two of them have one name")
    if stated != expected:
        names = sorted({name for name, _ in set(stated) ^ set(expected)}) or ["their order"]
        raise _failed("subject", "disagrees with the predicate on " + ", ".join(f"`{name}`" for name in names))


def _same_bytes(statement: Statement, payload: bytes) -> None:
    if signed_bytes(statement) != payload:
        raise _failed("payload", "says something that was not understood")


def _adds_up(statement: Statement) -> None:
    sources = sorted((each.system, each.name) for each in statement.scope.sources)
    accounts = sorted((each.system, each.source) for each in statement.coverage)
    if sources != accounts or not sources:
        raise _failed("coverage", "does not account for each source in the scope exactly once")
    for summary in statement.coverage:
        _account_adds_up(summary)
    systems = {each.id for each in statement.scope.systems}
    named = {each.system for each in statement.scope.sources} | {each.system for each in statement.decisions}
    if strange := sorted(named - systems):
        raise _failed("scope", "does not hold the systems " + ", ".join(f"`{each}`" for each in strange))
    words = statement.representation
    if words is not None and digest(words.text.encode()) != words.digest:
        raise _failed("representation", "has words that do not have its digest")


def _account_adds_up(summary: CoverageSummary) -> None:
    where = f"coverage of {summary.system}/{summary.source}"
    if sum(count for _, count in summary.by_status) != summary.entries:
        raise _failed(where, f"has {summary.entries} entries, and its parts do not sum up to that")
    if sum(count for status, count in summary.by_status if status.was_read) != summary.read:
        raise _failed(where, f"says that {summary.read} were read, and its parts do not sum up to that")


def _all_disclosed(statement: Statement) -> None:
    disclosed = [each.id for each in statement.disclosures]
    if len(set(disclosed)) != len(disclosed):
        raise _failed("disclosures", "two of them have one id")
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
            raise _failed(where, "is open and disclosed nowhere in the statement")


def _issued_in_order(statement: Statement) -> None:
    issued = statement.issued_at.date()
    if issued < statement.as_of:
        raise _failed("issuedAt", f"`{issued}` is before `{statement.as_of}`, the day that the statement speaks of")
    if statement.valid_until < issued:
        raise _failed("validUntil", f"`{statement.valid_until}` is before `{issued}`, the day of issue")


def _valid_on(statement: Statement, as_of: date) -> None:
    issued = statement.issued_at.date()
    if as_of < issued:
        raise _failed("as of", f"`{as_of}` is before `{issued}`, the day of issue")
    if statement.valid_until < as_of:
        raise _failed("as of", f"`{as_of}` is after `{statement.valid_until}`, the last day of validity")


def _failed(where: str, what: str, hint: str = "") -> ProofError:
    return ProofError(Problem(where=where, what=what, help=hint))
