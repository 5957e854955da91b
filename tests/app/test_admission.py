"""What the rulebook says to a caller of a model: the same as a check of the system that uses it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from muniment import wiring
from muniment.app.gateway.admission import Admissions, Law
from muniment.app.questions import question_about
from muniment.decide.posture import with_postures
from muniment.domain.call import Dialect
from muniment.domain.decision import Outcome
from muniment.domain.evidence import EvidenceClass, Rung
from muniment.domain.gateway import Caller, CallerId, Route, RouteId, ServedModel
from muniment.domain.ids import ContractId, FactId, SystemId, VendorId
from muniment.domain.report import Use

if TYPE_CHECKING:
    from muniment.app.gateway.admission import Admission

DAY = date(2026, 11, 26)
PLANNER = Caller(id=CallerId("planner"), contract=ContractId("W15QKN-26-C-0042"), system=SystemId("planner"))
HELPDESK = Caller(id=CallerId("helpdesk"), contract=ContractId("PO-1187"), system=SystemId("helpdesk"))


@pytest.fixture(scope="module")
def law() -> Law:
    book = wiring.rulebook()
    estate = wiring.estate(Path(__file__).parents[2] / "examples" / "small" / "muniment.toml", book)
    limit = wiring.age_limit(book, estate)
    return Law(book=book, engine=wiring.engine(book), estate=estate, limit=lambda day: replace(limit, asked_on=day))


def model(maker: str, **facts: Any) -> ServedModel:  # noqa: ANN401  (facts are of several types)
    known = {FactId(f"use.{name}"): value for name, value in facts.items()}
    return ServedModel(name="m", sent_as="m", maker=VendorId(maker), facts=known)


def route(operator: str | None) -> Route:
    found = VendorId(operator) if operator else None
    return Route(id=RouteId("r"), url="https://x", operator=found, dialects=frozenset({Dialect.CHAT}), models=())


def ruled(
    law: Law, caller: Caller, maker: str, operator: str | None, *, day: date = DAY, purpose: str = ""
) -> Admission:
    return Admissions(law).on(caller, purpose, route(operator), model(maker), day)


@pytest.mark.parametrize("caller", [PLANNER, HELPDESK], ids=["planner", "helpdesk"])
@pytest.mark.parametrize("vendor", ["anthropic", "openai", "deepseek", "mistral", "xai"])
@pytest.mark.parametrize("day", [date(2026, 2, 26), date(2026, 3, 4), date(2026, 10, 6), DAY])
def test_a_ruling_is_what_a_check_of_the_same_use_decides(law: Law, caller: Caller, vendor: str, day: date) -> None:
    contract = next(each for each in law.estate.contracts if each.id == caller.contract)
    shown: dict[FactId, Any] = {FactId("item.kind"): "model", FactId("item.offering"): "ai-models"}
    use = Use(
        vendor=VendorId(vendor),
        system=caller.system,
        roles=(),
        others=(),
        shown={**shown, FactId("use.form"): "live-use"},
        rung=Rung.OBSERVED,
        cls=EvidenceClass.PRODUCT,
        findings=(),
    )
    asked = question_about(use, contract, law.estate, day, law.limit(day))

    found = ruled(law, caller, vendor, None, day=day)

    assert found.decisions == (with_postures(law.engine.decide(asked), law.estate.postures),)
    permitted = found.decisions[0].acted_on in {Outcome.PERMITTED, Outcome.PERMITTED_UNTIL}
    assert (found.denial is None) == permitted


def test_the_maker_of_a_model_and_whoever_runs_it_are_both_decided_on_and_the_graver_counts(law: Law) -> None:
    of_maker = ruled(law, PLANNER, "anthropic", "amazon-bedrock")
    of_operator = ruled(law, PLANNER, "mistral", "deepseek")

    assert [each.vendor for each in of_maker.decisions] == ["anthropic", "amazon-bedrock"]
    assert of_maker.denial is not None
    assert of_operator.denial is not None
    assert of_operator.denial.code == "ndaa26-1532"
    assert of_operator.decisions[0].vendor == "deepseek"


def test_what_is_undetermined_is_denied_with_what_is_missing(law: Law) -> None:
    found = ruled(law, HELPDESK, "deepseek", None)

    assert found.denial is not None
    assert (found.denial.status, found.denial.code) == (403, "undetermined")
    assert [fact for fact, _ in found.denial.missing] == ["system.intelligence_community"]
    assert "nobody has said" in found.denial.message


def test_a_stale_rulebook_denies_what_it_would_have_permitted(law: Law) -> None:
    late = date(2028, 1, 1)

    found = ruled(law, PLANNER, "openai", None, day=late)

    assert found.denial is not None
    assert "days old on 2028-01-01" in found.denial.message


def test_a_ruling_is_made_once_for_all_it_depends_on_and_anew_on_another_day(law: Law) -> None:
    admissions = Admissions(law)

    first = admissions.on(PLANNER, "", route(None), model("openai"), DAY)

    assert admissions.on(PLANNER, "", route(None), model("openai"), DAY) is first
    assert admissions.on(PLANNER, "", route(None), model("openai"), date(2026, 11, 27)) is not first


def test_a_purpose_that_a_call_names_is_decided_on_in_place_of_all_that_the_system_has(law: Law) -> None:
    internal = ruled(law, PLANNER, "anthropic", None, day=date(2026, 3, 10), purpose="internal")
    performance = ruled(law, PLANNER, "anthropic", None, day=date(2026, 3, 10), purpose="performance")

    assert internal.decisions[0].reasons != performance.decisions[0].reasons


def test_every_denial_names_rules_and_documents(law: Law) -> None:
    for caller in (PLANNER, HELPDESK):
        for vendor in law.book.vendors:
            found = ruled(law, caller, vendor, None)
            if found.denial is not None:
                assert found.denial.rules
                assert found.denial.cited
                assert found.denial.message.endswith(".") is False
