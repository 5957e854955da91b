"""Whether a whole package can be believed under a policy: its certificate, its manifest, and the packages in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.prove.package import inside
from muniment.prove.sealed import check, failed
from muniment.prove.trust import believe

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from muniment.domain.trust import TrustPolicy
    from muniment.prove.package import VerifiedPackage
    from muniment.prove.trust import Trusted


def _nothing(_stamp: bytes, _content: bytes) -> None:
    """Prove nothing: no authority is trusted."""


def believe_package(
    found: VerifiedPackage,
    policy: TrustPolicy,
    *,
    as_of: date,
    proven: datetime | None = None,
    proves: Callable[[bytes, bytes], datetime | None] = _nothing,
) -> Trusted:
    """Return what the certificate in `found` says under `policy`, if all of the package can be believed on `as_of`.

    The manifest was signed by a key that counts for the day of issue: it has no day of its own. The certificate of each
    subcontractor is believed as the outer one is: where the policy asks for time stamps, each package has its own, over
    its own certificate. `proves` returns the instant that a stamp proves for a content, by an authority that the
    verifier trusts; the earliest counts. `proven` is by a stamp that came beside the outer certificate.
    Raises: ProofError, and nothing else; it names the check that failed.
    """
    instants = (proven, *(proves(each, found.envelope) for each in found.stamps))
    earliest = min((each for each in instants if each is not None), default=None)
    trusted = believe(found.certificate, policy, as_of=as_of, proven=earliest)
    issued = found.certificate.statement.issued_at.date()
    grants = [grant for keyid in found.sealed_by if (grant := policy.of(keyid)) is not None]
    whys = [grant.refusal_of_certificate(issued, None, as_of) for grant in grants]
    if found.sealed_by and all(whys):
        with check("P5"):
            said = "; ".join(f"the key of {grant.person} {why}" for grant, why in zip(grants, whys, strict=True))
            raise failed("signatures", f"no key counts for the manifest: {said or 'none is in the policy'}")
    for each in found.nested:
        with inside(each.name):
            believe_package(each.package, policy, as_of=as_of, proves=proves)
    return trusted
