from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from app.reports import (
    CONTRACT,
    NORTHWIND,
    RULES,
    TODAY,
    TOOL,
    decided,
    estate,
    gap,
    report,
    rulebook,
    scan,
    system,
    use,
)
from decide.invented import BY, restriction, status
from muniment.app.plan import Sources, plan
from muniment.decide.engine import Engine
from muniment.domain.age import AgeLimit, SetIn
from muniment.domain.dated import Dated
from muniment.domain.decision import Outcome
from muniment.domain.evidence import Context, EvidenceClass, Finding, Identifier, Observation, Rung
from muniment.domain.ids import ContractId, SignatureId, SystemId, VendorId
from muniment.domain.plan import Kept, Key, Milestone, Plan
from muniment.domain.record import Record, RecordedQuestion
from muniment.domain.restriction import Effect, EffectKind
from muniment.domain.suppression import OneFinding, Suppression
from muniment.domain.technology import IdentifierKind, Offering, Role, Vendor
from muniment.errors import InputError

if TYPE_CHECKING:
    from muniment.domain.report import Report, Scan

KEY = Key(CONTRACT, SystemId(TOOL), NORTHWIND)
GALE = VendorId("gale-ai")
BREEZE = VendorId("breeze-cameras")


def seen(path: str, line: int, kind: IdentifierKind, context: Context, cls: EvidenceClass) -> Finding:
    observation = Observation(Identifier(kind, "northwind"), line, context, Rung.INVOKED, "client = Northwind()")
    return Finding(
        vendor=NORTHWIND,
        roles=(Role.MAKER,),
        signature=SignatureId("northwind-sdk"),
        path=path,
        observation=observation,
        rung=Rung.INVOKED,
        cls=cls,
        demoted="",
        fingerprint="",
    )


def kept(*milestones: Milestone, critical: bool = False, key: Key = KEY) -> Kept:
    return Kept(
        key=key, owner="Ada", critical=critical, replacement=None, milestones=milestones, costs=(), where="plan.toml:1"
    )


def made(found: Report, *keeping: Kept, records: tuple[Record, ...] = ()) -> Plan:
    return plan(found, Engine(found.rulebook), Sources(kept=keeping, records=records))


def with_others(found: Report) -> Report:
    """Return `found` with two vendors beside Northwind, one of which offers the same."""
    book = rulebook()
    own = replace(book.vendors[NORTHWIND], offers=(Offering.AI_MODELS,))
    gale = Vendor(
        id=GALE,
        name="Gale",
        aliases=(),
        products=(),
        affiliates=(),
        screened_through=TODAY,
        offers=(Offering.AI_MODELS,),
    )
    cameras = replace(gale, id=BREEZE, name="Breeze", offers=(Offering.VIDEO_SURVEILLANCE,))
    return replace(found, rulebook=replace(book, vendors={NORTHWIND: own, GALE: gale, BREEZE: cameras}))


def test_what_is_permitted_is_no_item() -> None:
    assert made(report(decided(Outcome.PERMITTED))).items == ()


@pytest.mark.parametrize("outcome", [each for each in Outcome if each is not Outcome.PERMITTED])
def test_everything_else_is_one(outcome: Outcome) -> None:
    (item,) = made(report(decided(outcome))).items

    assert item.key == KEY
    assert item.outcome is outcome
    assert item.because[0][1] == "it is used to perform"


def test_uses_of_one_vendor_in_one_system_are_one_item_with_the_gravest_outcome() -> None:
    found = report(decided(Outcome.UNDETERMINED), decided(Outcome.PROHIBITED))

    (item,) = made(found).items

    assert item.outcome is Outcome.PROHIBITED


def test_an_item_keeps_its_name_from_check_to_check() -> None:
    first, second = made(report(decided(Outcome.PROHIBITED))), made(report(decided(Outcome.UNDETERMINED)))

    assert first.items[0].id == second.items[0].id


def test_effort_counts_places_once_and_tells_code_packages_and_tests_apart() -> None:
    findings = (
        seen("a.py", 1, IdentifierKind.IMPORT, Context.CODE, EvidenceClass.PRODUCT),
        seen("a.py", 1, IdentifierKind.SYMBOL, Context.CODE, EvidenceClass.PRODUCT),
        seen("a.py", 9, IdentifierKind.SYMBOL, Context.CALL, EvidenceClass.PRODUCT),
        seen("pyproject.toml", 4, IdentifierKind.PURL, Context.FIELD, EvidenceClass.PRODUCT),
        seen("app.yaml", 2, IdentifierKind.MODEL, Context.FIELD, EvidenceClass.PRODUCT),
        seen("test_a.py", 3, IdentifierKind.SYMBOL, Context.CODE, EvidenceClass.TEST),
    )
    (item,) = made(report(decided(Outcome.PROHIBITED, about=replace(use(), findings=findings)))).items

    effort = item.effort
    assert (effort.files, effort.calls, effort.packages, effort.settings, effort.tests) == (4, 3, 1, 1, 1)
    assert [(site.path, site.line) for site in item.sites] == [
        ("a.py", 1),
        ("a.py", 9),
        ("app.yaml", 2),
        ("pyproject.toml", 4),
        ("test_a.py", 3),
    ]


def test_candidates_offer_the_same_and_are_decided_on_the_same_contract() -> None:
    (item,) = made(with_others(report(decided(Outcome.PROHIBITED)))).items

    (candidate,) = item.candidates
    assert candidate.vendor == GALE
    assert candidate.allowed
    assert not candidate.in_use


def test_candidates_at_whom_nothing_is_aimed_come_before_those_whom_an_instrument_names() -> None:
    found = with_others(report(decided(Outcome.PROHIBITED)))
    book = found.rulebook
    zephyr = replace(book.vendors[GALE], id=VendorId("zephyr-ai"), name="Zephyr")
    coming = restriction(
        "gale-from-2040",
        vendors=(GALE,),
        effects=Dated(((date(2040, 1, 1), Effect(kind=EffectKind.PROHIBIT, cited=BY)),)),
        statuses=(status(date(2040, 1, 1)),),
    )
    wider = replace(book, vendors={**book.vendors, zephyr.id: zephyr}, restrictions={coming.id: coming})

    (item,) = made(replace(found, rulebook=wider)).items

    assert [(each.vendor, each.allowed, each.aimed) for each in item.candidates] == [
        (zephyr.id, True, ()),
        (GALE, True, (coming.id,)),
    ]


def test_critical_items_come_first_and_then_those_that_end_sooner() -> None:
    later = decided(Outcome.PERMITTED_UNTIL, until=date(2027, 6, 1), about=use("later"))
    sooner = decided(Outcome.PERMITTED_UNTIL, until=date(2027, 1, 1), about=use("sooner"))
    critical = decided(Outcome.PERMITTED_UNTIL, until=date(2027, 9, 1), about=use("critical"))
    within = estate(system("later"), system("sooner"), system("critical"))
    keep = kept(critical=True, key=Key(CONTRACT, SystemId("critical"), NORTHWIND))

    found = made(report(later, sooner, critical, within=within), keep)

    assert [item.key.system for item in found.items] == ["critical", "sooner", "later"]


def test_a_step_that_is_due_after_the_last_permitted_day_is_late() -> None:
    late = Milestone(what="removed", due=date(2027, 1, 2))
    found = report(decided(Outcome.PERMITTED_UNTIL, until=date(2027, 1, 1)))

    (item,) = made(found, kept(Milestone(what="chosen", due=date(2026, 12, 1)), late)).items

    assert item.late == (late,)


def test_what_people_keep_and_no_check_finds_is_told_as_gone_and_not_dropped() -> None:
    found = made(report(), kept())

    assert ([each.key for each in found.removed], found.permitted, found.unseen) == ([KEY], (), ())


def test_what_people_keep_and_is_permitted_by_now_is_not_told_as_gone() -> None:
    found = made(report(decided(Outcome.PERMITTED)), kept())

    assert ([each.key for each in found.permitted], found.removed, found.unseen) == ([KEY], (), ())


def test_what_people_keep_and_somebody_set_aside_is_not_told_as_gone() -> None:
    clean, hidden = scan(), seen("app.py", 3, IdentifierKind.IMPORT, Context.CODE, EvidenceClass.PRODUCT)
    within = replace(clean, inventory=replace(clean.inventory, findings=(hidden,)))
    said = Suppression(
        what=OneFinding(fingerprint=""), owner="J. Rivera", reason="a namesake", evidence="", until=TODAY, where="s:1"
    )

    found = made(replace(report(scans=(within,)), suppressed={(0, ""): said}), kept())

    assert (found.removed, [each.key for each in found.unseen]) == ((), [KEY])


@pytest.mark.parametrize(
    "scans",
    [(scan(gap("a.lock")),), (scan(), scan(gap("a.lock"))), (scan(read=0),), (scan(of="another"),)],
    ids=["in part", "one of two sources in part", "a source without files", "not at all"],
)
def test_what_was_not_looked_at_is_not_told_as_gone(scans: tuple[Scan, ...]) -> None:
    found = made(report(scans=scans), kept())

    assert (found.removed, [each.key for each in found.unseen]) == ((), [KEY])
    assert not found.complete


def test_an_old_rulebook_permits_no_candidate() -> None:
    limit = AgeLimit(asked_on=TODAY + timedelta(days=400), max_days=180, set_in=SetIn.RULEBOOK)

    (item,) = made(replace(with_others(report(decided(Outcome.PROHIBITED))), age_limit=limit)).items

    assert [(each.now, each.allowed) for each in item.candidates] == [(Outcome.UNDETERMINED, False)]


def test_the_burn_down_counts_what_was_open_in_each_record_and_now() -> None:
    question = RecordedQuestion(
        vendor=NORTHWIND,
        as_of=date(2026, 9, 1),
        facts={},
        waivers=(),
        postures=(),
        contract=CONTRACT,
        system=SystemId(TOOL),
    )
    other = replace(question, vendor=GALE)
    record = Record(
        where="r.json",
        program="0",
        rulebook=RULES,
        version="1",
        questions=(question, other, replace(other, system=SystemId("second"))),
        answers=({"outcome": "prohibited"}, {"outcome": "undetermined"}, {"outcome": "permitted"}),
    )

    found = made(report(decided(Outcome.PROHIBITED)), records=(record,))

    assert [(each.on, each.open) for each in found.burn_down] == [(date(2026, 9, 1), 2), (TODAY, 1)]


def test_without_an_estate_nothing_can_be_planned() -> None:
    found = replace(report(), estate=None)

    with pytest.raises(InputError, match="no contract is described"):
        made(found)


def test_an_unknown_contract_is_refused() -> None:
    found = report()

    with pytest.raises(InputError, match="is not a contract"):
        plan(found, Engine(found.rulebook), Sources(), ContractId("another"))
