"""A verifier's own policy: who is trusted, and what is refused in its file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from muniment.cli.main import exit_code

if TYPE_CHECKING:
    from pathlib import Path

ESTATE = """
[organisation]
name = "Example Systems LLC"
[[contracts]]
id = "C-1"
[[systems]]
id = "portal"
contracts = ["C-1"]
sources = ["portal"]
"""
KEY = """
[[keys]]
file = "{file}"
person = "{person}"
roles = ["signatory"]
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a certificate signed by Ada Rivera, and further keys."""
    (tmp_path / "portal").mkdir()
    (tmp_path / "portal" / "app.py").write_text("print('hello')\n", encoding="utf-8")
    (tmp_path / "muniment.toml").write_text(ESTATE, encoding="utf-8")
    for name, more in (("ada", ()), ("ben", ()), ("ada-pq", ("--post-quantum",))):
        assert exit_code(["keys", "new", "--out", str(tmp_path / f"{name}.pem"), *more]) == 0
    who = ["--signatory", "Ada Rivera", "--title", "VP", "--key", str(tmp_path / "ada.pem"), "--yes"]
    files = ["--estate", str(tmp_path / "muniment.toml"), "--out", str(tmp_path / "certificate.json")]
    assert exit_code(["certify", "C-1", *files, *who]) == 0
    return tmp_path


def verify(place: Path, policy: str, *more: str) -> int:
    (place / "trust.toml").write_text(policy, encoding="utf-8")
    return exit_code(["verify", str(place / "certificate.json"), "--policy", str(place / "trust.toml"), *more])


def countersign(place: Path, name: str) -> int:
    keys = ["--with", str(place / f"{name}.pem"), "--key", str(place / "ada.pem.pub")]
    return exit_code(["certify", "countersign", str(place / "certificate.json"), *keys])


ADA = KEY.format(file="ada.pem.pub", person="Ada Rivera")
BEN = KEY.format(file="ben.pem.pub", person="Ben Counsel")
ADA_PQ = KEY.format(file="ada-pq.pem.pub", person="Ada Rivera")


def test_who_signed_is_told_by_name(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = verify(place, ADA)

    out = capsys.readouterr().out
    assert code == 0
    assert "  18. as many persons signed it as the policy asks for" in out
    assert "signed by      Ada Rivera (signatory), ecdsa-p384-sha384, key" in out
    assert "time           as the signatory says; no time stamp proves it" in out


def test_a_second_person_countersigns_where_two_are_asked_for(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alone = verify(place, "threshold = 2\n" + ADA + BEN)
    refused = capsys.readouterr().err
    again = countersign(place, "ada")
    assert countersign(place, "ben") == 0
    capsys.readouterr()

    both = verify(place, "threshold = 2\n" + ADA + BEN, "--json")

    assert (alone, again, both) == (1, 1, 0)
    assert "check 18, signatures: 1 persons signed (Ada Rivera), and the policy asks for 2" in refused
    signed = json.loads(capsys.readouterr().out)["trust"]["signed"]
    assert [each["person"] for each in signed] == ["Ada Rivera", "Ben Counsel"]


def test_a_post_quantum_signature_stands_beside_the_first_one_in_the_same_file(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hybrid = 'algorithms = ["ecdsa-p384-sha384", "ml-dsa-87"]\n' + ADA + ADA_PQ
    alone = verify(place, hybrid)
    assert countersign(place, "ada-pq") == 0

    both = verify(place, hybrid)

    assert (alone, both) == (1, 0)
    assert "ml-dsa-87" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("policy", "what"),
    [
        pytest.param("", "the policy trusts nobody", id="empty"),
        pytest.param(ADA + ADA, "names one key twice", id="one key for two entries"),
        pytest.param("threshold = 0\n" + ADA, "must be a number from 1 to 16", id="a threshold of none"),
        pytest.param('algorithms = ["md5"]\n' + ADA, "cannot be `md5`", id="an unknown algorithm"),
        pytest.param(ADA.replace('["signatory"]', '["boss"]'), "cannot be `boss`", id="an unknown role"),
        pytest.param(ADA + "colour = 1", "`colour` has no place in [[keys]]", id="an unknown key"),
        pytest.param(ADA.replace("ada.pem.pub", "gone.pub"), "gone.pub: cannot be read", id="a file that is not there"),
        pytest.param(ADA.replace("ada.pem.pub", "ada.pem"), "this is a private key", id="a private key"),
        pytest.param(ADA + "from = 2026-02-01\nuntil = 2026-01-01", "before `from`", id="days in the wrong order"),
    ],
)
def test_a_policy_that_cannot_be_relied_on_is_refused(
    place: Path, capsys: pytest.CaptureFixture[str], policy: str, what: str
) -> None:
    code = verify(place, policy)

    assert code == 2
    assert what in capsys.readouterr().err


@pytest.mark.parametrize(
    "options",
    [
        pytest.param([], id="no key and no policy"),
        pytest.param(["--key", "ada.pem.pub", "--policy", "trust.toml"], id="both"),
        pytest.param(["--key", "ada.pem.pub", "--stamp", "trust.toml"], id="a stamp without a policy"),
    ],
)
def test_trust_comes_from_keys_or_from_a_policy(place: Path, options: list[str]) -> None:
    (place / "trust.toml").write_text(ADA, encoding="utf-8")
    paths = [option if option.startswith("--") else str(place / option) for option in options]

    assert exit_code(["verify", str(place / "certificate.json"), *paths]) == 2
