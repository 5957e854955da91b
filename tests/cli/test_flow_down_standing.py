"""Where a contract stands by what its subcontractors answered, as days pass and files change."""

from __future__ import annotations

import json
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from cli.flowing_down import BOTH, NOON, OTHER, UEI, Place, later, prepared
from muniment.cli.main import exit_code
from muniment.domain.act import Act, ActKind
from muniment.prove.acts import seal_act
from muniment.prove.canonical import digest
from muniment.prove.envelope import read
from muniment.prove.package import open_package
from muniment.readers.certification import read_draft
from muniment.signers.file_key import load


@pytest.fixture
def place(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Place:
    return prepared(tmp_path, capsys, monkeypatch)


def test_what_came_expires_and_they_are_to_be_asked_again_in_time(place: Place) -> None:
    place.ask(*BOTH)
    place.enrol()
    place.run("import", place.package())

    now, after = place.listed(), place.listed("--as-of", "2027-03-01")

    assert {each["ask_again_on"] for each in now} == {"2027-01-26"}
    assert {(each["standing"], each["why"]) for each in after} == {("expired", "ended on 2027-02-25")}
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
    said = {"(d)(1)": "will", "(d)(2)": "does"}
    adverse = [{"clause": "52.204-24", "at": at, "answer": answer} for at, answer in said.items()]

    assert place.run("import", place.form(answers=adverse)) == 0

    assert place.rows()["52.204-24"] == ("adverse", "L0")


def test_an_answer_that_takes_the_place_of_a_worse_one_tells_of_it(place: Place) -> None:
    place.ask(*BOTH)
    said = {"(d)(1)": "will", "(d)(2)": "does"}
    adverse = [{"clause": "52.204-24", "at": at, "answer": answer} for at, answer in said.items()]
    place.run("import", place.form(answers=adverse))

    place.run("import", place.form())

    row = next(each for each in place.listed() if each["clause"] == "52.204-24")
    assert (row["standing"], row["replaced"]["standing"]) == ("qualified", "adverse")
    assert row["replaced"]["why"] == "answers `will` to 52.204-24(d)(1)"
    place.capsys.readouterr()
    place.run("status")
    told = " ".join(place.capsys.readouterr().out.split())
    assert "in place of answers.json of 2026-11-27: adverse, answers `will` to" in told


def test_an_answer_that_takes_the_place_of_the_same_words_tells_of_nothing(place: Place) -> None:
    place.ask(*BOTH)
    place.run("import", place.form())

    place.run("import", place.form(valid_until="2027-02-19"))

    assert {each["replaced"] and each["replaced"]["why"] for each in place.listed()} == {None}


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

    assert "was taken in already, on 2026-11-27 by M. Osei" in place.capsys.readouterr().err


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


def revoked(place: Place, certificate: str, key: str = "shop.pem", days: int = 0) -> str:
    """Return the file of a revocation, as the shop would send it."""
    signer, raw = load(Path(place.at(key))), Path(certificate).read_bytes()
    envelope = raw if raw.startswith(b"{") else open_package(raw)[0]["certification.dsse.json"]
    act = Act(
        kind=ActKind.REVOCATION,
        by="Ada Rivera",
        at=NOON + timedelta(days=days),
        algorithm=signer.algorithm,
        about=(("PO-7", digest(read(envelope).payload)),),
        told=(("certificate", "PO-7"), ("reason", "a use was found")),
    )
    path = place.folder / "revocation.json"
    path.write_bytes(seal_act(act, keyid=signer.keyid, sign=signer.sign))
    return str(path)


def test_a_certificate_that_its_subcontractor_revoked_is_invalid_from_that_day_on(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.ask("--clause", "52.204-24")
    place.enrol()
    came = place.package()
    place.run("import", came)
    before = place.rows()

    taken = place.run("import", revoked(place, came, days=1))
    today, told = place.rows(), place.capsys.readouterr().out
    later(1, monkeypatch)
    (row,) = place.listed()

    assert before == today == {"52.204-24": ("verified", "L2")}
    assert taken == 0
    assert "Kept revocation.json as" in told or told == ""
    assert row["standing"] == "invalid"
    assert row["why"] == "check R1, revocation: Ada Rivera revoked it on 2026-11-28: a use was found"
    assert place.run("receipt", UEI, "--by", "M. Osei", "--key", place.at("new.pem"), "--out", place.at("r.json")) == 0


def test_a_revocation_is_believed_by_the_pinned_key_alone(place: Place) -> None:
    place.ask("--clause", "52.204-24")
    place.enrol()
    came = place.package()
    place.run("import", came)
    kept = place.kept()

    assert place.run("import", revoked(place, came, "new.pem")) == 1
    assert "was signed by no key that is enrolled" in place.capsys.readouterr().err
    assert place.run("import", revoked(place, came, "new.pem"), "--from", UEI) == 1
    assert place.kept() == kept
    assert place.rows() == {"52.204-24": ("verified", "L2")}


def test_a_revocation_says_what_it_changed(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.ask("--clause", "52.204-24")
    place.enrol()
    came = place.package()
    place.run("import", came)
    later(1, monkeypatch)

    assert place.run("import", revoked(place, place.certify(name="another"))) == 0
    assert "It revokes nothing that is here." in place.capsys.readouterr().out
    assert place.run("import", revoked(place, came)) == 0
    assert "✗ invalid" in place.capsys.readouterr().out
    assert place.run("import", revoked(place, came)) == 0  # each signature has other bytes
    (path,) = (place.folder / "subcontractors" / UEI).glob("*.mpkg")
    assert path.exists()


def test_a_revocation_that_is_lost_where_it_is_kept_is_not_forgotten(place: Place) -> None:
    place.ask("--clause", "52.204-24")
    place.enrol()
    came = place.package()
    place.run("import", came)
    place.run("import", revoked(place, came))
    of = digest((place.folder / "revocation.json").read_bytes()).removeprefix("sha256:")
    (place.folder / "subcontractors" / UEI / f"{of}.json").unlink()

    assert place.run("status") == 2
