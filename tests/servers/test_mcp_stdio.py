"""A real client and a real server of MCP, with the gate between them: tools run when people have approved, once."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from docs.pages import DOCS, steps
from muniment.domain.call import ToolUse
from muniment.signers.file_key import generate
from muniment.wiring.approvals.holding import OnBehalf, ask, rules

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from mcp import Client

PLANT = Path(__file__).parent / "plant.py"
CODE = "from muniment.cli.main import run; run()"
VALVE = {"valve": "A7", "open": True}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("eve", "max", "release"):
        generate(tmp_path / f"{name}.pem")
    for step in steps(DOCS / "approvals.md"):
        if not hasattr(step, "typed"):
            (tmp_path / step.path).write_text(step.text)
    file = tmp_path / "gateway.toml"
    file.write_text(file.read_text() + '\n[[tools]]\nname = "read_valve"\n')
    (tmp_path / "ran").write_text("")
    return tmp_path


def command(folder: Path) -> list[str]:
    return [
        *("-c", CODE, "gateway", "mcp", "--config", str(folder / "gateway.toml"), "--server", "mcp://plant"),
        *("--caller", "agent-7", "--spent", str(folder / "spent.sqlite"), "--", sys.executable, str(PLANT)),
        str(folder / "ran"),
    ]


def session(folder: Path, talk: Callable[[Client], Awaitable[None]], mode: str = "auto") -> list[str]:
    """Talk to the server through the gate with the library's own client; return what ran there."""
    from mcp import Client, StdioServerParameters  # noqa: PLC0415  (heavy)

    async def run() -> None:
        here = {name: os.environ.get(name, "") for name in ("PYTHONPATH", "PATH", "SOURCE_DATE_EPOCH")}
        server = StdioServerParameters(command=sys.executable, args=command(folder), env=here)
        async with Client(server, mode=mode) as client:
            await talk(client)

    asyncio.run(run())
    return (folder / "ran").read_text().splitlines()


def text(result: Any) -> str:  # noqa: ANN401  (a result of the library)
    return str(result.content[0].text)


def cli(folder: Path, *words: str) -> str:
    ended = subprocess.run(
        [sys.executable, "-c", CODE, "approve", *words, "--config", str(folder / "gateway.toml")],
        check=False,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


async def approve(folder: Path, *names: str, verdict: str = "approve") -> None:
    """Have people answer the hold that comes."""
    for _ in range(100):
        holds = json.loads(await asyncio.to_thread(cli, folder, "list", "--json"))["holds"]
        if holds:
            break
        await asyncio.sleep(0.1)
    for name in names:
        words = (verdict, holds[0]["hold"]["id"], "--key", str(folder / f"{name}.pem"), "--reason", "seen", "--yes")
        await asyncio.to_thread(cli, folder, *words)


def patience(folder: Path, seconds: int) -> None:
    file = folder / "gateway.toml"
    file.write_text(file.read_text().replace("[approvals]\n", f"[approvals]\nwait_seconds = {seconds}\n", 1))


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_tagged_tool_runs_once_two_people_have_approved(folder: Path, mode: str) -> None:
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

    ran = session(folder, talk, mode)

    assert ran == ["read_valve A7", "set_valve A7 True"]
    assert told
    assert "0 of 2 people have approved hold h-" in str(told[0])


def test_a_denied_call_does_not_run_and_the_model_is_told_why(folder: Path) -> None:
    async def talk(client: Client) -> None:
        call = asyncio.create_task(client.call_tool("set_valve", VALVE))
        await approve(folder, "max", verdict="deny")
        result = await call
        assert result.is_error
        assert "is denied (Max Roe: seen)" in text(result)

    assert session(folder, talk) == []


def test_a_call_that_waits_too_long_goes_on_when_it_is_asked_for_again(folder: Path) -> None:
    patience(folder, 0)

    async def talk(client: Client) -> None:
        first = await client.call_tool("set_valve", VALVE)
        assert first.is_error
        assert "waits for approval" in text(first)
        assert (first.meta or {})["muniment/hold"].startswith("h-")
        await approve(folder, "eve", "max")
        other = await client.call_tool("set_valve", {**VALVE, "valve": "A8"})
        again = await client.call_tool("set_valve", VALVE)
        twice = await client.call_tool("set_valve", VALVE)
        assert [other.is_error, again.is_error, twice.is_error] == [True, False, True]

    assert session(folder, talk) == ["set_valve A7 True"]


def released(folder: Path) -> str:
    """Have a call released as the gateway does for a model, and return its token."""
    found = rules(folder / "gateway.toml")
    use = ToolUse(call_id="toolu_1", name="set_valve", arguments=json.dumps(VALVE))
    hold = ask(found, use, OnBehalf(caller="agent-7")).hold_id
    for name in ("eve", "max"):
        cli(folder, "approve", hold, "--key", str(folder / f"{name}.pem"), "--reason", "seen", "--yes")
    return cli(folder, "release", hold).strip()


def test_a_call_that_the_gateway_released_runs_without_being_asked_about_again(folder: Path) -> None:
    released(folder)
    patience(folder, 0)

    async def talk(client: Client) -> None:
        first = await client.call_tool("set_valve", VALVE)
        second = await client.call_tool("set_valve", VALVE)
        assert (first.is_error, second.is_error) == (False, True)

    assert session(folder, talk) == ["set_valve A7 True"]


def test_a_token_that_comes_along_lets_its_call_run_once(folder: Path) -> None:
    token = released(folder)

    async def talk(client: Client) -> None:
        along: Any = {"muniment/release": token}
        other = await client.call_tool("set_valve", {**VALVE, "valve": "A8"}, meta=along)
        first = await client.call_tool("set_valve", VALVE, meta=along)
        assert (other.is_error, first.is_error) == (True, False)

    patience(folder, 0)
    assert session(folder, talk) == ["set_valve A7 True"]


def raw(folder: Path, *lines: str) -> list[dict[str, Any]]:
    """Send lines to the proxy as no library would, and return what it answers by itself."""
    patience(folder, 0)
    found = subprocess.run(
        [sys.executable, *command(folder)], input="\n".join(lines) + "\n", capture_output=True, text=True, check=False
    )
    return [json.loads(line) for line in found.stdout.splitlines()]


CALL = '"method": "tools/call", "params": {"name": "set_valve", "arguments": {"valve": "A7", "open": true}'


@pytest.mark.parametrize(
    ("line", "why"),
    [
        pytest.param(
            '{"jsonrpc": "2.0", "id": 1, "method": "ping", ' + CALL + "}}", "a key is repeated", id="two methods"
        ),
        pytest.param('{"jsonrpc": "2.0", "id": 1, "Method": "ping", ' + CALL + "}}", "case alone", id="two by case"),
        pytest.param(
            '{"jsonrpc": "2.0", "id": 1, ' + CALL.replace("method", "Method") + "}}", "`Method`", id="by case alone"
        ),
        pytest.param('[{"jsonrpc": "2.0", "id": 1, ' + CALL + "}}]", "is not an object", id="a batch"),
        pytest.param('{"jsonrpc": "2.0", "id": 1, ' + CALL, "is not JSON", id="cut off"),
        pytest.param('{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": []}', "no name", id="no name"),
        pytest.param(
            '{"jsonrpc": "2.0", "id": 1, ' + CALL + ', "inputResponses": {"a": 1}}}', "unseen", id="what nobody saw"
        ),
        pytest.param(
            '{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "drop_all", "arguments": {}}}',
            "no entry names this tool",
            id="a tool that nobody tagged",
        ),
    ],
)
def test_what_could_slip_past_the_gate_is_refused_and_does_not_run(folder: Path, line: str, why: str) -> None:
    answers = raw(folder, line)

    assert len(answers) == 1
    assert why in json.dumps(answers)
    assert (folder / "ran").read_text() == ""


def test_no_tagged_tool_runs_while_the_clock_is_behind_the_log_of_calls(folder: Path) -> None:
    file = folder / "gateway.toml"
    file.write_text(f'log = "calls.log"\n{file.read_text()}')
    line = f'{{"prev":"{"0" * 64}","seq":1,"kind":"opened","at":"2096-01-01T00:00:00.000+00:00"}}\n'
    (folder / "calls.log").write_text(line)

    answers = raw(folder, '{"jsonrpc": "2.0", "id": 1, ' + CALL + "}}")

    assert "behind an instant that has passed" in json.dumps(answers)
    assert (folder / "ran").read_text() == ""


def test_a_server_that_cannot_be_started_is_told(folder: Path) -> None:
    words = command(folder)
    words = [*words[: words.index("--") + 1], str(folder / "no-such-server")]

    ended = subprocess.run([sys.executable, *words], input="", capture_output=True, text=True, check=False)

    assert (ended.returncode, "no-such-server: cannot be started" in ended.stderr) == (2, True)


def test_the_gate_ends_with_the_code_of_the_server(folder: Path) -> None:
    words = command(folder)
    words = [*words[: words.index("--") + 1], sys.executable, "-c", "raise SystemExit(3)"]

    ended = subprocess.run([sys.executable, *words], input="", capture_output=True, text=True, check=False)

    assert (ended.returncode, ended.stderr) == (3, "")


def test_a_file_in_place_of_a_client_is_refused(folder: Path) -> None:
    with (folder / "said").open("wb") as said:
        ended = subprocess.run(
            [sys.executable, *command(folder)], input="", stdout=said, stderr=subprocess.PIPE, text=True, check=False
        )

    assert (ended.returncode, "standard output: is a file, and no client" in ended.stderr) == (2, True)
