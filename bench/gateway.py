"""What a call costs in the gateway, beside nginx that only passes the same calls on.

    python bench/gateway.py [ROUNDS]

Vendor and clients share one processor; the gateway, and then nginx, has another to itself. Every call is authenticated,
decided by the whole rulebook, and recorded durably before it leaves; the answer goes through the guard of tools. nginx
does nothing but pass on. The two take turns within each round, and ratios are medians over rounds.

Needs nginx, and two processors. LiteLLM's proxy is measured at 32 clients where `litellm` is on the path; it decides
nothing and records nothing. Ends with one line of JSON; what was not measured is null.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from figures import about, median
from gateway_ends import PACE, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
ROUNDS = 5
KEY = "sk-bench-8c1f0d52e6b94a7f93d0a1b2"
TICK = os.sysconf("SC_CLK_TCK")
ENDS, UNDER_TEST = 0, 1
"""The processor of vendor and clients, and that of what is measured."""
SYNCS = 200
"""Lines that are made durable to see how long the disk takes, in each round."""
_LINE = b"x" * 700 + b"\n"
LIMITS = {
    "cpu_vs_nginx": 3.0,
    "cpu_vs_litellm": 1 / 150,
    "rps_vs_nginx_128": 0.5,
    "stream_cpu_vs_nginx": 2.0,
    "first_byte_ms": 5.0,
    "rss_mb": 60.0,
}
_TOOL = {"type": "function", "function": {"name": "look_up", "parameters": {"type": "object", "properties": {}}}}


@dataclass(frozen=True)
class Scenario:
    """So many clients for so long, who all ask the same."""

    name: str
    connections: int
    seconds: float
    prompt: str
    stream: bool = False


SCENARIOS = (
    Scenario("one", 1, 1.5, "whole"),
    Scenario("32", 32, 2.0, "whole"),
    Scenario("128", 128, 2.0, "whole"),
    Scenario("paced", 32, 2 * WORDS * PACE, "paced", stream=True),
)


@dataclass(frozen=True)
class Measured:
    """One run: processor microseconds an answer, answers a second, medians in ms, and resident megabytes."""

    cpu: float
    rate: float
    p50: float
    first: float
    rss: float


def free_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def tree(pid: int) -> list[int]:
    """Return a process and all below it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += tree(int(child))
    return found


def processor_seconds(pid: int) -> float:
    """Return what a process and all below it have used."""
    used = 0
    for each in tree(pid):
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        used += int(fields[11]) + int(fields[12])
    return used / TICK


def resident_mb(pid: int) -> float:
    """Return the resident size of a process and all below it."""
    pages = sum(int(Path(f"/proc/{each}/statm").read_text().split()[1]) for each in tree(pid))
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def started(command: list[str], port: int, on: int, folder: Path) -> Iterator[int]:
    """Start a program on one processor, wait until it listens, and end it."""
    with (folder / f"{port}.err").open("wb") as said:
        process = subprocess.Popen(
            ["taskset", "-c", str(on), *command],
            stdout=subprocess.DEVNULL,
            stderr=said,
            env={**os.environ, "BENCH_SECRET": "sk-bench"},
        )
    try:
        until = time.monotonic() + 60
        while not listens(port):
            if process.poll() is not None or time.monotonic() > until:
                raise SystemExit((folder / f"{port}.err").read_text())
            time.sleep(0.05)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def listens(port: int) -> bool:
    """Say whether something listens on `port`."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def gateway_file(folder: Path, port: int, vendor: int) -> Path:
    """Write the gateway's file and the estate of the example beside it."""
    shutil.copy(ROOT / "examples" / "small" / "muniment.toml", folder / "muniment.toml")
    digest = hashlib.sha256(KEY.encode()).hexdigest()
    file = folder / "gateway.toml"
    file.write_text(f"""
estate = "muniment.toml"
log = "calls.log"

[listen]
address = "127.0.0.1:{port}"
admin = "127.0.0.1:0"

[[callers]]
id = "bench"
contract = "W15QKN-26-C-0042"
system = "planner"
keys = ["sha256:{digest}"]

[[routes]]
id = "open"
url = "http://127.0.0.1:{vendor}"
operator = "openai"
dialects = ["chat"]
credential = {{header = "authorization", scheme = "Bearer", environment = "BENCH_SECRET"}}

  [[routes.models]]
  name = "gpt-5"
  maker = "openai"
""")
    return file


def nginx_file(folder: Path, port: int, vendor: int) -> Path:
    """Write the settings of nginx: pass on, keep connections, buffer nothing."""
    paths = "".join(
        f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    file = folder / "nginx.conf"
    file.write_text(f"""
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log stderr error;
events {{ worker_connections 4096; }}
http {{ access_log off; client_body_buffer_size 1m; keepalive_requests 10000000;
{paths}
upstream vendor {{ server 127.0.0.1:{vendor}; keepalive 256; keepalive_requests 10000000; }}
server {{ listen 127.0.0.1:{port} backlog=1024;
proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off;
location / {{ proxy_pass http://vendor; }} }} }}
""")
    return file


def litellm_file(folder: Path, vendor: int) -> Path:
    """Write the settings of LiteLLM's proxy: one model and one key, without a database or a guard."""
    file = folder / "litellm.yaml"
    file.write_text(f"""
model_list:
  - model_name: gpt-5
    litellm_params: {{model: openai/gpt-5, api_base: "http://127.0.0.1:{vendor}/v1", api_key: sk-bench}}
general_settings: {{master_key: {KEY}}}
""")
    return file


def load(port: int, scenario: Scenario, folder: Path) -> dict[str, float]:
    """Run the clients of a scenario against a port."""
    asked = f"In one sentence: {scenario.prompt}, as a question of about the length that people ask."
    body = {"model": "gpt-5", "messages": [{"role": "user", "content": asked}]}
    file = folder / "body.json"
    file.write_text(json.dumps({**body, "stream": True, "tools": [_TOOL]} if scenario.stream else body))
    command = [sys.executable, str(HERE / "gateway_ends.py"), "load", str(port)]
    ended = subprocess.run(
        ["taskset", "-c", str(ENDS), *command, str(scenario.connections), str(scenario.seconds), str(file),
         f"Authorization: Bearer {KEY}"],
        check=True, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    found: dict[str, float] = json.loads(ended.stdout)
    if found["not_200"]:
        raise SystemExit(f"{found['not_200']} answers were no success")
    return found


def measured(pid: int, port: int, scenario: Scenario, folder: Path) -> Measured:
    """Return what a scenario costs the program with `pid`; nothing where `pid` is 0."""
    before = processor_seconds(pid) if pid else 0.0
    found = load(port, scenario, folder)
    used = processor_seconds(pid) - before if pid else 0.0
    return Measured(
        cpu=used / found["answers"] * 1e6,
        rate=found["per_second"],
        p50=found["p50_ms"],
        first=found["first_p50_ms"],
        rss=resident_mb(pid) if pid else 0.0,
    )


def sync_ms(folder: Path) -> float:
    """Return how long one write with an `fdatasync` takes on the disk of the log, in the median."""
    took = []
    with (folder / "synced").open("ab", buffering=0) as file:
        for _ in range(SYNCS):
            since = time.perf_counter()
            file.write(_LINE)
            os.fdatasync(file.fileno())
            took.append(time.perf_counter() - since)
    return median(took) * 1e3


def all_rounds(rounds: int, folder: Path) -> tuple[dict[tuple[str, str], list[Measured]], list[float]]:
    """Return every round of every scenario, and how long the disk took in each round.

    A scenario is measured with the vendor alone, with nginx, and with the gateway, in changing order.
    """
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if nginx is None:
        raise SystemExit("nginx is not installed: it is the measure")
    vendor, ours, theirs = free_port(), free_port(), free_port()
    program = [sys.executable, "-c", "from muniment.cli.main import run; run()", "gateway", "run", "--config"]
    found: dict[tuple[str, str], list[Measured]] = {}
    syncs: list[float] = []
    with ExitStack() as running:
        ends = [sys.executable, str(HERE / "gateway_ends.py"), "vendor", str(vendor)]
        running.enter_context(started(ends, vendor, ENDS, folder))
        config = str(gateway_file(folder, ours, vendor))
        pids = {
            "muniment": (running.enter_context(started([*program, config], ours, UNDER_TEST, folder)), ours),
            "nginx": (
                running.enter_context(
                    started([nginx, "-c", str(nginx_file(folder, theirs, vendor))], theirs, UNDER_TEST, folder)
                ),
                theirs,
            ),
            "direct": (0, vendor),
        }
        if slow := shutil.which("litellm"):
            port = free_port()
            command = [slow, "--config", str(litellm_file(folder, vendor)), "--host", "127.0.0.1", "--port", str(port)]
            pids["litellm"] = (running.enter_context(started(command, port, UNDER_TEST, folder)), port)
        for number in range(rounds + 1):
            for scenario in SCENARIOS:
                asked = pids if scenario.name == "32" else pids.keys() - {"litellm"}
                for name in random.sample(sorted(asked), len(asked)):
                    got = measured(*pids[name], scenario, folder)
                    if number:
                        found.setdefault((name, scenario.name), []).append(got)
            syncs.append(sync_ms(folder))
    return found, syncs


def ratio(found: dict[tuple[str, str], list[Measured]], scenario: str, what: str, peer: str = "nginx") -> float:
    """Return the median over rounds of ours over that of `peer`."""
    pairs = zip(found["muniment", scenario], found[peer, scenario], strict=True)
    return float(f"{median([getattr(ours, what) / getattr(theirs, what) for ours, theirs in pairs]):.3g}")


def main() -> None:
    """Measure, print a table and the line of JSON."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        found, syncs = all_rounds(rounds, Path(folder))
    print(f"{'who':<10} {'clients':>8} {'cpu us':>9} {'a second':>10} {'p50 ms':>9} {'first ms':>9} {'MB':>6}")
    for (name, scenario), rows in sorted(found.items(), key=lambda each: (each[0][1], each[0][0])):
        figures = [median([getattr(row, what) for row in rows]) for what in ("cpu", "rate", "p50", "first", "rss")]
        print(f"{name:<10} {scenario:>8} " + "{:>9.1f} {:>10.1f} {:>9.2f} {:>9.2f} {:>6.1f}".format(*figures))
    firsts = zip(found["muniment", "paced"], found["direct", "paced"], strict=True)
    added = zip(found["muniment", "one"], found["direct", "one"], strict=True)
    told = {
        "cpu_vs_nginx": ratio(found, "32", "cpu"),
        "rps_vs_nginx_128": ratio(found, "128", "rate"),
        "cpu_vs_litellm": ratio(found, "32", "cpu", "litellm") if ("litellm", "32") in found else None,
        "stream_cpu_vs_nginx": ratio(found, "paced", "cpu"),
        "first_byte_ms": round(median([ours.first - direct.first for ours, direct in firsts]), 2),
        "rss_mb": round(max(row.rss for (name, _), rows in found.items() if name == "muniment" for row in rows), 1),
        "added_p50_ms_one": round(median([ours.p50 - direct.p50 for ours, direct in added]), 2),
        "fdatasync_ms": round(median(syncs), 2),
    }
    print(json.dumps({"gateway": told, "limits": LIMITS, **about()}))


if __name__ == "__main__":
    main()
