"""What `muniment scan` writes: for a person, for programs, and as a bill of materials."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from hypothesis import given
from hypothesis import strategies as st

from muniment.discover.judging.fingerprint import WHAT
from muniment.domain.evidence import EvidenceClass, FileStatus, Gap, Rung
from muniment.domain.ids import Digest
from muniment.domain.report import Discovery, Way
from muniment.domain.suppression import OneFinding, Suppression
from muniment.domain.surface import Surface
from muniment.domain.technology import IdentifierKind
from muniment.render.export.cyclonedx import write_bill
from muniment.render.scan.as_csv import COLUMNS, write_csv
from muniment.render.scan.as_json import write_scan
from muniment.render.scan.as_sarif import write_scan_sarif
from muniment.render.scan.as_text import print_scan
from muniment.render.scan.schema import difference_schema, scan_schema
from render.instruments import AS_OF, DIGEST, NORTHWIND, REDWOOD, rulebook
from render.pages import expected, printed
from render.reports import coverage, finding, full_discovery, recall, scan, use

if TYPE_CHECKING:
    from collections.abc import Callable

    from muniment.domain.evidence import Finding

HERE = Path(__file__).parent
SCHEMAS = HERE.parents[1] / "schemas"


def discovered(*findings: Finding, gaps: tuple[Gap, ...] = ()) -> Discovery:
    """Return a scan of one folder with one use of what stands."""
    standing = tuple(each for each in findings if not each.demoted)
    return Discovery(
        rulebook=rulebook(),
        estate=None,
        scans=(scan(*findings, system=None, covered=coverage(*gaps)),),
        uses=(use(*standing, system=None),) if standing else (),
        mentions={NORTHWIND: sum(bool(each.demoted) for each in findings)},
        recall=None,
    )


def written(found: Discovery) -> tuple[str, Any]:
    out = StringIO()
    write_scan(found, out)
    return out.getvalue(), json.loads(out.getvalue())


def bill(found: Discovery, at: datetime | None = None) -> Any:  # noqa: ANN401  # JSON
    out = StringIO()
    write_bill(found, out, at=at)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(out.getvalue()) is None
    return json.loads(out.getvalue())


def sarif(found: Discovery) -> Any:  # noqa: ANN401  # JSON
    out = StringIO()
    write_scan_sarif(found, out, exit_code=0)
    schema = json.loads((HERE / "sarif-2.1.0.schema.json").read_text(encoding="utf-8"))
    value = json.loads(out.getvalue())
    jsonschema.Draft4Validator(schema).validate(value)
    return value


def rows(found: Discovery) -> list[dict[str, str]]:
    out = StringIO(newline="")
    write_csv(found, out)
    return list(csv.DictReader(StringIO(out.getvalue(), newline="")))


@pytest.mark.parametrize("width", [80, 120])
def test_the_whole_answer_fits_the_terminal(width: int) -> None:
    text = printed(partial(print_scan, full_discovery(), mentions=True), width)

    *lines, _next = text.splitlines()
    assert text == expected(f"scan-{width}.txt", text)
    assert max(len(line) for line in lines) <= width


def test_colour_only_repeats_what_words_say() -> None:
    plain = printed(partial(print_scan, full_discovery()))
    coloured = printed(partial(print_scan, full_discovery()), color="yes")

    assert "\x1b[" in coloured
    assert "\x1b[" not in plain


def test_evidence_is_shown_by_surface_with_the_number_of_places() -> None:
    found = discovered(finding(), finding(line=55), finding("requirements.txt", 3, rung=Rung.DECLARED))

    text = printed(partial(print_scan, found))

    assert "source code 2  portal/src/app/llm.py:41" in text
    assert "manifest       portal/requirements.txt:3" in text


def test_two_operators_of_one_vendors_model_are_told_apart() -> None:
    direct, in_cloud = finding(line=1), finding(line=2)
    ways = (
        Way(operator=NORTHWIND, routes=(), findings=(direct,)),
        Way(operator=REDWOOD, routes=(REDWOOD,), findings=(in_cloud,)),
    )
    found = replace(discovered(direct, in_cloud), uses=(use(direct, in_cloud, system=None, ways=ways),))

    text = " ".join(printed(partial(print_scan, found)).split())
    _, value = written(found)

    assert "operated by Northwind AI, Inc. (1 place); operated by Redwood Cloud Services (1 place)" in text
    assert [(way["operator"], way["routes"]) for way in value["uses"][0]["ways"]] == [
        (NORTHWIND, []),
        (REDWOOD, [REDWOOD]),
    ]


def test_mentions_are_listed_with_their_reason_only_when_asked_for() -> None:
    found = discovered(finding(), finding("README.md", 9, demoted="in running text"))

    quiet, told = (printed(partial(print_scan, found, mentions=wanted)) for wanted in (False, True))

    assert "in running text" not in quiet
    assert "Northwind AI, Inc., in running text: 1 finding" in told
    assert "portal/README.md:9" in told


def test_control_characters_of_a_tree_are_shown_and_not_obeyed_in_every_form() -> None:
    hostile = finding("src/\x1b[2Jx\u202e.py", excerpt="a\x1b]0;title\x07b\n", value="python:\x1bnorthwind")
    found = discovered(hostile, finding("\x1b.md", demoted="in a \x1bcomment"))

    table = printed(partial(print_scan, found, mentions=True))
    rows_ = StringIO()
    write_csv(found, rows_)

    assert "\x1b" not in table + rows_.getvalue()
    assert "\x1b" not in json.dumps(bill(found), ensure_ascii=False)


@pytest.mark.parametrize(
    ("figures", "says"),
    [
        pytest.param(None, "not measured for this rulebook", id="never measured"),
        pytest.param(recall(), "source code 39/40 (1/20 traps hit); not measured: other", id="measured"),
        pytest.param(recall(Digest("sha256:" + "00" * 32)), "not measured for this rulebook; 2026-11-22", id="another"),
        pytest.param(recall(DIGEST), "known routes found on 2026-11-22", id="this very rulebook"),
    ],
)
def test_recall_is_never_shown_where_it_was_not_measured(figures: Any, says: str) -> None:  # noqa: ANN401  # a table
    found = replace(discovered(finding()), recall=figures)

    assert says in " ".join(printed(partial(print_scan, found), 200).split())


def test_json_is_as_its_schema_says() -> None:
    text, value = written(full_discovery())

    schema = json.loads((SCHEMAS / "scan.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(value)
    assert text == expected("scan.json", text)
    assert json.dumps(value) == json.dumps(value, sort_keys=True)


@pytest.mark.parametrize(("name", "made"), [("scan", scan_schema), ("scan-diff", difference_schema)])
def test_the_published_schemas_follow_from_that_of_a_check(name: str, made: Callable[[Any], Any]) -> None:
    check = json.loads((SCHEMAS / "check.schema.json").read_text(encoding="utf-8"))

    published = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))

    assert published == made(check), "`make schemas` writes them anew"


def test_the_schemas_know_every_choice_of_the_program() -> None:
    known = json.loads((SCHEMAS / "check.schema.json").read_text(encoding="utf-8"))["$defs"]

    assert known["surface"]["enum"] == [surface.value for surface in Surface]
    assert set(known["class"]["enum"]) == {cls.value for cls in EvidenceClass}
    assert set(known["finding"]["properties"]["kind"]["enum"]) == {kind.value for kind in IdentifierKind}


def test_json_names_the_surfaces_that_were_not_measured() -> None:
    _, value = written(full_discovery())

    assert value["recall"]["surfaces"]["manifest"] == {"found": 12, "hit": 0, "routes": 12, "traps": 5}
    assert "image" in value["recall"]["not_measured"]


def test_sarif_has_each_finding_once_and_no_mention() -> None:
    shared = finding()
    found = replace(
        discovered(shared, finding("README.md", demoted="in running text")),
        uses=(use(shared, system=None), use(shared, system=None, shown={})),
    )

    run = sarif(found)["runs"][0]

    (only,) = run["results"]
    assert (only["level"], only["ruleId"]) == ("warning", "northwind-ai/northwind-ai-sdk")
    assert only["partialFingerprints"]["munimentWhat/v2"] == only["fingerprints"]["muniment/v2"][:WHAT]


def test_sarif_notes_what_was_not_looked_at_and_what_is_only_for_tests() -> None:
    gap = Gap(path="uv.lock", status=FileStatus.NOT_UNDERSTOOD, why="a table without a name", line=14)

    run = sarif(discovered(finding(cls=EvidenceClass.TEST), gaps=(gap,)))["runs"][0]
    of_code = run["properties"]["coverage"][0]["source-code"]

    assert [result["level"] for result in run["results"]] == ["note"]
    assert run["invocations"][0]["toolExecutionNotifications"][0]["level"] == "warning"
    assert of_code == {"not_looked_at": 0, "not_understood": 0, "read": 118}


def of_every_kind() -> list[Finding]:
    values = {IdentifierKind.PURL: "pkg:pypi/northwind@2.3", IdentifierKind.HOST: "api.northwind.example"}
    return [
        finding(f"src/{kind.value}.py", kind=kind, value=values.get(kind, "northwind/gale-1"))
        for kind in IdentifierKind
    ]


def test_a_bill_holds_models_packages_and_services_with_their_places() -> None:
    value = bill(discovered(*of_every_kind()))

    by_type = {each["type"]: each for each in value["components"]}
    model, library = by_type["machine-learning-model"], by_type["library"]
    assert model["modelCard"] == {"properties": []}
    assert model["manufacturer"] == {"name": "Northwind AI, Inc."}
    assert model["evidence"]["occurrences"][0]["location"] == "src/model.py"
    assert model["evidence"]["occurrences"][0]["line"] == 41
    assert (library["purl"], library["version"]) == ("pkg:pypi/northwind@2.3", "2.3")
    assert [service["endpoints"] for service in value["services"]] == [["https://api.northwind.example"]]
    assert {"name": "muniment:maker", "value": NORTHWIND} in library["properties"]


def test_an_import_is_evidence_of_the_one_package_that_the_same_signature_knows() -> None:
    package = finding("requirements.txt", 1, kind=IdentifierKind.PURL, value="pkg:pypi/northwind@2.3")

    (library,) = bill(discovered(package, finding()))["components"]

    assert [place["location"] for place in library["evidence"]["occurrences"]] == ["requirements.txt", "src/app/llm.py"]


def test_imports_of_one_library_that_no_manifest_declares_are_one_component() -> None:
    value = bill(discovered(finding(value="python:northwind.types"), finding("b.py", value="python:northwind")))

    assert [(each["type"], each["name"]) for each in value["components"]] == [("library", "python:northwind")]


def test_what_an_organisation_set_aside_is_no_component_and_is_counted() -> None:
    kept, hidden = finding("a.py", value="gale-1", kind=IdentifierKind.MODEL), finding("b.py", value="python:x")
    said = Suppression(
        what=OneFinding(fingerprint=hidden.fingerprint),
        owner="J. Rivera",
        reason="a namesake",
        evidence="ticket 7",
        until=AS_OF,
        where="suppressions.toml:1",
    )

    value = bill(replace(discovered(kept, hidden), suppressed={(0, hidden.fingerprint): said}))

    assert [component["name"] for component in value["components"]] == ["gale-1"]
    assert {"name": "muniment:suppressed", "value": "1"} in value["metadata"]["properties"]


def test_a_service_that_is_only_named_has_no_endpoint() -> None:
    value = bill(discovered(finding(kind=IdentifierKind.HOST, value="northwind-runtime")))

    assert [(service["name"], service["endpoints"]) for service in value["services"]] == [("northwind-runtime", [])]


def test_a_bill_is_the_same_twice_and_bears_no_time_unless_it_is_given() -> None:
    first, again = bill(full_discovery()), bill(full_discovery())
    dated = bill(full_discovery(), datetime(2026, 11, 23, 12, tzinfo=UTC))

    assert first == again
    assert "timestamp" not in first["metadata"]
    assert dated["metadata"]["timestamp"] == "2026-11-23T12:00:00+00:00"
    assert dated["serialNumber"] == first["serialNumber"]


def test_other_content_has_another_serial_number() -> None:
    found = discovered(finding())
    (only,) = found.scans
    other = replace(only, inventory=replace(only.inventory, content=Digest("sha256:" + "00" * 32)))

    assert bill(found)["serialNumber"] != bill(replace(found, scans=(other,)))["serialNumber"]


def test_a_bill_says_that_it_is_no_complete_list_of_components() -> None:
    assert bill(full_discovery())["compositions"] == [{"aggregate": "incomplete", "assemblies": ["scanned"]}]


def test_csv_has_a_row_for_each_finding_mentions_included() -> None:
    found = discovered(finding(), finding("README.md", 9, demoted="in running text"))

    told = rows(found)

    assert tuple(told[0]) == COLUMNS
    assert [(row["stands"], row["demoted"], row["surface"]) for row in told] == [
        ("yes", "", "source-code"),
        ("no", "in running text", "document"),
    ]


@given(st.text(), st.sampled_from(["", "=", "+", "-", "@", "\t=", " =", "\r", '"', ",", "\n"]))
def test_no_cell_of_csv_begins_like_a_formula_and_none_breaks_its_row(text: str, start: str) -> None:
    odd = finding(f"{start}{text}.py", excerpt=start + text, value=start + text)

    (row,) = rows(discovered(odd))

    assert not any(cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in row.values())
    assert row["fingerprint"].startswith(("fp-", "'"))


def test_an_empty_answer_is_one_in_every_form() -> None:
    found = discovered()

    _, value = written(found)
    assert value["uses"] == value["findings"] == []
    assert sarif(found)["runs"][0]["results"] == []
    assert bill(found)["components"] == []
    assert rows(found) == []
    assert "no use of a vendor in the rulebook was found" in printed(partial(print_scan, found))
