"""Signers that live in memory, made once per process because RSA keys are slow to make."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    SECP384R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA87PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as generate_rsa

from muniment.domain.statement import Algorithm
from muniment.prove.keys import TrustedKey, algorithms, key_id
from muniment.signers.file_key import FileKey


def signer(key: EllipticCurvePrivateKey | RSAPrivateKey | MLDSA87PrivateKey) -> FileKey:
    public = key.public_key()
    keyid = key_id(public)
    return FileKey(key=key, keyid=keyid, algorithm=algorithms(public)[0], public=TrustedKey(keyid=keyid, key=public))


@cache
def p384() -> FileKey:
    return signer(generate_private_key(SECP384R1()))


@cache
def p256() -> FileKey:
    return signer(generate_private_key(SECP256R1()))


@cache
def rsa() -> FileKey:
    return signer(generate_rsa(public_exponent=65537, key_size=2048))


def rsa_pkcs1() -> FileKey:
    return replace(rsa(), algorithm=Algorithm.RSA_PKCS1_SHA256)


@cache
def mldsa() -> FileKey:
    return signer(MLDSA87PrivateKey.generate())
