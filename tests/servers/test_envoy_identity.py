"""Who calls through a front is known by what the front saw, and by nothing that a client says."""

from __future__ import annotations

import json
import ssl
import stat
from contextlib import contextmanager
from hashlib import sha256
from http.client import HTTPSConnection
from typing import TYPE_CHECKING, Any

import pytest

from muniment.app.gateway.call_history import LoggedCall, Result, calls_in
from muniment.cli.main import exit_code
from servers.behind_envoy import CHAT, CREDENTIAL, FRONT, behind_a_front, der, last, shown
from servers.envoys import ask
from servers.envoys import running as envoy
from servers.names import certificate_for
from servers.running import ESTATE, Running, configuration, running
from servers.vendor import Vendor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def vendor() -> Iterator[Vendor]:
    with Vendor() as found:
        yield found


@pytest.fixture(autouse=True)
def _usual(vendor: Vendor) -> None:
    vendor.reply = None
    vendor.seen.clear()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("front")


@pytest.fixture(scope="module")
def gateway(vendor: Vendor, folder: Path) -> Iterator[Running]:
    yield from behind_a_front(vendor, folder)


@contextmanager
def asking_for_certificates(folder: Path, vendor: Vendor, client: str) -> Iterator[tuple[str, ssl.SSLContext]]:
    """Run an Envoy that wants the certificate of `client`; yield where, and a context that shows it."""
    server, shows = certificate_for("server", folder), folder / f"{client}.pem"
    if not shows.exists():
        certificate_for(client, folder)
    for file in ("server.pem", "server.key"):
        (folder / file).write_bytes(server.read_bytes())
    (folder / "clients.pem").write_bytes(shows.read_bytes())
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.load_cert_chain(shows)
    with envoy(shown("envoy-certificates", folder, vendor), folder) as found:
        yield found.at("calls"), context


def over_tls(address: str, context: ssl.SSLContext, headers: dict[str, str]) -> tuple[int, Any]:
    host, _, port = address.partition(":")
    connection = HTTPSConnection(host, int(port), timeout=30, context=context)
    body = json.dumps({"model": "gpt-5", "messages": [{"role": "user", "content": "hi"}]})
    try:
        connection.request("POST", CHAT, body, {"content-type": "application/json", **headers})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


@pytest.mark.full
def test_a_caller_is_known_by_the_certificate_that_envoy_saw_and_by_none_that_a_client_tells_of(
    gateway: Running, vendor: Vendor, folder: Path
) -> None:
    planner = sha256(der(folder / "planner.pem")).hexdigest()
    with asking_for_certificates(folder, vendor, "planner") as (address, context):
        status, _ = over_tls(address, context, {"x-forwarded-client-cert": f"Hash={'0' * 64}"})
    with asking_for_certificates(folder, vendor, "somebody") as (address, context):
        other, told = over_tls(address, context, {"x-forwarded-client-cert": f"Hash={planner}"})

    intent = last(gateway, "intent")
    assert (status, other) == (200, 401)
    assert (intent["caller"], intent["known_by"], intent["person"]) == ("planner", "certificate", "planner")
    assert "not known" in told["error"]["message"]
    assert len(vendor.seen) == 1


def test_sockets_are_for_user_and_group_alone_and_go_with_the_gateway(vendor: Vendor, tmp_path: Path) -> None:
    config = configuration(vendor).replace("[listen]", f"{FRONT}\n[listen]")
    sockets = [tmp_path / "calls.sock", tmp_path / "decisions.sock"]

    with running(tmp_path, config):
        modes = [stat.S_IMODE(socket.stat().st_mode) for socket in sockets]

    assert modes == [0o660, 0o660]
    assert not any(socket.exists() for socket in sockets)


@pytest.mark.parametrize(
    ("front", "said"),
    [
        pytest.param("[front]\n", "names no socket", id="nothing in it"),
        pytest.param('[front]\ncalls = "a"\ndecisions = "a"\n', "is the socket of `calls` as well", id="one for both"),
        pytest.param(f'[front]\ncalls = "{"a" * 200}"\n', "is longer than 107 bytes", id="a long path"),
        pytest.param('[front]\ncall = "a"\n', "`call`", id="a key that is none"),
    ],
)
def test_a_front_that_cannot_be_is_refused(
    front: str, said: str, vendor: Vendor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "muniment.toml").write_text(ESTATE, encoding="utf-8")
    file = tmp_path / "gateway.toml"
    file.write_text(configuration(vendor).replace("[listen]", f"{front}\n[listen]").replace(CREDENTIAL, ""), "utf-8")

    code = exit_code(["gateway", "check", "--config", str(file)])

    assert code == 2
    assert said in capsys.readouterr().err


def test_a_call_that_was_handed_on_is_told_so() -> None:
    lines = [
        {"kind": "intent", "call": "c1", "model": "m", "route": "open"},
        {"kind": "outcome", "call": "c1", "how": "handed-on"},
    ]

    (call,) = calls_in(json.dumps(line).encode() for line in lines)

    assert isinstance(call, LoggedCall)
    assert call.result is Result.HANDED_ON


@pytest.mark.full
def test_on_the_gateways_own_port_nobody_is_known_by_a_header(gateway: Running, vendor: Vendor, folder: Path) -> None:
    planner = sha256(der(folder / "planner.pem")).hexdigest()
    body = json.dumps({"model": "gpt-5", "messages": []}).encode()

    status, _ = ask(
        f"127.0.0.1:{gateway.port}",
        CHAT,
        method="POST",
        body=body,
        headers={"x-forwarded-client-cert": f"Hash={planner}", "content-type": "application/json"},
    )

    assert (status, vendor.seen) == (401, [])
