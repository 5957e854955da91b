"""What goes wrong: processes that die, full disks, vendors that break off, clients that leave, clocks that turn."""

from __future__ import annotations

import json
import socket
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from muniment.enforce.call_chain import Head
from servers.running import ESTATE, PLANNER, PROGRAM, Running, configuration, received, running
from servers.vendor import SSE, Reply, Seen, Vendor, usual
from servers.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator
ASK: Any = {"model": "gpt-5", "messages": [{"role": "user", "content": "hi"}]}
CHAT = "/v1/chat/completions"


@pytest.fixture
def vendor() -> Iterator[Vendor]:
    with Vendor() as found:
        yield found


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, Vendor]]:
    with Vendor() as vendor, running(tmp_path_factory.mktemp("gateway"), configuration(vendor)) as gateway:
        yield gateway, vendor


def intents(gateway: Running) -> set[str]:
    return {record["call"] for record in gateway.records() if record["kind"] == "intent"}


def outcomes(gateway: Running) -> dict[str, str]:
    return {record["call"]: record["how"] for record in gateway.records() if record["kind"] == "outcome"}


def streaming(gateway: Running, path: str, call: dict[str, Any]) -> socket.socket:
    raw = json.dumps(call).encode()
    client = socket.create_connection(("127.0.0.1", gateway.port), timeout=60)
    head = f"POST {path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {PLANNER}\r\nContent-Length: {len(raw)}\r\n\r\n"
    client.sendall(head.encode() + raw)
    return client


def flood(gateway: Running, clients: int, stop: threading.Event) -> list[threading.Thread]:
    """Call again and again from many clients until told to stop, or until nobody answers."""

    def one() -> None:
        while not stop.is_set():
            try:
                gateway.post(CHAT, ASK)
            except OSError:
                return

    threads = [threading.Thread(target=one) for _ in range(clients)]
    for thread in threads:
        thread.start()
    return threads


@pytest.mark.parametrize("clients", [1, 12])
def test_a_gateway_that_is_killed_under_load_has_recorded_every_call_that_reached_the_vendor(
    vendor: Vendor, tmp_path: Path, clients: int
) -> None:
    for _ in range(3):
        stop, before = threading.Event(), len(vendor.seen)
        with running(tmp_path, configuration(vendor)) as gateway:
            threads = flood(gateway, clients, stop)
            until(lambda before=before: len(vendor.seen) > before + 20)  # type: ignore[misc]
            gateway.kill()
            stop.set()
            for thread in threads:
                thread.join(20)

    lines = (tmp_path / "calls.log").read_bytes().splitlines()
    recorded = sum(b'"kind":"intent"' in line for line in lines)
    assert recorded >= len(vendor.seen)


def test_after_a_kill_the_log_goes_on_and_calls_without_an_outcome_are_told_as_sent_with_unknown_result(
    vendor: Vendor, tmp_path: Path
) -> None:
    vendor.reply = Reply(delay=30)
    with running(tmp_path, configuration(vendor)) as gateway:
        stop = threading.Event()
        (thread,) = flood(gateway, 1, stop)
        until(lambda: len(vendor.seen) == 1)
        stop.set()
        gateway.kill()
        thread.join(20)
    with (tmp_path / "calls.log").open("ab") as log:
        log.write(b'{"prev":"0123')

    with running(tmp_path, configuration(vendor)) as gateway:
        opened = gateway.records()[-1]
        events = (tmp_path / "events.jsonl").read_text()
        told = _log(gateway)

    assert (opened["kind"], opened["torn_bytes"]) == ("opened", 13)
    assert opened["unknown"] == sorted(intents(gateway))
    assert "sent, result unknown" in events
    assert [call["result"] for call in told if "result" in call] == ["sent, result unknown"]


@pytest.mark.parametrize("clients", [1, 6])
def test_where_the_disk_is_full_nothing_is_sent_and_no_line_of_the_log_is_torn(
    vendor: Vendor, tmp_path: Path, clients: int
) -> None:
    limited = ("bash", "-c", 'ulimit -f 48; exec "$@"', "_")
    with running(tmp_path, configuration(vendor), before=limited) as gateway:
        with ThreadPoolExecutor(clients) as pool:
            answers = list(pool.map(lambda _: gateway.post(CHAT, ASK), range(120)))
        ready = gateway.admin_get("/readyz")
        metrics = gateway.admin_get("/metrics").raw.decode()

    statuses = [answer.status for answer in answers]
    let_through = statuses.count(200)
    assert set(statuses) == {200, 503}
    assert set(statuses[let_through + clients :]) == {503}
    assert len(vendor.seen) == let_through == len(intents(gateway))
    assert answers[-1].body["error"]["code"] == "log_failed"
    assert answers[-1].headers["x-should-retry"] == "false"
    assert ready.status == 503
    assert "cannot be written" in ready.body["doubts"][0]
    assert (tmp_path / "events.jsonl").read_text().count('"log failed"') == 1
    assert "muniment_log_failed 1" in metrics
    assert gateway.log.read_bytes().endswith(b"}\n")


def test_a_log_whose_chain_was_broken_starts_no_gateway(vendor: Vendor, tmp_path: Path) -> None:
    with running(tmp_path, configuration(vendor)) as gateway:
        gateway.post(CHAT, ASK)
        gateway.post(CHAT, ASK)
    forged = gateway.log.read_bytes().replace(b'"caller":"planner"', b'"caller":"nobody1"', 1)
    gateway.log.write_bytes(forged)

    with (
        pytest.raises(AssertionError, match="does not follow from the line before it"),
        running(tmp_path, configuration(vendor)),
    ):
        pass

    assert gateway.log.read_bytes() == forged


TOOL: dict[str, Any] = {"name": "shoot", "parameters": {"type": "object", "properties": {}}}
TOOL_CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "chat": (CHAT, {**ASK, "tools": [{"type": "function", "function": TOOL}]}),
    "messages": (
        "/v1/messages",
        {
            "model": "mistral-large",
            "messages": ASK["messages"],
            "max_tokens": 5,
            "tools": [{"name": "shoot", "input_schema": TOOL["parameters"]}],
        },
    ),
    "responses": ("/v1/responses", {"model": "gpt-5", "input": "hi", "tools": [{"type": "function", **TOOL}]}),
}


@pytest.mark.parametrize("after", [1, 3, 5], ids=["as a tool begins", "inside a tool", "after the tool"])
@pytest.mark.parametrize("kind", TOOL_CALLS)
def test_a_vendor_that_breaks_off_is_never_taken_for_one_that_ended(
    shared: tuple[Running, Vendor], kind: str, after: int
) -> None:
    gateway, vendor = shared
    path, body = TOOL_CALLS[kind]
    call = {**body, "stream": True}
    whole = usual(Seen(path=path, headers={}, raw=json.dumps(call).encode()))
    vendor.reply = Reply(headers=SSE, pieces=whole.pieces[: len(whole.pieces) - 6 + after], cut=True, pause=0.01)
    before = outcomes(gateway)

    with streaming(gateway, path, call) as client:
        told = received(client)
    until(lambda: len(outcomes(gateway)) == len(before) + 1)

    assert told.startswith(b"HTTP/1.1 200 ")
    assert b"\r\n0\r\n\r\n" not in told
    assert after == 5 or b'"shoot"' not in told
    assert {how for name, how in outcomes(gateway).items() if name not in before} == {"cut"}


def piece(text: str) -> bytes:
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": None}
    chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "gpt-5", "choices": [choice]}
    return f"data: {json.dumps(chunk)}\n\n".encode()


def test_a_client_that_leaves_ends_the_call_at_the_vendor_too(shared: tuple[Running, Vendor]) -> None:
    gateway, vendor = shared
    vendor.reply = Reply(headers=SSE, pieces=[piece("x")] * 500, pause=0.02)
    before, gone = outcomes(gateway), vendor.gone

    with streaming(gateway, CHAT, {**ASK, "stream": True}) as client:
        assert client.recv(65536).startswith(b"HTTP/1.1 200 ")
    until(lambda: vendor.gone == gone + 1)
    until(lambda: len(outcomes(gateway)) == len(before) + 1)

    assert {how for name, how in outcomes(gateway).items() if name not in before} == {"client-gone"}
    assert b"muniment_calls_under_way 0" in gateway.admin_get("/metrics").raw


def test_a_client_that_does_not_read_stops_the_vendor_and_fills_no_memory(shared: tuple[Running, Vendor]) -> None:
    gateway, vendor = shared
    vendor.reply = Reply(headers=SSE, pieces=[piece("x" * 60_000)] * 900)
    before = _resident_mb(gateway)

    with streaming(gateway, CHAT, {**ASK, "stream": True}):
        time.sleep(2)
        grown = _resident_mb(gateway) - before

    assert grown < 20


def test_a_clock_that_goes_back_lets_nothing_through(vendor: Vendor, tmp_path: Path) -> None:
    with running(tmp_path, configuration(vendor)) as gateway:
        gateway.post(CHAT, ASK)
    lines = gateway.log.read_bytes().splitlines(keepends=True)
    gateway.log.write_bytes(_ahead(lines))
    vendor.seen.clear()

    for _ in range(3):  # what a start has found out is not lost to the next one, which reads from there on
        with running(tmp_path, configuration(vendor)) as gateway:
            answer = gateway.post(CHAT, ASK)
            ready = gateway.admin_get("/readyz")

        assert (answer.status, answer.body["error"]["code"]) == (403, "clock_doubt")
        assert ready.status == 503
    assert vendor.seen == []


def test_a_stale_rulebook_permits_nothing_and_says_how_old_it_is(vendor: Vendor, tmp_path: Path) -> None:
    estate = ESTATE.replace("max_age_days = 3650", "max_age_days = 1", 1)
    with running(tmp_path, configuration(vendor), estate=estate) as gateway:
        answer = gateway.post(CHAT, ASK)
        ready = gateway.admin_get("/readyz")

    assert (answer.status, answer.body["error"]["code"]) == (403, "undetermined")
    assert "more than the 1 days set in the estate file" in answer.body["error"]["message"]
    assert ready.status == 503
    assert vendor.seen == []


def test_without_a_rulebook_no_gateway_starts(vendor: Vendor, tmp_path: Path) -> None:
    with (
        pytest.raises(AssertionError, match="rulebook"),
        running(tmp_path, configuration(vendor, more='rulebook = "none"')),
    ):
        pass


def test_a_gateway_that_is_told_to_stop_takes_no_more_calls_and_lets_those_under_way_end(
    vendor: Vendor, tmp_path: Path
) -> None:
    vendor.reply = None
    told: list[int] = []
    with running(tmp_path, configuration(vendor)) as gateway:
        slow = Reply(headers={"content-type": "application/json"}, pieces=[_whole()], delay=1.5)
        vendor.reply = slow
        thread = threading.Thread(target=lambda: told.append(gateway.post(CHAT, ASK).status))
        thread.start()
        until(lambda: len(vendor.seen) == 1)
        code = gateway.stop()
        thread.join(20)
        with pytest.raises(OSError, match="refused"):
            gateway.post(CHAT, ASK)

    assert (code, told) == (0, [200])
    assert list(outcomes(gateway).values()) == ["complete"]


def test_a_vendor_that_does_not_answer_is_not_waited_for_longer_than_was_set(vendor: Vendor, tmp_path: Path) -> None:
    vendor.reply = Reply(delay=60)
    limits = "[limits]\nanswer_seconds = 1\n"
    with running(tmp_path, configuration(vendor, more=limits)) as gateway:
        answer = gateway.post(CHAT, ASK)
        until(lambda: list(outcomes(gateway).values()) == ["late"])

    assert answer.status == 504


def test_a_vendor_that_is_not_there_is_told_as_such_and_the_call_as_not_sent(tmp_path: Path) -> None:
    with Vendor() as gone:
        pass
    with running(tmp_path, configuration(gone)) as gateway:
        answer = gateway.post(CHAT, ASK)
        until(lambda: list(outcomes(gateway).values()) == ["not-sent"])

    assert (answer.status, answer.body["error"]["code"]) == (502, "vendor_failed")


def _whole() -> bytes:
    choice = {"index": 0, "message": {"role": "assistant", "content": "x"}, "finish_reason": "stop"}
    return json.dumps({
        "id": "c", "object": "chat.completion", "created": 1, "model": "gpt-5", "choices": [choice],
    }).encode()  # fmt: skip


def _log(gateway: Running) -> list[dict[str, Any]]:
    done = subprocess.run([*PROGRAM, "gateway", "log", str(gateway.log), "--json"], capture_output=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def _resident_mb(gateway: Running) -> float:
    pages = int(Path(f"/proc/{gateway.process.pid}/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def _ahead(lines: list[bytes]) -> bytes:
    """Return a log whose last line, rightly chained, is of a day to come: the clock was ahead when it was written."""
    head = Head()
    for line in lines:
        head = head.follow(line[:-1])
    line, _ = head.link([b'{"kind":"outcome","call":"x","at":"2099-01-01T00:00:00+00:00"}'])
    return b"".join(lines) + line


def test_an_address_that_is_taken_is_told_with_what_mends_it(vendor: Vendor, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = f"127.0.0.1:{other.getsockname()[1]}"
        config = configuration(vendor).replace('address = "127.0.0.1:0"', f'address = "{taken}"')

        with pytest.raises(AssertionError) as told, running(tmp_path, config):
            pass

    assert f"{taken}: cannot be listened on" in str(told.value)
    assert "help: end what listens there, or name another address in [listen]" in str(told.value)
