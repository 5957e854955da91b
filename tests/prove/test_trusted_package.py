"""Trust has days: for the certificate in a package, for its manifest, and for the packages in it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from app.reports import NEXT_YEAR, TODAY
from muniment.domain.trust import Grant, Role, TrustPolicy
from muniment.errors import ProofError
from muniment.prove.package import verify_package
from muniment.prove.trusted_package import believe_package
from prove.packages import UEI, asked, certificate, package, trust
from signers.keys import p256, p384

if TYPE_CHECKING:
    from muniment.prove.trust import Trusted
    from muniment.signers.file_key import FileKey

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def grant(key: FileKey, person: str = "J. Rivera", **days: date) -> Grant:
    return Grant(keyid=key.keyid, person=person, roles=(Role.SIGNATORY,), **days)  # type: ignore[arg-type]


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


def test_a_manifest_signed_by_somebody_who_is_trusted_for_searches_alone_spoils_the_package() -> None:
    searcher = Grant(keyid=p256().keyid, person="A. Clerk", roles=(Role.SEARCHER,))

    with pytest.raises(ProofError, match=r"check P5, signatures: .* is trusted for records of searches alone"):
        believed(package(signer=p256()), grant(p384()), searcher)
