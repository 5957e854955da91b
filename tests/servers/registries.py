"""A real Verdaccio for tests, with a registry behind it that has every package it is asked for."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import threading
import time
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from servers.envoys import ask

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VERSION = "5.33.0"
_WAIT = 60.0


@contextmanager
def registry(folder: Path, rules: Path) -> Iterator[tuple[str, list[str]]]:
    """Run Verdaccio with `rules` before all others; yield its address, and the names that it asked its source for."""
    node = shutil.which("node")
    assert node, "node is not installed; `make test-full` needs it"
    with _source() as (source, asked), (folder / "verdaccio.log").open("w") as log:
        address = f"127.0.0.1:{_free_port()}"
        settings = folder / "verdaccio.yaml"
        before = f"storage: {folder}/storage\nuplinks:\n  npmjs: {{url: '{source}'}}\nauth: {{}}\npackages:\n"
        after = "  '@*/*': {access: $all, proxy: npmjs}\n  '**': {access: $all, proxy: npmjs}\n"
        settings.write_text(before + rules.read_text(encoding="utf-8") + after, encoding="utf-8")
        command = [node, str(_installed(folder)), "--config", str(settings), "--listen", address]
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
        try:
            _ready(address, process, folder / "verdaccio.log")
            yield address, asked
        finally:
            process.terminate()
            process.wait(_WAIT)


def hands_out(address: str, name: str) -> bool:
    """Say whether the registry tells of a package."""
    status, body = ask(address, f"/{quote(name, safe='@')}")
    return status == HTTPStatus.OK and json.loads(body)["name"] == name


def _installed(folder: Path) -> Path:
    """Return the program, which comes from the registry of npm; one of what it needs is named there by a tag."""
    npm = shutil.which("npm")
    assert npm, "npm is not installed; `make test-full` needs it"
    where = folder / "verdaccio"
    where.mkdir()
    about = {"name": "test", "version": "1.0.0", "overrides": {"node-fetch": "2.6.7"}}
    (where / "package.json").write_text(json.dumps(about), encoding="utf-8")
    quietly = ["--no-audit", "--no-fund", "--ignore-scripts"]
    subprocess.run([npm, "install", *quietly, f"verdaccio@{VERSION}"], cwd=where, check=True, capture_output=True)
    return where / "node_modules" / "verdaccio" / "bin" / "verdaccio"


@contextmanager
def _source() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = unquote(self.path[1:].partition("?")[0])
            asked.append(name)
            version = {
                "name": name,
                "version": "1.0.0",
                "dist": {"tarball": f"http://x.example/{name}.tgz", "shasum": ""},
            }
            about = {"name": name, "dist-tags": {"latest": "1.0.0"}, "versions": {"1.0.0": version}}
            body = json.dumps(about).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _ready(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    ends = time.monotonic() + _WAIT
    while time.monotonic() < ends and process.poll() is None:
        try:
            if ask(address, "/-/ping")[0] == HTTPStatus.OK:
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(log.read_text(encoding="utf-8"))


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
