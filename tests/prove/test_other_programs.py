"""Programs that share no code with Muniment come to the same answer."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer._crypto_signer import CryptoSigner
from securesystemslib.signer._key import SSlibKey

from app.reports import TODAY
from muniment.prove.envelope import pre_authentication_encoding
from muniment.prove.state import PREDICATE_TYPE, seal
from muniment.prove.verify import verify
from prove.statements import full
from signers.keys import p256, p384, rsa

if TYPE_CHECKING:
    from collections.abc import Callable

    from muniment.signers.file_key import FileKey

DOC = Path(__file__).parents[2] / "docs" / "certify.md"


def sealed(signer: FileKey) -> bytes:
    return seal(replace(full(), algorithm=signer.algorithm), keyid=signer.keyid, sign=signer.sign)


def script() -> str:
    (found,) = re.findall(r"```python\n(# verify_statement.*?)```", DOC.read_text(), re.DOTALL)
    return str(found)


def run(folder: Path, envelope: bytes, key: FileKey) -> subprocess.CompletedProcess[str]:
    (folder / "statement.dsse.json").write_bytes(envelope)
    (folder / "key.pub").write_bytes(key.public.key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    (folder / "verify_statement.py").write_text(script())
    command = [sys.executable, "-I", "verify_statement.py", "statement.dsse.json", "key.pub", TODAY.isoformat()]
    return subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("signer", "scheme"),
    [
        pytest.param(p384, "ecdsa-sha2-nistp384", id="ECDSA on P-384"),
        pytest.param(p256, "ecdsa-sha2-nistp256", id="ECDSA on P-256"),
        pytest.param(rsa, "rsassa-pss-sha256", id="RSA by PSS"),
    ],
)
def test_securesystemslib_believes_our_envelope(signer: Callable[[], FileKey], scheme: str) -> None:
    key = SSlibKey.from_crypto(signer().public.key, keyid=signer().keyid, scheme=scheme)

    envelope = Envelope.from_dict(json.loads(sealed(signer())))

    assert list(envelope.verify([key], 1)) == [signer().keyid]
    assert json.loads(envelope.payload)["predicateType"] == PREDICATE_TYPE


def test_securesystemslib_refuses_what_we_refuse() -> None:
    key = SSlibKey.from_crypto(p384().public.key, keyid=p384().keyid, scheme="ecdsa-sha2-nistp384")
    envelope = Envelope.from_dict(json.loads(sealed(p384())))
    envelope.payload = envelope.payload.replace(b"J. Rivera", b"J. Riviera")

    with pytest.raises(VerificationError):
        envelope.verify([key], 1)


def test_we_believe_what_securesystemslib_signed() -> None:
    other = CryptoSigner(p384().key, SSlibKey.from_crypto(p384().public.key, scheme="ecdsa-sha2-nistp384"))
    ours = Envelope.from_dict(json.loads(sealed(p384())))
    theirs = Envelope(payload=ours.payload, payload_type=ours.payload_type, signatures={})
    theirs.sign(other)

    verified = verify(json.dumps(theirs.to_dict()).encode(), keys=[p384().public], as_of=TODAY)

    assert verified.statement == full()


def test_the_bytes_to_sign_are_those_of_securesystemslib() -> None:
    envelope = Envelope(payload=b"hello world", payload_type="http://example.com/HelloWorld", signatures={})

    assert pre_authentication_encoding("http://example.com/HelloWorld", b"hello world") == envelope.pae()


@pytest.mark.parametrize("signer", [pytest.param(p384, id="P-384"), pytest.param(p256, id="P-256")])
def test_the_script_in_the_manual_believes_our_envelope(signer: Callable[[], FileKey], tmp_path: Path) -> None:
    done = run(tmp_path, sealed(signer()), signer())

    assert done.returncode == 0, done.stderr
    assert "signed by J. Rivera, VP Contracts" in done.stdout


def test_the_script_in_the_manual_refuses_another_key(tmp_path: Path) -> None:
    done = run(tmp_path, sealed(p384()), p256())

    assert done.returncode == 1
    assert "signature" in done.stderr


def test_the_script_in_the_manual_refuses_a_changed_statement(tmp_path: Path) -> None:
    envelope = json.loads(sealed(p384()))
    envelope["payload"] = "A" + envelope["payload"][1:]

    done = run(tmp_path, json.dumps(envelope).encode(), p384())

    assert done.returncode == 1
    assert "signature" in done.stderr


def test_the_script_in_the_manual_has_at_most_40_lines() -> None:
    assert len(script().splitlines()) <= 40
