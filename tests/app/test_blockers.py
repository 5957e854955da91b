"""What is open before a certificate, and the name under which it is disclosed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from app.certifying import PROHIBITED, ids
from app.reports import CONTRACT, NEXT_YEAR, TODAY, contract, decided, estate, gap, report, rulebook, scan, system, use
from muniment.app.certify.blockers import BlockerKind, blockers
from muniment.domain.age import AgeLimit, SetIn
from muniment.domain.decision import Outcome, Reason
from muniment.domain.ids import Digest, InstrumentId

if TYPE_CHECKING:
    from muniment.domain.report import Report


def asked_after(days: int, *, most: int) -> AgeLimit:
    return AgeLimit(asked_on=TODAY + timedelta(days=days), max_days=most, set_in=SetIn.ESTATE)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(report(), [], id="nothing was found"),
        pytest.param(report(decided(Outcome.PERMITTED)), [], id="a use is permitted"),
        pytest.param(report(decided(Outcome.PROHIBITED)), [PROHIBITED], id="a use is prohibited"),
        pytest.param(
            report(decided(Outcome.UNDETERMINED)), ["undetermined:northwind-ai:mission-tool"], id="a fact is missing"
        ),
        pytest.param(
            report(decided(Outcome.NEEDS_WAIVER)), ["needs-waiver:northwind-ai:mission-tool"], id="a waiver is needed"
        ),
        pytest.param(
            report(decided(Outcome.NEEDS_AUTHORISATION)),
            ["needs-authorisation:northwind-ai:mission-tool"],
            id="a person must authorise",
        ),
        pytest.param(
            report(decided(Outcome.PERMITTED_UNTIL, until=NEXT_YEAR)), [], id="permitted to the last day of validity"
        ),
        pytest.param(
            report(decided(Outcome.PERMITTED_UNTIL, until=NEXT_YEAR - timedelta(days=1))),
            ["ends:northwind-ai:mission-tool"],
            id="permitted to the day before the last",
        ),
        pytest.param(
            report(scans=(scan(gap("src/package.json")),)),
            ["unread:mission-tool:mission/src/package.json"],
            id="a file was not understood",
        ),
        pytest.param(report(scans=(scan(gap(".git/index", limits=False)),)), [], id="a gap that hides nothing"),
        pytest.param(
            report(scans=(scan(gap("a"), gap("a", "bad YAML", line=9)),)),
            ["unread:mission-tool:mission/a"],
            id="two gaps in one file are one thing to disclose",
        ),
        pytest.param(
            report(scans=(scan(gap("a b=*%.json"), gap("\udce9")),)),
            ["unread:mission-tool:mission/a%20b%3D%2A%25.json", "unread:mission-tool:mission/%ED%B3%A9"],
            id="ids are safe to type",
        ),
        pytest.param(
            report(scans=(scan(), scan(of=None, root="/home/rivera/lab"))), ["unmapped:lab"], id="a source of no system"
        ),
        pytest.param(
            report(within=estate(system(), system("archive", sources=("/srv/archive",)))),
            ["unscanned:archive:archive"],
            id="a system was not scanned",
        ),
        pytest.param(
            report(within=estate(system(), system("archive", sources=()))),
            ["unscanned:archive"],
            id="a system has no source",
        ),
        pytest.param(
            report(within=estate(system(), system("payroll", serves=False, sources=("/srv/payroll",)))),
            [],
            id="a system that serves other contracts was not scanned",
        ),
        pytest.param(
            report(within=estate(system(serves=False))), [f"nothing-read:{CONTRACT}"], id="no system serves it"
        ),
        pytest.param(
            report(scans=()),
            [f"nothing-read:{CONTRACT}", "unscanned:mission-tool:mission"],
            id="nothing was scanned",
        ),
        pytest.param(
            report(scans=(scan(read=0),)),
            [f"nothing-read:{CONTRACT}", "empty:mission-tool:mission"],
            id="the folder is empty",
        ),
        pytest.param(
            replace(report(), uses=(use(),)), ["undecided:northwind-ai:mission-tool"], id="a use without a decision"
        ),
        pytest.param(
            replace(report(), rulebook=replace(rulebook(), digest=Digest("sha256:" + "00" * 32))),
            ["mixed:check"],
            id="scanned with another rulebook",
        ),
        pytest.param(
            replace(report(decided(Outcome.PERMITTED)), as_of=TODAY + timedelta(days=1)),
            ["mixed:check"],
            id="decided for another day",
        ),
        pytest.param(
            replace(report(), rulebook=replace(rulebook(), vendors={})),
            ["nothing-asked:rulebook"],
            id="the rulebook is empty",
        ),
        pytest.param(
            report(within=estate(about=contract(ends=TODAY - timedelta(days=1)))),
            [f"ended:{CONTRACT}"],
            id="performance ended yesterday",
        ),
        pytest.param(report(within=estate(about=contract(ends=TODAY))), [], id="performance ends today"),
        pytest.param(replace(report(), as_of=TODAY + timedelta(days=90)), [], id="looked up 90 days ago"),
        pytest.param(
            replace(report(), as_of=TODAY + timedelta(days=91)), ["stale:rulebook"], id="looked up 91 days ago"
        ),
        pytest.param(
            replace(report(), age_limit=asked_after(31, most=30)),
            ["stale:rulebook"],
            id="looked up before the estate allows",
        ),
        pytest.param(
            replace(report(), age_limit=asked_after(91, most=400)),
            ["stale:rulebook"],
            id="a longer limit frees no statement",
        ),
    ],
)
def test_everything_open_has_a_stable_name(found: Report, expected: list[str]) -> None:
    assert ids(found) == expected


def test_two_uses_that_show_different_facts_are_disclosed_apart() -> None:
    found = report(
        decided(Outcome.PROHIBITED, about=use(kind="software")), decided(Outcome.PROHIBITED, about=use(kind="service"))
    )

    assert ids(found) == [f"{PROHIBITED}:kind/software", f"{PROHIBITED}:kind/service"]


def test_no_two_kinds_of_blocker_share_a_name() -> None:
    assert len({kind.value for kind in BlockerKind}) == len(BlockerKind)


def test_what_is_open_is_told_by_the_instruments_that_leave_it_open() -> None:
    permits = Reason(
        instrument=InstrumentId("policy"), best=Outcome.PERMITTED, worst=Outcome.PERMITTED, because="in force", cited=()
    )
    found = decided(Outcome.UNDETERMINED)
    opens = replace(found.decision.reasons[0], best=Outcome.PERMITTED, worst=Outcome.PROHIBITED)
    asked = replace(found, decision=replace(found.decision, reasons=(permits, opens)))

    (blocker,) = blockers(report(asked), CONTRACT, valid_until=NEXT_YEAR)

    assert f"`{opens.instrument}`: it is used to perform" in blocker.sentence
    assert "policy" not in blocker.sentence
