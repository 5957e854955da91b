"""A gateway as a process of its own, in front of a vendor of the tests."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator, Mapping

    from servers.vendor import Vendor

ROOT = Path(__file__).resolve().parents[2]
PLANNER, HELPDESK = "mk-planner", "mk-helpdesk"
NONE: Mapping[str, str] = MappingProxyType({})
PROGRAM = (sys.executable, "-c", "from muniment.cli.main import run; run()")
ESTATE = "[rulebook]\nmax_age_days = 3650\n\n" + (ROOT / "examples" / "small" / "muniment.toml").read_text(
    encoding="utf-8"
)
"""The small example, which takes a rulebook for current much longer: these gateways go by the clock of the machine."""


def digest(key: str) -> str:
    return "sha256:" + hashlib.sha256(key.encode()).hexdigest()


def beginning(*, more: str = "", listen: str = "") -> str:
    """Return how a file begins: where the gateway listens, and a caller who works for the Department of War."""
    return f"""
estate = "muniment.toml"
log = "calls.log"
{more}

[listen]
address = "127.0.0.1:0"
admin = "127.0.0.1:0"
{listen}

[[callers]]
id = "planner"
contract = "W15QKN-26-C-0042"
system = "planner"
keys = ["{digest(PLANNER)}"]
"""


def configuration(vendor: Vendor, *, more: str = "", listen: str = "", routes: str = "", callers: str = "") -> str:
    """Return a file: two callers, of whom one works for the Department of War, and a route to each of two vendors."""
    return f"""{beginning(more=more, listen=listen)}
[[callers]]
id = "helpdesk"
contract = "PO-1187"
system = "helpdesk"
keys = ["{digest(HELPDESK)}"]
{callers}

[[routes]]
id = "open"
url = "{vendor.url}"
operator = "openai"
dialects = ["chat", "responses", "embeddings"]
credential = {{header = "authorization", scheme = "Bearer", environment = "VENDOR_SECRET"}}
{routes}

  [[routes.models]]
  name = "gpt-5"
  maker = "openai"

  [[routes.models]]
  name = "deep"
  sent_as = "deepseek-v3"
  maker = "deepseek"

[[routes]]
id = "anthropic"
url = "{vendor.url}"
operator = "anthropic"
dialects = ["messages"]
credential = {{header = "x-api-key", environment = "VENDOR_SECRET"}}

  [[routes.models]]
  name = "claude-sonnet-5"
  maker = "anthropic"

[[routes]]
id = "own"
url = "{vendor.url}"
operator = "ourselves"
dialects = ["messages", "chat"]

  [[routes.models]]
  name = "mistral-large"
  maker = "mistral"
"""


@dataclass
class Running:
    process: subprocess.Popen[bytes]
    port: int
    admin: int
    folder: Path
    scheme: str = "http"
    said: list[dict[str, Any]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / "calls.log"

    def post(
        self, path: str, body: bytes | dict[str, Any], key: str = PLANNER, headers: Mapping[str, str] = {}
    ) -> Answered:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        told = {"authorization": f"Bearer {key}", "content-type": "application/json", **headers}
        return asked(self.port, "POST", path, raw, told)

    def get(self, path: str, key: str = PLANNER, headers: Mapping[str, str] = NONE) -> Answered:
        return asked(self.port, "GET", path, None, {"authorization": f"Bearer {key}", **headers})

    def admin_get(self, path: str) -> Answered:
        return asked(self.admin, "GET", path, None, {})

    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(60)

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(40)


@dataclass(frozen=True)
class Answered:
    status: int
    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> Any:  # noqa: ANN401  (JSON can be anything)
        return json.loads(self.raw)


def asked(port: int, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answered:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, path, body, dict(headers))
        answer = connection.getresponse()
        told = {name.lower(): value for name, value in answer.getheaders()}
        return Answered(status=answer.status, headers=told, raw=answer.read())
    finally:
        connection.close()


def received(client: socket.socket) -> bytes:
    """Return all that comes until the gateway ends the connection."""
    parts = []
    try:
        while part := client.recv(65536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


@contextmanager
def running(folder: Path, config: str, *, estate: str = ESTATE, before: tuple[str, ...] = ()) -> Iterator[Running]:
    """Start a gateway on `config`, and stop it. `before` are words before the program, such as those of a limit."""
    (folder / "muniment.toml").write_text(estate, encoding="utf-8")
    file = folder / "gateway.toml"
    file.write_text(config, encoding="utf-8")
    said = folder / "events.jsonl"
    with said.open("wb") as events:
        process = subprocess.Popen(
            [*before, *PROGRAM, "gateway", "run", "--config", str(file)],
            stderr=events,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "VENDOR_SECRET": "sk-vendor"},
        )
    try:
        at = listening(process, said)
        port, admin = (int(str(at[which]).rpartition(":")[2]) for which in ("calls", "admin"))
        yield Running(process=process, port=port, admin=admin, folder=folder)
    finally:
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(40)
        except subprocess.TimeoutExpired:
            process.kill()


def listening(process: subprocess.Popen[bytes], said: Path) -> dict[str, Any]:
    """Return where a gateway listens, as it says itself in the file `said`, once it does."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        for line in reversed(said.read_text(encoding="utf-8").splitlines()):
            if line.startswith("{") and json.loads(line).get("event") == "listening" and process.poll() is None:
                found: dict[str, Any] = json.loads(line)
                return found
        if process.poll() is not None:
            break
        time.sleep(0.02)
    raise AssertionError(said.read_text(encoding="utf-8"))
