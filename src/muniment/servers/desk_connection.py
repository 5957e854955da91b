"""One connection to the desk, which knows whose client certificate it came with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509 import load_der_x509_certificate
from uvicorn.protocols.http.h11_impl import H11Protocol

from muniment.prove.keys import key_id

if TYPE_CHECKING:
    import asyncio


class DeskConnection(H11Protocol):
    """Tells the application, as `certificate_key`, the id of the key of the client's certificate; empty without one.

    TLS has verified the certificate against the authorities of the desk.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the key of the certificate along with every request."""
        super().connection_made(transport)
        found = transport.get_extra_info("ssl_object")
        certificate = found.getpeercert(binary_form=True) if found is not None else None
        self.app_state = {**self.app_state, "certificate_key": _key_id(certificate) if certificate else ""}


def _key_id(certificate: bytes) -> str:
    key = load_der_x509_certificate(certificate).public_key()
    return key_id(key) if isinstance(key, EllipticCurvePublicKey | RSAPublicKey) else ""
