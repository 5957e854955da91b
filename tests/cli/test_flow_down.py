"""What a subcontractor sends back: believed by a pinned key, qualified without one, refused where it does not fit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.flowing_down import BOTH, OTHER, UEI, Place, prepared


@pytest.fixture
def place(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Place:
    return prepared(tmp_path, capsys, monkeypatch)


def test_a_package_by_the_pinned_key_is_verified_clause_by_clause(place: Place) -> None:
    place.ask(*BOTH, "--clause", "252.239-7018")
    assert place.enrol() == 0

    assert place.run("import", place.package()) == 0

    assert place.rows() == {
        "252.239-7018": ("missing", None),
        "52.204-24": ("verified", "L2"),
        "52.204-25": ("verified", "L2"),
    }
    assert place.run("status") == 1


def test_what_no_pinned_key_signed_is_refused_and_not_kept(place: Place) -> None:
    place.ask(*BOTH)
    before = place.kept()

    assert place.run("import", place.package()) == 1
    assert "was signed by no key that is enrolled" in place.capsys.readouterr().err
    assert place.run("import", place.at("c.mpkg"), "--from", UEI) == 1
    assert f"no key of {UEI} is enrolled" in place.capsys.readouterr().err
    assert place.kept() == before

    place.enrol("new.pem")
    assert place.run("import", place.at("c.mpkg"), "--from", UEI) == 1
    assert "none was made over this payload by a trusted key" in place.capsys.readouterr().err


def test_a_key_is_enrolled_only_with_the_fingerprint_that_was_told(place: Place) -> None:
    told = place.key_id("new.pem")
    place.capsys.readouterr()

    assert place.run("enrol", UEI, "--key", place.at("shop.pem.pub"), "--fingerprint", told) == 1

    said = place.capsys.readouterr().err
    assert "has another fingerprint than the one that you were told" in said
    assert place.key_id("shop.pem") not in said
    assert not (place.folder / "subcontractors" / UEI / "keys.json").exists()
    spaced = " ".join(told[at : at + 4] for at in range(0, 64, 4)).upper()
    assert place.run("enrol", UEI, "--key", place.at("new.pem.pub"), "--fingerprint", spaced) == 0
    keys = json.loads((place.folder / "subcontractors" / UEI / "keys.json").read_text(encoding="utf-8"))["keys"]
    assert [(each["keyid"], each["by"], each["at"]) for each in keys] == [(told, "M. Osei", "2026-11-27T12:00:00Z")]


def test_one_key_is_not_enrolled_for_two_companies(place: Place) -> None:
    place.ask(*BOTH)
    place.enrol()
    key = ("--key", place.at("shop.pem.pub"), "--fingerprint", place.key_id("shop.pem"))

    assert place.run("enrol", OTHER, *key) == 1
    assert f"this key is enrolled for {UEI}" in place.capsys.readouterr().err
    assert place.run("enrol", OTHER, *key, "--reason", "they share an office") == 1


def test_another_key_is_an_alarm_and_with_a_reason_ends_what_the_first_one_signed(place: Place) -> None:
    place.ask(*BOTH)
    place.enrol()
    place.run("import", place.package())
    place.capsys.readouterr()

    assert place.enrol("new.pem") == 1
    assert "alarm: another key" in place.capsys.readouterr().err
    assert place.rows()["52.204-24"] == ("verified", "L2")

    assert place.enrol("new.pem", "--reason", "the token was lost") == 0
    assert place.rows()["52.204-24"] == ("invalid", "L2")
    assert place.run("import", place.package(key="new.pem", name="again")) == 0
    assert place.rows()["52.204-24"] == ("verified", "L2")


def test_a_certificate_of_another_contract_is_no_answer(place: Place) -> None:
    place.run("request", "--estate", place.at("prime.toml"), "--contract", "C-1", "--supplier", UEI)
    place.enrol()

    assert place.run("import", place.package()) == 1

    assert "is about `PO-7`, and they were asked about `C-1`" in place.capsys.readouterr().err


def test_an_unsigned_form_is_qualified_at_best(place: Place) -> None:
    place.ask(*BOTH)

    assert place.run("import", place.form()) == 0

    assert place.rows() == {"52.204-24": ("qualified", "L0"), "52.204-25": ("qualified", "L0")}
    assert place.run("status") == 0


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"request": "C-1-J7RJX2ABCDE6-2"}, "which was not made"),
        ({"uei": "../../etc"}, "was never asked for anything"),
        ({"on": "2026-11-28"}, "which is still to come"),
        ({"valid_until": "2026-11-24"}, "ends on 2026-11-24, before 2026-11-25"),
        ({"answers": [{"clause": "52.204-24", "at": "(d)(1)", "answer": "perhaps"}]}, "`perhaps` is none of"),
        ({"surprise": 1}, "has the unknown field `surprise`"),
    ],
    ids=["no such request", "a path", "from the future", "ends before it begins", "no such answer", "unknown field"],
)
def test_a_form_that_does_not_fit_is_refused_and_not_kept(place: Place, changed: dict[str, Any], why: str) -> None:
    place.ask(*BOTH)
    before = place.kept()

    assert place.run("import", place.form(**changed)) in {1, 2}

    assert why in place.capsys.readouterr().err
    assert place.kept() == before


WILL_NOT = {"clause": "52.204-24", "at": "(d)(1)", "answer": "will-not"}


@pytest.mark.parametrize(
    ("changed", "where", "why"),
    [
        ({"answers": [{**WILL_NOT, "answer": "does-not"}]}, "52.204-24(d)(1)", "one of `will`, `will-not`"),
        (
            {"answers": [WILL_NOT, {"clause": "52.204-24", "at": "(d)(2)", "answer": "by-submission"}]},
            "52.204-24(d)(2)",
            "one of `does`, `does-not`",
        ),
        (
            {"answers": [WILL_NOT, {"clause": "52.204-99", "at": "", "answer": "does"}]},
            "52.204-99",
            "`does` answers a clause that was not asked about",
        ),
        ({"answers": [{**WILL_NOT, "at": "(d)(9)"}]}, "52.204-24(d)(9)", "asked of 52.204-24: (d)(1), (d)(2)"),
        (
            {"answers": [{"clause": "52.204-25", "at": "(b)", "answer": "does"}]},
            "52.204-25(b)",
            "nothing, it asks for words alone",
        ),
        (
            {"remarks": [{"clause": "52.204-77", "text": "we use DJI"}]},
            "52.204-77",
            "was not asked about: `we use DJI`",
        ),
    ],
    ids=["another box", "no box", "a clause not asked", "a paragraph not asked", "no paragraph", "a remark not asked"],
)
def test_what_was_not_asked_or_is_not_allowed_is_refused_with_its_paragraph(
    place: Place, changed: dict[str, Any], where: str, why: str
) -> None:
    place.ask(*BOTH)
    before = place.kept()

    assert place.run("import", place.form(**changed)) == 1

    said = place.capsys.readouterr().err
    assert f"answers.json, {where}: " in said
    assert why in said
    assert place.kept() == before


def test_a_form_without_an_answer_leaves_the_clause_missing(place: Place) -> None:
    place.ask(*BOTH)

    place.run("import", place.form(answers=[{"clause": "52.204-24", "at": "(d)(1)", "answer": "will-not"}], remarks=[]))

    assert place.rows() == {"52.204-24": ("missing", "L0"), "52.204-25": ("missing", None)}


def test_a_pdf_is_l1_only_where_a_person_names_the_program_that_verified_its_signature(place: Place) -> None:
    place.ask(*BOTH)
    pdf, signed = place.folder / "plain.pdf", place.folder / "signed.pdf"
    pdf.write_bytes(b"%PDF-1.7\n")
    signed.write_bytes(b"%PDF-1.7\n/ByteRange [0 9 20 12]\n")
    form = ("--answers", place.form())

    assert place.run("import", str(pdf), "--answers", str(signed)) == 2
    assert "is a pdf, and no form that tells what a PDF answers" in place.capsys.readouterr().err
    assert place.run("import", str(pdf)) == 2
    assert place.run("import", str(pdf), *form, "--checked-with", "pdfsig 22.12") == 1
    assert place.run("import", str(pdf), *form) == 0
    assert place.rows()["52.204-24"] == ("qualified", "L0")
    assert place.run("import", str(signed), *form, "--checked-with", "pdfsig 22.12") == 0
    assert place.rows()["52.204-24"] == ("qualified", "L1")


@pytest.mark.parametrize(
    "raw",
    [
        b"%PDF-1.7\n/ByteRange [0 9 20 12]\n and pages that were added",
        b"%PDF-1.7\n/ByteRange [9 9 20 12]\n",
        b"%PDF-1.7\n/ByteRange [0 30 20 12]\n",
        b"%PDF-1.7\n/ByteRange [0 9 20 99]\n",
    ],
    ids=["added to", "not from the beginning", "no room for a signature", "more than there is"],
)
def test_a_pdf_with_no_signature_over_the_whole_of_it_is_not_l1(place: Place, raw: bytes) -> None:
    place.ask(*BOTH)
    pdf = place.folder / "signed.pdf"
    pdf.write_bytes(raw)

    assert place.run("import", str(pdf), "--answers", place.form(), "--checked-with", "pdfsig 22.12") == 1
    assert "holds no signature over the whole file" in " ".join(place.capsys.readouterr().err.split())


def test_what_was_asked_and_taken_in_is_told_to_a_program_too(place: Place) -> None:
    place.capsys.readouterr()
    assert place.ask(*BOTH, "--json") == 0
    asked = json.loads(place.capsys.readouterr().out)
    assert place.run("import", place.form(), "--json") == 0
    taken = json.loads(place.capsys.readouterr().out)

    (request,) = asked["requests"]
    assert (asked["format"], asked["not_asked"], request["due"]) == ("muniment.requests/1", [], "2026-12-18")
    assert [each["clause"] for each in request["clauses"]] == ["52.204-24", "52.204-25"]
    assert all(Path(each).is_file() for each in [*request["files"], taken["kept"]["path"]])
    assert (taken["format"], taken["kept"]["request"], taken["kept"]["kind"]) == (
        "muniment.taken/1",
        request["request"],
        "form",
    )
    assert [each["standing"] for each in taken["rows"]] == ["qualified", "qualified"]
