"""Whether a revocation that reached the verifier is of a certificate that was verified, or of one inside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from muniment.domain.act import ActKind
from muniment.prove.acts import unverified, verify_act
from muniment.prove.canonical import digest
from muniment.prove.envelope import read
from muniment.prove.package import inside
from muniment.prove.sealed import check, failed

if TYPE_CHECKING:
    from datetime import date

    from muniment.prove.package import Trust, VerifiedPackage

REVOKED_CHECKS: Final = ("no revocation that reached you is of this certificate",)
"""R1."""


def refuse_revoked(found: VerifiedPackage, revocation: bytes, trust: Trust, as_of: date, uei: str = "") -> bool:
    """Refuse a certificate in `found` that `revocation` is of; return whether it is of one, though not in force yet.

    A revocation counts by a key that counts for the certificate: of a subcontractor's package by a key of that company.
    `uei` is whose package `found` is, where it lies in another one.
    Raises: ProofError where it holds on `as_of`, and where it is of such a certificate and cannot be believed.
    """
    act = unverified(revocation, ActKind.REVOCATION)
    here = digest(read(found.envelope).payload) in {of for _, of in act.about}
    if here:
        with check("R1"):
            verify_act(revocation, ActKind.REVOCATION, keys=trust.keys_for(uei))
            if act.at.date() <= as_of:
                raise failed("revocation", f"{act.by} revoked it on {act.at.date()}: {act.tells('reason')}")
    for each in found.nested:
        with inside(each.name):
            here |= refuse_revoked(each.package, revocation, trust, as_of, each.uei)
    return here
