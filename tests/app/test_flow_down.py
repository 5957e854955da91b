"""What a document comes to for a clause, how well it is assured, and what stands below it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from app.reports import CONTRACT, TODAY
from muniment.app.certify.packages import Parts, pack
from muniment.app.flow_down import Held, rows
from muniment.app.flow_down.nested import Believing, Document
from muniment.app.flow_down.receipts import sealed_receipt
from muniment.domain.act import ActKind
from muniment.domain.certification import Earlier, FlowDown, OnFile
from muniment.domain.subcontract import AskedClause, Kind, Level, Received, Request, Row, Standing, Subcontractor
from muniment.prove.acts import verify_act
from muniment.prove.canonical import digest
from muniment.prove.checkpoint import NoteKey, note_key, write
from muniment.prove.checkpoint import cosign as cosigned
from muniment.prove.envelope import read as envelope_of
from muniment.prove.package import Trust, open_package
from muniment.prove.state import seal
from muniment.prove.tlog_proof import read
from muniment.prove.tlog_proof import write as write_proof
from prove.packages import EVIDENCE, ORIGIN, OTHERS, entry, package, proof, proof_of
from prove.statements import full
from signers.keys import p256, p384, rsa

if TYPE_CHECKING:
    from muniment.domain.statement import Statement
    from muniment.signers.file_key import FileKey

UEI, BELOW, ANOTHER = "J7RJX2ABCDE6", "QK3MWY7ZLP13", "ZQGGHJH74DW7"
ANSWERED, SILENT, LISTED = "52.299-1", "52.204-30", "52.299-2"
CAME = datetime(2026, 11, 23, 9, tzinfo=UTC)


def request(*clauses: AskedClause) -> Request:
    return Request(
        id="R-1",
        contract=CONTRACT,
        order=str(CONTRACT),
        of=Subcontractor(uei=UEI, name="Small Shop"),
        clauses=clauses or (AskedClause(clause=ANSWERED, at=("(a)",)),),
        sent=date(2026, 11, 20),
        due=date(2026, 12, 1),
    )


def came(raw: bytes, kind: Kind = Kind.PACKAGE) -> Document:
    received = Received(digest=digest(raw), file="x.mpkg", kind=kind, request="R-1", by="M. Osei", at=CAME)
    return Document(received=received, raw=raw)


def pinned(signer: FileKey, *ledgers: NoteKey) -> Trust:
    return Trust(keys=(signer.public,), ledgers=ledgers)


LEDGER = note_key(ORIGIN, p256().public)


def row(raw: bytes, by: Believing | None = None, *clauses: AskedClause) -> Row:
    trusted = by or Believing(pinned={UEI: pinned(p384(), LEDGER)}, as_of=TODAY)
    return rows([Held(requests=(request(*clauses),), documents=(came(raw),))], trusted)[0]


def clean() -> Statement:
    """Return a statement with nothing open in it."""
    plain = full()
    return replace(
        plain,
        representations=(),
        coverage=tuple(replace(each, unread=()) for each in plain.coverage),
        decisions=(),
        disclosures=(),
        waivers=(),
        phase_out=(),
        flow_down=(),
    )


def packed(statement: Statement, signer: FileKey | None = None, **more: object) -> bytes:
    by = signer or p384()
    envelope = seal(replace(statement, algorithm=by.algorithm), keyid=by.keyid, sign=by.sign)
    parts = {"certificate": envelope, "evidence": (EVIDENCE,), **more}
    return pack(Parts(**parts), by)  # type: ignore[arg-type]  # the tests name its fields


def test_a_certificate_that_answers_that_it_does_is_adverse_however_well_it_is_signed() -> None:
    found = row(package()).rating

    assert (found.standing, found.level) == (Standing.ADVERSE, Level.IN_LEDGER)
    assert found.why == "answers `does` to 52.299-1(a)"


def test_a_paragraph_that_is_not_answered_is_missing() -> None:
    found = row(package(), None, AskedClause(clause=ANSWERED, at=("(a)", "(b)"))).rating

    assert (found.standing, found.why) == (Standing.MISSING, "does not answer 52.299-1(b)")


def test_a_clause_of_which_nothing_is_said_is_missing_and_without_a_level() -> None:
    found = row(package(), None, AskedClause(clause=SILENT)).rating

    assert (found.standing, found.level) == (Standing.MISSING, None)
    assert found.why == "what came does not speak of this clause"


def test_what_is_disclosed_makes_an_answer_qualified() -> None:
    found = row(packed(replace(full(), flow_down=())), None, AskedClause(clause=LISTED)).rating

    assert (found.standing, found.level) == (Standing.QUALIFIED, Level.PINNED_KEY)
    assert found.why == "discloses 2 open matters"


def test_nothing_open_by_the_pinned_key_is_verified() -> None:
    found = row(packed(clean()), None, AskedClause(clause=LISTED)).rating

    assert (found.standing, found.level) == (Standing.VERIFIED, Level.PINNED_KEY)


def test_a_proof_in_a_ledger_whose_key_is_not_pinned_adds_no_level() -> None:
    by = Believing(pinned={UEI: pinned(p384())}, as_of=TODAY)

    assert row(package(), by).rating.level is Level.PINNED_KEY


def test_a_witness_that_is_trusted_raises_the_level_and_the_ledgers_own_key_does_not() -> None:
    envelope = seal(full(), keyid=p384().keyid, sign=p384().sign)
    plain = read(proof([*OTHERS, entry(envelope)], len(OTHERS)))
    seen = replace(plain, checkpoint=cosigned(plain.checkpoint, name="witness", signer=p384()))
    raw = package(certificate=envelope, proof=write_proof(seen))
    trusts = {UEI: pinned(p384(), LEDGER)}
    witness = note_key("witness", p384().public)

    assert write(seen.checkpoint) != write(plain.checkpoint)
    assert row(raw, Believing(pinned=trusts, as_of=TODAY)).rating.level is Level.IN_LEDGER
    assert row(raw, Believing(pinned=trusts, as_of=TODAY, witnesses=(witness,))).rating.level is Level.WITNESSED
    assert row(raw, Believing(pinned=trusts, as_of=TODAY, witnesses=(LEDGER,))).rating.level is Level.IN_LEDGER


def test_a_time_stamp_that_proves_the_certificate_raises_the_level() -> None:
    envelope = seal(full(), keyid=p384().keyid, sign=p384().sign)
    raw = package(certificate=envelope, proof=proof_of(envelope), stamps=(("one.tsr", b"stamp"),))
    proven: list[tuple[bytes, bytes]] = []

    def stamped(stamp: bytes, content: bytes) -> datetime:
        proven.append((stamp, content))
        return CAME

    by = Believing(pinned={UEI: pinned(p384(), LEDGER)}, as_of=TODAY, stamped=stamped)

    assert row(raw, by).rating.level is Level.WITNESSED
    assert proven == [(b"stamp", envelope)]


@pytest.mark.parametrize(
    ("trust", "standing", "why"),
    [
        ({}, Standing.MISSING, f"no key of {UEI} is enrolled"),
        ({UEI: pinned(p256())}, Standing.INVALID, "none was made over this payload by a trusted key"),
        ({BELOW: pinned(p384())}, Standing.MISSING, f"no key of {UEI} is enrolled"),
    ],
    ids=["nobody's key", "another key", "the key of another company"],
)
def test_a_key_counts_for_its_own_company_alone(trust: dict[str, Trust], standing: Standing, why: str) -> None:
    found = row(package(), Believing(pinned=trust, as_of=TODAY)).rating

    assert found.standing is standing
    assert why in found.why


def tier(document: bytes, on_file: OnFile = OnFile.VERIFIED, of: str = "Tiny Shop") -> FlowDown:
    return FlowDown(subcontractor=of, clause=LISTED, on_file=on_file, document="tiny.mpkg", digest=digest(document))


def test_the_worst_tier_below_decides_and_its_own_key_is_asked_for() -> None:
    below = packed(replace(full(), flow_down=()), rsa())
    above = packed(replace(clean(), flow_down=(tier(below),)), subcontractors=((BELOW, ("tiny.mpkg", below)),))
    both = {UEI: pinned(p384()), BELOW: pinned(rsa())}
    clause = AskedClause(clause=LISTED)

    known = row(above, Believing(pinned=both, as_of=TODAY), clause).rating
    unknown = row(above, Believing(pinned={UEI: both[UEI]}, as_of=TODAY), clause).rating

    assert (known.standing, known.level) == (Standing.QUALIFIED, Level.PINNED_KEY)
    assert known.why == f"below it, Tiny Shop ({BELOW}): discloses 2 open matters"
    assert [each.name for each in known.below] == [f"Tiny Shop ({BELOW})"]
    assert unknown.standing is Standing.MISSING
    assert f"no key of {BELOW} is enrolled" in unknown.why


def issued(days: int, *, adverse: bool = False, earlier: bytes | None = None, **more: object) -> bytes:
    """Return a package whose certificate was issued some days before the others, and that may be adverse."""
    statement = clean()
    if adverse:
        statement = replace(statement, decisions=full().decisions, disclosures=full().disclosures)
    of = None if earlier is None else digest(envelope_of(open_package(earlier)[0]["certification.dsse.json"]).payload)
    return packed(
        replace(
            statement,
            issued_at=statement.issued_at - timedelta(days=days),
            as_of=statement.as_of - timedelta(days=days),
            reviews=(),
            said=(),
            rulebook=replace(statement.rulebook, age_limit=None),
            earlier=None if of is None else Earlier(id="the first", digest=of),
        ),
        **more,  # type: ignore[arg-type]  # as above
    )


def standing_of(*came_in_order: bytes) -> Standing:
    documents = tuple(came(raw) for raw in came_in_order)
    trusted = Believing(pinned={UEI: pinned(p384(), LEDGER)}, as_of=TODAY)
    (found,) = rows([Held(requests=(request(AskedClause(clause=LISTED)),), documents=documents)], trusted)
    return found.rating.standing


def test_an_earlier_certificate_that_is_sent_again_does_not_take_the_place_of_a_later_one() -> None:
    first, again, second = issued(2), issued(2, plan=(("a.json", b"{}"),)), issued(1, adverse=True)

    assert first != again
    assert standing_of(first) is Standing.VERIFIED
    assert standing_of(first, second) is Standing.QUALIFIED
    assert standing_of(first, second, again) is Standing.QUALIFIED
    assert standing_of(second, first) is Standing.QUALIFIED
    assert standing_of(second, issued(0)) is Standing.VERIFIED


def test_a_certificate_that_another_one_replaces_by_name_counts_no_longer_however_well_it_is_assured() -> None:
    plain = issued(2, adverse=True)
    certificate = open_package(plain)[0]["certification.dsse.json"]
    proven = pack(Parts(certificate=certificate, evidence=(EVIDENCE,), proof=proof_of(certificate)), p384())

    assert standing_of(proven, issued(1)) is Standing.QUALIFIED
    assert standing_of(proven, issued(1, earlier=proven)) is Standing.VERIFIED


def test_one_package_does_not_answer_for_two_companies() -> None:
    """It lies there under two names, and the certificate lists it for both; the second one's key did not sign it."""
    below = packed(clean(), rsa())
    rows_ = (tier(below, of=f"Tiny Shop ({BELOW})"), tier(below, of=f"Other Shop ({ANOTHER})"))
    inside = ((ANOTHER, ("other.mpkg", below)), (BELOW, ("tiny.mpkg", below)))
    trusted = {UEI: pinned(p384()), BELOW: pinned(rsa()), ANOTHER: pinned(p256())}

    for listed in (rows_, rows_[::-1]):
        above = packed(replace(clean(), flow_down=listed), subcontractors=inside)
        found = row(above, Believing(pinned=trusted, as_of=TODAY), AskedClause(clause=LISTED)).rating
        told = {each.name: each.rating.standing for each in found.below}

        assert told == {
            f"Tiny Shop ({BELOW})": Standing.VERIFIED,
            f"Other Shop ({ANOTHER})": Standing.INVALID,
        }
        assert found.standing is Standing.INVALID


def test_a_package_that_is_listed_for_another_company_is_not_that_companys() -> None:
    below = packed(clean(), rsa())
    trusted = Believing(pinned={UEI: pinned(p384()), BELOW: pinned(rsa())}, as_of=TODAY)
    inside = ((BELOW, ("tiny.mpkg", below)),)

    def why(name: str) -> tuple[Standing, str]:
        above = packed(replace(clean(), flow_down=(tier(below, of=name),)), subcontractors=inside)
        found = row(above, trusted, AskedClause(clause=LISTED)).rating
        return found.standing, found.why

    assert why(f"Example Systems ({BELOW})")[0] is Standing.VERIFIED
    assert why("EXAMPLE SYSTEMS INC")[0] is Standing.VERIFIED
    assert why(f"Other Shop ({ANOTHER})") == (
        Standing.INVALID,
        f"below it, Other Shop ({ANOTHER}) ({BELOW}): the package that is listed for it is of {BELOW}",
    )
    assert why("Other Shop") == (
        Standing.QUALIFIED,
        f"below it, Other Shop ({BELOW}): the package that is listed for it is of `Example Systems, Inc.` ({BELOW})",
    )


def test_a_tier_that_is_listed_and_not_in_the_package_is_qualified_and_one_without_a_document_missing() -> None:
    elsewhere = packed(replace(clean(), flow_down=(tier(b"elsewhere"),)))
    nothing = FlowDown(subcontractor="Tiny Shop", clause=LISTED, on_file=OnFile.ASKED)
    clause = AskedClause(clause=LISTED)

    assert row(elsewhere, None, clause).rating.why == (
        "below it, Tiny Shop: is listed as `verified`, and not in the package"
    )
    found = row(packed(replace(clean(), flow_down=(nothing,))), None, clause).rating
    assert (found.standing, found.why) == (Standing.MISSING, "below it, Tiny Shop: is listed as `asked`")


def test_a_receipt_holds_the_checkpoint_of_a_ledger_that_is_pinned_and_of_no_other() -> None:
    signer, document = p256(), came(package())

    def told(*ledgers: NoteKey) -> str:
        by = Believing(pinned={UEI: pinned(p384(), *ledgers)}, as_of=TODAY)
        sealed = sealed_receipt(document.received, document.raw, request(), by, by="M. Osei", at=CAME, signer=signer)
        act = verify_act(sealed, ActKind.RECEIPT, keys=(signer.public,)).act
        assert act.about == (("x.mpkg", digest(document.raw)),)
        return act.tells("checkpoint")

    assert told(LEDGER).startswith(f"{ORIGIN} 7 ")
    assert told() == ""


def test_where_each_is_later_than_another_the_worst_counts() -> None:
    """A damaged file is later by its arrival, a certificate by its issue: no one of these stands alone."""
    damaged = issued(3)[:-1]

    assert standing_of(issued(0), damaged, issued(2)) is Standing.INVALID
