"""Programs that share no code with Muniment come to the same answer."""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer._crypto_signer import CryptoSigner
from securesystemslib.signer._key import SSlibKey
from sigstore._internal.rekor.checkpoint import SignedCheckpoint
from sigstore._utils import KeyID
from sigstore.errors import VerificationError as SigstoreError

from app.reports import CONTRACT, TODAY
from muniment.domain.entry import EntryType
from muniment.prove.archive import unpacked
from muniment.prove.checkpoint import write as write_checkpoint
from muniment.prove.envelope import pre_authentication_encoding
from muniment.prove.manifest import FORM, MANIFEST, PROOF, SEAL
from muniment.prove.state import PREDICATE_TYPE, seal
from muniment.prove.tlog_proof import read as read_proof
from muniment.prove.verify import verify
from prove.packages import OTHERS, certificate, checkpoint, checkpoint_in, entry, grown, package, proof, proof_of
from prove.statements import full
from signers.keys import p256, p384, rsa

if TYPE_CHECKING:
    from collections.abc import Callable

    from sigstore._internal.trust import RekorKeyring

    from muniment.signers.file_key import FileKey

DOC = Path(__file__).parents[2] / "docs" / "verify.md"


def sealed(signer: FileKey) -> bytes:
    return seal(replace(full(), algorithm=signer.algorithm), keyid=signer.keyid, sign=signer.sign)


def script() -> str:
    (found,) = re.findall(r"```python\n(# verify_package.*?)```", DOC.read_text(), re.DOTALL)
    return str(found)


def run(folder: Path, envelope: bytes, key: FileKey) -> subprocess.CompletedProcess[str]:
    (folder / "statement.dsse.json").write_bytes(envelope)
    (folder / "key.pub").write_bytes(key.public.key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return asked_of_script(folder, "statement.dsse.json", "key.pub", TODAY.isoformat(), CONTRACT)


def asked_of_script(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    (folder / "verify_package.py").write_text(script())
    command = [sys.executable, "-I", "verify_package.py", *words]
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
    assert done.stderr == "refused: this key did not sign it\n"


def test_the_script_in_the_manual_refuses_a_changed_statement(tmp_path: Path) -> None:
    envelope = json.loads(sealed(p384()))
    envelope["payload"] = "A" + envelope["payload"][1:]

    done = run(tmp_path, json.dumps(envelope).encode(), p384())

    assert done.returncode == 1
    assert done.stderr == "refused: this key did not sign it\n"


def test_the_script_in_the_manual_has_at_most_40_lines() -> None:
    assert len(script().splitlines()) <= 40


@pytest.fixture
def received(tmp_path: Path) -> Path:
    """A folder with everything that a receiver has: a package, the two keys, and a checkpoint from before."""
    (tmp_path / "given.mpkg").write_bytes(package())
    (tmp_path / "before.checkpoint").write_bytes(write_checkpoint(checkpoint(OTHERS)))
    for name, signer in (("key.pub", p384()), ("ledger.pub", p256())):
        pem = signer.public.key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        (tmp_path / name).write_bytes(pem)
    return tmp_path


def believed(folder: Path, *, contract: str = CONTRACT, ledger: str = "ledger.pub") -> str:
    done = asked_of_script(folder, "given.mpkg", "key.pub", TODAY.isoformat(), contract, ledger, "before.checkpoint")
    return done.stderr or "believed"


def test_the_script_in_the_manual_believes_our_package_and_its_ledger(received: Path) -> None:
    today = checkpoint_in((received / "given.mpkg").read_bytes())
    (received / "before.checkpoint").write_bytes(write_checkpoint(today))

    assert believed(received) == "believed"


def test_the_script_in_the_manual_asks_for_a_proof_where_the_ledger_has_grown(received: Path) -> None:
    assert believed(received) == "refused: the ledger does not go on from the one that you knew\n"


def test_the_script_in_the_manual_refuses_the_certificate_of_another_contract(received: Path) -> None:
    assert believed(received, contract="C-9") == "refused: it is for another contract\n"


def test_the_script_in_the_manual_refuses_another_ledger(received: Path) -> None:
    assert believed(received, ledger="key.pub") == "refused: the ledger did not sign it\n"


@pytest.mark.parametrize(
    "proof",
    [
        pytest.param(lambda _: proof_of(b"x"), id="of something else"),
        pytest.param(lambda found: proof_of(found).replace(b"index 6", b"index 1"), id="from another place"),
        pytest.param(lambda found: proof([*OTHERS, entry(found, EntryType.EXPORT)], 6), id="of another event"),
    ],
)
def test_the_script_in_the_manual_refuses_a_proof_that_does_not_hold(
    received: Path, proof: Callable[[bytes], bytes]
) -> None:
    envelope = certificate()
    (received / "given.mpkg").write_bytes(package(envelope=envelope, proof=proof(envelope)))

    assert believed(received) == "refused: the ledger does not hold this\n"


def test_the_script_in_the_manual_refuses_a_ledger_that_was_cut_back(received: Path) -> None:
    (received / "before.checkpoint").write_bytes(write_checkpoint(checkpoint([*OTHERS, b"1", b"2"])))

    assert believed(received) == "refused: the ledger does not go on from the one that you knew\n"


@pytest.mark.parametrize("old", range(1, 7))
def test_the_script_in_the_manual_believes_a_ledger_that_is_shown_to_go_on(received: Path, old: int) -> None:
    one = certificate()
    (received / "given.mpkg").write_bytes(package(envelope=one, consistency=(grown(one, old),)))
    (received / "before.checkpoint").write_bytes(write_checkpoint(checkpoint(OTHERS[:old])))

    assert believed(received) == "believed"

    (received / "before.checkpoint").write_bytes(write_checkpoint(checkpoint([*OTHERS[: old - 1], b"forgotten"])))

    assert believed(received) == "refused: the ledger does not go on from the one that you knew\n"


def test_the_script_in_the_manual_agrees_on_every_place_in_small_ledgers(received: Path) -> None:
    envelope = certificate()
    (received / "before.checkpoint").write_bytes(write_checkpoint(checkpoint([])))
    for size in range(1, 6):
        for place in range(size):
            entries = [b"other %d" % number for number in range(size)]
            entries[place] = entry(envelope)
            (received / "given.mpkg").write_bytes(package(envelope=envelope, proof=proof(entries, place)))

            assert believed(received) == "believed"


class Keyring:
    """The one key that sigstore is to trust, as it asks for keys."""

    def verify(self, *, key_id: bytes, signature: bytes, data: bytes) -> None:
        assert key_id == bytes.fromhex(p256().keyid)
        try:
            p256().key.public_key().verify(signature, data, ECDSA(SHA256()))  # type: ignore[call-arg,arg-type]  # a curve
        except InvalidSignature as error:
            raise SigstoreError("not by this key") from error


def test_sigstore_believes_the_checkpoint_in_a_package_and_reads_it_as_we_do() -> None:
    raw = unpacked(package(), FORM, "package")[PROOF]

    theirs = SignedCheckpoint.from_text(raw.partition(b"\n\n")[2].decode())
    theirs.signed_note.verify(cast("RekorKeyring", Keyring()), KeyID(bytes.fromhex(p256().keyid)))

    ours = read_proof(raw).checkpoint.checkpoint
    assert (theirs.checkpoint.origin, theirs.checkpoint.log_size) == (ours.origin, ours.size)
    assert theirs.checkpoint.log_hash == ours.root.hex()


def test_sigstore_refuses_a_checkpoint_that_was_changed() -> None:
    raw = unpacked(package(), FORM, "package")[PROOF].replace(b"\n7\n", b"\n8\n")
    theirs = SignedCheckpoint.from_text(raw.partition(b"\n\n")[2].decode())

    with pytest.raises(SigstoreError, match="invalid signature"):
        theirs.signed_note.verify(cast("RekorKeyring", Keyring()), KeyID(bytes.fromhex(p256().keyid)))


def test_securesystemslib_believes_the_signature_over_a_manifest() -> None:
    contents = unpacked(package(), FORM, "package")
    key = SSlibKey.from_crypto(p384().public.key, keyid=p384().keyid, scheme="ecdsa-sha2-nistp384")

    envelope = Envelope.from_dict(json.loads(contents[SEAL]))

    assert list(envelope.verify([key], 1)) == [p384().keyid]
    (subject,) = json.loads(envelope.payload)["subject"]
    assert subject["digest"]["sha256"] == hashlib.sha256(contents[MANIFEST]).hexdigest()


def test_any_program_for_zip_archives_opens_a_package() -> None:
    raw = package()

    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == unpacked(raw, FORM, "package")
