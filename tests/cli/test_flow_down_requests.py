"""Asking subcontractors about the clauses that are passed on."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from cli.flowing_down import BOTH, OTHER, UEI, Place, prepared
from muniment.cli.main import exit_code


@pytest.fixture
def place(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Place:
    return prepared(tmp_path, capsys, monkeypatch)


def test_the_ledger_is_told_of_keys_files_receipts_and_packages(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    assert exit_code(["ledger", "init", "example.com/ledger", "--ledger", place.at("ledger.db")]) == 0
    place.ask(*BOTH)
    monkeypatch.setenv("MUNIMENT_LEDGER", place.at("ledger.db"))
    place.enrol()
    package = place.package()
    place.run("import", package)
    place.run("receipt", UEI, "--by", "M. Osei", "--key", place.at("new.pem"), "--out", place.at("r.json"))
    place.capsys.readouterr()

    assert exit_code(["ledger", "log", "--json"]) == 0

    listed = [each for each in json.loads(place.capsys.readouterr().out)["entries"] if each["type"] != "intent"]
    named = [(each["type"], each["details"]) for each in listed]
    told = {(kind, said.get("of") or said.get("what") or said.get("act")) for kind, said in named}
    came = next(each for each in listed if each["details"].get("what") == "a package came")
    assert told >= {
        ("approval", "a subcontractor's key"),
        ("export", "package"),
        ("fact", "a package came"),
        ("fact", "receipt"),
    }
    assert came["details"]["subcontractor"] == UEI
    assert came["commitments"][0]["digest"] == f"sha256:{sha256(Path(package).read_bytes()).hexdigest()}"
    assert exit_code(["ledger", "audit", "--ledger", place.at("ledger.db")]) == 0


def test_a_request_asks_about_the_clauses_that_are_passed_on_and_tells_which_are_not_known(place: Place) -> None:
    place.capsys.readouterr()

    assert place.ask() == 0

    assert "Not asked: 252.239-7018" in place.capsys.readouterr().out
    assert place.rows() == {"52.204-25": ("missing", None)}
    request = json.loads((place.folder / "subcontractors" / UEI / "request.json").read_text(encoding="utf-8"))
    assert request["requests"][0] == {
        "clauses": [{"at": [], "clause": "52.204-25"}],
        "contract": "C-1",
        "due": "2026-12-18",
        "id": f"C-1-{UEI}-1",
        "order": "PO-7",
        "sent": "2026-11-27",
    }


def test_the_letter_quotes_the_words_of_the_clause_and_adds_none(place: Place) -> None:
    place.ask(*BOTH)

    letter = (place.folder / "subcontractors" / UEI / f"C-1-{UEI}-1-letter.md").read_text(encoding="utf-8")

    assert "(d)(2), to be answered: does or does-not." in letter
    assert "After conducting a reasonable inquiry, for purposes of this representation" in letter
    assert "in a browser, fill it in" in letter
    assert "\\x0a" not in letter
    assert "certif" not in letter.replace("muniment certify", "")


def test_a_clause_whose_words_are_not_known_is_asked_about_where_a_duty_passes_it_on(place: Place) -> None:
    estate = place.folder / "prime.toml"
    estate.write_text(
        estate.read_text(encoding="utf-8").replace('"252.239-7018"', '"252.239-7018", "52.204-27"', 1), encoding="utf-8"
    )

    assert place.ask() == 0

    letter = (place.folder / "subcontractors" / UEI / f"C-1-{UEI}-1-letter.md").read_text(encoding="utf-8")
    assert set(place.rows()) == {"52.204-25", "52.204-27"}
    assert "Our duty: Put the clause into every subcontract, also for commercial products and services." in letter
    assert "52.204-27, Prohibition on a ByteDance Covered Application (JUN 2023), (c) (primary" in letter


def test_a_list_of_suppliers_is_asked_whole_or_not_at_all(place: Place) -> None:
    file = place.folder / "subs.csv"
    file.write_text(f"Name,UEI\nSmall Shop,{UEI}\nNo Number Ltd,\nWrong Ltd,J7RJX2ABCDE7\n", encoding="utf-8")
    place.capsys.readouterr()

    assert place.ask("--list", str(file), supplier="") == 2

    said = place.capsys.readouterr().err
    assert "supplier `No Number Ltd`: is no name with a UEI" in said
    assert "ends with `7`, where its check digit is 6" in said
    assert not (place.folder / "subcontractors").exists()

    file.write_text(f"Name,UEI\nSmall Shop,{UEI}\nOther Shop,{OTHER}\n", encoding="utf-8")
    assert place.ask("--list", str(file), supplier="") == 0
    assert {each["subcontractor"]["name"] for each in place.listed()} == {"Small Shop", "Other Shop"}
    assert place.ask(supplier="small shop") == 0
