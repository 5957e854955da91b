"""Whose key counts for whose package, and whose revocation."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from app.reports import TODAY
from muniment.app.certify.packages import pack
from muniment.domain.act import Act, ActKind
from muniment.errors import ProofError
from muniment.prove.acts import seal_act
from muniment.prove.canonical import canonical, digest
from muniment.prove.envelope import read
from muniment.prove.package import Trust, verify_certificate, verify_package
from muniment.prove.revoked import refuse_revoked
from prove.packages import UEI, asked, certificate, failure, parts
from prove.statements import document, enclosed, full
from signers.keys import p256, p384, rsa

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.signers.file_key import FileKey

ANOTHER = "QK3MWY7ZLP13"


def by(signer: FileKey) -> bytes:
    found = document(full())
    found["predicate"]["algorithm"] = signer.algorithm.value
    return enclosed(canonical(found), signer)


def made(envelope: bytes, signer: FileKey, inner: bytes | None = None, uei: str = UEI) -> bytes:
    inside = () if inner is None else ((uei, ("shop.mpkg", inner)),)
    return pack(parts(envelope, proof=None, subcontractors=inside), signer)


def revocation(envelope: bytes, signer: FileKey, days: int = 0) -> bytes:
    act = Act(
        kind=ActKind.REVOCATION,
        by="J. Rivera",
        at=datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC) + timedelta(days=days),
        algorithm=signer.algorithm,
        about=(("A", digest(read(envelope).payload)),),
        told=(("certificate", "A"), ("reason", "a use was found")),
    )
    return seal_act(act, keyid=signer.keyid, sign=signer.sign)


def bound(**keys: FileKey) -> Trust:
    """Return the trust in one key for whoever packs, and in one for each subcontractor."""
    return Trust(keys=(p384().public,), of_subcontractors={uei: (key.public,) for uei, key in keys.items()})


def test_a_subcontractors_key_counts_for_its_own_packages_alone() -> None:
    shop, tiny = by(rsa()), by(p256())
    honest = made(certificate(), p384(), made(shop, rsa()))
    trusted = bound(**{UEI: rsa(), ANOTHER: p256()})

    found = verify_package(honest, trusted, asked())

    assert [each.uei for each in found.nested] == [UEI]
    assert failure(made(shop, rsa()), trusted).startswith("check P5")
    assert failure(made(certificate(), p384(), made(tiny, p256())), trusted).startswith("check P7")
    assert failure(made(certificate(), p384(), made(certificate(), p384())), trusted).startswith("check P7")
    assert failure(made(certificate(), p384(), made(shop, p384())), trusted).startswith("check P7")


def test_a_key_for_no_certain_company_counts_where_a_company_has_none_of_its_own() -> None:
    inside = made(certificate(), p384(), made(certificate(), p384()))

    assert verify_package(inside, bound(), asked()).nested
    assert verify_package(inside, bound(**{ANOTHER: rsa()}), asked()).nested


def test_a_key_of_a_tier_below_is_that_of_its_own_company_and_not_of_the_one_around_it() -> None:
    middle = made(by(rsa()), rsa(), made(by(p256()), p256()), uei=ANOTHER)
    inside = made(certificate(), p384(), middle)

    assert verify_package(inside, bound(**{UEI: rsa(), ANOTHER: p256()}), asked()).nested[0].package.nested
    assert "none was made over this payload" in failure(inside, bound(**{UEI: rsa()}))
    assert "none was made over this payload" in failure(inside, bound(**{UEI: rsa(), ANOTHER: rsa()}))


def test_a_file_of_a_subcontractor_by_itself_is_verified_by_its_key() -> None:
    trusted = bound(**{UEI: rsa()})

    assert verify_package(made(by(rsa()), rsa()), trusted, asked(sender=UEI)).files
    assert verify_certificate(by(rsa()), None, trusted, asked(sender=UEI)).certificate.signed_by
    with pytest.raises(ProofError, match="check 4"):
        verify_certificate(by(rsa()), None, trusted, asked())


def test_a_revocation_of_a_certificate_inside_reaches_the_package_around_it() -> None:
    shop = by(rsa())
    trusted = bound(**{UEI: rsa()})
    found = verify_package(made(certificate(), p384(), made(shop, rsa())), trusted, asked())

    with pytest.raises(ProofError, match=f"^check P7, subcontractors/{UEI}/shop.mpkg, check R1, revocation: J. Rivera"):
        refuse_revoked(found, revocation(shop, rsa()), trusted, TODAY)
    assert refuse_revoked(found, revocation(shop, rsa(), days=1), trusted, TODAY)
    with pytest.raises(ProofError, match="none was made over this payload"):
        refuse_revoked(found, revocation(shop, p384()), trusted, TODAY)


def test_a_subcontractor_cannot_revoke_what_is_not_its_own() -> None:
    outer = certificate()
    trusted = bound(**{UEI: rsa()})
    found = verify_package(made(outer, p384()), trusted, asked())

    with pytest.raises(ProofError, match="check R1, check 4, signatures"):
        refuse_revoked(found, revocation(outer, rsa()), trusted, TODAY)
    with pytest.raises(ProofError, match="revoked it on"):
        refuse_revoked(found, revocation(outer, p384()), trusted, TODAY)


def test_a_revocation_of_another_certificate_says_nothing_about_this_one() -> None:
    trusted = bound()
    found = verify_package(made(certificate(), p384()), trusted, asked())

    assert not refuse_revoked(found, revocation(by(rsa()), p384()), trusted, TODAY)


def of_companies() -> Iterator[tuple[str, bytes, Trust, tuple[bytes, ...]]]:
    """Yield packages, whom to trust, and revocations, for the page as well."""
    outer, shop = certificate(), by(rsa())
    honest, both = made(outer, p384(), made(shop, rsa())), bound(**{UEI: rsa(), ANOTHER: p256()})
    yield "its own key", honest, both, ()
    yield "none of its own", honest, bound(), ()
    yield "another's", honest, bound(**{UEI: p256()}), ()
    yield "around as well", made(shop, rsa()), both, ()
    yield "by whoever packs", made(outer, p384(), made(outer, p384())), both, ()
    yield "no key bound", made(outer, p384(), made(outer, p384())), bound(**{ANOTHER: rsa()}), ()
    yield "below", made(outer, p384(), made(shop, rsa(), made(by(p256()), p256()), uei=ANOTHER)), both, ()
    yield "below by another", made(outer, p384(), made(shop, rsa(), made(shop, rsa()), uei=ANOTHER)), both, ()
    yield "revoked", honest, both, (revocation(outer, p384()),)
    yield "revoked tomorrow", honest, both, (revocation(outer, p384(), days=1),)
    yield "revoked inside", honest, both, (revocation(outer, p384(), days=1), revocation(shop, rsa()))
    yield "revoked inside tomorrow", honest, both, (revocation(shop, rsa(), days=1),)
    yield "revoked by another", honest, both, (revocation(outer, rsa()),)
    yield "revoked inside by whoever packs", honest, both, (revocation(shop, p384()),)


def test_a_revocation_that_was_changed_is_not_believed() -> None:
    outer = certificate()
    found = verify_package(made(outer, p384()), bound(), asked())
    raw = revocation(outer, p384())
    forged = replace(read(raw), signatures=read(revocation(outer, rsa())).signatures)

    from muniment.prove.envelope import write  # noqa: PLC0415

    with pytest.raises(ProofError, match="check R1, check 4"):
        refuse_revoked(found, write(forged), bound(), TODAY)
