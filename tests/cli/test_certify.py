"""Certificates from the command line: drafted, refused, signed and verified."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cli.estates import PRIME as ESTATE
from muniment.cli.main import exit_code

if TYPE_CHECKING:
    from pathlib import Path

AGREED = ["--signatory", "Ada Rivera", "--title", "Vice President, Contracts"]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with an estate of one clean system, and a key."""
    (tmp_path / "portal").mkdir()
    (tmp_path / "portal" / "app.py").write_text("print('hello')\n", encoding="utf-8")
    (tmp_path / "muniment.toml").write_text(ESTATE, encoding="utf-8")
    assert exit_code(["keys", "new", "--out", str(tmp_path / "key.pem")]) == 0
    return tmp_path


def _certify(place: Path, *more: str) -> int:
    return exit_code(["certify", "C-1", "--estate", str(place / "muniment.toml"), *more])


def _signing(place: Path) -> list[str]:
    return [*AGREED, "--key", str(place / "key.pem"), "--out", str(place / "certificate.json")]


def test_a_draft_shows_what_would_be_signed_and_signs_nothing(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = _certify(place, *AGREED)

    out = capsys.readouterr().out
    assert code == 0
    assert "Draft for C-1" in out
    assert "Ada Rivera, Vice President, Contracts" in out
    assert not (place / "certificate.json").exists()


def test_what_stands_in_the_way_is_listed_with_the_option_that_discloses_it(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "portal" / "requirements.txt").write_text("deepseek==1.0.0\n", encoding="utf-8")
    (place / "portal" / "app.py").write_text('URL = "https://api.deepseek.com"\n', encoding="utf-8")

    code = _certify(place, *AGREED)

    out = capsys.readouterr().out
    assert code == 1
    assert "✗ no certificate for C-1 yet" in out
    assert "prohibited:deepseek:portal" in out


def test_a_signed_certificate_is_verified_with_the_public_key_alone(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    signed = _certify(place, *_signing(place), "--yes")
    verified = exit_code(["verify", str(place / "certificate.json"), "--key", str(place / "key.pem.pub")])

    assert (signed, verified) == (0, 0)
    assert "✓ verified as of" in capsys.readouterr().out


def test_the_json_of_a_verification_holds_the_statement_as_it_was_signed(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _certify(place, *_signing(place), "--yes")
    capsys.readouterr()

    code = exit_code(["verify", str(place / "certificate.json"), "--key", str(place / "key.pem.pub"), "--json"])

    value = json.loads(capsys.readouterr().out)
    assert code == 0
    assert value["statement"]["predicate"]["signatory"]["name"] == "Ada Rivera"


def test_a_changed_certificate_is_not_believed(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _certify(place, *_signing(place), "--yes")
    certificate = place / "certificate.json"
    envelope = json.loads(certificate.read_bytes())
    envelope["payload"] = envelope["payload"][:-8] + "AAAA" + envelope["payload"][-4:]
    certificate.write_text(json.dumps(envelope), encoding="utf-8")

    code = exit_code(["verify", str(certificate), "--key", str(place / "key.pem.pub")])

    assert code == 1
    assert "muniment: check 4" in capsys.readouterr().err


def test_signing_asks_first_and_an_answer_of_no_signs_nothing(place: Path) -> None:
    program = [sys.executable, "-c", "from muniment.cli.main import run; run()"]
    arguments = ["certify", "C-1", "--estate", str(place / "muniment.toml"), *_signing(place)]

    run = subprocess.run([*program, *arguments], input="n\n", capture_output=True, text=True, check=False)

    assert run.returncode == 1
    assert "muniment: certificate: was not confirmed, so nothing was signed" in run.stderr
    assert not (place / "certificate.json").exists()


def test_an_existing_certificate_is_not_overwritten(place: Path) -> None:
    (place / "certificate.json").write_text("mine", encoding="utf-8")

    code = _certify(place, *_signing(place), "--yes")

    assert code == 2
    assert (place / "certificate.json").read_text(encoding="utf-8") == "mine"


def test_a_key_without_a_place_for_the_certificate_is_refused(place: Path) -> None:
    assert _certify(place, "--key", str(place / "key.pem")) == 2


def test_the_wording_that_is_asked_for_is_in_the_draft_word_for_word(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wording = place / "wording.txt"
    wording.write_text("The Offeror represents that it does not use it.\n", encoding="utf-8")

    code = _certify(place, *AGREED, "--wording", str(wording), "--wording-source", "Letter of 9 July")

    out = capsys.readouterr().out
    assert code == 0
    assert "Wording from Letter of 9 July" in out
    assert "The Offeror represents that it does not use it." in out


def test_evidence_is_signed_by_its_digest_and_has_to_go_along_or_be_withheld(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report, plan = place / "report.json", place / "network plan.pdf"
    report.write_bytes(b"{}")
    plan.write_bytes(b"a plan")
    keys = ["--key", str(place / "key.pem.pub")]

    signed = _certify(place, *_signing(place), "--evidence", str(report), "--evidence", str(plan), "--yes")
    draft = capsys.readouterr().out
    verified = exit_code(["verify", str(place / "certificate.json"), *keys, "--json"])
    stated = json.loads(capsys.readouterr().out)["statement"]
    pack = ["package", "pack", str(place / "certificate.json"), "--key", str(place / "key.pem")]
    short = exit_code([*pack, "--evidence", str(report), "--out", str(place / "a.mpkg")])
    missing = capsys.readouterr().err
    whole = exit_code([*pack, "--evidence", str(report), "--withhold", str(plan), "--out", str(place / "b.mpkg")])
    package = exit_code(["verify", str(place / "b.mpkg"), *keys, "--evidence", str(plan)])

    assert (signed, verified, short, whole, package) == (0, 0, 2, 0, 0)
    assert "Evidence" in draft
    assert [each["name"] for each in stated["predicate"]["evidence"]] == ["report.json", "network plan.pdf"]
    assert "evidence/report.json" in [each["name"] for each in stated["subject"]]
    assert "network plan.pdf: the certificate names it" in missing
    assert "Came apart" in capsys.readouterr().out


def test_evidence_without_a_name_of_its_own_is_not_signed(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "a").mkdir()
    for name in ("report.json", "a/report.json", "bericht-\u00fc.json"):
        (place / name).write_bytes(b"{}")

    twice = _certify(
        place, *AGREED, "--evidence", str(place / "report.json"), "--evidence", str(place / "a/report.json")
    )
    strange = _certify(place, *AGREED, "--evidence", str(place / "bericht-\u00fc.json"))

    out = " ".join(capsys.readouterr().out.split())
    assert (twice, strange) == (1, 1)
    assert "evidence `report.json`" in out
    assert "is given twice" in out
    assert "is no plain name" in out
