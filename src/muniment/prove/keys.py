"""Public keys that a verifier trusts, and the one place that calls signature primitives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, SECP384R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA87PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from muniment.domain.statement import Algorithm
from muniment.errors import Problem, ProofError
from muniment.prove.canonical import digest

PublicKey: TypeAlias = EllipticCurvePublicKey | RSAPublicKey | MLDSA87PublicKey

_SMALLEST_RSA = 2048
ACCEPTED = "use ECDSA on P-384 or P-256, RSA of at least 2048 bits, or ML-DSA-87"


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A public key that came to the verifier by a way of its own, never out of the file that is verified.

    `keyid` is the SHA-256 of the key in DER (SubjectPublicKeyInfo), 64 hexadecimal digits.
    """

    keyid: str
    key: PublicKey


def trusted_key(pem: bytes, where: str) -> TrustedKey:
    """Return the key in `pem`: ECDSA on P-384 or P-256, RSA of at least 2048 bits, or ML-DSA-87.

    Raises: ProofError, naming `where`, for any other key and for what is no public key.
    """
    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm) as error:
        hint = "this is a private key; give the `.pub` file" if b"PRIVATE KEY" in pem else "give a public key in PEM"
        raise ProofError(Problem(where=where, what="holds no public key", help=hint)) from error
    match key:
        case EllipticCurvePublicKey() | RSAPublicKey() | MLDSA87PublicKey() if algorithms(key):
            return TrustedKey(keyid=key_id(key), key=key)
        case _:
            raise ProofError(Problem(
                where=where,
                what="holds a key of a kind that is not accepted",
                help=ACCEPTED,
            ))  # fmt: skip


def key_id(key: PublicKey) -> str:
    """Return the name of `key`: the SHA-256 of its SubjectPublicKeyInfo in DER, in hexadecimal."""
    return digest(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).removeprefix("sha256:")


def algorithms(key: PublicKey) -> tuple[Algorithm, ...]:
    """Return the algorithms that `key` may be used with; none for a curve or size that is not accepted."""
    if isinstance(key, RSAPublicKey):
        return (Algorithm.RSA_PSS_SHA256, Algorithm.RSA_PKCS1_SHA256) if key.key_size >= _SMALLEST_RSA else ()
    if isinstance(key, MLDSA87PublicKey):
        return (Algorithm.ML_DSA_87,)
    match key.curve:
        case SECP384R1():
            return (Algorithm.ECDSA_P384_SHA384,)
        case SECP256R1():
            return (Algorithm.ECDSA_P256_SHA256,)
        case _:
            return ()


def signed_with(key: TrustedKey, signature: bytes, message: bytes) -> Algorithm | None:
    """Return the algorithm by which `key` made `signature` over `message`; nothing where it did not."""
    return next((each for each in algorithms(key.key) if _holds(each, key.key, signature, message)), None)


def signed_note_with(key: TrustedKey, signature: bytes, message: bytes) -> bool:
    """Return whether `key` made `signature` over the SHA-256 of `message` by ECDSA, whatever its curve.

    That is the signature type 0x02 of C2SP signed notes, the only one that these carry here.
    """
    if not isinstance(key.key, EllipticCurvePublicKey):
        return False
    try:
        key.key.verify(signature, message, ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def _holds(algorithm: Algorithm, key: PublicKey, signature: bytes, message: bytes) -> bool:
    try:
        match algorithm, key:
            case Algorithm.ECDSA_P384_SHA384, EllipticCurvePublicKey():
                key.verify(signature, message, ECDSA(SHA384()))
            case Algorithm.ECDSA_P256_SHA256, EllipticCurvePublicKey():
                key.verify(signature, message, ECDSA(SHA256()))
            case Algorithm.RSA_PSS_SHA256, RSAPublicKey():
                key.verify(signature, message, PSS(mgf=MGF1(SHA256()), salt_length=PSS.DIGEST_LENGTH), SHA256())
            case Algorithm.RSA_PKCS1_SHA256, RSAPublicKey():
                key.verify(signature, message, PKCS1v15(), SHA256())
            case Algorithm.ML_DSA_87, MLDSA87PublicKey():
                key.verify(signature, message)
            case _:
                return False
    except InvalidSignature:
        return False
    return True
