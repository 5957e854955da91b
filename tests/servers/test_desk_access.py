"""Nobody answers at the desk who has not signed in, and nothing there is open."""

from __future__ import annotations

import base64
import http.client
import json
import re
import ssl
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from muniment.cli.main import exit_code
from muniment.signers.file_key import load
from servers.desks import Served, free_port, prepared, running, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Served]:
    yield from served(tmp_path)


def asked(desk: Served, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=60)
    connection.request(method, path, body or None, headers)
    answered = connection.getresponse()
    text = answered.read().decode()
    connection.close()
    return answered.status, text, {name.lower(): value for name, value in answered.getheaders()}


def post(desk: Served, path: str, value: object, **headers: str) -> tuple[int, str, dict[str, str]]:
    told = {"content-type": "application/json", "origin": desk.origin} | headers
    return asked(desk, "POST", path, json.dumps(value), **told)


def test_what_is_held_is_shown_to_nobody_who_has_not_signed_in(desk: Served) -> None:
    hold = desk.ask()

    for path in ("/", f"/holds/{hold}", f"/holds/{hold}/text", "/live", f"/holds/{hold}/live", "/?all=yes"):
        status, text, headers = asked(desk, "GET", path)
        assert status in {200, 303, 403}, path
        assert "set_valve" not in text, path
        assert hold not in text.replace(path, ""), path
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
    assert post(desk, f"/holds/{hold}/ballots", {"verdict": "approve", "reason": "x"})[0] == 403


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"origin": "https://evil.example"}, id="of another site"),
        pytest.param({"origin": "null"}, id="of a page without a site"),
        pytest.param({"content-type": "text/plain"}, id="as a form sends it"),
    ],
)
def test_what_another_site_could_send_is_refused(desk: Served, headers: dict[str, str]) -> None:
    status, text, _ = post(desk, "/sign-in/challenge", {}, **headers)

    assert (status, "challenge" in text) == (403, False)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param("/sign-in", {}, id="nothing signed"),
        pytest.param("/sign-in", [], id="no object"),
        pytest.param("/sign-in", {"text": "%", "credential": "x"}, id="no base64"),
        pytest.param("/sign-in/challenge", "x" * 2**20, id="more than a mebibyte"),
    ],
)
def test_what_is_not_understood_is_refused_in_words(desk: Served, path: str, value: object) -> None:
    status, text, _ = post(desk, path, value)

    assert (status, bool(json.loads(text)["problems"])) == (400, True)


def test_a_challenge_that_nobody_was_given_lets_nobody_in(desk: Served) -> None:
    word = base64.b64encode(b"x").decode()
    said = {"text": word, "credential": "x", "authenticatorData": word, "clientDataJSON": word, "signature": word}

    status, text, headers = post(desk, "/sign-in", said)

    assert (status, "set-cookie" in headers) == (403, False)
    assert "answers a challenge that is not open" in text


def test_the_desk_reads_no_secret_of_the_gateway(desk: Served) -> None:
    (desk.folder / "release.pem").unlink()
    port = free_port()

    with running(desk.folder, port):
        assert asked(Served(desk.folder, port), "GET", "/")[0] == 200


def signed_certificate(folder: Path, name: str, key: Any, issuer: tuple[x509.Name, Any] | None) -> None:  # noqa: ANN401
    subject = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, name)])
    now = datetime.fromtimestamp(time.time(), UTC)
    own = issuer or (subject, key)
    found = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(own[0])
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(own[1], SHA256())
    )
    (folder / f"{name}.crt").write_bytes(found.public_bytes(Encoding.PEM))


def test_who_has_a_client_certificate_with_a_trusted_key_is_signed_in(tmp_path: Path) -> None:
    port = free_port()
    prepared(tmp_path, f"https://localhost:{port}")
    authority = generate_private_key(SECP256R1())
    signed_certificate(tmp_path, "authority", authority, None)
    issuer = (x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "authority")]), authority)
    desk_key = generate_private_key(SECP256R1())
    (tmp_path / "desk.key").write_bytes(desk_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    stranger = generate_private_key(SECP256R1())
    (tmp_path / "stranger.pem").write_bytes(stranger.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    for name, key in (("desk", desk_key), ("eve", load(tmp_path / "eve.pem").key), ("stranger", stranger)):
        signed_certificate(tmp_path, name, key, issuer)
    Served(tmp_path, port).ask()

    def page(name: str) -> str:
        context = ssl.create_default_context(cafile=str(tmp_path / "authority.crt"))
        if name:
            context.load_cert_chain(tmp_path / f"{name}.crt", tmp_path / f"{name}.pem")
        connection = http.client.HTTPSConnection("localhost", port, context=context, timeout=60)
        connection.request("GET", "/")
        answered = connection.getresponse()
        assert answered.getheader("strict-transport-security")
        text = answered.read().decode()
        connection.close()
        return text

    tls = ("--certificate", f"{tmp_path}/desk.crt", "--key", f"{tmp_path}/desk.key")
    with running(tmp_path, port, *tls, "--client-authorities", f"{tmp_path}/authority.crt"):
        shown = {name: page(name) for name in ("eve", "stranger", "")}

    assert "Signed in as <strong>Eve Holt</strong>" in shown["eve"]
    assert re.search(r"<td>agent-7 for Jo Ames</td>", shown["eve"])
    assert "sign-in" in shown["stranger"]
    assert "set_valve" not in shown["stranger"] + shown[""]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        pytest.param(("--listen", "0.0.0.0:1"), "can be reached without TLS", id="open to all without TLS"),
        pytest.param(("--listen", "nowhere"), "is not an address", id="no address"),
    ],
)
def test_a_desk_that_would_be_open_is_not_served(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], why: str
) -> None:
    prepared(tmp_path, "https://desk.example")

    assert exit_code(["approve", "desk", "--config", str(tmp_path / "gateway.toml"), *words]) == 2
    assert why in capsys.readouterr().err
