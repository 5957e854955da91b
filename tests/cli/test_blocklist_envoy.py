"""Block lists for Envoy, read and enforced by a real one."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from docs.pages import ROOT
from muniment.cli.main import exit_code
from servers.envoys import ask, checked, cluster, http_manager, listener, running, upstream
from servers.names import certificate_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KINDS = "type.googleapis.com/envoy.extensions.filters"
CONTRACT = "W15QKN-26-C-0042"
NAME = "muniment.prohibited"


def written(form: str, folder: Path, *more: str) -> Path:
    to = folder / f"{form}.yaml"
    estate = ROOT / "examples" / "small" / "muniment.toml"
    asked = ["blocklist", form, "--estate", str(estate), "--contract", CONTRACT, "-o", str(to), *more]
    assert exit_code(asked) == 0
    return to


def discovered(path: Path, kind: str) -> dict[str, Any]:
    """Return a filter that Envoy reads from a file, as docs/blocklist.md shows it."""
    source = {"path_config_source": {"path": str(path)}, "resource_api_version": "V3"}
    return {"name": NAME, "config_discovery": {"config_source": source, "type_urls": [f"{KINDS}.{kind}.rbac.v3.RBAC"]}}


def of_requests(path: Path, to: dict[str, Any]) -> dict[str, Any]:
    manager = http_manager([discovered(path, "http")], "upstream")
    return {"static_resources": {"listeners": [listener("in", [manager])], "clusters": [cluster("upstream", to)]}}


def of_connections(path: Path, to: dict[str, Any]) -> dict[str, Any]:
    proxy = {"@type": f"{KINDS}.network.tcp_proxy.v3.TcpProxy", "stat_prefix": "test", "cluster": "upstream"}
    inspector = {
        "name": "tls_inspector",
        "typed_config": {"@type": f"{KINDS}.listener.tls_inspector.v3.TlsInspector"},
    }
    filters = [discovered(path, "network"), {"name": "tcp", "typed_config": proxy}]
    listening = listener("in", filters, listener_filters=[inspector])
    return {"static_resources": {"listeners": [listening], "clusters": [cluster("upstream", to)]}}


def inlined(path: Path) -> dict[str, Any]:
    """Return the filter that a file holds, to stand in the settings themselves."""
    (resource,) = yaml.safe_load(path.read_text(encoding="utf-8"))["resources"]
    return {"name": resource["name"], "typed_config": resource["typed_config"]}


@pytest.mark.parametrize(("form", "kind"), [("envoy", "http"), ("envoy-sni", "network")])
def test_envoy_takes_a_list_as_settings(form: str, kind: str, tmp_path: Path) -> None:
    found = inlined(written(form, tmp_path))
    filters = [http_manager([found], "upstream")] if kind == "http" else [found, http_manager([], "upstream")]
    to = {"socket_address": {"address": "127.0.0.1", "port_value": 1}}
    settings = {"static_resources": {"listeners": [listener("in", filters)], "clusters": [cluster("upstream", to)]}}

    ended = checked(settings, tmp_path)

    assert ended.returncode == 0, ended.stderr
    assert "warning" not in ended.stderr.lower()


def test_an_entry_is_called_by_its_signature_and_its_instruments(tmp_path: Path) -> None:
    policies = inlined(written("envoy", tmp_path))["typed_config"]["rules"]["policies"]

    assert "deepseek-service: ndaa26-1532" in policies


def test_a_day_on_which_nothing_is_prohibited_denies_nothing(tmp_path: Path) -> None:
    found = inlined(written("envoy", tmp_path, "--as-of", "2018-01-01"))

    assert found["typed_config"]["rules"] == {"action": "DENY", "policies": {}}


@pytest.mark.full
def test_a_running_envoy_refuses_requests_for_listed_hosts_however_written(tmp_path: Path) -> None:
    with upstream() as behind, running(of_requests(written("envoy", tmp_path), behind.address), tmp_path) as envoy:
        address = envoy.at("in")
        listed = [
            "api.deepseek.com",
            "API.DeepSeek.com",
            "api.deepseek.com:443",
            "api.deepseek.com.",
            "a.api.deepseek.com",
        ]
        others = ["api.deepseek.com.example", "xapi.deepseek.com.evil.example", "example.com", "www.high-flyer.cn"]

        refused = {host: ask(address, "/", headers={"host": host})[0] for host in listed}
        passed = {host: ask(address, "/", headers={"host": host})[0] for host in others}

    assert refused == dict.fromkeys(listed, 403)
    assert passed == dict.fromkeys(others, 200)
    assert [headers["host"] for _, headers, _ in behind.seen] == others


@pytest.mark.full
def test_a_running_envoy_ends_connections_to_listed_hosts(tmp_path: Path) -> None:
    with tls_server(tmp_path) as (here, seen):
        to = {"socket_address": {"address": "127.0.0.1", "port_value": here}}
        with running(of_connections(written("envoy-sni", tmp_path), to), tmp_path) as envoy:
            reached = {name: shakes_hands(envoy.at("in"), name) for name in ("api.deepseek.com", "example.com")}

    assert reached == {"api.deepseek.com": False, "example.com": True}
    assert seen == ["example.com"]


@contextmanager
def tls_server(folder: Path) -> Iterator[tuple[int, list[str]]]:
    """Serve TLS until the end of the context; remember which names were asked for."""
    seen: list[str] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate_for("example.com", folder))
    context.sni_callback = lambda _socket, name, _context: seen.append(str(name))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_shake, args=(listening, context), daemon=True)
        thread.start()
        yield listening.getsockname()[1], seen
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def _shake(listening: socket.socket, context: ssl.SSLContext) -> None:
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        with connection:
            connection.settimeout(5)
            try:
                context.wrap_socket(connection, server_side=True).close()
            except OSError:
                continue


def shakes_hands(address: str, name: str) -> bool:
    """Say whether a TLS connection for `name` comes about through `address`."""
    host, _, port = address.rpartition(":")
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with socket.create_connection((host, int(port)), timeout=10) as plain:
        try:
            context.wrap_socket(plain, server_hostname=name).close()
        except OSError:
            return False
        return True
