"""`muniment verify` with keys and revocations of subcontractors, on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.reports import TODAY
from muniment.cli.main import exit_code
from muniment.prove.package import open_package
from prove.browser import pem
from prove.packages import UEI, certificate
from prove.test_revoked import by, made, revocation
from signers.keys import p256, p384, rsa

POLICY = """
[[keys]]
file = "prime.pub"
person = "J. Rivera"
roles = ["signatory"]
"""
BOUND = f"""
[[keys]]
file = "shop.pub"
person = "J. Rivera"
roles = ["signatory"]
subcontractor = "{UEI}"
"""
PRIME, SHOP = ("--key", "prime.pub"), ("--subcontractor-key", f"{UEI}=shop.pub")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a package of a prime, one of its subcontractor in it, keys, and revocations of both."""
    outer, shop = certificate(), by(rsa())
    for name, content in (
        ("shop.mpkg", inner := made(shop, rsa())),
        ("prime.mpkg", made(outer, p384(), inner)),
        ("prime.pub", pem(p384().public.key).encode()),
        ("shop.pub", pem(rsa().public.key).encode()),
        ("other.pub", pem(p256().public.key).encode()),
        ("trust.toml", (POLICY + BOUND).encode()),
        ("prime-tomorrow.json", revocation(outer, p384(), days=1)),
        ("shop.json", revocation(shop, rsa())),
        ("other.json", revocation(by(p256()), p384())),
    ):
        (tmp_path / name).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def verify(file: str, *more: str) -> int:
    return exit_code(["verify", file, "--as-of", TODAY.isoformat(), *more])


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param(("prime.mpkg", *PRIME, *SHOP), 0, id="each by its own"),
        pytest.param(("prime.mpkg", "--policy", "trust.toml"), 0, id="by a policy"),
        pytest.param(("prime.mpkg", *PRIME, "--key", "shop.pub"), 0, id="by two keys for anybody"),
        pytest.param(("prime.mpkg", *PRIME), 1, id="nobody's for the subcontractor"),
        pytest.param(("prime.mpkg", *PRIME, "--subcontractor-key", f"{UEI}=other.pub"), 1, id="another's"),
        pytest.param(("prime.mpkg", *PRIME, *SHOP[:1], f"{UEI.lower()}=shop.pub"), 0, id="in small letters"),
        pytest.param(("shop.mpkg", *PRIME, *SHOP), 1, id="the subcontractor speaks for the prime"),
        pytest.param(("shop.mpkg", "--policy", "trust.toml"), 1, id="and so under a policy"),
        pytest.param(("shop.mpkg", *PRIME, *SHOP, "--from", UEI), 0, id="for itself"),
        pytest.param(("shop.mpkg", "--policy", "trust.toml", "--from", UEI), 0, id="for itself under a policy"),
        pytest.param(("shop.mpkg", "--policy", "trust.toml", "--from", "J7RJX2"), 2, id="no UEI"),
        pytest.param(("shop.mpkg", "--subcontractor-key", "Shop=shop.pub"), 2, id="a name"),
        pytest.param(("shop.mpkg", "--subcontractor-key", f"{UEI}=gone.pub"), 2, id="no file"),
        pytest.param(("shop.mpkg", "--policy", "trust.toml", *SHOP), 2, id="both"),
    ],
)
def test_a_key_of_a_subcontractor_counts_for_its_own_packages(words: tuple[str, ...], code: int) -> None:
    found = verify(*words)

    assert found == code


@pytest.mark.usefixtures("place")
def test_several_revocations_are_held_against_a_package_and_what_is_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    tomorrow = verify("prime.mpkg", *PRIME, *SHOP, "--revocation", "prime-tomorrow.json", "--json")
    passed = json.loads(capsys.readouterr().out)["checks"][-1]
    both = verify("prime.mpkg", *PRIME, *SHOP, "--revocation", "prime-tomorrow.json", "--revocation", "shop.json")
    refused = capsys.readouterr().err
    strange = verify("prime.mpkg", *PRIME, *SHOP, "--revocation", "other.json")

    assert (tomorrow, both, strange) == (0, 1, 2)
    assert passed == {"id": "R1", "text": "no revocation that reached you is of this certificate"}
    assert f"check P7, subcontractors/{UEI}/shop.mpkg, check R1, revocation: J. Rivera revoked it on {TODAY}" in refused
    assert "is of `A`, another certificate" in capsys.readouterr().err


@pytest.mark.usefixtures("place")
def test_a_revocation_that_was_held_against_a_certificate_alone_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path("prime.json").write_bytes(open_package(Path("prime.mpkg").read_bytes())[0]["certification.dsse.json"])

    assert verify("prime.json", *PRIME, "--revocation", "prime-tomorrow.json") == 0
    assert "R1. no revocation that reached you is of this certificate" in capsys.readouterr().out


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(
    "more", [("--revocation", "other.json"), ("--evidence", "prime.pub"), ("--proof", "prime.pub"), ("--contract", "C")]
)
def test_what_goes_with_a_certificate_is_not_passed_over_beside_an_act(
    more: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify("other.json", *PRIME, *more) == 2
    assert f"this is a revocation, which is verified by itself: leave out {more[0]}" in capsys.readouterr().err


@pytest.mark.usefixtures("place")
def test_a_revocation_by_a_subcontractor_is_verified_by_itself_too() -> None:
    assert verify("shop.json", *PRIME, *SHOP) == 0
    assert verify("shop.json", "--policy", "trust.toml") == 0
    assert verify("shop.json", *PRIME) == 1
