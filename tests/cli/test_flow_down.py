"""Subcontractors: asked, their keys pinned, their answers taken in, and where each stands."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from muniment.cli.main import exit_code
from muniment.readers.certification import read_draft

PRIME = """
[organisation]
name = "Alder Ridge Systems"
[[contracts]]
id = "C-1"
customer = "civilian"
clauses = ["52.204-24", "52.204-25", "252.239-7018"]
[[systems]]
id = "portal"
contracts = ["C-1"]
sources = ["portal"]
"""
SUB = """
[organisation]
name = "Small Shop"
[[contracts]]
id = "PO-7"
tier = "subcontractor"
customer = "civilian"
clauses = ["52.204-24", "52.204-25"]
[[systems]]
id = "tool"
contracts = ["PO-7"]
sources = ["portal"]
purposes = ["performance"]
"""
DRAFT = """
contract = "PO-7"
signatory = "Ada Rivera"
title = "Owner"
[inquiry]
methods = ["a scan of every source"]
[[representations]]
template = "far-52.204-24"
at = "(d)(1)"
answer = "will-not"
[[representations]]
template = "far-52.204-24"
at = "(d)(2)"
answer = "does-not"
"""
UEI, OTHER = "J7RJX2ABCDE6", "QK3MWY7ZLP13"
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
BOTH = ("--clause", "52.204-24", "--clause", "52.204-25")


@dataclass(frozen=True)
class Place:
    """A folder with a prime's estate, a subcontractor's estate, and keys of the subcontractor."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def at(self, name: str) -> str:
        return str(self.folder / name)

    def run(self, command: str, *arguments: str) -> int:
        within = ["--in", self.at("subcontractors")]
        by = ["--by", "M. Osei"] if command in {"import", "enrol"} else []
        return exit_code(["suppliers", command, *arguments, *within, *by])

    def ask(self, *more: str, supplier: str = UEI) -> int:
        who = ["--supplier", supplier] if supplier else []
        return self.run(
            "request", "--estate", self.at("prime.toml"), "--contract", "C-1", "--order", "PO-7", *who, *more
        )

    def key_id(self, name: str) -> str:
        self.capsys.readouterr()
        assert exit_code(["keys", "export", self.at(name), "--out", self.at("again.pub")]) == 0
        (self.folder / "again.pub").unlink()
        return self.capsys.readouterr().out.split("Key id ")[1].split(",")[0]

    def enrol(self, name: str = "shop.pem", *more: str) -> int:
        return self.run("enrol", UEI, "--key", self.at(f"{name}.pub"), "--fingerprint", self.key_id(name), *more)

    def certify(self, key: str = "shop.pem", name: str = "c") -> str:
        (self.folder / "draft.toml").write_text(DRAFT, encoding="utf-8")
        files = ["--estate", self.at("sub.toml"), "--draft", self.at("draft.toml"), "--out", self.at(f"{name}.json")]
        assert exit_code(["certify", "PO-7", *files, "--key", self.at(key), "--yes"]) == 0
        return self.at(f"{name}.json")

    def package(self, *more: str, key: str = "shop.pem", name: str = "c") -> str:
        certificate = self.certify(key=key, name=name)
        packed = ["--key", self.at(key), "--out", self.at(f"{name}.mpkg")]
        assert exit_code(["package", "pack", certificate, *packed, *more]) == 0
        return self.at(f"{name}.mpkg")

    def form(self, *, name: str = "answers.json", **changed: Any) -> str:  # noqa: ANN401  (any field of the form)
        found = {
            "format": "muniment.subcontractor-answers/1",
            "request": f"C-1-{UEI}-1",
            "uei": UEI,
            "by": "Ada Rivera",
            "title": "Owner",
            "on": "2026-11-25",
            "valid_until": "2027-02-20",
            "answers": [
                {"clause": "52.204-24", "at": "(d)(1)", "answer": "will-not"},
                {"clause": "52.204-24", "at": "(d)(2)", "answer": "does-not"},
            ],
            "remarks": [{"clause": "52.204-25", "text": ""}],
        }
        (self.folder / name).write_text(json.dumps({**found, **changed}), encoding="utf-8")
        return self.at(name)

    def rows(self, *more: str) -> dict[str, tuple[str, str | None]]:
        """Return standing and level by clause."""
        return {each["clause"]: (each["standing"], each["level"]) for each in self.listed(*more)}

    def listed(self, *more: str) -> list[dict[str, Any]]:
        self.capsys.readouterr()
        self.run("status", "--json", *more)
        found: list[dict[str, Any]] = json.loads(self.capsys.readouterr().out)["rows"]
        return found

    def kept(self) -> set[str]:
        return {str(path.relative_to(self.folder)) for path in (self.folder / "subcontractors").rglob("*")}


@pytest.fixture
def place(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOON.timestamp())))
    (tmp_path / "portal").mkdir()
    (tmp_path / "portal" / "app.py").write_text("print('hello')\n", encoding="utf-8")
    (tmp_path / "prime.toml").write_text(PRIME, encoding="utf-8")
    (tmp_path / "sub.toml").write_text(SUB, encoding="utf-8")
    for name in ("shop.pem", "new.pem"):
        assert exit_code(["keys", "new", "--out", str(tmp_path / name)]) == 0
    return Place(tmp_path, capsys)


def later(days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int((NOON + timedelta(days=days)).timestamp())))


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
        "due": "2026-12-17",
        "id": f"C-1-{UEI}-1",
        "order": "PO-7",
        "sent": "2026-11-26",
    }


def test_the_letter_quotes_the_words_of_the_clause_and_adds_none(place: Place) -> None:
    place.ask(*BOTH)

    letter = (place.folder / "subcontractors" / UEI / f"C-1-{UEI}-1-letter.md").read_text(encoding="utf-8")

    assert "(d)(2), to be answered: does or does-not." in letter
    assert "After conducting a reasonable inquiry, for purposes of this representation" in letter
    assert "\\x0a" not in letter
    assert "certif" not in letter.replace("muniment certify", "")


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
    assert [(each["keyid"], each["by"], each["at"]) for each in keys] == [(told, "M. Osei", "2026-11-26T12:00:00Z")]


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
        ({"on": "2026-11-27"}, "which is still to come"),
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


def test_a_form_without_an_answer_leaves_the_clause_missing(place: Place) -> None:
    place.ask(*BOTH)

    place.run("import", place.form(answers=[{"clause": "52.204-24", "at": "(d)(1)", "answer": "will-not"}], remarks=[]))

    assert place.rows() == {"52.204-24": ("missing", "L0"), "52.204-25": ("missing", None)}


def test_a_pdf_is_l1_only_where_a_person_names_the_program_that_verified_its_signature(place: Place) -> None:
    place.ask(*BOTH)
    pdf, signed = place.folder / "plain.pdf", place.folder / "signed.pdf"
    pdf.write_bytes(b"%PDF-1.7\n")
    signed.write_bytes(b"%PDF-1.7\n/ByteRange [0 1 2 3]\n")
    form = ("--answers", place.form())

    assert place.run("import", str(pdf)) == 2
    assert place.run("import", str(pdf), *form, "--checked-with", "pdfsig 22.12") == 1
    assert place.run("import", str(pdf), *form) == 0
    assert place.rows()["52.204-24"] == ("qualified", "L0")
    assert place.run("import", str(signed), *form, "--checked-with", "pdfsig 22.12") == 0
    assert place.rows()["52.204-24"] == ("qualified", "L1")


def test_what_came_expires_and_they_are_to_be_asked_again_in_time(place: Place) -> None:
    place.ask(*BOTH)
    place.enrol()
    place.run("import", place.package())

    now, after = place.listed(), place.listed("--as-of", "2027-03-01")

    assert {each["ask_again_on"] for each in now} == {"2027-01-25"}
    assert {(each["standing"], each["why"]) for each in after} == {("expired", "ended on 2027-02-24")}
    assert {each["ask_again_on"] for each in after} == {"2027-03-01"}


def test_a_weaker_answer_does_not_take_the_place_of_a_better_assured_one(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.ask(*BOTH)
    place.enrol()
    place.run("import", place.package())
    later(100, monkeypatch)

    assert place.run("import", place.form(valid_until="2027-12-31")) == 0

    assert place.rows()["52.204-24"] == ("expired", "L2")


def test_a_later_answer_that_is_worse_counts_however_weak_it_is(place: Place) -> None:
    place.ask(*BOTH)
    place.enrol()
    place.run("import", place.package())
    adverse = [{"clause": "52.204-24", "at": at, "answer": "does"} for at in ("(d)(1)", "(d)(2)")]

    assert place.run("import", place.form(answers=adverse)) == 0

    assert place.rows()["52.204-24"] == ("adverse", "L0")


def test_a_file_that_was_changed_where_it_is_kept_is_invalid(place: Place) -> None:
    place.ask(*BOTH)
    place.enrol()
    place.run("import", place.package())
    kept = next((place.folder / "subcontractors" / UEI).glob("*.mpkg"))

    kept.write_bytes(kept.read_bytes()[:-1])

    assert {each["standing"] for each in place.listed()} == {"invalid"}
    kept.unlink()
    assert {each["standing"] for each in place.listed()} == {"invalid"}


def test_the_same_file_is_taken_in_once(place: Place) -> None:
    place.ask(*BOTH)
    form = place.form()
    place.run("import", form)

    assert place.run("import", form) == 1

    assert "was taken in already, on 2026-11-26 by M. Osei" in place.capsys.readouterr().err


def rolled(place: Place, *more: str) -> tuple[int, dict[str, Any]]:
    place.capsys.readouterr()
    code = place.run("rollup", "--contract", "C-1", "--json", *more)
    return code, json.loads(place.capsys.readouterr().out)


def test_a_roll_up_is_the_worst_of_all_and_whoever_was_never_asked_is_missing(place: Place) -> None:
    place.ask(*BOTH)
    place.enrol()
    place.run("import", place.package())
    file = place.folder / "subs.csv"
    file.write_text(f"Name,UEI\nSmall Shop,{UEI}\nOther Shop,{OTHER}\n", encoding="utf-8")

    code, found = rolled(place)
    listed_code, listed = rolled(place, "--list", str(file))

    assert (code, found["standing"], found["standings"], found["levels"]) == (0, "verified", {"verified": 2}, {"L2": 2})
    assert (listed_code, listed["standing"], listed["standings"]) == (1, "missing", {"missing": 1, "verified": 2})
    assert listed["unasked"] == [{"name": "Other Shop", "uei": OTHER}]


def test_where_nobody_was_asked_the_roll_up_is_missing(place: Place) -> None:
    code, found = rolled(place)

    assert (code, found["standing"]) == (1, "missing")


def test_the_draft_of_a_certificate_gets_a_row_for_each_answer_and_keeps_the_rest(place: Place) -> None:
    place.ask(*BOTH)
    place.ask(*BOTH, supplier=OTHER)
    place.run("import", place.form())
    draft = place.folder / "certifications" / "A" / "draft.toml"
    draft.parent.mkdir(parents=True)
    draft.write_text(
        'contract = "C-1" # ours\n[[flow_down]]\nsubcontractor = "By hand"\nclause = "52.204-25"\non_file = "asked"\n',
        encoding="utf-8",
    )

    for _ in range(2):
        assert place.run("rollup", "--contract", "C-1", "--draft", str(draft)) == 1

    text = draft.read_text(encoding="utf-8")
    rows = read_draft(text, where="draft.toml").brings.flow_down
    assert text.startswith('contract = "C-1" # ours\n')
    assert [(each.subcontractor, each.clause, each.on_file.value) for each in rows] == [
        ("By hand", "52.204-25", "asked"),
        (UEI, "52.204-24", "unsigned"),
        (UEI, "52.204-25", "unsigned"),
        (OTHER, "52.204-24", "asked"),
        (OTHER, "52.204-25", "asked"),
    ]
    assert [(draft.parent / each.document).is_file() for each in rows if each.document] == [True, True]


def test_a_receipt_is_for_the_bytes_that_came(place: Place) -> None:
    place.ask(*BOTH)
    place.enrol()
    package = place.package()
    place.run("import", package)

    signed = ("--by", "M. Osei", "--key", place.at("new.pem"), "--out", place.at("receipt.json"))
    assert place.run("receipt", UEI, *signed) == 0
    place.capsys.readouterr()
    assert exit_code(["verify", place.at("receipt.json"), "--key", place.at("new.pem.pub")]) == 0

    came = sha256((place.folder / "c.mpkg").read_bytes()).hexdigest()
    assert f"c.mpkg,sha256:{came}" in "".join(place.capsys.readouterr().out.split())
    assert exit_code(["verify", place.at("receipt.json"), "--key", place.at("shop.pem.pub")]) == 1
    assert place.run("receipt", OTHER, *signed) == 2
