"""Time stamps: an authority of OpenSSL answers, and its answer proves when a file existed."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from muniment.cli.main import exit_code
from muniment.errors import InputError, ProofError
from muniment.signers.stamps import proven_at, request

if TYPE_CHECKING:
    from pathlib import Path

CONTENT = b"a certificate"
CONFIG = """
[req]
distinguished_name = name
[name]
[tsa_extensions]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[root_extensions]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[tsa]
default_tsa = authority
[authority]
serial = {folder}/serial
signer_cert = {folder}/tsa.crt
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
ess_cert_id_alg = sha256
"""


def openssl(folder: Path, *arguments: str) -> None:
    tool = shutil.which("openssl")
    assert tool, "install openssl"
    subprocess.run([tool, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def authority(tmp_path: Path) -> Path:
    """A folder with the root and the key of a time-stamp authority."""
    folder = tmp_path / "authority"
    folder.mkdir()
    (folder / "config").write_text(CONFIG.format(folder=folder), encoding="utf-8")
    (folder / "serial").write_text("01\n", encoding="utf-8")
    new = ("req", "-config", "config", "-newkey", "rsa:2048", "-nodes")
    openssl(folder, *new, "-x509", "-subj", "/CN=Root", "-extensions", "root_extensions", "-keyout", "root.key",
            "-out", "root.crt")  # fmt: skip
    openssl(folder, *new, "-subj", "/CN=Authority", "-keyout", "tsa.key", "-out", "tsa.csr")
    openssl(folder, "x509", "-req", "-in", "tsa.csr", "-CA", "root.crt", "-CAkey", "root.key", "-extfile", "config",
            "-extensions", "tsa_extensions", "-out", "tsa.crt")  # fmt: skip
    return folder


def answer(authority: Path, asked: bytes) -> bytes:
    (authority / "request.tsq").write_bytes(asked)
    openssl(authority, "ts", "-reply", "-config", "config", "-section", "authority", "-queryfile", "request.tsq",
            "-out", "answer.tsr")  # fmt: skip
    return (authority / "answer.tsr").read_bytes()


@pytest.mark.full
def test_the_answer_of_an_authority_proves_that_a_file_existed(authority: Path) -> None:
    stamp = answer(authority, request(CONTENT))

    found = proven_at(stamp, CONTENT, [(authority / "root.crt").read_bytes()], "answer.tsr")

    assert abs(found - datetime.now(UTC)) < timedelta(minutes=5)  # noqa: TID251  (the authority reads the clock too)


@pytest.mark.full
def test_a_stamp_proves_nothing_about_another_file_and_nothing_by_a_stranger(authority: Path, tmp_path: Path) -> None:
    stamp, root = answer(authority, request(CONTENT)), (authority / "root.crt").read_bytes()
    openssl(tmp_path, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Stranger", "-keyout", "s.key",
            "-out", "s.crt")  # fmt: skip

    with pytest.raises(ProofError, match="Mismatch between messages"):
        proven_at(stamp, CONTENT + b"!", [root], "answer.tsr")
    with pytest.raises(ProofError, match="is no time stamp over this file by a trusted authority"):
        proven_at(stamp, CONTENT, [(tmp_path / "s.crt").read_bytes()], "answer.tsr")


def test_an_authority_without_a_certificate_is_refused() -> None:
    with pytest.raises(InputError, match="holds no certificate in PEM"):
        proven_at(b"no stamp", CONTENT, [b"no certificate"], "answer.tsr")


@pytest.mark.full
def test_a_certificate_by_a_key_that_was_revoked_later_is_believed_with_a_stamp_from_before(
    authority: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    certificate, stamp = tmp_path / "certificate.json", tmp_path / "certificate.tsr"
    (tmp_path / "portal").mkdir()
    (tmp_path / "portal" / "app.py").write_text("print('hello')\n", encoding="utf-8")
    estate = '[organisation]\nname = "X"\n[[contracts]]\nid = "C-1"\n'
    system = '[[systems]]\nid = "portal"\ncontracts = ["C-1"]\nsources = ["portal"]\n'
    (tmp_path / "muniment.toml").write_text(estate + system, encoding="utf-8")
    assert exit_code(["keys", "new", "--out", str(tmp_path / "key.pem")]) == 0
    signing = ["--signatory", "J. Rivera", "--title", "VP", "--key", str(tmp_path / "key.pem"), "--yes"]
    files = ["--estate", str(tmp_path / "muniment.toml"), "--out", str(certificate)]
    assert exit_code(["certify", "C-1", *files, *signing]) == 0
    assert exit_code(["certify", "stamp", str(certificate), "--out", str(tmp_path / "request.tsq")]) == 0
    stamp.write_bytes(answer(authority, (tmp_path / "request.tsq").read_bytes()))
    later = (datetime.now(UTC) + timedelta(days=2)).date()  # noqa: TID251  (as above)
    (tmp_path / "trust.toml").write_text(
        f'stamp_authorities = ["authority/root.crt"]\n[[keys]]\nfile = "key.pem.pub"\nperson = "J. Rivera"\n'
        f'roles = ["signatory"]\nrevoked = {later}\nreason = "the card was lost"\n',
        encoding="utf-8",
    )
    capsys.readouterr()

    asked = ["verify", str(certificate), "--policy", str(tmp_path / "trust.toml"), "--as-of", str(later)]
    without = exit_code(asked)
    refused = capsys.readouterr().err
    with_stamp = exit_code([*asked, "--stamp", str(stamp), "--json"])

    assert (without, with_stamp) == (1, 0)
    assert "check 16, signatures: no key counts: the key of J. Rivera was revoked on" in refused
    assert json.loads(capsys.readouterr().out)["trust"]["proven_at"] is not None
