"""Keys on a token: SoftHSM stands for a card. The PIN is asked for, and no key leaves the token."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP384R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as generate_rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from muniment.errors import InputError
from muniment.signers.pkcs11 import parse_uri

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

PIN = "648219"


@pytest.mark.parametrize(
    ("uri", "what"),
    [
        pytest.param("pkcs11:token=a;pin-value=1234?module-path=/m", "a PIN in an option can be seen", id="a PIN"),
        pytest.param("pkcs11:token=a?pin-source=/p&module-path=/m", "a PIN in an option", id="a file with a PIN"),
        pytest.param("pkcs11:colour=red?module-path=/m", "`colour=red` that is not understood", id="an unknown part"),
        pytest.param("pkcs11:token=a", "does not say which module", id="no module"),
    ],
)
def test_a_name_of_a_token_that_cannot_be_used_is_refused(uri: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        parse_uri(uri)


def test_the_parts_of_a_name_are_decoded() -> None:
    found = parse_uri("pkcs11:token=My%20Card;id=%01%02;object=SIGN?module-path=/usr/lib/m.so")

    assert (found.token, found.id, found.label, found.module) == ("My Card", b"\x01\x02", "SIGN", "/usr/lib/m.so")


def module() -> Path:
    """Return where SoftHSM is; the tests that need it fail where it is not installed."""
    found = [path for folder in ("/usr/lib", "/usr/local/lib") for path in Path(folder).glob("**/libsofthsm2.so")]
    assert found, "install softhsm2"
    return found[0]


def tool(name: str) -> str:
    found = shutil.which(name)
    assert found, f"install {name}"
    return found


@pytest.fixture
def token(tmp_path: Path) -> dict[str, str]:
    """A new token with an RSA key, id 01, that has a certificate, and a P-384 key, id 02, that has none."""
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n", encoding="utf-8")
    environment = {**os.environ, "SOFTHSM2_CONF": str(tmp_path / "softhsm2.conf")}
    softhsm = tool("softhsm2-util")

    def call(*command: str | Path) -> None:
        subprocess.run(list(map(str, command)), check=True, capture_output=True, env=environment)

    call(softhsm, "--init-token", "--free", "--label", "CARD", "--pin", PIN, "--so-pin", "12345678")
    keys: dict[str, PrivateKeyTypes] = {
        "01": generate_rsa(public_exponent=65537, key_size=2048),
        "02": generate_private_key(SECP384R1()),
    }
    for number, key in keys.items():
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (tmp_path / f"{number}.pem").write_bytes(pem)
        call(
            *(softhsm, "--import", tmp_path / f"{number}.pem", "--token", "CARD", "--pin", PIN),
            *("--label", f"KEY{number}", "--id", number),
        )
    call(tool("openssl"), "req", "-x509", "-key", tmp_path / "01.pem", "-subj", "/CN=J. Rivera", "-outform", "DER",
         "-out", tmp_path / "01.der")  # fmt: skip
    write = (
        "import pkcs11, sys, pathlib\n"
        "token = pkcs11.lib(sys.argv[1]).get_token(token_label='CARD')\n"
        "with token.open(rw=True, user_pin=sys.argv[2]) as session:\n"
        "    session.create_object({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,\n"
        "        pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509, pkcs11.Attribute.TOKEN: True,\n"
        "        pkcs11.Attribute.ID: bytes([1]), pkcs11.Attribute.LABEL: 'KEY01', pkcs11.Attribute.SUBJECT: b'',\n"
        "        pkcs11.Attribute.VALUE: pathlib.Path(sys.argv[3]).read_bytes()})\n"
    )
    call(sys.executable, "-W", "ignore", "-c", write, module(), PIN, tmp_path / "01.der")
    return environment


def muniment(environment: dict[str, str], *arguments: str, typed: str = PIN) -> subprocess.CompletedProcess[str]:
    """Run the program without a terminal; a hidden question then reads from the input."""
    program = [sys.executable, "-W", "ignore", "-c", "from muniment.cli.main import run; run()"]
    return subprocess.run(
        [*program, *arguments], input=f"{typed}\n", capture_output=True, text=True, check=False, env=environment
    )


def named(number: str) -> str:
    return f"pkcs11:token=CARD;object=KEY{number}?module-path={module()}"


@pytest.mark.full
@pytest.mark.parametrize(
    ("number", "algorithm"),
    [pytest.param("01", "rsa-pkcs1-sha256", id="RSA"), pytest.param("02", "ecdsa-p384-sha384", id="ECDSA on P-384")],
)
def test_a_certificate_that_a_token_signed_is_verified_with_its_public_key(
    token: dict[str, str], tmp_path: Path, number: str, algorithm: str
) -> None:
    (tmp_path / "portal").mkdir()
    (tmp_path / "portal" / "app.py").write_text("print('hello')\n", encoding="utf-8")
    (tmp_path / "muniment.toml").write_text(
        '[organisation]\nname = "X"\n[[contracts]]\nid = "C-1"\n'
        '[[systems]]\nid = "portal"\ncontracts = ["C-1"]\nsources = ["portal"]\n',
        encoding="utf-8",
    )
    certificate, public = str(tmp_path / "certificate.json"), str(tmp_path / "card.pub")

    exported = muniment(token, "keys", "export", named(number), "--out", public)
    signed = muniment(
        token,
        *("certify", "C-1", "--estate", str(tmp_path / "muniment.toml"), "--signatory", "J. Rivera", "--title", "VP"),
        *("--key", named(number), "--out", certificate, "--yes"),
    )
    verified = muniment(token, "verify", certificate, "--key", public)

    assert exported.returncode == 0, exported.stderr
    assert signed.returncode == 0, signed.stderr
    assert verified.returncode == 0, verified.stderr
    assert f"signed by      {algorithm}" in verified.stdout
    assert PIN not in signed.stdout + signed.stderr


@pytest.mark.full
def test_a_wrong_pin_signs_nothing(token: dict[str, str], tmp_path: Path) -> None:
    refused = muniment(token, "keys", "export", named("01"), "--out", str(tmp_path / "card.pub"), typed="0000")

    assert refused.returncode == 2
    assert "refused the PIN" in refused.stderr
    assert not (tmp_path / "card.pub").exists()


@pytest.mark.full
def test_the_certificate_on_the_token_is_written_where_it_is_asked_for(token: dict[str, str], tmp_path: Path) -> None:
    out, chain = tmp_path / "card.pub", tmp_path / "card.crt"

    done = muniment(token, "keys", "export", named("01"), "--out", str(out), "--certificate", str(chain))

    subject = subprocess.run(
        [tool("openssl"), "x509", "-in", chain, "-noout", "-subject"], check=True, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "J. Rivera" in subject.stdout


@pytest.mark.full
def test_a_name_that_fits_two_keys_is_refused(token: dict[str, str], tmp_path: Path) -> None:
    uri = f"pkcs11:token=CARD?module-path={module()}"

    refused = muniment(token, "keys", "export", uri, "--out", str(tmp_path / "card.pub"))

    assert refused.returncode == 2
    assert "fits 2 private keys, where one is needed" in refused.stderr


@pytest.mark.full
@pytest.mark.parametrize("number", ["01", "02"], ids=["RSA", "ECDSA on P-384"])
def test_a_card_approves_a_call_that_is_held(token: dict[str, str], tmp_path: Path, number: str) -> None:
    (tmp_path / "gateway.toml").write_text(
        '[approvals]\nholds = "holds.sqlite"\ntrust = "trust.toml"\ntoken_key = "release.pem"\nuntagged = "withhold"\n'
        '[[effects]]\nid = "e"\ntitle = "an effect"\napprovals = 1\nsays = "Ask first."\nby = "a rule of ours"\n'
        '[[tools]]\nname = "do_it"\nserver = "mcp://s"\ndoes = "Does it."\neffect = "e"\n',
        encoding="utf-8",
    )
    (tmp_path / "trust.toml").write_text(
        '[[keys]]\nfile = "card.pub"\nperson = "Eve Holt"\nroles = ["approver"]\n', encoding="utf-8"
    )
    config = ("--config", str(tmp_path / "gateway.toml"))
    muniment(token, "keys", "new", "--out", str(tmp_path / "release.pem"))
    muniment(token, "keys", "export", named(number), "--out", str(tmp_path / "card.pub"))
    asked = muniment(token, "approve", "ask", "do_it", "--caller", "agent", *config, typed='{"a": 1}')
    hold = asked.stdout.split()[0]

    signed = muniment(token, "approve", "approve", hold, "--key", named(number), "--reason", "seen", "--yes", *config)
    released = muniment(token, "approve", "release", hold, *config)

    assert signed.returncode == 0, signed.stderr
    assert "Eve Holt signed: approve." in signed.stdout
    assert (released.returncode, released.stdout.count(".")) == (0, 2)


@pytest.mark.full
def test_a_token_signs_the_checkpoints_of_a_ledger_and_another_key_takes_over(
    token: dict[str, str], tmp_path: Path
) -> None:
    place, public = str(tmp_path / "ledger.sqlite"), str(tmp_path / "card.pub")
    by_token = {**token, "MUNIMENT_LEDGER": place, "MUNIMENT_LEDGER_KEY": named("02")}
    (tmp_path / "app.py").write_text("print('hello')\n", encoding="utf-8")

    exported = muniment(token, "keys", "export", named("02"), "--out", public)
    begun = muniment(by_token, "ledger", "init", "example.com/ledger")
    scanned = muniment({**by_token, "MUNIMENT_LEDGER_PIN": PIN}, "scan", str(tmp_path / "app.py"), typed="")
    audited = muniment(by_token, "ledger", "audit", "--key", public)
    made = muniment(token, "keys", "new", "--out", str(tmp_path / "next.pem"))
    rotated = muniment(by_token, "ledger", "rotate-key", str(tmp_path / "next.pem"))
    led = muniment(by_token, "ledger", "audit", "--key", public)

    for each in (exported, begun, scanned, audited, made, rotated, led):
        assert each.returncode == 0, each.stderr
    assert "`muniment keys export` writes its public part" in begun.stdout
    assert "as it was signed: 2 entries" in audited.stdout
    assert "as it was signed: 3 entries" in led.stdout


@pytest.mark.full
def test_one_token_signs_a_certificate_and_the_ledger_that_is_told_of_it(token: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "portal").mkdir()
    (tmp_path / "portal" / "app.py").write_text("print('hello')\n", encoding="utf-8")
    (tmp_path / "muniment.toml").write_text(
        '[organisation]\nname = "X"\n[[contracts]]\nid = "C-1"\n'
        '[[systems]]\nid = "portal"\ncontracts = ["C-1"]\nsources = ["portal"]\n'
        f'[ledger]\nat = "ledger.sqlite"\nkey = "{named("02")}"\n',
        encoding="utf-8",
    )
    estate = ("--estate", str(tmp_path / "muniment.toml"))
    pin = {**token, "MUNIMENT_LEDGER_PIN": PIN}

    begun = muniment(pin, "ledger", "init", "example.com/ledger", *estate)
    signed = muniment(
        pin,
        *("certify", "C-1", *estate, "--signatory", "J. Rivera", "--title", "VP"),
        *("--key", named("01"), "--out", str(tmp_path / "certificate.json"), "--yes"),
    )
    listed = muniment(pin, "ledger", "log", *estate, "--type", "signature", "--json")

    assert begun.returncode == 0, begun.stderr
    assert signed.returncode == 0, signed.stderr
    assert listed.stdout.count('"signatory"') == 1


@pytest.mark.full
@pytest.mark.parametrize(
    ("number", "typed", "what"),
    [
        pytest.param("01", PIN, "cannot sign checkpoints", id="an RSA key"),
        pytest.param("02", "000000", "refused the PIN", id="a wrong PIN"),
        pytest.param("07", PIN, "fits 0 private keys", id="no such key"),
    ],
)
def test_no_ledger_is_made_with_a_token_that_cannot_sign_for_it(
    token: dict[str, str], tmp_path: Path, number: str, typed: str, what: str
) -> None:
    by_token = {**token, "MUNIMENT_LEDGER_KEY": named(number)}

    ended = muniment(by_token, "ledger", "init", "example.com/l", "--ledger", str(tmp_path / "l.sqlite"), typed=typed)

    assert ended.returncode in {1, 2}
    assert what in ended.stderr
    assert not (tmp_path / "l.sqlite").exists()
