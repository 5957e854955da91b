"""A private key in a PEM file, and its public key beside it."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP384R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA87PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from muniment.domain.statement import Algorithm
from muniment.errors import InputError, Problem, ProofError
from muniment.prove.keys import ACCEPTED, TrustedKey, algorithms, key_id, trusted_key

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurve

PrivateKey: TypeAlias = EllipticCurvePrivateKey | RSAPrivateKey | MLDSA87PrivateKey

_LARGEST = 2**16


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKey:
    """A signer whose key was read from a file. `algorithm` is the first that fits the key; RSA signs by PSS."""

    key: PrivateKey
    keyid: str
    algorithm: Algorithm
    public: TrustedKey

    def sign(self, message: bytes) -> bytes:
        """Return the signature over `message`; ECDSA signatures are in DER."""
        match self.algorithm, self.key:
            case Algorithm.ECDSA_P384_SHA384, EllipticCurvePrivateKey():
                return self.key.sign(message, ECDSA(SHA384()))
            case Algorithm.ECDSA_P256_SHA256, EllipticCurvePrivateKey():
                return self.key.sign(message, ECDSA(SHA256()))
            case Algorithm.RSA_PSS_SHA256, RSAPrivateKey():
                return self.key.sign(message, PSS(mgf=MGF1(SHA256()), salt_length=PSS.DIGEST_LENGTH), SHA256())
            case Algorithm.RSA_PKCS1_SHA256, RSAPrivateKey():
                return self.key.sign(message, PKCS1v15(), SHA256())
            case Algorithm.ML_DSA_87, MLDSA87PrivateKey():
                return self.key.sign(message)
            case _:
                where = f"key {self.keyid[:16]}"
                raise InputError(Problem(where=where, what=f"cannot sign by `{self.algorithm.value}`"))

    def sign_note(self, message: bytes) -> bytes:
        """Return the ECDSA signature over the SHA-256 of `message` in DER, as signed notes have it on every curve.

        Raises: InputError where the key is not one of ECDSA.
        """
        if not isinstance(self.key, EllipticCurvePrivateKey):
            hint = "use ECDSA on P-256 or P-384"
            raise InputError(Problem(where=f"key {self.keyid[:16]}", what="cannot sign checkpoints", help=hint))
        return self.key.sign(message, ECDSA(SHA256()))


def load(path: Path, *, passphrase: bytes | None = None) -> FileKey:
    """Return the signer in the PEM file `path`: ECDSA on P-384 or P-256, RSA of at least 2048 bits, or ML-DSA-87.

    A file that others than its owner may read is refused, as its key may be known to them.
    Raises: InputError.
    """
    raw = _read(path)
    if stat.S_IMODE(path.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO):
        raise _problem(path, "others than the owner may read or write this key", f"run `chmod 600 {path}`")
    if b"PRIVATE KEY" not in raw:
        raise _problem(path, "holds no private key in PEM", "`muniment keys new` makes one")
    return _signer(path, _private_key(path, raw, passphrase))


def load_public(path: Path) -> TrustedKey:
    """Return the public key in the PEM file `path`.

    Raises: InputError.
    """
    raw = _read(path)
    try:
        return trusted_key(raw, str(path))
    except ProofError as error:
        raise InputError(*error.problems) from error


def generate(
    path: Path, *, passphrase: bytes | None = None, post_quantum: bool = False, curve: EllipticCurve | None = None
) -> FileKey:
    """Make a key: the private part in `path`, for its owner alone, the public part beside it with `.pub` added.

    It is of ECDSA on P-384, or on another accepted `curve`; one that is `post_quantum` is an ML-DSA-87 key, which signs
    beside another one.

    Nothing is overwritten: where either file exists, neither is made.
    Raises: InputError.
    """
    key = MLDSA87PrivateKey.generate() if post_quantum else generate_private_key(curve or SECP384R1())
    signer = _signer(path, key)
    protection = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, protection)
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    beside = public_path(path)
    if beside.exists():
        raise _problem(beside, "exists and is not overwritten", "choose another name for the new key")
    _create(path, private, 0o600)
    try:
        _create(beside, public, 0o644)
    except InputError:
        path.unlink()
        raise
    return signer


def public_path(path: Path) -> Path:
    """Return where the public part of the private key in `path` lies."""
    return path.with_name(path.name + ".pub")


def _private_key(path: Path, raw: bytes, passphrase: bytes | None) -> object:
    try:
        return load_pem_private_key(raw, password=passphrase or None)
    except TypeError as error:
        if not passphrase:
            raise _problem(path, "is protected by a passphrase", "give the passphrase of the key") from error
        raise _problem(path, "is not protected, and a passphrase was given", "leave the passphrase out") from error
    except (ValueError, UnsupportedAlgorithm) as error:
        hint = "check the passphrase" if passphrase else "give a PEM file as `muniment keys new` writes it"
        raise _problem(path, "holds no private key that can be read", hint) from error


def _signer(path: Path, key: object) -> FileKey:
    if not isinstance(key, EllipticCurvePrivateKey | RSAPrivateKey | MLDSA87PrivateKey):
        raise _not_accepted(path)
    public = key.public_key()
    usable = algorithms(public)
    if not usable:
        raise _not_accepted(path)
    keyid = key_id(public)
    return FileKey(key=key, keyid=keyid, algorithm=usable[0], public=TrustedKey(keyid=keyid, key=public))


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
    except OSError as error:
        raise _problem(path, f"cannot be read ({error.strerror})") from error
    if len(raw) > _LARGEST:
        raise _problem(path, "is too large for a key", "give a PEM file")
    return raw


def _create(path: Path, content: bytes, mode: int) -> None:
    """Write a file that must not exist yet, with `mode` from its first byte on."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as error:
        raise _problem(path, "exists and is not overwritten", "choose another name for the new key") from error
    except OSError as error:
        with suppress(OSError):
            path.unlink()
        raise _problem(path, f"cannot be written ({error.strerror})") from error


def _not_accepted(path: Path) -> InputError:
    return _problem(path, "holds a key of a kind that is not accepted", ACCEPTED)


def _problem(path: Path, what: str, hint: str = "") -> InputError:
    return InputError(Problem(where=str(path), what=what, help=hint))
