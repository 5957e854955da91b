from __future__ import annotations

from dataclasses import replace

import pytest

from discover.signatures import NORTHWIND, ONE_PROJECT, signature
from discover.tools import TOOLS
from muniment.discover.findings.collect import settle
from muniment.discover.findings.using import uses
from muniment.discover.judging.judge import judge
from muniment.discover.judging.match import Matcher
from muniment.discover.paths.classify import class_of
from muniment.discover.text.lexis import profile_of
from muniment.domain.evidence import Context, EvidenceClass, Finding, Identifier, Observation, Rung
from muniment.domain.ids import FactId, VendorId
from muniment.domain.technology import Alone, Role, Signature
from muniment.domain.technology import IdentifierKind as Kind

SDK = signature(Kind.PURL, "pkg:pypi/northwind")
HOST = signature(Kind.HOST, "api.northwind.example", name="host", roles={Role.OPERATOR: NORTHWIND})


def observed(kind: Kind, value: str, context: Context = Context.STRING, rung: Rung = Rung.CONFIGURED) -> Observation:
    return Observation(Identifier(kind, value), 3, context, rung, value)


def judged(path: str, observation: Observation, *signatures: Signature, whole_file: str = "") -> list[Finding]:
    cls = class_of(path, profile_of(path), TOOLS)
    return list(judge(path, [observation], Matcher(signatures), cls, whole_file=whole_file))


@pytest.mark.parametrize(
    ("path", "cls"),
    [
        pytest.param("src/app.py", EvidenceClass.PRODUCT, id="code"),
        pytest.param("tests/test_app.py", EvidenceClass.TEST, id="a test folder"),
        pytest.param("pkg/app_test.go", EvidenceClass.TEST, id="a Go test"),
        pytest.param("src/AppTest.java", EvidenceClass.TEST, id="a Java test"),
        pytest.param("docs/conf.py", EvidenceClass.DOCUMENTATION, id="the documentation's own code"),
        pytest.param("docs/docusaurus.config.ts", EvidenceClass.DOCUMENTATION, id="how pages are made"),
        pytest.param("docs/jobs/nightly.py", EvidenceClass.PRODUCT, id="a program beside documents"),
        pytest.param("docs/guides/nightly.ipynb", EvidenceClass.PRODUCT, id="a notebook beside documents"),
        pytest.param("docs/guides/nightly.qmd", EvidenceClass.DOCUMENTATION, id="a page with chunks of code"),
        pytest.param("docs/nightly.py.md", EvidenceClass.DOCUMENTATION, id="a page about a program"),
        pytest.param("README.md", EvidenceClass.DOCUMENTATION, id="a read-me"),
        pytest.param("public/robots.txt", EvidenceClass.DENY_LIST, id="what robots may not"),
        pytest.param("etc/dns-blocklist.conf", EvidenceClass.DENY_LIST, id="a block list"),
        pytest.param("src/locales/de.json", EvidenceClass.DOCUMENTATION, id="a translation"),
        pytest.param("lang/de/app.php", EvidenceClass.DOCUMENTATION, id="a translation that is code"),
        pytest.param("lang/english.php", EvidenceClass.DOCUMENTATION, id="a translation by the name of its language"),
        pytest.param("src/lang/index.ts", EvidenceClass.PRODUCT, id="code about languages"),
        pytest.param("messages/en.json", EvidenceClass.DOCUMENTATION, id="a translation by its name"),
        pytest.param("deploy/es.yaml", EvidenceClass.PRODUCT, id="two letters that are no language"),
        pytest.param("Jenkinsfile", EvidenceClass.PRODUCT, id="a pipeline"),
        pytest.param("ci/Jenkinsfile.nightly", EvidenceClass.PRODUCT, id="a pipeline with an ending of its own"),
        pytest.param("models/Modelfile", EvidenceClass.PRODUCT, id="a model's recipe"),
        pytest.param(
            "etc/nginx/sites-available/api", EvidenceClass.PRODUCT, id="a system's settings without an ending"
        ),
        pytest.param(".github/ISSUE_TEMPLATE/bug.yml", EvidenceClass.DOCUMENTATION, id="a form for people"),
        pytest.param(".github/workflows/code-review.yml", EvidenceClass.DEV_TOOLING, id="a workflow that reviews"),
        pytest.param(".github/workflows/ci.yml", EvidenceClass.PRODUCT, id="a workflow that builds"),
        pytest.param("src/app.vitest.ts", EvidenceClass.TEST, id="a test by its ending"),
        pytest.param("src/test/scala/GaleTest.scala", EvidenceClass.TEST, id="a test by its name"),
        pytest.param("core/src/main/scala/GaleTest.scala", EvidenceClass.PRODUCT, id="the product by its folder"),
        pytest.param("docs/wind.livemd", EvidenceClass.PRODUCT, id="a notebook in a folder of documents"),
        pytest.param("t/plugin/gale.t", EvidenceClass.TEST, id="a test for a harness of Perl"),
        pytest.param("e2e-fixtures/app.yaml", EvidenceClass.TEST, id="made-up input"),
        pytest.param("botocore/data/gale/service-2.json", EvidenceClass.REFERENCE_DATA, id="a service's description"),
        pytest.param("data/agents.csv", EvidenceClass.REFERENCE_DATA, id="a table"),
        pytest.param(".vscode/tasks.json", EvidenceClass.DEV_TOOLING, id="an editor's settings"),
        pytest.param("NORTHWIND.md", EvidenceClass.DEV_TOOLING, id="what an agent reads"),
        pytest.param(".github/prompts/a.md", EvidenceClass.DEV_TOOLING, id="folders in a row"),
        pytest.param(".github/labeler.yml", EvidenceClass.REFERENCE_DATA, id="names of labels"),
        pytest.param("docs/northwind.md", EvidenceClass.DOCUMENTATION, id="a page about a provider"),
    ],
)
def test_a_path_says_what_a_file_is_for(path: str, cls: EvidenceClass) -> None:
    assert class_of(path, profile_of(path), TOOLS) is cls


@pytest.mark.parametrize(
    ("path", "context", "why"),
    [
        pytest.param("a.py", Context.COMMENT, "in a comment", id="comment"),
        pytest.param("README.md", Context.PROSE, "in running text", id="text"),
        pytest.param("robots.txt.conf", Context.FIELD, "", id="a name that only begins like a list"),
        pytest.param("adblock.conf", Context.FIELD, "in a block list", id="block list"),
        pytest.param("tests/data.py", Context.STRING, "in test data", id="test data"),
    ],
)
def test_a_finding_keeps_the_reason_why_it_is_only_a_mention(path: str, context: Context, why: str) -> None:
    (finding,) = judged(path, observed(Kind.HOST, "api.northwind.example", context), HOST)

    assert finding.demoted == why


def test_a_package_declared_for_tests_is_declared_and_one_in_a_fixture_is_not() -> None:
    package = observed(Kind.PURL, "pkg:pypi/northwind@1", Context.FIELD, Rung.DECLARED)

    (needed,) = judged("tests/requirements.txt", package, SDK)
    (made_up,) = judged("tests/fixtures/requirements.txt", package, SDK)

    assert (needed.demoted, needed.cls) == ("", EvidenceClass.PRODUCT)
    assert made_up.demoted == "in test data"


@pytest.mark.parametrize(
    ("path", "rung", "demoted"),
    [
        pytest.param("docs/suppliers.md", Rung.DECLARED, "", id="declared"),
        pytest.param("docs/suppliers.md", Rung.MENTIONED, "a name, an address or a profile link", id="mentioned"),
        pytest.param("fixtures/suppliers.md", Rung.DECLARED, "in test data", id="in a fixture"),
    ],
)
def test_a_company_that_a_document_declares_a_supplier_is_no_mere_mention(path: str, rung: Rung, demoted: str) -> None:
    name = signature(Kind.NAME, "Northwind", name="name")

    (finding,) = judged(path, observed(Kind.NAME, "Northwind Ltd.", Context.FIELD, rung), name)

    assert finding.demoted == demoted


def test_a_list_of_everybodys_names_shows_no_use_and_an_import_in_it_does() -> None:
    why = "reference data"
    python = signature(Kind.IMPORT, "python:northwind", name="import")

    (named,) = judged("a.py", observed(Kind.HOST, "api.northwind.example"), HOST, whole_file=why)
    (imported,) = judged("a.py", observed(Kind.IMPORT, "python:northwind", Context.CODE), python, whole_file=why)

    assert (named.demoted, imported.demoted) == (why, "")


def test_maker_and_operator_each_get_a_finding_and_a_mere_protocol_gets_none() -> None:
    other, third = VendorId("cloud"), VendorId("shape")
    both = signature(
        Kind.MODEL, "northwind.gale-*", roles={Role.MAKER: NORTHWIND, Role.OPERATOR: other, Role.PROTOCOL: third}
    )

    findings = judged("a.py", observed(Kind.MODEL, "northwind.gale-1"), both)

    assert [(f.vendor, f.roles) for f in findings] == [(NORTHWIND, (Role.MAKER,)), (other, (Role.OPERATOR,))]


def test_a_fingerprint_does_not_depend_on_the_line() -> None:
    first = observed(Kind.HOST, "api.northwind.example")
    moved = Observation(first.identifier, 99, first.context, first.rung, first.excerpt)

    assert judged("a.py", first, HOST)[0].fingerprint == judged("a.py", moved, HOST)[0].fingerprint


def test_a_name_that_others_bear_is_that_of_the_company_in_a_list_of_suppliers() -> None:
    name = signature(Kind.NAME, "Gale", name="name", alone=Alone.SUGGESTS)
    findings = judged("suppliers.csv", observed(Kind.NAME, "Gale Inc.", Context.FIELD, Rung.DECLARED), name)

    (settled,) = settle(findings, {name.id: name}, ONE_PROJECT)

    assert not settled.demoted


def test_a_company_whose_services_are_engaged_runs_what_it_makes() -> None:
    name = signature(Kind.NAME, "Gale", name="name", roles={Role.MAKER: NORTHWIND})
    engaged = observed(Kind.NAME, "Gale Inc.", Context.FIELD, Rung.AVAILABLE)
    owned = observed(Kind.NAME, "Gale Inc.", Context.FIELD, Rung.DECLARED)

    roles = [judged("suppliers.csv", seen, name)[0].roles for seen in (engaged, owned)]

    assert roles == [(Role.MAKER, Role.OPERATOR), (Role.MAKER,)]


def test_an_architecture_that_others_use_too_counts_only_in_company() -> None:
    built = signature(Kind.ARCHITECTURE, "gale", name="built", alone=Alone.SUGGESTS)
    findings = judged("config.json", observed(Kind.ARCHITECTURE, "gale", Context.FIELD, Rung.DECLARED), built)

    (settled,) = settle(findings, {built.id: built}, ONE_PROJECT)

    assert settled.demoted == "a namesake is possible: nothing else in this project belongs to this vendor"


def test_a_word_that_others_use_too_counts_only_in_company() -> None:
    word = signature(Kind.SYMBOL, "gale", name="word", alone=Alone.SUGGESTS)
    by_id = {s.id: s for s in (word, SDK)}
    suggested = judged("a.py", observed(Kind.SYMBOL, "Gale", Context.CODE), word)
    proven = judged("setup.py", observed(Kind.PURL, "pkg:pypi/northwind", Context.FIELD), SDK)

    alone = settle(suggested, by_id, ONE_PROJECT)
    beside = settle([*suggested, *proven], by_id, ONE_PROJECT)

    assert [bool(f.demoted) for f in alone] == [True]
    assert [bool(f.demoted) for f in beside] == [False, False]


@pytest.mark.parametrize(
    ("path", "cls"),
    [
        pytest.param("docs/gale-1.gguf", EvidenceClass.PRODUCT, id="beside documents"),
        pytest.param("data/gale-1.gguf.csv", EvidenceClass.PRODUCT, id="beside tables"),
        pytest.param("tests/gale-1.gguf", EvidenceClass.TEST, id="for tests"),
    ],
)
def test_a_file_that_is_itself_the_evidence_makes_a_use_wherever_it_lies(path: str, cls: EvidenceClass) -> None:
    weights = signature(Kind.FILE, "gale-*.gguf*", name="weights")

    findings = judged(path, observed(Kind.FILE, path, Context.FIELD), weights)

    assert [
        use.cls for use in uses(settle(findings, {weights.id: weights}, ONE_PROJECT), {weights.id: weights}, None)
    ] == [cls]


def test_a_tools_file_that_is_a_table_is_tooling() -> None:
    settings = signature(Kind.FILE, ".northwind/*", name="settings", dev_tooling=True)

    findings = judged(".northwind/words.csv", observed(Kind.FILE, ".northwind/words.csv", Context.FIELD), settings)

    assert [(f.cls, f.demoted) for f in findings] == [(EvidenceClass.DEV_TOOLING, "")]


def test_evidence_that_shows_different_facts_makes_different_uses() -> None:
    lineage = FactId("item.lineage")
    original = signature(Kind.MODEL, "gale-1", name="original", facts={lineage: "original"})
    derived = signature(Kind.MODEL, "gale-1-tiny", name="derived", facts={lineage: "derivative"})
    by_id = {s.id: s for s in (original, derived, SDK)}
    findings = [
        *judged("a.py", observed(Kind.MODEL, "gale-1"), original),
        *judged("b.py", observed(Kind.MODEL, "gale-1-tiny"), derived),
        *judged("setup.py", observed(Kind.PURL, "pkg:pypi/northwind", Context.FIELD, Rung.DECLARED), SDK),
    ]

    found = uses(findings, by_id, None)

    assert sorted(str(use.shown[lineage]) for use in found) == ["derivative", "original"]
    assert all(len(use.findings) == 2 for use in found)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("linux/drivers/net/usb/northwind_ncm.c", id="a driver"),
        pytest.param("arch/arm64/boot/dts/northwind/nw36.dtsi", id="a board"),
        pytest.param("arch/arm/mach-northwind/Makefile", id="what builds it"),
    ],
)
def test_what_a_kernel_could_drive_is_not_what_is_used(path: str) -> None:
    (finding,) = judged(path, observed(Kind.SYMBOL, "northwind_clk", Context.CODE), signature(Kind.SYMBOL, "northwind"))

    assert "kernel" in finding.demoted


@pytest.mark.parametrize("path", ["app/drivers/northwind.py", "drivers/cameras/northwind.c", "net/northwind.go"])
def test_a_driver_of_a_program_is_use(path: str) -> None:
    (finding,) = judged(
        path, observed(Kind.SYMBOL, "northwind_open", Context.CODE), signature(Kind.SYMBOL, "northwind")
    )

    assert not finding.demoted


def test_a_tool_that_the_program_itself_starts_is_its_own_use() -> None:
    tool = signature(Kind.COMMAND, "northwind", dev_tooling=True)

    started = judged("src/app.py", observed(Kind.COMMAND, "northwind -p", Context.CALL, Rung.INVOKED), tool)
    typed = judged("bin/x.sh", observed(Kind.COMMAND, "northwind -p", Context.FIELD, Rung.INVOKED), tool)

    assert [finding.cls for finding in (*started, *typed)] == [EvidenceClass.PRODUCT, EvidenceClass.DEV_TOOLING]


@pytest.mark.parametrize(
    ("line", "cls"),
    [
        pytest.param("journalctl -u api | northwind -p", EvidenceClass.PRODUCT, id="a log"),
        pytest.param("git diff | northwind -p", EvidenceClass.DEV_TOOLING, id="changes to the software"),
        pytest.param("northwind -p | tee out.txt", EvidenceClass.DEV_TOOLING, id="nothing"),
    ],
)
def test_a_tool_that_a_script_gives_data_to_is_used_by_it(line: str, cls: EvidenceClass) -> None:
    tool = signature(Kind.COMMAND, "northwind", dev_tooling=True)
    seen = replace(observed(Kind.COMMAND, "northwind -p", Context.FIELD, Rung.INVOKED), excerpt=line)

    (finding,) = judged("ops/x.sh", seen, tool)

    assert finding.cls is cls
