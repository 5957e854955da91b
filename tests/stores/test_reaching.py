"""Attempts to reach hosts, against real listeners on this machine."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from muniment import wiring
from muniment.domain.egress import EgressResult
from muniment.stores.reaching import Reaching, addresses

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = "api.prohibited.example"


def here(_: str) -> tuple[str, ...]:
    return ("127.0.0.1",)


@contextmanager
def listening(context: ssl.SSLContext | None) -> Iterator[int]:
    """Listen at a port of this machine, and shake hands where there is a context; else take connections only."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        done = threading.Event()

        def serve() -> None:
            while not done.is_set():
                try:
                    connection, _ = server.accept()
                    with connection:
                        if context is None:
                            connection.recv(1)
                        else:
                            context.wrap_socket(connection, server_side=True).close()
                except OSError:
                    continue

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        done.set()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for `NAME`, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = wiring.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("certificate")
    public, private = folder / "public.pem", folder / "private.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return public, private


@pytest.fixture
def server(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


@pytest.fixture
def trust(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate[0]))


def test_a_host_that_shows_a_certificate_for_its_name_is_open(server: ssl.SSLContext, trust: ssl.SSLContext) -> None:
    with listening(server) as port:
        (tried,) = Reaching(seconds=5, port=port, addresses=here, trust=trust)([NAME])

    assert tried.way is EgressResult.OPEN


def test_somebody_who_shows_a_certificate_for_another_name_is_unclear(
    server: ssl.SSLContext, trust: ssl.SSLContext
) -> None:
    with listening(server) as port:
        (tried,) = Reaching(seconds=5, port=port, addresses=here, trust=trust)(["another.example"])

    assert tried.way is EgressResult.UNCLEAR
    assert "not good for this name" in tried.said


def test_somebody_who_takes_connections_and_says_nothing_is_unclear(trust: ssl.SSLContext) -> None:
    with listening(None) as port:
        (tried,) = Reaching(seconds=0.5, port=port, addresses=here, trust=trust)([NAME])

    assert tried.way is EgressResult.UNCLEAR


def test_a_connection_that_is_refused_is_closed(trust: ssl.SSLContext) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    (tried,) = Reaching(seconds=5, port=port, addresses=here, trust=trust)([NAME])

    assert tried.way is EgressResult.NO_CONNECTION
    assert "refused" in tried.said


def test_a_name_that_leads_nowhere_or_here_is_closed(trust: ssl.SSLContext) -> None:
    nowhere, *_ = Reaching(seconds=5, addresses=lambda _: (), trust=trust)([NAME])

    assert nowhere.way is EgressResult.NO_NAME
    assert addresses("localhost") == ()
    assert addresses("0.0.0.0") == ()  # noqa: S104  # what a name server says to lead nowhere
    assert ipaddress.ip_address(addresses("192.0.2.1")[0]).is_reserved is False


@pytest.mark.parametrize(
    ("errno", "way"),
    [
        pytest.param(socket.EAI_NONAME, EgressResult.NO_NAME, id="no such name"),
        pytest.param(socket.EAI_AGAIN, EgressResult.UNCLEAR, id="no answer"),
    ],
)
def test_a_name_server_that_does_not_answer_has_not_refused(
    errno: int, way: EgressResult, trust: ssl.SSLContext
) -> None:
    def refused(_: str) -> tuple[str, ...]:
        raise socket.gaierror(errno, "no")

    (tried,) = Reaching(seconds=5, addresses=refused, trust=trust)([NAME])

    assert tried.way is way
