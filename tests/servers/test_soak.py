"""Mixed load with faults, for a while: nothing leaks, nothing is missing from the log.

Meanwhile files of the log are closed, and the gateway's file is read anew. `MUNIMENT_SOAK_SECONDS` is for how long.
"""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import threading
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from muniment.app.gateway.call_history import LoggedCall, Result, calls_in
from muniment.stores.call_segments import CallLogFile
from servers.running import HELPDESK, PLANNER, Running, configuration, running
from servers.vendor import JSON, SSE, Reply, Vendor

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = float(os.environ.get("MUNIMENT_SOAK_SECONDS", "60"))
CLOSED = "\n[limits]\nlog_bytes = 2_097_152\n"
READ_ANEW = 10.0
"""Seconds between two times that the gateway is told to read its file."""
FIRST = 4
"""How many times it is told so before anything is compared: two files at a time take room of their own once."""
ASK: Any = [{"role": "user", "content": "hi"}]
CHUNK = json.dumps({
    "id": "c", "object": "chat.completion.chunk", "created": 1, "model": "gpt-5",
    "choices": [{"index": 0, "delta": {"content": "x" * 200}, "finish_reason": None}],
})  # fmt: skip
FAULTS = (
    None,
    None,
    None,
    Reply(headers=SSE, pieces=[f"data: {CHUNK}\n\n".encode()] * 40, cut=True),
    Reply(headers=SSE, pieces=[f"data: {CHUNK}\n\n".encode()] * 40, pause=0.005),
    Reply(status=500, headers=JSON, pieces=[b'{"error":{"message":"x","type":"server_error"}}']),
    Reply(status=302, headers={"location": "/"}),
    Reply(raw=b""),
    Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{}"),
)


def whole(gateway: Running) -> None:
    gateway.post("/v1/chat/completions", {"model": "gpt-5", "messages": ASK})


def stream(gateway: Running) -> None:
    gateway.post(
        "/v1/messages", {"model": "claude-sonnet-5", "max_tokens": 9, "messages": ASK, "stream": True}, HELPDESK
    )


def denied(gateway: Running) -> None:
    gateway.post("/v1/messages", {"model": "claude-sonnet-5", "max_tokens": 9, "messages": ASK})


def malformed(gateway: Running) -> None:
    gateway.post("/v1/responses", b'{"model":"gpt-5","model":"deep"}')


def leaving(gateway: Running) -> None:
    raw = json.dumps({"model": "gpt-5", "messages": ASK, "stream": True}).encode()
    head = f"POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {PLANNER}\r\n"
    with socket.create_connection(("127.0.0.1", gateway.port), timeout=10) as client:
        client.sendall(f"{head}Content-Length: {len(raw)}\r\n\r\n".encode() + raw)
        if random.random() < 0.7:  # noqa: S311  (no secret)
            client.recv(500)


def silent(gateway: Running) -> None:
    with socket.create_connection(("127.0.0.1", gateway.port), timeout=10) as client:
        client.sendall(b"POST /v1/chat")
        time.sleep(0.05)


KINDS: tuple[Callable[[Running], None], ...] = (whole, whole, stream, denied, malformed, leaving, silent)


def open_files(gateway: Running) -> int:
    return len(list(Path(f"/proc/{gateway.process.pid}/fd").iterdir()))


def resident_mb(gateway: Running) -> float:
    return int(Path(f"/proc/{gateway.process.pid}/statm").read_text().split()[1]) * 4096 / 1e6


def client(gateway: Running, until: float, done: Counter[str]) -> None:
    while time.monotonic() < until:
        kind = random.choice(KINDS)  # noqa: S311  (no secret)
        try:
            kind(gateway)
        except (OSError, ValueError, AttributeError) as error:
            done[type(error).__name__] += 1
        except Exception as error:  # noqa: BLE001  (http.client has many)
            done[type(error).__name__] += 1
        done[kind.__name__] += 1


def load(gateway: Running, vendor: Vendor, seconds: float, read_anew: float) -> Counter[str]:
    done: Counter[str] = Counter()
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=client, args=(gateway, until, done)) for _ in range(16)]
    for thread in threads:
        thread.start()
    again = time.monotonic() + read_anew
    while time.monotonic() < until:
        vendor.reply = random.choice(FAULTS)  # noqa: S311  (no secret)
        if time.monotonic() > again:
            gateway.process.send_signal(signal.SIGHUP)
            again += read_anew
        time.sleep(0.2)
    vendor.reply = None
    for thread in threads:
        thread.join(30)
    return done


@pytest.mark.full
def test_mixed_load_with_faults_leaves_no_leak_and_no_gap(tmp_path: Path) -> None:
    with Vendor() as vendor, running(tmp_path, configuration(vendor) + CLOSED) as gateway:
        warm = min(20.0, SECONDS / 4)
        load(gateway, vendor, warm, warm / (FIRST + 1))
        time.sleep(3)
        before = open_files(gateway), resident_mb(gateway)
        done = load(gateway, vendor, SECONDS, min(READ_ANEW, SECONDS / 3))
        time.sleep(3)
        after = open_files(gateway), resident_mb(gateway)
        metrics = gateway.admin_get("/metrics").raw.decode()
        code = gateway.stop()
        reached = len(vendor.seen)

    calls = calls_in(entry.line for entry in CallLogFile(gateway.log).entries())
    results = Counter(each.result for each in calls if isinstance(each, LoggedCall))
    said = Counter(json.loads(line)["event"] for line in (tmp_path / "events.jsonl").read_bytes().splitlines())
    print(SECONDS, reached, dict(done), dict(results), dict(said), before, after)  # noqa: T201  (with `-s`, how it went)
    sent = sum(number for result, number in results.items() if result is not Result.DENIED)
    assert code == 0
    assert all(done[kind.__name__] > 5 for kind in KINDS)
    assert "muniment_calls_under_way 0" in metrics
    assert said["log goes on in another file"] > 0
    assert said["reloaded"] > 0
    assert said["reload refused"] == 0
    assert results[Result.UNKNOWN] == 0
    assert sent >= reached
    assert after[0] <= before[0] + 24
    assert after[1] <= before[1] + 8
