"""When a statement about a contract can be drafted, and what stands in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from app.reports import (
    CONTRACT,
    NEXT_YEAR,
    ROOT,
    TODAY,
    TREE,
    contract,
    decided,
    estate,
    gap,
    report,
    request,
    rulebook,
    scan,
    system,
    use,
    without_estate,
)
from muniment.app.certify import draft, issue
from muniment.app.certify.blockers import BlockerKind, blockers
from muniment.domain.age import AgeLimit, SetIn
from muniment.domain.certification import Certification, Letter
from muniment.domain.decision import Outcome
from muniment.domain.evidence import FileStatus
from muniment.domain.ids import ContractId, Digest
from muniment.domain.statement import Algorithm, Evidence
from muniment.errors import InputError, RefusedError
from muniment.prove.canonical import digest
from muniment.prove.verify import verify
from signers.keys import p384, rsa

if TYPE_CHECKING:
    from muniment.domain.report import Report

PROHIBITED = "prohibited:northwind-ai:mission-tool"


def ids(found: Report) -> list[str]:
    return [each.id for each in blockers(found, CONTRACT, valid_until=NEXT_YEAR)]


def refused(found: Report, *disclosures: tuple[str, str]) -> list[str]:
    with pytest.raises(RefusedError) as caught:
        draft(found, CONTRACT, request(*disclosures))
    return [problem.where for problem in caught.value.problems]


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


def test_a_statement_is_refused_while_a_use_is_prohibited_and_says_how_to_go_on() -> None:
    found = report(decided(Outcome.PROHIBITED))

    with pytest.raises(RefusedError) as caught:
        draft(found, CONTRACT, request())

    (problem,) = caught.value.problems
    assert problem.where == PROHIBITED
    assert problem.what == "`northwind-ai` in `mission-tool` is prohibited: `northwind-models`: it is used to perform"
    assert problem.help == f"settle it and check again, or `--disclose {PROHIBITED}=TEXT`"


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
            replace(request(), evidence=(Evidence(name="check.json", digest=TREE),) * 2),
            "evidence `check.json`",
            id="two files of one name",
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


def test_no_two_kinds_of_blocker_share_a_name() -> None:
    assert len({kind.value for kind in BlockerKind}) == len(BlockerKind)
