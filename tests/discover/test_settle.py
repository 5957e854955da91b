from __future__ import annotations

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
from muniment.domain.ids import VendorId
from muniment.domain.technology import Alone, Role, Signature
from muniment.domain.technology import IdentifierKind as Kind

ACTION = signature(Kind.ACTION, "northwind/review", name="agent", dev_tooling=True)
KEY = signature(Kind.ENV, "NORTHWIND_KEY", name="key")
WORD = signature(Kind.SYMBOL, "northwind", name="word", alone=Alone.SUGGESTS)
PACKAGE = signature(Kind.PURL, "pkg:pypi/northwind", name="package")
EVERY = {s.id: s for s in (ACTION, KEY, WORD, PACKAGE)}


def found(
    path: str, kind: Kind, value: str, context: Context = Context.FIELD, rung: Rung = Rung.CONFIGURED
) -> list[Finding]:
    observation = Observation(Identifier(kind, value), 3, context, rung, value)
    return list(judge(path, [observation], Matcher(list(EVERY.values())), class_of(path, profile_of(path), TOOLS)))


def classes(findings: tuple[Finding, ...]) -> dict[str, EvidenceClass]:
    return {f.signature: f.cls for f in findings if not f.demoted}


def test_a_key_that_serves_a_tool_in_a_workflow_is_tooling_too() -> None:
    workflow = ".github/workflows/checks.yml"
    findings = [
        *found(workflow, Kind.ACTION, "northwind/review"),
        *found(workflow, Kind.ENV, "NORTHWIND_KEY"),
    ]

    settled = settle(findings, EVERY, ONE_PROJECT)

    assert classes(settled) == {"agent": EvidenceClass.DEV_TOOLING, "key": EvidenceClass.DEV_TOOLING}


@pytest.mark.parametrize(
    ("path", "package"),
    [
        pytest.param(".github/workflows/other.yml", False, id="in another workflow"),
        pytest.param(".github/workflows/checks.yml", True, id="where the workflow also installs the library"),
    ],
)
def test_a_key_stays_evidence_of_the_software(path: str, package: bool) -> None:  # noqa: FBT001  # a table
    findings = [
        *found(".github/workflows/checks.yml", Kind.ACTION, "northwind/review"),
        *found(path, Kind.ENV, "NORTHWIND_KEY"),
        *(found(path, Kind.PURL, "pkg:pypi/northwind") if package else []),
    ]

    settled = settle(findings, EVERY, ONE_PROJECT)

    assert classes(settled)["key"] is EvidenceClass.PRODUCT


def test_a_tool_lends_a_word_in_the_software_no_company() -> None:
    findings = [
        *found(".github/workflows/checks.yml", Kind.ACTION, "northwind/review"),
        *found("src/app.py", Kind.SYMBOL, "northwind_speed", Context.CODE),
    ]

    settled = settle(findings, EVERY, ONE_PROJECT)

    (word,) = [f for f in settled if f.path == "src/app.py"]
    assert word.demoted == "only tools of the people who write the software are proven to be of this vendor"


def models(count: int) -> list[Signature]:
    return [
        signature(
            Kind.MODEL, f"gale-{number}", name=f"models-{number}", roles={Role.MAKER: VendorId(f"maker-{number}")}
        )
        for number in range(count)
    ]


def table(path: str, count: int) -> list[Finding]:
    rows = [
        Observation(Identifier(Kind.MODEL, f"gale-{number}"), number, Context.STRING, Rung.CONFIGURED, "row")
        for number in range(count)
    ]
    makers = [
        Signature(
            id=one.id, vendor=VendorId(f"maker-{number}"), shows=one.shows, match=one.match, unless=one.unless,
            facts=one.facts, roles=one.roles, alone=one.alone, dev_tooling=False, examples=(), counter_examples=(),
        )
        for number, one in enumerate(models(count))
    ]  # fmt: skip
    return list(judge(path, rows, Matcher(makers), class_of(path, profile_of(path), TOOLS)))


@pytest.mark.parametrize(
    ("path", "count", "stands"),
    [
        pytest.param("data/prices.json", 5, False, id="a table of five makers' models"),
        pytest.param("data/prices.json", 3, False, id="three, in a file that is called a table of prices"),
        pytest.param("data/prices.json", 2, True, id="fewer makers"),
        pytest.param(
            "data/models_known.json", 4, True, id="fewer than five, in a file that is called nothing of the kind"
        ),
        pytest.param("app/settings.json", 5, True, id="settings"),
        pytest.param("app/registry.py", 5, True, id="code"),
    ],
)
def test_a_table_of_everybodys_models_is_reference_data(path: str, count: int, stands: bool) -> None:  # noqa: FBT001
    assert all(bool(f.demoted) is not stands for f in table(path, count))


def test_a_pattern_that_looks_for_keys_shows_no_use() -> None:
    observation = Observation(
        Identifier(Kind.ENV, "NORTHWIND_KEY"), 3, Context.STRING, Rung.CONFIGURED, "NORTHWIND_KEY=[a-zA-Z0-9_-]{40}"
    )

    (finding,) = judge("rules.py", [observation], Matcher([KEY]), EvidenceClass.PRODUCT)

    assert (finding.vendor, finding.demoted) == (NORTHWIND, "in a rule that looks for secrets")


def test_settings_that_somebody_has_yet_to_fill_in_come_after_all_that_is_in_force() -> None:
    findings = [
        *found(".env.example", Kind.ENV, "NORTHWIND_KEY"),
        *found("requirements.txt", Kind.PURL, "pkg:pypi/northwind"),
    ]

    (use,) = uses(findings, EVERY, None)

    assert [finding.path for finding in use.findings] == ["requirements.txt", ".env.example"]


def test_a_variable_that_the_program_may_read_comes_after_what_it_declares() -> None:
    findings = [*found("a.py", Kind.ENV, "NORTHWIND_KEY"), *found("requirements.txt", Kind.PURL, "pkg:pypi/northwind")]

    (use,) = uses(findings, EVERY, None)

    assert [finding.path for finding in use.findings] == ["requirements.txt", "a.py"]


def test_a_use_that_goes_as_far_as_a_call_shows_the_call_first() -> None:
    findings = [
        *found("requirements.txt", Kind.PURL, "pkg:pypi/northwind"),
        *found("app/ask.py", Kind.SYMBOL, "northwind", Context.CODE, Rung.INVOKED),
    ]

    (use,) = uses(findings, EVERY, None)

    assert use.rung is Rung.INVOKED
    assert [finding.path for finding in use.findings] == ["app/ask.py", "requirements.txt"]
