"""Whether a statement can be believed under a policy: whose keys signed it, in which role, when, and how many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.domain.person import NOBODY
from muniment.domain.trust import SignerRole
from muniment.prove.sealed import check, failed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from muniment.domain.person import People
    from muniment.domain.statement import Algorithm, Statement
    from muniment.domain.trust import Grant, TrustPolicy
    from muniment.prove.verify import Verified

TRUST_CHECKS = (
    "a key that the policy trusts on the day of signing, and that was not revoked before, signed it",
    "the person named as signatory signed it in that role, by every algorithm that the policy asks for",
    "as many persons signed it as the policy asks for",
)
"""What passes under a policy, after the 15 checks of `verify`; the first has number 16."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A signature that counts, and by whom it is."""

    grant: Grant
    algorithm: Algorithm


@dataclass(frozen=True, slots=True, kw_only=True)
class Trusted:
    """A statement that can be believed under a policy.

    `refused` says of each trusted key whose signature does not count, why. `proven` is the instant at which the file
    existed by a time stamp; nothing where the signatory alone says when it was signed.
    """

    verified: Verified
    checks: tuple[str, ...]
    signed: tuple[Signed, ...]
    refused: tuple[tuple[Grant, str], ...]
    proven: datetime | None
    people: People = NOBODY

    @property
    def persons(self) -> tuple[str, ...]:
        """Return everybody whose signature counts, once."""
        return _persons(self.signed, self.people)


def believe(verified: Verified, policy: TrustPolicy, *, as_of: date, proven: datetime | None = None) -> Trusted:
    """Return what a verified statement says if `policy` lets it be believed on `as_of`, a day in UTC.

    It was verified with the keys that the policy names. (16) At least one of the keys that signed is trusted on the day
    of issue and on the day of `proven`, and not revoked, or revoked on a later day than it was proven to have signed;
    `proven` is not before the day of issue, and is there where the policy asks for it. (17) The signatory that the
    statement names signed it with such a key, which has that role, by each algorithm that the policy lists; and is, by
    every name that the policy knows, not the person who asked for it, nor is anybody who reviewed it. (18) As many
    different persons as the policy asks for signed it with such keys.

    Not checked: the time stamp from which `proven` is, and that the policy is right about persons.
    Raises: ProofError, and nothing else; it names the check that failed.
    """
    with check(16):
        signed, refused = _counted(verified, policy, as_of, proven)
    with check(17):
        _by_signatory(verified.statement, policy, signed)
        _apart(verified.statement, policy.people)
    with check(18):
        _enough(policy, signed)
    return Trusted(
        verified=verified, checks=TRUST_CHECKS, signed=signed, refused=refused, proven=proven, people=policy.people
    )


def _persons(signed: Sequence[Signed], people: People) -> tuple[str, ...]:
    """Return the different persons; two names that look alike, or that the policy gives to one, are of one."""
    found: dict[str, str] = {}
    for each in signed:
        found.setdefault(people.one(each.grant.person), each.grant.person)
    return tuple(found.values())


def _counted(
    verified: Verified, policy: TrustPolicy, as_of: date, proven: datetime | None
) -> tuple[tuple[Signed, ...], tuple[tuple[Grant, str], ...]]:
    issued, day = verified.statement.issued_at.date(), None if proven is None else proven.date()
    if policy.stamped and day is None:
        raise failed("time stamp", "is missing, and the policy asks for one", "`muniment certify stamp` asks for one")
    if day is not None and day < issued:
        raise failed("time stamp", f"is of {day}, before {issued}, the day of issue that is stated")
    signed: list[Signed] = []
    refused: list[tuple[Grant, str]] = []
    for keyid, algorithm in verified.made:
        grant = policy.of(keyid)
        if grant is None:
            continue
        if why := grant.refusal_of_certificate(issued, day, as_of):
            refused.append((grant, why))
        else:
            signed.append(Signed(grant=grant, algorithm=algorithm))
    if not signed:
        said = "; ".join(f"the key of {grant.person} {why}" for grant, why in refused) or "none is in the policy"
        raise failed("signatures", f"no key counts: {said}")
    return tuple(signed), tuple(refused)


def _by_signatory(statement: Statement, policy: TrustPolicy, signed: Sequence[Signed]) -> None:
    name = statement.signatory.name
    own = [each for each in signed if each.grant.person == name and SignerRole.SIGNATORY in each.grant.roles]
    if not own:
        others = ", ".join(f"`{each.grant.person}`" for each in signed)
        what = f"none is by a key that the policy gives to `{name}` as a signatory; signed by {others}"
        raise failed("signatures", what, "compare the names in the policy and in the statement")
    made = {each.algorithm for each in own}
    if missing := [each.value for each in policy.algorithms if each not in made]:
        raise failed("signatures", f"`{name}` did not sign by `{missing[0]}`, which the policy asks for")


def _apart(statement: Statement, people: People) -> None:
    """Hold the statement to check 13 of `verify` by names that only the policy knows."""
    asked = statement.requested_by
    if asked and people.same(asked, statement.signatory.name):
        raise failed("requestedBy", f"`{asked}` asked for the statement and signed it as `{statement.signatory.name}`")
    for each in statement.reviews:
        if asked and people.same(each.by, asked):
            raise failed("reviews", f"`{asked}` asked for the statement and reviewed it as `{each.by}`")


def _enough(policy: TrustPolicy, signed: Sequence[Signed]) -> None:
    persons = _persons(signed, policy.people)
    if len(persons) < policy.threshold:
        what = f"{len(persons)} persons signed ({', '.join(persons)}), and the policy asks for {policy.threshold}"
        raise failed("signatures", what, "`muniment certify countersign` adds another person's signature")
