"""A certificate from its draft to its end: signed, superseded, revoked, expired."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cli.certificates import Place, predicate, prepared, search, stages
from cli.estates import UNDER_FASCSA as ESTATE
from muniment.cli.main import exit_code

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    return prepared(tmp_path, monkeypatch)


def test_a_certificate_goes_from_draft_over_review_to_signature(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.run("draft", "C-1", "--requested-by", "Bo Clerk", "--id", "A")
    drafted = stages(place, capsys)
    place.fill()
    place.review("A", "--note", "read whole")
    reviewed = stages(place, capsys)
    place.run("sign", "A", *place.key("ada"))

    found = predicate(place, capsys)
    assert (drafted, reviewed, stages(place, capsys)) == ({"A": "draft"}, {"A": "reviewed"}, {"A": "signed"})
    assert (found["id"], found["requestedBy"], found["signatory"]["name"]) == ("A", "Bo Clerk", "Ada Rivera")
    assert found["reviews"] == [
        {"at": "2026-11-27T12:00:00Z", "by": "Ben Counsel", "note": "read whole", "verdict": "approved"}
    ]


def test_a_draft_holds_the_words_of_the_clauses_and_no_answer(place: Place) -> None:
    place.run("draft", "C-1", "--requested-by", "Bo Clerk", "--id", "A")

    text = (place.folder / "kept" / "A" / "draft.toml").read_text(encoding="utf-8")
    assert "By submission of this offer, the offeror represents" in text
    assert 'answer = ""' in text
    assert place.review() == 2


def test_a_draft_brings_what_the_estate_reports_of_a_use_into_the_fields_of_its_clause(place: Place) -> None:
    camera = """
[[systems]]
id = "office"
contracts = []
sources = []
  [[systems.uses]]
  vendor = "hikvision"
  kind = "equipment"
  function = "video-surveillance"
  report = {source = "Hikvision Digital", brand = "Hikvision", model = "DS-1"}
"""
    (place.folder / "muniment.toml").write_text(ESTATE + camera, encoding="utf-8")

    place.run("draft", "C-1", "--requested-by", "Bo Clerk", "--id", "A", "--template", "far-52.204-24")

    text = (place.folder / "kept" / "A" / "draft.toml").read_text(encoding="utf-8")
    assert '# id = "covered:52.204-24(d)(2):hikvision:office"' in text
    assert 'producer = "Hikvision Digital", brand = "Hikvision", model = "DS-1", description = ""' in text


def test_a_superseding_certificate_names_the_old_one_by_what_was_signed(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.signed()
    place.run("supersede", "A", "--id", "B")
    waiting = stages(place, capsys)
    place.review("B")
    place.run("sign", "B", *place.key("ada"))

    assert waiting == {"A": "signed", "B": "draft"}
    assert stages(place, capsys) == {"A": "superseded", "B": "signed"}
    assert predicate(place, capsys, "B")["earlier"]["id"] == "A"


def test_a_revoked_certificate_is_refused_by_whoever_has_the_revocation(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.signed()
    place.signed("B")
    place.run("revoke", "A", "--by", "Ada Rivera", "--reason", "a use was found", *place.key("ada"))
    revocation = ["--revocation", place.at("kept/A/revocation.json")]
    capsys.readouterr()

    refused, of_another = place.verify("A", *revocation), place.verify("B", *revocation)

    err = capsys.readouterr().err
    assert (refused, of_another) == (1, 2)
    assert "check R1, revocation: Ada Rivera revoked it on 2026-11-27: a use was found" in err
    assert "is of `A`, another certificate" in err
    assert stages(place, capsys) == {"A": "revoked", "B": "signed"}
    assert place.run("revoke", "A", "--by", "Ada Rivera", "--reason", "again", *place.key("ada")) == 1


def test_what_was_never_signed_is_neither_revoked_nor_superseded(place: Place) -> None:
    place.run("draft", "C-1", "--requested-by", "Bo Clerk", "--id", "A")

    assert place.run("revoke", "A", "--by", "Ada Rivera", "--reason", "x", *place.key("ada")) == 1
    assert place.run("supersede", "A", "--id", "B") == 1
    assert not (place.folder / "kept" / "B").exists()


def test_a_signed_certificate_is_not_signed_or_reviewed_again(place: Place) -> None:
    place.signed()

    assert place.run("sign", "A", *place.key("ada")) == 1
    assert place.review() == 1


@pytest.mark.parametrize("id_", ["../x", "a b", "searches", "", ".hidden"])
def test_an_id_that_could_leave_the_folder_is_refused(place: Place, id_: str) -> None:
    assert place.run("review", id_, "--by", "Ben Counsel", *place.key("ben")) == 2


def test_files_that_cannot_be_read_never_pass_for_a_certificate_that_stands(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.signed()
    place.signed("B")
    kept = place.folder / "kept"
    (kept / "A" / "certificate.json").write_text("{}", encoding="utf-8")
    (kept / "C").mkdir()
    (kept / "B").rename(kept / "D")

    assert stages(place, capsys) == {"A": "damaged", "C": "damaged", "D": "damaged"}


def test_a_certificate_expires_on_the_day_after_its_last(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    place.signed()

    assert stages(place, capsys, "--as-of", "2027-02-25") == {"A": "signed"}
    assert stages(place, capsys, "--as-of", "2027-02-26") == {"A": "expired"}


def test_the_clauses_that_can_be_answered_are_listed_with_their_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code(["certify", "templates"]) == 0
    text = capsys.readouterr().out
    assert exit_code(["certify", "templates", "--json"]) == 0

    found = {each["id"]: each for each in json.loads(capsys.readouterr().out)["templates"]}
    assert "any paragraph" in text
    assert found["far-52.204-29"]["representations"][0]["text"].startswith("(d) Representation. By submission")
    assert found["far-52.240-90"]["confidence"] == "weak"
    assert found["far-52.240-90"]["representations"][0]["text"] is None


def test_the_ledger_is_told_of_each_act_and_signature(
    place: Place, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert exit_code(["ledger", "init", "example.com/ledger", "--ledger", place.at("ledger.db")]) == 0
    monkeypatch.setenv("MUNIMENT_LEDGER", place.at("ledger.db"))
    search(place, "C-1")
    place.signed()
    place.run("revoke", "A", "--by", "Ada Rivera", "--reason", "a use was found", *place.key("ada"))
    capsys.readouterr()

    assert exit_code(["ledger", "log", "--json"]) == 0

    listed = capsys.readouterr().out
    for kind in ("fact", "approval", "signature", "certification"):
        assert f'"{kind}"' in listed


def test_evidence_that_a_draft_names_is_reviewed_and_signed_as_it_was_reviewed(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.run("draft", "C-1", "--requested-by", "Bo Clerk", "--id", "A")
    place.fill()
    path = place.folder / "kept" / "A" / "draft.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("evidence = []", 'evidence = ["../../report.json"]'), encoding="utf-8")
    report = place.folder / "report.json"
    report.write_bytes(b"{}")
    place.review()
    report.write_bytes(b"[]")

    changed = place.run("sign", "A", *place.key("ada"))
    report.write_bytes(b"{}")
    signed = place.run("sign", "A", *place.key("ada"))

    assert (changed, signed) == (1, 0)
    assert [each["name"] for each in predicate(place, capsys)["evidence"]] == ["report.json"]
