"""`muniment scan` and `muniment scan diff` as they are typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from hypothesis import given
from hypothesis import strategies as st

from muniment.cli.main import exit_code
from muniment.errors import InputError
from muniment.readers.scan_result import read_scan_result

if TYPE_CHECKING:
    from collections.abc import Sequence

SCHEMAS = Path(__file__).parents[2] / "schemas"


@pytest.fixture
def portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which a vendor's library is declared and its service is called."""
    folder = tmp_path / "portal"
    (folder / "src").mkdir(parents=True)
    (folder / "requirements.txt").write_text("deepseek==1.0.0\n", encoding="utf-8")
    (folder / "src" / "app.py").write_text('BASE_URL = "https://api.deepseek.com"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def unreadable(portal: Path) -> Path:
    """The same, with a lock file that nothing can read."""
    (portal / "uv.lock").write_text("[[package]\n", encoding="utf-8")
    return portal


def answer(*typed: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, Any]:
    """Return the exit code, and the JSON that was printed."""
    code = exit_code(typed)
    return code, json.loads(capsys.readouterr().out)


def is_as(schema: str, value: object) -> None:
    described = json.loads((SCHEMAS / f"{schema}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(described)
    jsonschema.Draft202012Validator(described).validate(value)


@pytest.mark.usefixtures("portal")
@pytest.mark.parametrize(
    ("options", "code"),
    [
        pytest.param([], 0, id="only look"),
        pytest.param(["--fail-on", "any"], 1, id="fail on any use"),
        pytest.param(["--fail-on", "product"], 1, id="fail on use in the product"),
    ],
)
def test_a_use_fails_a_scan_only_where_that_is_asked_for(options: Sequence[str], code: int) -> None:
    assert exit_code(["scan", "portal", *options]) == code


def test_a_use_in_tests_is_none_in_the_product(portal: Path) -> None:
    (portal / "requirements.txt").unlink()
    (portal / "src" / "app.py").unlink()
    (portal / "tests").mkdir()
    (portal / "tests" / "test_app.py").write_text("import openai\n", encoding="utf-8")

    assert exit_code(["scan", "portal", "--fail-on", "product"]) == 0
    assert exit_code(["scan", "portal", "--fail-on", "any"]) == 1


@pytest.mark.usefixtures("unreadable")
def test_an_incomplete_scan_ends_with_3() -> None:
    assert exit_code(["scan", "portal"]) == 3


def test_a_folder_without_anything_to_read_is_not_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert exit_code(["scan"]) == 3


@pytest.mark.usefixtures("portal")
def test_json_is_as_its_schema_says_and_accounts_for_every_entry(capsys: pytest.CaptureFixture[str]) -> None:
    _, value = answer("scan", "portal", "--json", capsys=capsys)

    is_as("scan", value)
    (scanned,) = value["scans"]
    surfaces = scanned["coverage"]["surfaces"]
    assert sum(sum(counts.values()) for counts in surfaces.values()) == scanned["coverage"]["entries"]
    assert {each["surface"] for use in value["uses"] for each in use["evidence"]} == {"manifest", "source-code"}


@pytest.mark.usefixtures("portal")
def test_the_bill_of_materials_is_valid_and_the_same_twice(capsys: pytest.CaptureFixture[str]) -> None:
    bills = []
    for _ in range(2):
        exit_code(["scan", "portal", "--cyclonedx"])
        bills.append(capsys.readouterr().out)

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(bills[0]) is None
    assert bills[0] == bills[1]


@pytest.mark.usefixtures("portal")
@pytest.mark.parametrize("form", ["--json", "--sarif", "--cyclonedx", "--csv", "--mentions"])
def test_a_file_holds_what_would_have_been_printed(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    exit_code(["scan", "portal", form])
    printed = capsys.readouterr().out

    exit_code(["scan", "portal", form, "-o", "answer"])

    assert not capsys.readouterr().out
    assert Path("answer").read_bytes().decode() == printed


@pytest.mark.usefixtures("portal")
def test_an_answer_written_into_the_folder_is_no_evidence_for_the_next(capsys: pytest.CaptureFixture[str]) -> None:
    _, before = answer("scan", "portal", "--json", capsys=capsys)

    exit_code(["scan", "portal", "--json", "-o", "portal/answer.json"])
    again = json.loads(Path("portal/answer.json").read_text(encoding="utf-8"))
    _, after = answer("scan", "portal", "--json", capsys=capsys)

    assert again["findings"] == before["findings"]
    assert after["uses"] == before["uses"]


@pytest.mark.usefixtures("portal")
def test_a_file_that_cannot_be_written_leaves_nothing_behind(capsys: pytest.CaptureFixture[str]) -> None:
    code = exit_code(["scan", "portal", "-o", "nowhere/answer.txt"])

    assert code == 2
    assert "nowhere/answer.txt: cannot be written" in capsys.readouterr().err


def test_a_folder_called_like_a_command_is_reached_by_its_path(
    portal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    portal.rename("diff")

    code, value = answer("scan", "./diff", "--json", capsys=capsys)

    assert (code, {use["vendor"] for use in value["uses"]}) == (0, {"deepseek"})


def test_options_may_stand_before_and_after_paths(portal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, first = answer("scan", "--json", str(portal), capsys=capsys)
    _, second = answer("scan", str(portal), "--json", capsys=capsys)

    assert first == second


def test_a_difference_is_as_its_schema_says_and_ends_with_1_where_something_is_new(
    portal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exit_code(["scan", "portal", "--json", "-o", "before.json"])
    (portal / "src" / "app.py").rename(portal / "app.py")
    (portal / "src" / "more.py").write_text("from anthropic import Anthropic\n", encoding="utf-8")
    exit_code(["scan", "portal", "--json", "-o", "after.json"])

    code, value = answer("scan", "diff", "before.json", "after.json", "--json", capsys=capsys)

    is_as("scan-diff", value)
    assert code == 1
    assert {finding["path"] for finding in value["new"]} == {"src/more.py"}
    assert {(pair["before"]["path"], pair["after"]["path"]) for pair in value["moved"]} == {("src/app.py", "app.py")}
    assert [use["vendor"] for use in value["new_uses"]] == ["anthropic"]


@pytest.mark.usefixtures("portal")
def test_nothing_new_ends_with_0_also_between_a_check_and_a_scan(capsys: pytest.CaptureFixture[str]) -> None:
    exit_code(["check", "portal", "--json"])
    Path("before.json").write_text(capsys.readouterr().out, encoding="utf-8")
    exit_code(["scan", "portal", "--json", "-o", "after.json"])

    assert exit_code(["scan", "diff", "before.json", "after.json"]) == 0
    assert "= " in capsys.readouterr().out


@pytest.mark.usefixtures("unreadable")
def test_an_incomplete_scan_is_not_compared_unless_that_is_allowed(capsys: pytest.CaptureFixture[str]) -> None:
    exit_code(["scan", "portal", "--json", "-o", "a.json"])

    refused = exit_code(["scan", "diff", "a.json", "a.json"])
    said = capsys.readouterr().err
    allowed = exit_code(["scan", "diff", "a.json", "a.json", "--allow-incomplete"])

    assert (refused, allowed) == (2, 3)
    assert "a.json: is incomplete" in said
    assert "! a.json is incomplete: absence in it shows nothing." in capsys.readouterr().out


@pytest.mark.usefixtures("portal")
def test_another_rulebook_is_named_as_a_reason_why_something_may_be_new(capsys: pytest.CaptureFixture[str]) -> None:
    exit_code(["scan", "portal", "--json", "-o", "a.json"])
    text = Path("a.json").read_text(encoding="utf-8")
    digest = json.loads(text)["rulebook"]["digest"]
    Path("b.json").write_text(text.replace(digest, "sha256:" + "00" * 32), encoding="utf-8")

    code = exit_code(["scan", "diff", "a.json", "b.json"])

    assert code == 0
    assert "may be new because the rulebook knows more" in capsys.readouterr().out


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("{", id="cut"),
        pytest.param("[" * 100_000, id="deep"),
        pytest.param("[]", id="a list"),
        pytest.param('{"format": "muniment.scan/2"}', id="another format"),
        pytest.param('{"format": "muniment.scan/1"}', id="nothing in it"),
        pytest.param('{"format": "muniment.scan/1", "scans": 3, "complete": true}', id="a number for a list"),
        pytest.param(
            '{"format": "muniment.scan/1", "scans": [{"root": 1, "system": null}]}', id="a root that is no text"
        ),
    ],
)
def test_what_is_no_answer_of_a_scan_is_refused(text: str) -> None:
    with pytest.raises(InputError) as refused:
        read_scan_result(text, "a.json")

    assert refused.value.problems[0].where == "a.json"


@pytest.mark.usefixtures("portal")
def test_one_key_less_or_of_another_kind_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    _, value = answer("scan", "portal", "--json", capsys=capsys)
    finding = next(each for each in value["findings"] if each["stands"])

    for key in ("path", "line", "rung", "class", "fingerprint", "surface", "stands", "scan"):
        for odd in ({k: v for k, v in finding.items() if k != key}, {**finding, key: [1]}, {**finding, key: -7}):
            with pytest.raises(InputError):
                read_scan_result(json.dumps({**value, "findings": [odd]}), "a.json")


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(["complete", "findings", "rulebook", "scans", "vendors"]), ODD))
def test_whatever_stands_in_the_place_of_an_answer_is_refused_and_nothing_else_happens(value: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        read_scan_result(json.dumps({**value, "format": "muniment.scan/1"}), "a.json")
