"""What the use cases need from the world outside, each as narrow as its one use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from muniment.domain.statement import Algorithm
    from muniment.prove.keys import TrustedKey


class Clock(Protocol):
    """Tells the time. Only `wiring` makes one."""

    def now(self) -> datetime:
        """Return the instant in UTC, with its time zone."""


class Progress(Protocol):
    """Is told how far a scan has come."""

    def __call__(self, done: int, known: int, size: int = 0) -> None:
        """Take note of the entries done and known so far, and of the bytes read where those were counted."""


class Signer(Protocol):
    """Holds, or reaches, one private key."""

    @property
    def keyid(self) -> str:
        """Return the SHA-256 of the public key in DER, in hexadecimal."""

    @property
    def algorithm(self) -> Algorithm:
        """Return how it signs; a statement to be signed must declare the same."""

    @property
    def public(self) -> TrustedKey:
        """Return the public key, with which the signature is checked before it is handed out."""

    def sign(self, message: bytes) -> bytes:
        """Return the signature over `message`.

        Raises: InputError where the key cannot be used.
        """
