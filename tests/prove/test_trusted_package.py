"""Trust has days: for the certificate in a package, for its manifest, and for the packages in it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from app.reports import NEXT_YEAR, TODAY
from muniment.domain.trust import Grant, SignerRole, TrustPolicy
from muniment.errors import ProofError
from muniment.prove.canonical import digest
from muniment.prove.package import verify_package
from muniment.prove.trusted_package import believe_package
from prove.packages import UEI, asked, certificate, package, rewritten, trust
from signers.keys import p256, p384

if TYPE_CHECKING:
    from collections.abc import Callable

    from muniment.prove.trust import Trusted
    from muniment.signers.file_key import FileKey

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def grant(key: FileKey, person: str = "J. Rivera", **days: date) -> Grant:
    return Grant(keyid=key.keyid, person=person, roles=(SignerRole.SIGNATORY,), **days)  # type: ignore[arg-type]


def believed(raw: bytes, *grants: Grant, as_of: date = TODAY) -> Trusted:
    found = verify_package(raw, trust(p384(), p256()), asked(as_of=as_of))
    return believe_package(found, TrustPolicy(threshold=1, algorithms=(), grants=grants), as_of=as_of)


def test_a_package_of_last_year_is_believed_with_keys_that_expired_since() -> None:
    found = believed(package(), grant(p384(), start=YESTERDAY, until=TOMORROW), as_of=NEXT_YEAR)

    assert found.persons == ("J. Rivera",)


def test_a_package_is_not_believed_with_a_key_that_had_expired_when_it_was_signed() -> None:
    with pytest.raises(ProofError, match=r"check 16, signatures: no key counts: the key of J. Rivera is trusted until"):
        believed(package(), grant(p384(), until=YESTERDAY))


def test_a_manifest_by_a_key_that_does_not_count_spoils_the_package() -> None:
    raw = package(signer=p256())

    with pytest.raises(ProofError, match=r"check P5, signatures: no key counts for the manifest: the key of A. Clerk"):
        believed(raw, grant(p384()), grant(p256(), "A. Clerk", revoked=TODAY))
    with pytest.raises(
        ProofError, match=r"check P5, signatures: no key counts for the manifest: none is in the policy"
    ):
        believed(raw, grant(p384()))


def test_a_package_inside_is_held_to_the_same_policy() -> None:
    theirs = package(envelope=certificate(), signer=p256())
    raw = package(subcontractors=((UEI, ("inner.mpkg", theirs)),))

    with pytest.raises(ProofError, match=rf"check P7, subcontractors/{UEI}/inner.mpkg, check P5, signatures: no key"):
        believed(raw, grant(p384()))
    assert believed(raw, grant(p384()), grant(p256(), "A. Clerk")).signed


class Authority:
    """Stamps a content at an instant, and proves its own stamps alone."""

    def stamp(self, content: bytes, at: datetime) -> bytes:
        return f"{at.isoformat()} {digest(content)}".encode()

    def proves(self, stamp: bytes, content: bytes) -> datetime | None:
        at, _, of = stamp.decode().partition(" ")
        return datetime.fromisoformat(at) if of == digest(content) else None


NOON = datetime.combine(TODAY, time(12), UTC)


def test_each_package_has_a_stamp_of_its_own_where_the_policy_asks_for_stamps() -> None:
    theirs, ours = certificate(), certificate()
    policy = TrustPolicy(threshold=1, algorithms=(), grants=(grant(p384()),), stamped=True)

    def outcome(inner: bytes, outer: bytes) -> Trusted:
        inside = package(envelope=theirs, stamps=(("a.tsr", inner),))
        raw = package(envelope=ours, stamps=(("a.tsr", outer),), subcontractors=((UEI, ("inner.mpkg", inside)),))
        found = verify_package(raw, trust(), asked())
        return believe_package(found, policy, as_of=TODAY, proves=Authority().proves)

    good = [Authority().stamp(each, NOON) for each in (theirs, ours)]

    assert outcome(*good).proven == NOON
    with pytest.raises(ProofError, match=rf"check P7, subcontractors/{UEI}/inner.mpkg, check 16, time stamp: is miss"):
        outcome(good[1], good[1])
    with pytest.raises(ProofError, match="check 16, time stamp: is missing"):
        outcome(good[0], good[0])


def test_a_stamp_in_the_package_proves_a_signature_older_than_a_revocation() -> None:
    raw = package(envelope=(one := certificate()), stamps=(("a.tsr", Authority().stamp(one, NOON)),))
    policy = TrustPolicy(threshold=1, algorithms=(), grants=(grant(p384(), revoked=TOMORROW),))
    unsealed = rewritten(raw, lambda _: None)

    def outcome(proves: Callable[[bytes, bytes], datetime | None]) -> Trusted:
        found = verify_package(unsealed, trust(), asked(as_of=NEXT_YEAR))
        return believe_package(found, policy, as_of=NEXT_YEAR, proves=proves)

    assert outcome(Authority().proves).persons == ("J. Rivera",)
    with pytest.raises(ProofError, match=r"was revoked on .*, and the signature is not proven to be older"):
        outcome(lambda _stamp, _content: None)


def test_the_earliest_stamp_counts() -> None:
    one = certificate()
    stamps = [Authority().stamp(one, NOON + timedelta(days=days)) for days in (2, 0, 1)]
    raw = package(envelope=one, stamps=tuple((f"{number}.tsr", each) for number, each in enumerate(stamps)))
    policy = TrustPolicy(threshold=1, algorithms=(), grants=(grant(p384()),))
    found = verify_package(raw, trust(), asked())

    trusted = believe_package(found, policy, as_of=TODAY, proven=NOON + timedelta(days=3), proves=Authority().proves)

    assert trusted.proven == NOON


def test_a_manifest_signed_by_somebody_who_is_trusted_for_searches_alone_spoils_the_package() -> None:
    searcher = Grant(keyid=p256().keyid, person="A. Clerk", roles=(SignerRole.SEARCHER,))

    with pytest.raises(ProofError, match=r"check P5, signatures: .* is trusted for records of searches alone"):
        believed(package(signer=p256()), grant(p384()), searcher)
