"""When a statement about a contract can be drafted, and what stands in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.certifying import PROHIBITED, ids, refused
from app.reports import (
    CONTRACT,
    ROOT,
    TODAY,
    TOOL,
    TREE,
    decided,
    estate,
    gap,
    report,
    request,
    scan,
    system,
    use,
    without_estate,
)
from muniment.app.certify import draft, issue
from muniment.domain.age import AgeLimit, SetIn
from muniment.domain.certification import Certification, Letter
from muniment.domain.contract import AnswerPlace, FactAnswer
from muniment.domain.decision import Outcome
from muniment.domain.evidence import FileStatus
from muniment.domain.ids import ContractId, FactId, SystemId
from muniment.domain.statement import Algorithm
from muniment.errors import InputError, RefusedError
from muniment.prove.canonical import digest
from muniment.prove.verify import verify
from signers.keys import p384, rsa

OUTSIDE = SystemId("outside")


def test_a_statement_is_refused_while_a_use_is_prohibited_and_says_how_to_go_on() -> None:
    found = report(decided(Outcome.PROHIBITED))

    with pytest.raises(RefusedError) as caught:
        draft(found, CONTRACT, request())

    (problem,) = caught.value.problems
    assert problem.where == PROHIBITED
    assert problem.what == "`northwind-ai` in `mission-tool` is prohibited: `northwind-models`: it is used to perform"
    assert problem.help == f"settle it and check again, or `--disclose {PROHIBITED}=TEXT`"


def test_what_was_said_after_the_day_of_issue_is_refused() -> None:
    late = FactAnswer(
        fact=FactId("contract.nss"),
        place=AnswerPlace(contract=CONTRACT),
        value=False,
        by="A. Clerk",
        on=TODAY + timedelta(days=1),
        source="",
    )
    found = report(decided(Outcome.PERMITTED), within=replace(estate(system()), answers=(late,)))

    with pytest.raises(RefusedError) as caught:
        draft(found, CONTRACT, request())

    (problem,) = caught.value.problems
    assert problem.where == "answer about `contract.nss`"
    assert problem.what == f"`A. Clerk` said it on {late.on}, a day after the day of issue"


def test_a_statement_tells_who_said_the_facts_in_its_scope_and_none_of_another_contract() -> None:
    asked, other = AgeLimit(asked_on=TODAY, max_days=180, set_in=SetIn.ESTATE), ContractId("C-9")
    places = (
        AnswerPlace(),
        AnswerPlace(contract=CONTRACT),
        AnswerPlace(contract=other),
        AnswerPlace(system=TOOL),
        AnswerPlace(system=OUTSIDE),
    )
    answers = [
        FactAnswer(fact=FactId("use.modified"), place=place, value=value, by="A. Clerk", on=TODAY, source="a letter")
        for place, value in zip(places, (None, True, True, date(2026, 3, 2), True), strict=True)
    ]
    within = replace(estate(system(), system(OUTSIDE, serves=False)), answers=tuple(answers))
    found = replace(report(decided(Outcome.PERMITTED), within=within), age_limit=asked)

    statement = draft(found, CONTRACT, request())

    assert [(each.contract, each.system, each.value) for each in statement.said] == [
        (None, None, None),
        (None, TOOL, "2026-03-02"),
        (CONTRACT, None, "yes"),
    ]
    assert {(each.by, each.on, each.source) for each in statement.said} == {("A. Clerk", TODAY, "a letter")}
    assert statement.rulebook.age_limit == asked


def test_what_is_disclosed_goes_into_the_statement_with_the_finding_and_the_words() -> None:
    statement = draft(report(decided(Outcome.PROHIBITED)), CONTRACT, request((PROHIBITED, " Removal by 1 March. ")))

    (disclosure,) = statement.disclosures
    assert (
        disclosure.matter == "`northwind-ai` in `mission-tool` is prohibited: `northwind-models`: it is used to perform"
    )
    assert disclosure.text == "Removal by 1 March."
    assert statement.decisions[0].disclosure == disclosure.id
    assert statement.decisions[0].outcome is Outcome.PROHIBITED


def test_every_reason_to_refuse_is_named_at_once() -> None:
    found = report(decided(Outcome.PROHIBITED), scans=(scan(gap("a"), gap("b")),))

    assert refused(found, ("unread:mission-tool:mission/a", "a picture")) == [
        PROHIBITED,
        "unread:mission-tool:mission/b",
    ]


def test_a_disclosure_that_names_nothing_open_is_refused() -> None:
    found = report(decided(Outcome.PROHIBITED))

    assert refused(found, ("prohibited:northwind:mission-tool", "Removal by 1 March.")) == [
        "disclosure `prohibited:northwind:mission-tool`",
        PROHIBITED,
    ]


@pytest.mark.parametrize(
    ("disclosures", "where"),
    [
        pytest.param([(PROHIBITED, "  ")], f"disclosure `{PROHIBITED}`", id="it says nothing"),
        pytest.param([(PROHIBITED, "a"), (PROHIBITED, "b")], f"disclosure `{PROHIBITED}`", id="it is given twice"),
        pytest.param([("prohibited:*", "a")], "disclosure `prohibited:*`", id="a decision is disclosed by a pattern"),
    ],
)
def test_a_disclosure_must_be_one_text_about_one_decision(disclosures: list[tuple[str, str]], where: str) -> None:
    assert where in refused(report(decided(Outcome.PROHIBITED)), *disclosures)


def test_many_unread_paths_can_share_one_disclosure_and_each_is_still_listed() -> None:
    found = report(scans=(scan(gap("img/1.bin"), gap("img/2.bin"), gap("web/x.json")),))

    statement = draft(
        found,
        CONTRACT,
        request(
            ("unread:mission-tool:mission/img/*", "pictures"), ("unread:mission-tool:mission/web/x.json", "a draft")
        ),
    )

    assert [(each.id, each.text) for each in statement.disclosures] == [
        ("unread:mission-tool:mission/img/1.bin", "pictures"),
        ("unread:mission-tool:mission/img/2.bin", "pictures"),
        ("unread:mission-tool:mission/web/x.json", "a draft"),
    ]
    assert [each.path for each in statement.coverage[0].unread] == ["img/1.bin", "img/2.bin", "web/x.json"]


def test_what_cannot_be_disclosed_is_refused_whatever_is_said_about_it() -> None:
    found = report(scans=())
    told = [(name, "we know") for name in ids(found)]

    assert refused(found, *told) == [f"nothing-read:{CONTRACT}"]


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        pytest.param(request(name=" "), "signatory's name", id="nobody signs"),
        pytest.param(
            replace(request(), issued_at=request().issued_at - timedelta(days=1)),
            "day of issue",
            id="issued before as-of",
        ),
        pytest.param(
            replace(request(), issued_at=request().issued_at + timedelta(days=900)), "end of validity", id="ends early"
        ),
        pytest.param(
            replace(request(), issued_at=request().issued_at.replace(tzinfo=None)), "time of issue", id="no time zone"
        ),
        pytest.param(request(valid_until=date(2026, 11, 22)), "ended:valid-until", id="ended yesterday"),
        pytest.param(
            replace(request(), certification=Certification(letters=(Letter(source="x", words="w"),))),
            "representation",
            id="no words",
        ),
        pytest.param(
            replace(request(), certification=Certification(evidence=("a/check.json", "b/Check.json"))),
            "evidence `check.json`",
            id="two files of one name",
        ),
        pytest.param(
            replace(request(), certification=Certification(evidence=("a/.hidden",))),
            "evidence `.hidden`",
            id="a name that no package takes",
        ),
    ],
)
def test_a_request_that_nobody_could_stand_for_is_refused(asked: object, where: str) -> None:
    with pytest.raises(RefusedError) as caught:
        draft(report(), CONTRACT, asked)  # type: ignore[arg-type]

    assert where in [problem.where for problem in caught.value.problems]


def test_an_unknown_contract_is_answered_with_the_known_ones() -> None:
    with pytest.raises(InputError) as caught:
        draft(report(), ContractId("FA8750-26-C-9999"), request())

    assert caught.value.problems[0].help == f"known: `{CONTRACT}`"


def test_without_an_estate_file_there_is_no_contract_to_certify() -> None:
    with pytest.raises(InputError, match="the check had no estate file"):
        draft(without_estate(report()), CONTRACT, request())


def test_a_statement_on_which_nothing_is_open_says_what_was_looked_at_and_not_that_nothing_exists() -> None:
    statement = draft(report(), CONTRACT, request())

    assert statement.disclosures == ()
    assert statement.decisions == ()
    assert [each.id for each in statement.scope.vendors] == ["northwind-ai"]
    assert (statement.coverage[0].entries, statement.coverage[0].read) == (42, 40)
    assert statement.coverage[0].by_status == ((FileStatus.READ, 40), (FileStatus.VCS, 2))
    assert statement.representations == ()


def test_the_scope_names_sources_without_the_folders_above_them() -> None:
    statement = draft(report(), CONTRACT, request())

    assert [(each.system, each.name, each.content) for each in statement.scope.sources] == [
        ("mission-tool", "mission", TREE)
    ]
    assert ROOT not in str(statement)


def test_sources_of_one_name_are_told_apart_by_the_folder_above() -> None:
    both = system(sources=("/a/one/app", "/a/two/app"))
    found = report(scans=(scan(root="/a/one/app"), scan(root="/a/two/app")), within=estate(both))

    statement = draft(found, CONTRACT, request())

    assert [each.name for each in statement.scope.sources] == ["one/app", "two/app"]


def test_systems_that_serve_other_contracts_are_named_as_outside() -> None:
    found = report(within=estate(system(), system("payroll", serves=False, sources=())))

    statement = draft(found, CONTRACT, request())

    assert [each.id for each in statement.scope.systems] == ["mission-tool"]
    assert statement.scope.outside == ("payroll",)


def test_a_system_whose_use_is_restricted_for_the_contract_is_in_the_scope_though_it_does_not_serve_it() -> None:
    payroll = system("payroll", serves=False, sources=("/srv/payroll",))
    elsewhere = decided(Outcome.PROHIBITED, about=use("payroll"))
    found = report(elsewhere, scans=(scan(), scan(of="payroll", root="/srv/payroll")), within=estate(system(), payroll))

    statement = draft(found, CONTRACT, request(("prohibited:northwind-ai:payroll", "used in the office alone")))

    assert [(each.id, each.serves) for each in statement.scope.systems] == [("mission-tool", True), ("payroll", False)]
    assert [each.system for each in statement.coverage] == ["mission-tool", "payroll"]


def test_a_permitted_use_in_a_system_that_does_not_serve_the_contract_stays_outside() -> None:
    payroll = system("payroll", serves=False, sources=("/srv/payroll",))
    elsewhere = decided(Outcome.PERMITTED, about=use("payroll"))
    found = report(elsewhere, within=estate(system(), payroll))

    statement = draft(found, CONTRACT, request())

    assert statement.scope.outside == ("payroll",)
    assert statement.decisions == ()


def test_the_documents_that_a_decision_cites_are_described_in_the_statement() -> None:
    statement = draft(report(decided(Outcome.PERMITTED)), CONTRACT, request())

    assert [(each.id, each.title) for each in statement.documents] == [("deviation-26-11", "Class Deviation 26-11")]


def test_the_wording_that_is_represented_is_kept_letter_by_letter() -> None:
    words = "The Contractor does not use Northwind models."
    letter = Letter(source="letter of 2 November 2026", words="words.txt", letter="letter.pdf")
    asked = replace(
        request(),
        certification=Certification(letters=(letter,)),
        files={"words.txt": words.encode() + b"\n", "letter.pdf": b"%PDF"},
    )

    (said,) = draft(report(), CONTRACT, asked).representations

    assert (said.text, said.source, said.answer) == (words, "letter of 2 November 2026", None)
    assert (said.digest, said.document) == (digest(words.encode()), digest(b"%PDF"))


def test_an_issued_statement_passes_every_check() -> None:
    signer = p384()
    statement = draft(report(decided(Outcome.PERMITTED)), CONTRACT, request())

    envelope = issue(statement, signer)

    assert verify(envelope, keys=[signer.public], as_of=TODAY).statement == statement


def test_a_key_of_another_algorithm_than_the_declared_one_is_refused() -> None:
    statement = draft(report(), CONTRACT, request())

    with pytest.raises(RefusedError, match="signs by `rsa-pss-sha256`"):
        issue(statement, rsa())


def test_the_algorithm_is_a_field_of_the_statement() -> None:
    asked = replace(request(), algorithm=Algorithm.RSA_PSS_SHA256)
    signer = rsa()

    envelope = issue(draft(report(), CONTRACT, asked), signer)

    assert verify(envelope, keys=[signer.public], as_of=TODAY).statement.algorithm is Algorithm.RSA_PSS_SHA256
