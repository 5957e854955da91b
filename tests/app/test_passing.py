from __future__ import annotations

import pytest

from app.reports import CONTRACT, NEXT_YEAR, decided, estate, gap, report, scan, system, use, without_estate
from muniment.app.passing import EVERY_USE_PERMITTED, EVERYTHING_READ, NO_PROHIBITED_USE, passing, verified_subjects
from muniment.domain.decision import Outcome
from muniment.domain.ids import ContractId

ALL = (EVERYTHING_READ, NO_PROHIBITED_USE, EVERY_USE_PERMITTED)


def test_everything_holds_where_all_was_read_and_every_use_is_permitted() -> None:
    found = report(decided(Outcome.PERMITTED), decided(Outcome.PERMITTED_UNTIL, until=NEXT_YEAR))

    assert tuple(passing(found, CONTRACT)) == ALL
    assert tuple(passing(found)) == ALL


@pytest.mark.parametrize(
    ("outcome", "holds"),
    [
        (Outcome.PROHIBITED, ALL[:1]),
        (Outcome.UNDETERMINED, ALL[:1]),
        (Outcome.NEEDS_WAIVER, ALL[:2]),
        (Outcome.NEEDS_AUTHORISATION, ALL[:2]),
    ],
)
def test_a_use_that_may_not_be_takes_away_what_does_not_hold(outcome: Outcome, holds: tuple[str, ...]) -> None:
    assert tuple(passing(report(decided(Outcome.PERMITTED), decided(outcome)), CONTRACT)) == holds


def test_nothing_holds_where_something_was_not_read() -> None:
    assert list(passing(report(decided(Outcome.PERMITTED), scans=(scan(gap("a.lock")),)), CONTRACT)) == []


def test_nothing_holds_where_no_file_was_looked_at() -> None:
    assert list(passing(report(scans=()), CONTRACT)) == []


def test_nothing_holds_where_a_system_of_the_contract_was_not_looked_at() -> None:
    found = report(within=estate(system(), system("second-tool")))

    assert list(passing(found, CONTRACT)) == []


def test_a_system_that_serves_another_contract_takes_nothing_away() -> None:
    found = report(within=estate(system(), system("second-tool", serves=False)))

    assert tuple(passing(found, CONTRACT)) == ALL


def test_a_use_that_nobody_decided_is_not_passed_over() -> None:
    found = report(decided(Outcome.PERMITTED))
    more = type(found)(
        as_of=found.as_of,
        rulebook=found.rulebook,
        estate=found.estate,
        scans=found.scans,
        uses=(*found.uses, use(None)),
        decisions=found.decisions,
        mentions={},
    )

    assert list(passing(more, CONTRACT)) == [EVERYTHING_READ]


def test_nothing_holds_for_a_contract_that_no_system_serves() -> None:
    assert list(passing(report(decided(Outcome.PERMITTED)), ContractId("another"))) == []


def test_subjects_are_the_sources_with_the_digests_of_their_content() -> None:
    found = without_estate(report(scans=(scan(of=None),)))

    assert verified_subjects(found) == (("source/unmapped/mission", found.scans[0].inventory.content),)


def test_what_was_not_read_for_another_contract_takes_nothing_away() -> None:
    within = estate(system(), system("second-tool", serves=False))
    found = report(scans=(scan(), scan(gap("a.lock"), of="second-tool", root="/home/rivera/second")), within=within)

    assert tuple(passing(found, CONTRACT)) == ALL
    assert list(passing(found)) == []


def test_what_was_not_read_of_no_system_may_be_of_any_contract() -> None:
    found = report(scans=(scan(), scan(gap("a.lock"), of=None, root="/home/rivera/second")))

    assert list(passing(found, CONTRACT)) == []
