"""The numbered checks of what a statement says, from 8 on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from app.reports import NEXT_YEAR, TODAY
from muniment.prove.verify import CHECKS, verify
from prove.sealed import failure, put, sealed
from prove.statements import changed, full
from signers.keys import p384

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("change", "where"),
    [
        pytest.param(put("predicate.scope.contract", "OTHER-1"), "`scope/OTHER-1`", id="another contract"),
        pytest.param(put("predicate.scope.agency", "x"), f"`scope/{full().scope.contract}`", id="another agency"),
        pytest.param(
            put("predicate.scope.sources.0.content", {"sha256": "0" * 64}), "`source/mission-tool/mission`", id="a tree"
        ),
        pytest.param(put("predicate.evidence.0.digest", {"sha256": "0" * 64}), "`evidence/check.json`", id="a file"),
        pytest.param(put("predicate.evidence", []), "`evidence/check.json`", id="evidence left out"),
        pytest.param(lambda d: d["subject"].reverse(), "`their order`", id="another order"),
        pytest.param(
            lambda d: d["predicate"]["evidence"].extend(d["predicate"]["evidence"]), "two of them", id="one name twice"
        ),
    ],
)
def test_8_subjects_must_agree_with_the_predicate(change: Callable[[dict[str, Any]], Any], where: str) -> None:
    message = failure(changed(change))

    assert message.startswith("check 8, subject")
    assert where in message


@pytest.mark.parametrize(
    ("change", "what"),
    [
        pytest.param(put("predicate.coverage", []), "account for each source", id="a source without an account"),
        pytest.param(
            lambda d: d["predicate"]["coverage"].extend(d["predicate"]["coverage"]), "exactly once", id="two accounts"
        ),
        pytest.param(put("predicate.coverage.0.entries", 41), "do not sum up", id="an entry is missing"),
        pytest.param(put("predicate.coverage.0.read", 42), "says that 42 were read", id="more read than were"),
        pytest.param(put("predicate.decisions.0.system", "payroll"), "systems `payroll`", id="a system out of scope"),
        pytest.param(put("predicate.phaseOut.0.system", "payroll"), "systems `payroll`", id="an end out of scope"),
        pytest.param(
            lambda d: d["predicate"]["decisions"][0].update(outcome="permitted-until", until="2027-02-28"),
            "after 2027-02-28, the last permitted day",
            id="a use that goes on after its last day",
        ),
    ],
)
def test_10_the_account_must_add_up(change: Callable[[dict[str, Any]], Any], what: str) -> None:
    message = failure(changed(change))

    assert message.startswith("check 10, ")
    assert what in message


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda d: d["predicate"]["disclosures"].pop(0), id="a decision is open"),
        pytest.param(lambda d: d["predicate"]["disclosures"].pop(1), id="a path is unread"),
        pytest.param(put("predicate.decisions.0.disclosure", ""), id="a decision names none"),
        pytest.param(
            lambda d: d["predicate"]["decisions"][0].update(
                outcome="permitted-until", until="2027-11-21", disclosure=""
            ),
            id="a permission ends a day early",
        ),
        pytest.param(
            lambda d: d["predicate"]["disclosures"].append(d["predicate"]["disclosures"][0]), id="one id twice"
        ),
    ],
)
def test_11_whatever_is_open_must_be_disclosed(change: Callable[[dict[str, Any]], Any]) -> None:
    assert failure(changed(change)).startswith("check 11, ")


@pytest.mark.parametrize(
    ("change", "what"),
    [
        pytest.param(put("predicate.representations.0.text", "x"), "do not have its digest", id="other words"),
        pytest.param(put("predicate.representations.1.text", "x"), "do not have its digest", id="words of a letter"),
        pytest.param(put("predicate.representations.0.answer", None), "without an answer", id="a clause, no answer"),
        pytest.param(put("predicate.representations.1.answer", "does"), "a letter with one", id="a letter, an answer"),
        pytest.param(put("predicate.representations.0.answer", "does-not"), "denies the use of", id="a use is denied"),
        pytest.param(
            put("predicate.representations.0.covers.0.disclosure", "x"), "disclosed nowhere", id="a use is not told"
        ),
        pytest.param(put("predicate.flowDown.0.digest", None), "binds none", id="a document without a digest"),
        pytest.param(put("predicate.flowDown.0.onFile", "asked"), "binds none", id="asked for, and held"),
    ],
)
def test_12_what_is_represented_agrees_with_what_is_told(change: Callable[[dict[str, Any]], Any], what: str) -> None:
    message = failure(changed(change))

    assert message.startswith("check 12, ")
    assert what in message


def test_12_a_denial_that_leaves_out_what_is_disclosed_stands_beside_it() -> None:
    envelope = changed(put("predicate.representations.0.answer", "by-submission"))

    assert verify(envelope, keys=[p384().public], as_of=TODAY).checks == CHECKS


@pytest.mark.parametrize(
    ("change", "what"),
    [
        pytest.param(put("predicate.requestedBy", "J. Rivera"), "and signed it", id="one person"),
        pytest.param(put("predicate.reviews.0.by", "A. Clerk"), "and reviewed it", id="reviewed by who asked"),
        pytest.param(put("predicate.reviews.0.verdict", "returned"), "sent it back", id="sent back"),
    ],
)
def test_13_whoever_asks_neither_reviews_nor_signs(change: Callable[[dict[str, Any]], Any], what: str) -> None:
    message = failure(changed(change))

    assert message.startswith("check 13, ")
    assert what in message


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(put("predicate.issuedAt", "2026-11-22T23:59:59Z"), id="issued on the day before"),
        pytest.param(put("predicate.validUntil", "2026-11-22"), id="ended before its issue"),
    ],
)
def test_14_days_must_be_in_order(change: Callable[[dict[str, Any]], Any]) -> None:
    assert failure(changed(change)).startswith("check 14, ")


LATER = "2026-11-24"


def said_again(value: str | None) -> Callable[[dict[str, Any]], Any]:
    """Return a change that adds what the first person said of a fact once more, with `value`."""
    return lambda told: told["predicate"]["said"].insert(1, {**told["predicate"]["said"][0], "value": value})


def stale_and_told(told: dict[str, Any]) -> None:
    """Make the law older than was set, and disclose that, as a certificate does."""
    predicate = told["predicate"]
    predicate["rulebook"]["verifiedThrough"] = "2026-05-26"
    told_as = {"fields": [], "id": "stale:rulebook", "matter": "last looked up", "text": "We read it.", "under": ""}
    predicate["disclosures"].append(told_as)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        pytest.param(put("predicate.said.0.on", LATER), "was said on `2026-11-24`, after", id="said later"),
        pytest.param(said_again("yes"), "said of contract.nss: is told in two ways", id="no and yes"),
        pytest.param(said_again(None), "said of contract.nss: is told in two ways", id="no and not known"),
        pytest.param(put("predicate.rulebook.ageLimit.askedOn", LATER), "was asked on", id="asked later"),
        pytest.param(put("predicate.rulebook.verifiedThrough", "2026-11-25"), "when it was asked", id="not yet"),
        pytest.param(put("predicate.rulebook.verifiedThrough", "2026-05-26"), "more than 180 days before", id="old"),
    ],
)
def test_14_what_it_rests_on_comes_before_it_and_is_told_in_one_way(
    change: Callable[[dict[str, Any]], Any], what: str
) -> None:
    message = failure(changed(change))

    assert message.startswith("check 14, ")
    assert what in message


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(said_again("no"), id="one value, said twice"),
        pytest.param(put("predicate.said.0.on", "2026-11-23"), id="said on the day of issue"),
        pytest.param(put("predicate.rulebook.verifiedThrough", "2026-11-24"), id="where the day had come on earth"),
        pytest.param(put("predicate.rulebook.verifiedThrough", "2026-05-27"), id="as old as was set"),
        pytest.param(stale_and_told, id="older, and disclosed"),
    ],
)
def test_14_what_just_holds_is_believed(change: Callable[[dict[str, Any]], Any]) -> None:
    verify(changed(change), keys=[p384().public], as_of=TODAY)


@pytest.mark.parametrize(
    "as_of",
    [
        pytest.param(TODAY - timedelta(days=1), id="the day before issue"),
        pytest.param(NEXT_YEAR + timedelta(days=1), id="the day after the last"),
    ],
)
def test_15_outside_its_days_a_statement_is_not_believed(as_of: date) -> None:
    assert failure(sealed(), as_of=as_of).startswith(f"check 15, as of: `{as_of}` is ")


@pytest.mark.parametrize("as_of", [pytest.param(TODAY, id="first day"), pytest.param(NEXT_YEAR, id="last day")])
def test_15_the_first_and_the_last_day_count(as_of: date) -> None:
    assert verify(sealed(), keys=[p384().public], as_of=as_of).checks == CHECKS
