"""Who calls: keys, tokens of an identity provider, and client certificates, over TLS."""

from __future__ import annotations

import hmac
import http.client
import json
import ssl
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from servers.running import HELPDESK, PLANNER, Running, configuration, running
from servers.vendor import Vendor

LEEWAY = 30
"""Seconds for which a token is believed after its end."""

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ISSUER, AUDIENCE = "https://login.example", "muniment"
ASK = {"model": "gpt-5", "messages": [{"role": "user", "content": "hi"}]}
TOKENS = """
[tokens]
issuer = "https://login.example"
audience = "muniment"
keys = "keys.json"
caller_claim = "azp"
person_claim = "email"
"""
LISTEN = """
certificate = "server.pem"
key = "server.key"
client_authorities = "authority.pem"
"""


@dataclass(frozen=True)
class Certified:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def digest(self) -> str:
        return sha256(self.certificate.public_bytes(serialization.Encoding.DER)).hexdigest()

    def write(self, folder: Path, name: str) -> None:
        pem = serialization.Encoding.PEM
        (folder / f"{name}.pem").write_bytes(self.certificate.public_bytes(pem))
        key = self.key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        (folder / f"{name}.key").write_bytes(key)


def certified(name: str, by: Certified | None = None) -> Certified:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)  # noqa: TID251  (certificates are for now)
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    )
    return Certified(built.sign(by.key if by else key, hashes.SHA256()), key)


@dataclass(frozen=True)
class Scene:
    gateway: Running
    vendor: Vendor
    folder: Path
    signing: ECKey

    def ask(self, headers: dict[str, str], *, certificate: str = "") -> tuple[int, Any]:
        context = ssl.create_default_context(cafile=str(self.folder / "authority.pem"))
        if certificate:
            context.load_cert_chain(self.folder / f"{certificate}.pem", self.folder / f"{certificate}.key")
        client = http.client.HTTPSConnection("localhost", self.gateway.port, timeout=20, context=context)
        try:
            client.request("POST", "/v1/chat/completions", json.dumps(ASK), headers)
            answer = client.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            client.close()

    def token(self, *, key: Any = None, alg: str = "ES256", **claims: Any) -> dict[str, str]:  # noqa: ANN401
        usual: dict[str, Any] = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "exp": int(time.time()) + 600,
            "azp": "planner-app",
            "email": "a@x.mil",
        }
        told = {name: value for name, value in {**usual, **claims}.items() if value is not None}
        text = jwt.encode({"alg": alg, "kid": "k1"}, told, key or self.signing, algorithms=[alg])
        return {"authorization": f"Bearer {text}"}


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("gateway")
    authority = certified("authority")
    authority.write(folder, "authority")
    certified("localhost", authority).write(folder, "server")
    client, stranger = certified("alice", authority), certified("mallory", authority)
    client.write(folder, "client")
    stranger.write(folder, "stranger")
    certified("elsewhere").write(folder, "foreign")
    signing = ECKey.generate_key("P-256", {"kid": "k1"})
    (folder / "keys.json").write_text(json.dumps(KeySet([signing]).as_dict(private=False)))
    with Vendor() as vendor:
        config = configuration(vendor, more=TOKENS, listen=LISTEN)
        config = config.replace('system = "planner"\n', 'system = "planner"\ntokens = ["planner-app"]\n')
        config = config.replace(
            'system = "helpdesk"\n', f'system = "helpdesk"\ncertificates = ["sha256:{client.digest}"]\n'
        )
        with running(folder, config) as gateway:
            yield Scene(gateway, vendor, folder, signing)


def last_intent(scene: Scene) -> dict[str, Any]:
    return next(record for record in reversed(scene.gateway.records()) if record["kind"] == "intent")


def test_a_token_of_the_provider_leads_to_its_caller_and_to_the_person_behind_it(scene: Scene) -> None:
    status, _ = scene.ask(scene.token())

    told = last_intent(scene)
    assert status == 200
    assert (told["caller"], told["known_by"], told["person"]) == ("planner", "token", "a@x.mil")


def test_a_token_is_read_in_the_header_of_either_vendor(scene: Scene) -> None:
    text = scene.token()["authorization"].removeprefix("Bearer ")

    assert scene.ask({"x-api-key": text})[0] == 200


def test_a_token_with_several_audiences_is_believed_where_this_one_is_among_them(scene: Scene) -> None:
    assert scene.ask(scene.token(aud=["other", AUDIENCE]))[0] == 200


BAD = {
    "another issuer": {"iss": "https://evil.example"},
    "another audience": {"aud": "other"},
    "no audience": {"aud": None},
    "expired": {"exp": 1_700_000_000},
    "without an end": {"exp": None},
    "not valid yet": {"nbf": 4_000_000_000},
    "no caller": {"azp": None},
    "a caller that is no text": {"azp": 5},
    "a caller that is not known": {"azp": "other-app"},
}


@pytest.mark.parametrize("claims", BAD.values(), ids=BAD)
def test_a_token_that_does_not_hold_is_not_believed(scene: Scene, claims: dict[str, Any]) -> None:
    scene.vendor.seen.clear()

    status, body = scene.ask(scene.token(**claims))

    assert (status, body["error"]["code"]) == (401, "not_authenticated")
    assert scene.vendor.seen == []


def test_a_token_by_another_key_or_by_a_secret_that_both_sides_know_or_unsigned_is_not_believed(scene: Scene) -> None:
    other = ECKey.generate_key("P-256", {"kid": "k1"})
    claims = scene.token()["authorization"].split(".")[1]
    signed = f"{_plain('HS256')}.{claims}"
    secret = hmac.new(scene.signing.as_pem(private=False), signed.encode(), "sha256").digest()
    confused = f"{signed}.{urlsafe_b64encode(secret).rstrip(b'=').decode()}"

    assert scene.ask(scene.token(key=other))[0] == 401
    assert scene.ask({"authorization": f"Bearer {confused}"})[0] == 401
    assert scene.ask({"authorization": f"Bearer {_plain('none')}.{claims}."})[0] == 401


def _plain(algorithm: str) -> str:
    return urlsafe_b64encode(json.dumps({"alg": algorithm, "kid": "k1"}).encode()).rstrip(b"=").decode()


def test_a_token_that_was_believed_is_not_believed_after_its_end(scene: Scene) -> None:
    ends = int(time.time()) + 6
    token = scene.token(exp=ends - LEEWAY)

    first = scene.ask(token)[0]
    time.sleep(max(0, ends + 1 - time.time()))

    assert (first, scene.ask(token)[0]) == (200, 401)


def test_a_client_certificate_leads_to_its_caller(scene: Scene) -> None:
    status, _ = scene.ask({}, certificate="client")

    told = last_intent(scene)
    assert status == 200
    assert (told["caller"], told["known_by"], told["person"]) == ("helpdesk", "certificate", "alice")


def test_a_certificate_of_the_authority_that_no_caller_has_is_not_enough(scene: Scene) -> None:
    assert scene.ask({}, certificate="stranger")[0] == 401
    assert scene.ask({"authorization": f"Bearer {PLANNER}"}, certificate="stranger")[0] == 401


def test_a_certificate_of_another_authority_does_not_get_in(scene: Scene) -> None:
    with pytest.raises((ssl.SSLError, ConnectionError, http.client.HTTPException)):
        scene.ask({"authorization": f"Bearer {PLANNER}"}, certificate="foreign")


def test_a_certificate_and_a_key_have_to_be_of_one_caller(scene: Scene) -> None:
    together = scene.ask({"authorization": f"Bearer {HELPDESK}"}, certificate="client")
    apart = scene.ask({"authorization": f"Bearer {PLANNER}"}, certificate="client")

    assert together[0] == 200
    assert (apart[0], "different callers" in apart[1]["error"]["message"]) == (401, True)


def test_without_tls_nobody_is_served_where_tls_is_set(scene: Scene) -> None:
    with pytest.raises((OSError, http.client.HTTPException)):
        scene.gateway.post("/v1/chat/completions", ASK)
