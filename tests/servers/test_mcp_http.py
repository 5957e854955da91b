"""An MCP server that is reached by HTTP runs no tool that people have not approved; the library's client and server."""

from __future__ import annotations

import asyncio
import http.client
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import pytest

from servers.test_mcp_stdio import CALL, CODE, PLANT, VALVE, approve, folder, patience, text
from servers.waiting import listens, until

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from pathlib import Path

    from mcp import Client

KEY: Final = "mk-a-client-of-the-plant"
ONE: Final = '{"jsonrpc":"2.0","id":1,' + CALL + "}}"
DIGEST: Final = "sha256:" + sha256(KEY.encode()).hexdigest()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def reached(port: int) -> None:
    until(lambda: listens(port), f"a server at {port}")


@contextmanager
def started(*words: str) -> Iterator[None]:
    process = subprocess.Popen([sys.executable, *words], stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


@contextmanager
def served(folder: Path, *, plain: bool = False, more: tuple[str, ...] = ()) -> Iterator[int]:
    """Start the server, and the gate in front of it; yield the gate's port."""
    behind, front = free_port(), free_port()
    gate = [
        *("-c", CODE, "gateway", "mcp", "--config", str(folder / "gateway.toml"), "--server", "mcp://plant"),
        *("--caller", "agent-7", "--spent", str(folder / "spent.sqlite"), "--url", f"http://127.0.0.1:{behind}/mcp"),
        *("--listen", f"127.0.0.1:{front}", "--key", DIGEST, *more),
    ]
    with started(str(PLANT), str(folder / "ran"), str(behind), *(["plain"] if plain else [])), started(*gate):
        reached(behind)
        reached(front)
        yield front


def session(port: int, talk: Callable[[Client], Awaitable[None]], mode: str = "auto") -> None:
    """Talk to the server through the gate with the library's own client."""
    from mcp import Client  # noqa: PLC0415  (heavy)
    from mcp.client.streamable_http import streamable_http_client  # noqa: PLC0415
    from mcp.shared._httpx_utils import create_mcp_http_client  # noqa: PLC0415

    async def run() -> None:
        known = create_mcp_http_client(headers={"Authorization": f"Bearer {KEY}"})
        async with (
            known,
            Client(streamable_http_client(f"http://127.0.0.1:{port}/mcp", http_client=known), mode=mode) as client,
        ):
            await talk(client)

    asyncio.run(run())


def ran(folder: Path) -> list[str]:
    return (folder / "ran").read_text().splitlines()


@pytest.mark.parametrize("plain", [False, True], ids=["events", "json"])
@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_tagged_tool_runs_once_two_people_have_approved(folder: Path, mode: str, plain: bool) -> None:  # noqa: FBT001
    told: list[str | None] = []

    async def heard(progress: float, total: float | None, message: str | None) -> None:
        assert (progress > 0, total) == (True, None)
        told.append(message)

    async def talk(client: Client) -> None:
        assert {tool.name for tool in (await client.list_tools()).tools} == {"set_valve", "read_valve"}
        assert text(await client.call_tool("read_valve", {"valve": "A7"})) == "closed"
        call = asyncio.create_task(client.call_tool("set_valve", VALVE, progress_callback=heard))
        await approve(folder, "eve", "max")
        result = await call
        assert (text(result), result.is_error) == ("valve A7 is open", False)

    with served(folder, plain=plain) as port:
        session(port, talk, mode)

    assert ran(folder) == ["read_valve A7", "set_valve A7 True"]
    assert "0 of 2 people have approved hold h-" in str(told[0])


def test_a_denied_call_does_not_run_and_what_waited_too_long_goes_on_later(folder: Path) -> None:
    patience(folder, 0)

    async def talk(client: Client) -> None:
        first = await client.call_tool("set_valve", VALVE)
        assert first.is_error
        assert (first.meta or {})["muniment/hold"].startswith("h-")
        await approve(folder, "eve", "max")
        again = await client.call_tool("set_valve", VALVE)
        twice = await client.call_tool("set_valve", {**VALVE, "valve": "A8"})
        await approve(folder, "max", verdict="deny")
        denied = await client.call_tool("set_valve", {**VALVE, "valve": "A8"})
        assert [again.is_error, twice.is_error, denied.is_error] == [False, True, True]

    with served(folder) as port:
        session(port, talk)

    assert ran(folder) == ["set_valve A7 True"]


def asked(port: int, body: str, method: str = "POST", path: str = "/mcp", **headers: str) -> tuple[int, str]:
    """Ask as no library would."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    usual = {
        "Authorization": f"Bearer {KEY}",
        "Content-Type": "application/json",
        "Accept": "application/json, text/event-stream",
    }
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body.encode(), {**usual, **given})
    answer = connection.getresponse()
    found = answer.status, answer.read().decode()
    connection.close()
    return found


@pytest.mark.parametrize(
    ("body", "headers", "status", "why"),
    [
        pytest.param(ONE, {"Authorization": "Bearer x"}, 401, "no key", id="key"),
        pytest.param(ONE, {"Origin": "http://x.example"}, 403, "origin", id="page"),
        pytest.param('{"jsonrpc":"2.0","id":1,"method":"ping",' + CALL + "}}", {}, 400, "repeated", id="two methods"),
        pytest.param('{"jsonrpc":"2.0","id":1,"Method":"ping",' + CALL + "}}", {}, 400, "case alone", id="two by case"),
        pytest.param(
            '{"jsonrpc":"2.0","id":1,' + CALL.replace("method", "Method") + "}}", {}, 400, "`Method`", id="by case"
        ),
        pytest.param('[{"jsonrpc":"2.0","id":1,' + CALL + "}}]", {}, 400, "is not an object", id="a batch"),
        pytest.param('{"jsonrpc":"2.0","id":1,' + CALL, {}, 400, "is not JSON", id="cut off"),
        pytest.param("x", {"Content-Type": "text/plain"}, 415, "application/json", id="another type"),
        pytest.param("x", {"Content-Encoding": "gzip"}, 415, "not coded", id="coded"),
        pytest.param('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":[]}', {}, 400, "no name", id="no name"),
        pytest.param(
            '{"jsonrpc":"2.0","id":1,' + CALL + "}}", {"Mcp_Method": "ping"}, 400, "says something else", id="head"
        ),
        pytest.param(
            '{"jsonrpc":"2.0","id":1,' + CALL + "}}", {"Mcp_Name": "read_valve"}, 400, "says something else", id="name"
        ),
        pytest.param(
            '{"jsonrpc":"2.0","id":1,' + CALL + "}}", {"Mcp_Param_Valve": "B1"}, 400, "no argument", id="argument"
        ),
        pytest.param('{"jsonrpc":"2.0","id":1,' + CALL + ',"x":1}}', {}, 200, "unseen", id="what nobody saw"),
        pytest.param(
            '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"drop_all"}}', {}, 200,
            "no entry names this tool", id="a tool that nobody tagged",
        ),
    ],
)  # fmt: skip
def test_what_could_slip_past_the_gate_is_refused_and_does_not_run(
    gate: tuple[Path, int], body: str, headers: dict[str, str], status: int, why: str
) -> None:
    place, port = gate

    found, told = asked(port, body, **headers)

    assert (found, why in told) == (status, True), told
    assert ran(place) == []


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, int]]:
    place = folder.__wrapped__(tmp_path_factory.mktemp("gate"))  # type: ignore[attr-defined]  # the files of a fixture
    patience(place, 0)
    with served(place) as port:
        yield place, port


def test_other_paths_and_methods_are_not_served(gate: tuple[Path, int]) -> None:
    _, port = gate

    assert asked(port, "", path="/mcp/other", method="POST")[0] == 404
    assert asked(port, "", method="PUT")[0] == 405
    assert asked(port, "", method="HEAD")[0] == 405
    assert asked(port, '{"jsonrpc":"2.0","id":1,"method":"no/such"}')[0] in {400, 404}  # the server's own answer


def test_for_a_client_that_has_left_no_answer_of_the_server_is_waited_for(folder: Path) -> None:
    front = free_port()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(20)
        gate = [
            *("-c", CODE, "gateway", "mcp", "--config", str(folder / "gateway.toml"), "--server", "mcp://plant"),
            *("--caller", "agent-7", "--spent", str(folder / "spent.sqlite"), "--listen", f"127.0.0.1:{front}"),
            *("--url", f"http://127.0.0.1:{silent.getsockname()[1]}/mcp", "--key", DIGEST),
        ]
        with started(*gate):
            reached(front)
            body = b'{"jsonrpc":"2.0","id":1,"method":"tools/list"}'
            head = (
                f"POST /mcp HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {KEY}\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            with socket.create_connection(("127.0.0.1", front)) as client:
                client.sendall(head.encode() + body)
                line, _ = silent.accept()
                line.settimeout(20)
                assert b"tools/list" in line.recv(65536)
            assert line.recv(65536) == b"", "the gate ends the connection"
            line.close()


def test_a_client_that_leaves_while_people_are_asked_runs_nothing(folder: Path) -> None:
    patience(folder, 30)
    with served(folder) as port:
        line = socket.create_connection(("127.0.0.1", port))
        body = ONE
        head = (
            f"POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {KEY}\r\n"
            f"Accept: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        line.sendall((head + body).encode())
        assert b"waiting" in line.recv(65536) + line.recv(65536)
        asyncio.run(approve(folder))  # there is a hold
        line.close()
        asyncio.run(approve(folder, "eve", "max"))
        time.sleep(3)

    assert ran(folder) == []


def test_a_call_that_a_session_cancels_does_not_run(folder: Path) -> None:
    patience(folder, 20)

    async def talk(client: Client) -> None:
        call = asyncio.create_task(client.call_tool("set_valve", VALVE))
        await asyncio.sleep(2)
        call.cancel()
        await asyncio.sleep(0.5)
        await approve(folder, "eve", "max")
        await asyncio.sleep(2)

    with served(folder) as port:
        session(port, talk, "legacy")

    assert ran(folder) == []


@pytest.mark.parametrize(
    ("words", "why"),
    [
        pytest.param(("--url", "http://127.0.0.1:1/mcp"), "--key: is missing", id="no key"),
        pytest.param(("--url", "http://127.0.0.1:1/mcp", "--key", "sha256:1"), "no digest of a key", id="no digest"),
        pytest.param(("--url", "ftp://x/mcp", "--key", DIGEST), "is no address", id="no address"),
        pytest.param(
            ("--url", "http://127.0.0.1:1/mcp", "--key", DIGEST, "--listen", "0.0.0.0:1"), "without TLS", id="open"
        ),
        pytest.param((), "give a COMMAND to start, or the --url", id="neither"),
    ],
)
def test_a_gate_that_could_not_be_safe_does_not_start(folder: Path, words: tuple[str, ...], why: str) -> None:
    given = ("--config", str(folder / "gateway.toml"), "--server", "mcp://plant", "--caller", "agent-7", *words)

    ended = subprocess.run(
        [sys.executable, "-c", CODE, "gateway", "mcp", *given], capture_output=True, text=True, check=False
    )

    assert (ended.returncode, why in ended.stderr) == (2, True), ended.stderr
