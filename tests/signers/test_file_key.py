"""Private keys in files: made once, never overwritten, never lent to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256K1, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as generate_rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from muniment.domain.statement import Algorithm
from muniment.errors import InputError, ProofError
from muniment.prove.keys import signed_with, trusted_key
from muniment.signers.file_key import generate, load, load_public
from signers.keys import p256, p384, rsa, rsa_pkcs1

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

    from muniment.signers.file_key import FileKey


def write(path: Path, key: PrivateKeyTypes) -> Path:
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    path.chmod(0o600)
    return path


def test_a_new_key_is_p384_and_for_its_owner_alone(tmp_path: Path) -> None:
    made = generate(tmp_path / "signing.pem")

    assert made.algorithm is Algorithm.ECDSA_P384_SHA384
    assert (tmp_path / "signing.pem").stat().st_mode & 0o777 == 0o600
    assert load(tmp_path / "signing.pem").keyid == made.keyid


def test_the_public_part_lies_beside_it_and_verifies(tmp_path: Path) -> None:
    made = generate(tmp_path / "signing.pem")

    public = load_public(tmp_path / "signing.pem.pub")

    assert public.keyid == made.keyid
    assert signed_with(public, made.sign(b"words"), b"words") is Algorithm.ECDSA_P384_SHA384
    assert signed_with(public, made.sign(b"words"), b"other words") is None


@pytest.mark.parametrize("existing", ["signing.pem", "signing.pem.pub"])
def test_nothing_is_overwritten_and_no_half_of_a_pair_is_left(existing: str, tmp_path: Path) -> None:
    (tmp_path / existing).write_text("precious")

    with pytest.raises(InputError, match="exists and is not overwritten"):
        generate(tmp_path / "signing.pem")

    assert [path.name for path in tmp_path.iterdir()] == [existing]
    assert (tmp_path / existing).read_text() == "precious"


def test_a_key_can_be_kept_under_a_passphrase(tmp_path: Path) -> None:
    made = generate(tmp_path / "signing.pem", passphrase=b"correct horse")

    assert load(tmp_path / "signing.pem", passphrase=b"correct horse").keyid == made.keyid
    assert b"ENCRYPTED" in (tmp_path / "signing.pem").read_bytes()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        pytest.param(None, "is protected by a passphrase", id="none given"),
        pytest.param(b"", "is protected by a passphrase", id="an empty one"),
        pytest.param(b"wrong", "check the passphrase", id="the wrong one"),
    ],
)
def test_a_protected_key_needs_its_passphrase(given: bytes | None, message: str, tmp_path: Path) -> None:
    generate(tmp_path / "signing.pem", passphrase=b"correct horse")

    with pytest.raises(InputError, match=message):
        load(tmp_path / "signing.pem", passphrase=given)


def test_a_passphrase_for_a_key_without_one_is_said(tmp_path: Path) -> None:
    generate(tmp_path / "signing.pem")

    with pytest.raises(InputError, match="a passphrase was given"):
        load(tmp_path / "signing.pem", passphrase=b"x")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601])
def test_a_key_that_others_may_touch_is_refused(mode: int, tmp_path: Path) -> None:
    generate(tmp_path / "signing.pem")
    (tmp_path / "signing.pem").chmod(mode)

    with pytest.raises(InputError, match="run `chmod 600"):
        load(tmp_path / "signing.pem")


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(lambda: generate_rsa(65537, 1024), id="RSA of 1024 bits"),  # noqa: S505
        pytest.param(lambda: generate_private_key(SECP256K1()), id="another curve"),
        pytest.param(Ed25519PrivateKey.generate, id="Ed25519"),
    ],
)
def test_other_keys_are_refused_for_signing_and_for_verifying(
    key: Callable[[], PrivateKeyTypes], tmp_path: Path
) -> None:
    made = key()
    public = made.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    with pytest.raises(InputError, match="of a kind that is not accepted"):
        load(write(tmp_path / "key.pem", made))
    with pytest.raises(ProofError, match="of a kind that is not accepted"):
        trusted_key(public, "key.pub")


def test_a_p256_key_made_elsewhere_signs(tmp_path: Path) -> None:
    signer = load(write(tmp_path / "key.pem", generate_private_key(SECP256R1())))

    assert signer.algorithm is Algorithm.ECDSA_P256_SHA256
    assert signed_with(signer.public, signer.sign(b"words"), b"words") is Algorithm.ECDSA_P256_SHA256


@pytest.mark.parametrize("signer", [p384, p256, rsa, rsa_pkcs1])
def test_a_signature_shows_by_which_algorithm_it_was_made(signer: Callable[[], FileKey]) -> None:
    assert signed_with(signer().public, signer().sign(b"words"), b"words") is signer().algorithm


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"-----BEGIN PUBLIC KEY-----\n", "holds no private key in PEM", id="a public key"),
        pytest.param(b"-----BEGIN PRIVATE KEY-----\nAAAA\n", "cannot|can be read", id="a broken key"),
        pytest.param(b"", "holds no private key in PEM", id="nothing"),
        pytest.param(b"x" * 70_000, "too large for a key", id="a large file"),
    ],
)
def test_what_is_no_private_key_is_refused(content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    path.touch(0o600)
    path.write_bytes(content)

    with pytest.raises(InputError, match=message):
        load(path)


def test_a_private_key_given_for_a_public_one_is_said(tmp_path: Path) -> None:
    generate(tmp_path / "signing.pem")

    with pytest.raises(InputError, match=r"this is a private key; give the `\.pub` file"):
        load_public(tmp_path / "signing.pem")


def test_a_missing_key_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load(tmp_path / "absent.pem")


def test_a_folder_that_does_not_exist_is_no_place_for_a_key(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        generate(tmp_path / "absent" / "signing.pem")

    assert not list(tmp_path.iterdir())
