"""What people represent is held against what was found: answers under clauses, with their words and disclosures."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from muniment.cli.main import exit_code

if TYPE_CHECKING:
    from pathlib import Path

ESTATE = """
[organisation]
name = "Example Systems LLC"

[[contracts]]
id = "C-1"
tier = "offeror"
customer = "dod"
solicited = 2026-10-01
clauses = [{id = "52.204-24", version = "NOV 2021"}]

[[systems]]
id = "portal"
contracts = ["C-1"]
sources = ["portal"]
purposes = ["performance"]
"""
CAMERA = """
[[systems]]
id = "office"
contracts = []
sources = []

  [[systems.uses]]
  vendor = "hikvision"
  kind = "equipment"
  function = "video-surveillance"
  essential_component = false
"""
DRAFT = """
contract = "C-1"
signatory = "Ada Rivera"
title = "Vice President, Contracts"
requested_by = "Bo Clerk"
[inquiry]
methods = ["a scan of every source"]
"""
ANSWER = """
[[representations]]
template = "far-52.204-24"
at = "(d)(2)"
answer = "{answer}"
"""
OFFICE = """
[[disclosures]]
id = "unscanned:office"
text = "It holds no software."
"""
COVERED = """
[[disclosures]]
id = "covered:52.204-24(d)(2):hikvision:office"
text = "A camera at our own door."
under = "52.204-24(e)(2)(i)"
fields = {producer = "Hikvision", brand = "Hikvision", model = "DS-1", description = "camera", explanation = "no use"}
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with an estate of one clean system, and a key."""
    (tmp_path / "portal").mkdir()
    (tmp_path / "portal" / "app.py").write_text("print('hello')\n", encoding="utf-8")
    assert exit_code(["keys", "new", "--out", str(tmp_path / "key.pem")]) == 0
    return tmp_path


def certify(place: Path, draft: str, estate: str = ESTATE) -> int:
    (place / "muniment.toml").write_text(estate, encoding="utf-8")
    (place / "draft.toml").write_text(draft, encoding="utf-8")
    signing = ["--key", str(place / "key.pem"), "--out", str(place / "certificate.json"), "--yes"]
    files = ["--estate", str(place / "muniment.toml"), "--draft", str(place / "draft.toml")]
    return exit_code(["certify", "C-1", *files, *signing])


def predicate(place: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    capsys.readouterr()
    keys = ["--key", str(place / "key.pem.pub")]
    assert exit_code(["verify", str(place / "certificate.json"), *keys, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)["statement"]["predicate"]
    return found


def test_a_denial_is_signed_in_the_words_of_the_clause_where_nothing_speaks_against_it(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = certify(place, DRAFT + ANSWER.format(answer="does-not"))

    (said,) = predicate(place, capsys)["representations"]
    assert code == 0
    assert (said["ref"], said["version"], said["answer"]) == ("52.204-24(d)(2)", "NOV 2021", "does-not")
    assert "It □ does, □ does not use covered telecommunications equipment or services" in said["text"]
    assert said["covers"] == []


def test_a_denial_is_refused_while_a_use_is_found_anywhere_and_cannot_be_saved_by_a_disclosure(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = certify(place, DRAFT + ANSWER.format(answer="does-not") + OFFICE + COVERED, ESTATE + CAMERA)

    refused = capsys.readouterr().err
    assert code == 1
    assert "denied:52.204-24(d)(2):hikvision:office" in refused
    assert "help: give the other answer and disclose the use" in refused
    assert not (place / "certificate.json").exists()


def test_an_affirmation_is_signed_with_every_field_that_the_clause_lists(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = certify(place, DRAFT + ANSWER.format(answer="does") + OFFICE + COVERED, ESTATE + CAMERA)

    found = predicate(place, capsys)
    (told,) = [each for each in found["disclosures"] if each["under"]]
    assert code == 0
    assert found["representations"][0]["covers"][0]["disclosure"] == told["id"]
    assert {each["ref"] for each in told["fields"]} == {f"52.204-24(e)(2)(i)({letter})" for letter in "ABC"}


SMALL_SHOP = """
[[flow_down]]
subcontractor = "Small Shop"
clause = "52.204-25"
on_file = "{on_file}"
"""


@pytest.mark.parametrize(
    ("draft", "what"),
    [
        pytest.param(ANSWER.format(answer="does"), "covered:52.204-24(d)(2):hikvision:office", id="nothing disclosed"),
        pytest.param(
            ANSWER.format(answer="does") + COVERED.replace('under = "52.204-24(e)(2)(i)"', ""),
            "is not told under a paragraph of its clause",
            id="told under no paragraph",
        ),
        pytest.param(
            ANSWER.format(answer="does") + COVERED.replace('model = "DS-1", ', ""),
            "lacks `model`, which 52.204-24(e)(2)(i)(B) asks for",
            id="a field is missing",
        ),
        pytest.param(
            ANSWER.format(answer="does") + COVERED.replace("model =", "colour ="),
            "has a field `colour` that 52.204-24(e)(2)(i) does not list",
            id="a field that nobody asked for",
        ),
        pytest.param(ANSWER.format(answer="will"), "cannot be answered `will`", id="an answer to another box"),
        pytest.param(
            ANSWER.format(answer="does").replace("(d)(2)", "(z)"), "is no paragraph of the template", id="no paragraph"
        ),
        pytest.param(
            ANSWER.format(answer="does").replace("far-52.204-24", "far-52.0"),
            "is not in the rulebook",
            id="no template",
        ),
        pytest.param(ANSWER.format(answer="does") * 2, "is answered twice", id="answered twice"),
        pytest.param(
            ANSWER.format(answer="does-not").replace("far-52.204-24", "far-52.240-90"),
            "the official text of 52.240-90 was not at hand",
            id="a clause whose text nobody has",
        ),
        pytest.param(
            ANSWER.format(answer="does") + 'copy = "copy.txt"', "has other words in `copy.txt`", id="another copy"
        ),
        pytest.param(SMALL_SHOP.format(on_file="missing"), "missing:52.204-25:Small%20Shop", id="nothing on file"),
        pytest.param(SMALL_SHOP.format(on_file="signed"), "is `signed`, and no document is", id="signed, no document"),
        pytest.param(
            '[[phase_out]]\nvendor = "zte"\nsystem = "office"\nuntil = 2027-01-01\nhow = "x"',
            "is about no use that was found",
            id="an end of nothing",
        ),
        pytest.param('[[waivers]]\nid = "w"\ndocument = "copy.txt"', "is not recorded", id="no waiver"),
    ],
)
def test_what_does_not_fit_the_clause_or_the_check_is_refused(
    place: Path, capsys: pytest.CaptureFixture[str], draft: str, what: str
) -> None:
    (place / "copy.txt").write_text("Other words.", encoding="utf-8")

    code = certify(place, DRAFT + OFFICE + draft, ESTATE + CAMERA)

    assert code == 1
    assert what in capsys.readouterr().err
    assert not (place / "certificate.json").exists()


def test_an_answer_is_left_out_where_the_annual_representation_covers_it(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    annual = ESTATE.replace('LLC"\n', 'LLC"\nannual_889_use = "does-not"\n')

    code = certify(place, DRAFT + ANSWER.format(answer="does-not"), annual)

    assert code == 1
    assert "is not completed, by the introductory text of the provision" in capsys.readouterr().err


def test_a_contract_of_the_overhaul_is_not_answered_by_the_clauses_that_it_replaced(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    overhaul = ESTATE.replace('{id = "52.204-24", version = "NOV 2021"}', '"52.240-91"')

    code = certify(place, DRAFT + ANSWER.format(answer="does-not"), overhaul)

    assert code == 1
    assert "is not asked where the contract has 52.240-91" in capsys.readouterr().err


def test_a_clause_of_the_overhaul_is_answered_in_the_words_of_the_official_copy(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    overhaul = ESTATE.replace('{id = "52.204-24", version = "NOV 2021"}', '"52.240-90"')
    (place / "copy.txt").write_text("The words of the official copy.\n", encoding="utf-8")
    answer = ANSWER.format(answer="does-not").replace("far-52.204-24", "far-52.240-90").replace("(d)(2)", "(x)(1)")

    code = certify(place, DRAFT + answer + 'copy = "copy.txt"', overhaul)

    (said,) = predicate(place, capsys)["representations"]
    assert code == 0
    assert (said["ref"], said["text"]) == ("52.240-90(x)(1)", "The words of the official copy.")
    assert said["document"] is not None


def test_a_contract_with_another_version_of_the_clause_needs_the_words_of_that_version(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    newer = ESTATE.replace("NOV 2021", "JAN 2027")
    (place / "copy.txt").write_text("It □ does, □ does not.\n", encoding="utf-8")

    without = certify(place, DRAFT + ANSWER.format(answer="does-not"), newer)
    refused = capsys.readouterr().err
    with_copy = certify(place, DRAFT + ANSWER.format(answer="does-not") + 'copy = "copy.txt"', newer)

    (said,) = predicate(place, capsys)["representations"]
    assert (without, with_copy) == (1, 0)
    assert "has the words of NOV 2021, and the contract has JAN 2027" in refused
    assert (said["version"], said["text"], said["source"]) == ("JAN 2027", "It □ does, □ does not.", "copy.txt")


def test_the_annual_representation_holds_for_twelve_months_at_most(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    annual = ANSWER.format(answer="does-not").replace("far-52.204-24", "far-52.204-26").replace("(d)(2)", "(c)(2)")

    code = certify(place, "valid_until = 2028-11-26\n" + DRAFT + annual)

    assert code == 1
    assert "holds for 12 months" in capsys.readouterr().err


def test_who_asked_for_a_certificate_cannot_sign_it(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = certify(place, DRAFT.replace("Bo Clerk", "Ada Rivera"))

    assert code == 1
    assert "`Ada Rivera` asked for the certificate and cannot sign it as well" in capsys.readouterr().err


def test_every_slip_in_a_draft_is_told_with_its_place(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = certify(place, DRAFT + "\n[[representations]]\ntemplat = 'x'\nat = '(a)'\nanswer = 'perhaps'\n")

    refused = capsys.readouterr().err
    assert code == 2
    assert "draft.toml:10:1: `templat` has no place in [[representations]]" in refused
    assert "draft.toml:12:1: `answer` cannot be `perhaps`" in refused
    assert "[[representations]] without `template`" in refused


def test_a_file_that_the_draft_names_must_be_there(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = certify(place, DRAFT + ANSWER.format(answer="does-not") + 'copy = "gone.txt"')

    assert code == 2
    assert "gone.txt: cannot be read (no such file or directory)" in capsys.readouterr().err
