"""Whose signature counts: trust is the verifier's own, and it has days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports import NEXT_YEAR, TODAY
from muniment.domain.person import People
from muniment.domain.statement import Algorithm
from muniment.domain.trust import Grant, SignerRole, TrustPolicy
from muniment.errors import ProofError
from muniment.prove.state import signed_bytes
from muniment.prove.trust import believe
from muniment.prove.verify import verify
from prove.statements import enclosed, full
from signers.keys import mldsa, p256, p384

if TYPE_CHECKING:
    from muniment.prove.trust import Trusted
    from muniment.signers.file_key import FileKey

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def grant(person: str = "J. Rivera", key: FileKey | None = None, **days: date) -> Grant:
    return Grant(keyid=(key or p384()).keyid, person=person, roles=(SignerRole.SIGNATORY,), **days)  # type: ignore[arg-type]


def policy(*grants: Grant, threshold: int = 1, algorithms: tuple[Algorithm, ...] = ()) -> TrustPolicy:
    return TrustPolicy(threshold=threshold, algorithms=algorithms, grants=grants)


def believed(by: TrustPolicy, *signers: FileKey, as_of: date = TODAY, proven: datetime | None = None) -> Trusted:
    envelope = enclosed(signed_bytes(full()), *signers)
    verified = verify(envelope, keys=[key.public for key in (p384(), p256(), mldsa())], as_of=as_of)
    return believe(verified, by, as_of=as_of, proven=proven)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 18, 0, tzinfo=UTC)


def test_a_statement_is_believed_by_the_key_of_the_person_who_is_named_in_it() -> None:
    found = believed(policy(grant(start=TODAY, until=TODAY)))

    assert found.persons == ("J. Rivera",)
    assert found.refused == ()


@pytest.mark.parametrize(
    ("trusted", "why"),
    [
        pytest.param(grant(start=TOMORROW), "is trusted from", id="trusted only from the day after"),
        pytest.param(grant(until=YESTERDAY), "is trusted until", id="no longer trusted on the day"),
        pytest.param(grant(revoked=TODAY), "was revoked on", id="revoked on the day"),
        pytest.param(grant(revoked=YESTERDAY), "was revoked on", id="revoked on the day before"),
        pytest.param(grant(key=p256()), "none is in the policy", id="another key"),
    ],
)
def test_16_a_key_counts_on_its_own_days_alone(trusted: Grant, why: str) -> None:
    with pytest.raises(ProofError, match=f"check 16, signatures: no key counts: .*{why}"):
        believed(policy(trusted))


def test_16_a_key_that_is_revoked_later_still_counts_for_what_a_time_stamp_proves_to_be_older() -> None:
    revoked = policy(grant(revoked=TOMORROW))

    assert believed(revoked, as_of=TODAY).signed
    assert believed(revoked, as_of=NEXT_YEAR, proven=at(TODAY)).signed
    with pytest.raises(ProofError, match="is not proven to be older"):
        believed(revoked, as_of=NEXT_YEAR)
    with pytest.raises(ProofError, match="was proven to exist after that"):
        believed(revoked, as_of=NEXT_YEAR, proven=at(TOMORROW))


def test_16_a_key_that_has_expired_since_still_counts_for_what_it_signed_on_its_days() -> None:
    found = believed(policy(grant(until=TODAY)), as_of=NEXT_YEAR)

    assert found.persons == ("J. Rivera",)


def test_16_a_stamp_from_before_the_day_of_issue_is_a_contradiction() -> None:
    with pytest.raises(ProofError, match="check 16, time stamp: is of 2026-11-22, before 2026-11-23"):
        believed(policy(grant()), proven=at(YESTERDAY))


def test_16_where_the_policy_asks_for_a_time_stamp_the_word_of_the_signatory_is_not_enough() -> None:
    stamped = replace(policy(grant()), stamped=True)

    assert believed(stamped, proven=at(TODAY)).signed
    with pytest.raises(ProofError, match="check 16, time stamp: is missing, and the policy asks for one"):
        believed(stamped)


@pytest.mark.parametrize(
    "trusted",
    [
        pytest.param(grant("B. Counsel"), id="another person's key"),
        pytest.param(replace(grant(), roles=(SignerRole.REVIEWER,)), id="a key for reviews"),
    ],
)
def test_17_the_signatory_signs_in_person(trusted: Grant) -> None:
    with pytest.raises(ProofError, match="check 17, signatures: none is by a key that the policy gives to"):
        believed(policy(trusted))


def test_17_where_the_policy_asks_for_two_algorithms_the_signatory_signs_by_both() -> None:
    both = (Algorithm.ECDSA_P384_SHA384, Algorithm.ML_DSA_87)
    hybrid = policy(grant(), grant(key=mldsa()), algorithms=both)

    assert {each.algorithm for each in believed(hybrid, p384(), mldsa()).signed} == set(both)
    with pytest.raises(ProofError, match=r"check 17, .* did not sign by `ml-dsa-87`"):
        believed(hybrid, p384())


def test_18_a_threshold_counts_persons_and_not_keys() -> None:
    two = policy(grant(), grant("B. Counsel", p256()), threshold=2)
    one_person_twice = policy(grant(), grant(key=p256()), threshold=2)

    assert believed(two, p384(), p256()).persons == ("J. Rivera", "B. Counsel")
    with pytest.raises(ProofError, match=r"check 18, signatures: 1 persons signed \(J. Rivera\)"):
        believed(one_person_twice, p384(), p256())
    with pytest.raises(ProofError, match="check 18"):
        believed(two, p384())


def test_18_two_names_of_one_person_are_one_person() -> None:
    people = People.of((("J. Rivera", "rivera@company.example"),))
    two_names = replace(policy(grant(), grant("rivera@company.example", p256()), threshold=2), people=people)

    with pytest.raises(ProofError, match=r"check 18, signatures: 1 persons signed \(J. Rivera\)"):
        believed(two_names, p384(), p256())


def test_17_who_asked_for_a_statement_does_not_sign_it_under_another_name() -> None:
    statement = full()
    people = People.of((("J. Rivera", statement.requested_by),))

    with pytest.raises(ProofError, match=r"check 17, requestedBy: `.*` asked for the statement and signed it as"):
        believed(replace(policy(grant()), people=people), p384())


def test_a_key_that_does_not_count_is_told_beside_those_that_do() -> None:
    found = believed(policy(grant(), grant("B. Counsel", p256(), until=YESTERDAY)), p384(), p256())

    assert [(each.person, why.split(",")[0]) for each, why in found.refused] == [
        ("B. Counsel", "is trusted until 2026-11-22")
    ]


days = st.none() | st.dates(TODAY - timedelta(days=40), TODAY + timedelta(days=40))


@given(days, days, days, days)
def test_revoking_a_key_never_makes_it_count_where_it_did_not(
    start: date | None, until: date | None, revoked: date | None, proven: date | None
) -> None:
    plain = replace(grant(), start=start, until=until)

    unrevoked = plain.refusal(TODAY, proven, NEXT_YEAR)

    assert not unrevoked or replace(plain, revoked=revoked).refusal(TODAY, proven, NEXT_YEAR)


def test_18_a_key_that_is_trusted_for_searches_alone_makes_no_second_person() -> None:
    searcher = replace(grant("A. Clerk", p256()), roles=(SignerRole.SEARCHER,))

    with pytest.raises(ProofError, match="check 18, signatures: 1 persons signed"):
        believed(policy(grant(), searcher, threshold=2), p384(), p256())
    both = replace(searcher, roles=(SignerRole.SEARCHER, SignerRole.REVIEWER))
    assert believed(policy(grant(), both, threshold=2), p384(), p256()).persons == ("J. Rivera", "A. Clerk")
