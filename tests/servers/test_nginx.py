"""nginx in front of gateways, by the files that the pages show; each part is skipped where nginx does not have it."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import ssl
import subprocess
import time
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from docs.pages import DOCS, blocks
from servers.behind_envoy import CHAT, FRONT, der
from servers.names import certificate_for
from servers.running import PLANNER, configuration, running
from servers.test_mcp_http import free_port, reached
from servers.vendor import Vendor

if TYPE_CHECKING:
    from collections.abc import Iterator

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
STREAM = Path("/usr/lib/nginx/modules/ngx_stream_module.so")
CALL: dict[str, Any] = {"model": "gpt-5", "messages": [{"role": "user", "content": "hi"}]}
pytestmark = [pytest.mark.full, pytest.mark.skipif(NGINX is None, reason="nginx is not installed")]


def shown(page: str, *places: tuple[str, str]) -> str:
    """Return the settings on a page, with the places of a test."""
    (text,) = blocks(DOCS / page, "nginx")
    for there, here in places:
        assert there in text
        text = text.replace(there, here)
    return text


@contextmanager
def nginx(folder: Path, text: str, port: int) -> Iterator[None]:
    """Run nginx by `text`, which listens on `port`."""
    file = folder / "nginx.conf"
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    text = re.sub(r"^http \{", f"http {{ {temporary} access_log off;", text, flags=re.MULTILINE)
    file.write_text(
        f"daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log; events {{}}\n{text}"
    )
    loaded = ["-g", f"load_module {STREAM};"] if "stream {" in text else []
    process = subprocess.Popen([str(NGINX), "-c", str(file), *loaded], stderr=subprocess.DEVNULL)
    try:
        reached(port)
        yield
    finally:
        process.terminate()
        process.wait(60)


def ask(port: int, context: ssl.SSLContext, body: dict[str, Any], **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=30, context=context)
    told = {"content-type": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()}}
    try:
        connection.request("POST", CHAT, json.dumps(body), told)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def showing(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.load_cert_chain(certificate)
    return context


def test_a_client_behind_nginx_is_known_by_its_key_and_by_no_certificate_that_it_tells_of(tmp_path: Path) -> None:
    certificate, server, port = certificate_for("planner", tmp_path), certificate_for("server", tmp_path), free_port()
    digest = sha256(der(certificate)).hexdigest()
    with Vendor() as vendor:
        config = configuration(vendor, more=f"\n{FRONT}").replace(
            'system = "planner"', f'system = "planner"\ncertificates = ["sha256:{digest}"]', 1
        )
        with running(tmp_path, config) as gateway:
            text = shown(
                "gateway-envoy.md",
                ("listen 8443", f"listen 127.0.0.1:{port}"),
                ("127.0.0.1:8700", f"127.0.0.1:{gateway.port}"),
                ("/etc/nginx/server.pem", str(server)),
                ("/etc/nginx/server.key", str(server)),
                ("/etc/nginx/clients.pem", str(certificate)),
            )
            with nginx(tmp_path, text, port):
                context = showing(certificate)
                says = {"X_Forwarded_Client_Cert": f"Hash={digest}"}
                told = [
                    ask(port, context, CALL, **says)[0],
                    ask(port, context, CALL, Authorization=f"Bearer {PLANNER}")[0],
                ]
                status, raw = ask(port, context, {**CALL, "stream": True}, Authorization=f"Bearer {PLANNER}")
                with pytest.raises((ssl.SSLError, OSError, http.client.HTTPException, AssertionError)):
                    assert ask(port, showing(server), CALL, Authorization=f"Bearer {PLANNER}")[0] == 200
        seen = len(vendor.seen)

    assert told == [401, 200]
    assert (status, raw.endswith(b"data: [DONE]\n\n"), seen) == (200, True, 2), raw


@pytest.mark.skipif(not STREAM.exists(), reason="nginx has no module for streams")
def test_behind_a_nginx_that_passes_connections_on_the_gateways_know_their_clients_by_certificate(
    tmp_path: Path,
) -> None:
    certificate, server, port = certificate_for("planner", tmp_path), certificate_for("server", tmp_path), free_port()
    digest = sha256(der(certificate)).hexdigest()
    listen = f'certificate = "{server}"\nkey = "{server}"\nclient_authorities = "{certificate}"'
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    with Vendor() as vendor:
        config = configuration(vendor, listen=listen).replace(
            'system = "planner"', f'system = "planner"\ncertificates = ["sha256:{digest}"]', 1
        )
        with running(tmp_path / "a", config) as a, running(tmp_path / "b", config) as b:
            text = shown(
                "gateway-replicas.md",
                ("listen 8700", f"listen 127.0.0.1:{port}"),
                ("gateway-a.example:8700", f"127.0.0.1:{a.port}"),
                ("gateway-b.example:8700", f"127.0.0.1:{b.port}"),
            )
            with nginx(tmp_path, text, port):
                context = showing(certificate)
                first = [ask(port, context, CALL)[0] for _ in range(4)]
                recorded = [each for found in (a, b) for each in found.records()]
                a.stop()
                time.sleep(0.2)
                rest = [ask(port, context, CALL)[0] for _ in range(4)]

    assert first + rest == [200] * 8
    assert [each["known_by"] for each in recorded if each["kind"] == "intent"] == ["certificate"] * 4
