"""Suppressions: what they hide, until when, and what is told of those that hide nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from discover.signatures import NORTHWIND
from muniment.discover.findings.suppress import suppress
from muniment.domain.evidence import Context, EvidenceClass, Finding, Identifier, Observation, Rung
from muniment.domain.ids import SignatureId
from muniment.domain.suppression import Alike, OneFinding, Suppression, SuppressionState
from muniment.domain.technology import IdentifierKind, Role

LAST = date(2026, 12, 31)
FINDING = Finding(
    vendor=NORTHWIND,
    roles=(Role.OPERATOR,),
    signature=SignatureId("northwind-host"),
    path="src/net/client.py",
    observation=Observation(
        Identifier(IdentifierKind.HOST, "api.northwind.example"), 3, Context.STRING, Rung.CONFIGURED
    ),
    rung=Rung.CONFIGURED,
    cls=EvidenceClass.PRODUCT,
    demoted="",
    fingerprint="f" * 32,
)


def alike(path: str, signature: str = "northwind-host") -> Alike:
    return Alike(vendor=NORTHWIND, signature=SignatureId(signature), path=path)


def suppression(what: OneFinding | Alike, until: date = LAST) -> Suppression:
    return Suppression(
        what=what, owner="net team", reason="shown only", evidence="review 7", until=until, where="s.toml:1"
    )


@pytest.mark.parametrize(
    "what",
    [
        pytest.param(OneFinding(fingerprint="f" * 32), id="by its fingerprint"),
        pytest.param(alike("src/net/client.py"), id="by its path"),
        pytest.param(alike("src/*/client.*"), id="by folders and endings"),
        pytest.param(alike("src/**"), id="by everything below a folder"),
        pytest.param(alike("**/*.py"), id="by an ending anywhere"),
    ],
)
def test_a_finding_that_is_named_is_set_aside_and_says_by_what(what: OneFinding | Alike) -> None:
    said = suppression(what)

    done = suppress([[FINDING]], [said], LAST)

    assert done.hidden == {(0, FINDING.fingerprint): said}
    assert [(use.state, use.findings) for use in done.uses] == [(SuppressionState.IN_FORCE, 1)]


@pytest.mark.parametrize(
    "what",
    [
        pytest.param(OneFinding(fingerprint="e" * 32), id="another finding"),
        pytest.param(alike("src/*"), id="one folder is not those below it"),
        pytest.param(alike("net/client.py"), id="a path is whole"),
        pytest.param(alike("**", signature="northwind-sdk"), id="another signature"),
        pytest.param(alike("src/net/client_py"), id="a dot is a dot"),
    ],
)
def test_a_suppression_that_matches_nothing_is_told(what: OneFinding | Alike) -> None:
    done = suppress([[FINDING]], [suppression(what)], LAST)

    assert not done.hidden
    assert [(use.state, use.findings) for use in done.uses] == [(SuppressionState.UNMATCHED, 0)]


def test_a_suppression_hides_nothing_from_the_day_after_its_last_and_is_told() -> None:
    said = suppression(OneFinding(fingerprint="f" * 32), until=date(2026, 10, 31))

    done = suppress([[FINDING]], [said], date(2026, 11, 1))

    assert not done.hidden
    assert [(use.state, use.findings) for use in done.uses] == [(SuppressionState.EXPIRED, 1)]


def test_a_mention_keeps_no_suppression_alive() -> None:
    mention = replace(FINDING, demoted="in a comment")

    done = suppress([[mention]], [suppression(alike("**"))], LAST)

    assert [use.state for use in done.uses] == [SuppressionState.UNMATCHED]


def test_the_first_of_two_suppressions_answers_for_a_finding_and_both_are_in_force() -> None:
    first, second = suppression(alike("src/**")), suppression(OneFinding(fingerprint="f" * 32))

    done = suppress([[FINDING]], [first, second], LAST)

    assert done.hidden == {(0, FINDING.fingerprint): first}
    assert [use.state for use in done.uses] == [SuppressionState.IN_FORCE, SuppressionState.IN_FORCE]


def test_a_path_in_one_scan_does_not_hide_its_namesake_in_another() -> None:
    elsewhere = replace(FINDING, path="copy/client.py")
    said = suppression(alike("src/**"))

    done = suppress([[elsewhere], [FINDING]], [said], LAST)

    assert done.hidden == {(1, FINDING.fingerprint): said}
