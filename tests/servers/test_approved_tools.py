"""A tool that a model asks for through the gateway waits for two people, and the vendor's own library never notices."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import anthropic
import openai
import pytest

from muniment.domain.hold import HoldId
from muniment.prove.release import verify_release
from muniment.signers.file_key import generate, load_public
from muniment.stores.holds import SqliteHolds
from servers.running import HELPDESK, PLANNER, Running, configuration, running
from servers.vendor import Reply, Vendor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PEOPLE = """
[[keys]]
file = "eve.pem.pub"
person = "Eve Holt"
roles = ["approver"]

[[keys]]
file = "max.pem.pub"
person = "Max Roe"
roles = ["approver"]
"""
RULES = """
[approvals]
holds = "{holds}"
trust = "approvers.toml"
token_key = "release.pem"
untagged = "withhold"
wait_seconds = {seconds}

[[effects]]
id = "weather"
title = "asking for the weather"
approvals = 2
term = "openai-dow-classified/autonomous"

[[tools]]
name = "weather"
server = "mcp://weather"
does = "Tells the weather of a city."
effect = "weather"
"""
ASK: Any = [{"role": "user", "content": "weather in Oslo?"}]
SCHEMA: Any = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
TOOLS: Any = [{"name": "weather", "description": "Tell the weather.", "input_schema": SCHEMA}]
CHAT_TOOLS: Any = [{"type": "function", "function": {"name": "weather", "parameters": SCHEMA}}]
REAL_CLOCK = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}


@contextmanager
def gateway(folder: Path, *, seconds: int = 60, holds: str = "holds.sqlite") -> Iterator[Running]:
    with Vendor() as vendor, prepared(folder, vendor, seconds, holds) as found:
        yield found


@contextmanager
def prepared(folder: Path, vendor: Vendor, seconds: int, holds: str = "holds.sqlite") -> Iterator[Running]:
    """Start a gateway in `folder`, where people's keys are made unless they are there from before."""
    for name in ("eve", "max", "release"):
        if not (folder / f"{name}.pem").exists():
            generate(folder / f"{name}.pem")
    (folder / "approvers.toml").write_text(PEOPLE)
    with running(folder, configuration(vendor, more=RULES.format(seconds=seconds, holds=holds))) as found:
        yield found


def ran(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    code = "from muniment.cli.main import run; run()"
    return subprocess.run(
        [sys.executable, "-c", code, *words, "--config", str(folder / "gateway.toml")],
        check=False,
        capture_output=True,
        text=True,
        env={**REAL_CLOCK, "VENDOR_SECRET": "sk-vendor"},
    )


def approve(folder: Path, *words: str) -> str:
    ended = ran(folder, "approve", *words)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def held(folder: Path) -> dict[str, Any]:
    for _ in range(200):
        found = json.loads(approve(folder, "list", "--json"))["holds"]
        if found:
            return dict(found[0])
        time.sleep(0.1)
    pytest.fail("nothing is held")


def answered_by(folder: Path, *people: str, verdict: str = "approve") -> threading.Thread:
    """Have people answer what comes to be held."""

    def work() -> None:
        hold = held(folder)["hold"]["id"]
        for person in people:
            approve(folder, verdict, hold, "--key", str(folder / f"{person}.pem"), "--reason", "seen", "--yes")

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_a_streamed_tool_call_waits_for_two_people_and_its_text_does_not(tmp_path: Path) -> None:
    with gateway(tmp_path) as found, anthropic.Anthropic(base_url=found.url, api_key=HELPDESK) as client:
        people: threading.Thread | None = None
        with client.messages.stream(model="claude-sonnet-5", max_tokens=100, messages=ASK, tools=TOOLS) as stream:
            for event in stream:
                if event.type == "text" and people is None:
                    people = answered_by(tmp_path, "eve", "max")
            message = stream.get_final_message()
        assert people is not None
        people.join()
        records = found.records()
    (hold,) = json.loads(approve(tmp_path, "list", "--all", "--json"))["holds"]

    used = [block for block in message.content if block.type == "tool_use"]
    assert [(each.name, each.input) for each in used] == [("weather", {"city": "Oslo"})]
    assert (hold["standing"], hold["approved_by"]) == ("released", ["Eve Holt", "Max Roe"])
    assert hold["hold"]["requester"]["caller"] == "helpdesk"
    assert hold["hold"]["contract"] == "PO-1187"
    (told,) = [each["tool"] for each in records if each["kind"] == "ruling"]
    assert (told["hold"], told["ruling"], told["signed"]) == (hold["hold"]["id"], "release", hold["digest"])
    assert [(each["person"], each["verdict"]) for each in told["votes"]] == [
        ("Eve Holt", "approve"),
        ("Max Roe", "approve"),
    ]
    envelopes = [sha256(base64.b64decode(each["envelope"])).hexdigest() for each in hold["votes"]]
    assert [each["envelope"] for each in told["votes"]] == [f"sha256:{each}" for each in envelopes]


def test_a_tool_that_needs_nobody_leaves_after_the_log_says_so(tmp_path: Path) -> None:
    rules = RULES.format(seconds=60, holds="holds.sqlite").replace('untagged = "withhold"', 'untagged = "release"')
    for name in ("eve", "max", "release"):
        generate(tmp_path / f"{name}.pem")
    (tmp_path / "approvers.toml").write_text(PEOPLE)
    config = rules.replace('name = "weather"', 'name = "another"')
    with (
        Vendor() as vendor,
        running(tmp_path, configuration(vendor, more=config)) as found,
        anthropic.Anthropic(base_url=found.url, api_key=HELPDESK) as client,
    ):
        message = client.messages.create(model="claude-sonnet-5", max_tokens=100, messages=ASK, tools=TOOLS)
        kinds = [(each["kind"], each.get("tool", {}).get("ruling")) for each in found.records()]

    assert [block.name for block in message.content if block.type == "tool_use"] == ["weather"]
    assert kinds.index(("ruling", "release")) == kinds.index(("intent", None)) + 1


def test_a_denied_tool_call_never_leaves_and_the_client_is_told_why(tmp_path: Path) -> None:
    with gateway(tmp_path) as found, anthropic.Anthropic(base_url=found.url, api_key=HELPDESK) as client:
        people = answered_by(tmp_path, "max", verdict="deny")
        message = client.messages.create(model="claude-sonnet-5", max_tokens=100, messages=ASK, tools=TOOLS)
        people.join()

    assert [block.type for block in message.content if block.type == "tool_use"] == []
    assert "is denied (Max Roe: seen)" in message.model_dump_json()


def test_a_tool_that_nobody_answers_for_is_not_released_when_patience_ends(tmp_path: Path) -> None:
    with gateway(tmp_path, seconds=1) as found, openai.OpenAI(base_url=f"{found.url}/v1", api_key=PLANNER) as client:
        whole = client.chat.completions.create(model="gpt-5", messages=ASK, tools=CHAT_TOOLS)

    assert whole.choices[0].message.tool_calls is None
    assert "waits for approval" in whole.model_dump_json()
    told = [
        each
        for each in map(json.loads, (tmp_path / "events.jsonl").read_text().splitlines())
        if each["event"] == "held"
    ]
    assert held(tmp_path)["standing"] == "waiting"
    assert [(each["tool"], each["caller"]) for each in told] == [("weather", "planner")]
    assert told[0]["hold"] == held(tmp_path)["hold"]["id"]


def test_calls_of_a_turn_that_are_alike_are_withheld_at_once_and_one_by_itself_goes_on_with_their_hold(
    tmp_path: Path,
) -> None:
    calls = [
        {"id": name, "type": "function", "function": {"name": "weather", "arguments": '{"city": "Oslo"}'}}
        for name in ("one", "two")
    ]
    message = {"role": "assistant", "content": None, "tool_calls": calls}
    choice = {"index": 0, "message": message, "finish_reason": "tool_calls"}
    turn = {"id": "a", "object": "chat.completion", "created": 1, "model": "gpt-5", "choices": [choice]}
    with (
        Vendor() as vendor,
        prepared(tmp_path, vendor, 60) as found,
        openai.OpenAI(base_url=f"{found.url}/v1", api_key=PLANNER) as client,
    ):
        vendor.reply = Reply(headers={"content-type": "application/json"}, pieces=[json.dumps(turn).encode()])
        since = time.monotonic()
        both = client.chat.completions.create(model="gpt-5", messages=ASK, tools=CHAT_TOOLS)
        took = time.monotonic() - since
        vendor.reply = None
        people = answered_by(tmp_path, "eve", "max")
        one = client.chat.completions.create(model="gpt-5", messages=ASK, tools=CHAT_TOOLS)
        people.join()
        (hold,) = json.loads(approve(tmp_path, "list", "--all", "--json"))["holds"]

    assert both.choices[0].message.tool_calls is None
    assert "is asked for twice with the same arguments in one turn" in str(both.choices[0].message.content)
    assert took < 30, "nobody is waited for"
    assert len(one.choices[0].message.tool_calls or ()) == 1
    assert hold["standing"] == "released"


def test_a_held_call_outlasts_a_gateway_that_was_killed_and_leaves_when_it_is_asked_for_again(tmp_path: Path) -> None:
    def ask(found: Running) -> anthropic.types.Message:
        with anthropic.Anthropic(base_url=found.url, api_key=HELPDESK) as client:
            return client.messages.create(model="claude-sonnet-5", max_tokens=100, messages=ASK, tools=TOOLS)

    with Vendor() as vendor:
        with prepared(tmp_path, vendor, 1) as found:
            first = ask(found)
            found.kill()
        answered_by(tmp_path, "eve", "max").join()
        with prepared(tmp_path, vendor, 1) as found:
            second, third = ask(found), ask(found)

    def used(message: anthropic.types.Message) -> list[str]:
        return [block.name for block in message.content if block.type == "tool_use"]

    assert (used(first), used(second), used(third)) == ([], ["weather"], [])
    assert [each["standing"] for each in json.loads(approve(tmp_path, "list", "--all", "--json"))["holds"]] == [
        "waiting",
        "released",
    ]


def test_the_released_call_carries_a_token_for_the_side_that_runs_the_tool(tmp_path: Path) -> None:
    with gateway(tmp_path) as found, openai.OpenAI(base_url=f"{found.url}/v1", api_key=PLANNER) as client:
        people = answered_by(tmp_path, "eve", "max")
        whole = client.chat.completions.create(model="gpt-5", messages=ASK, tools=CHAT_TOOLS)
        people.join()

    (hold,) = json.loads(approve(tmp_path, "list", "--all", "--json"))["holds"]
    record = SqliteHolds(tmp_path / "holds.sqlite").find(HoldId(hold["hold"]["id"]))
    assert whole.choices[0].message.tool_calls
    assert record is not None
    assert record.ended_at is not None
    release = verify_release(
        record.token, tool="weather", arguments={"city": "Oslo"}, server="mcp://weather",
        keys=[load_public(tmp_path / "release.pem.pub")], at=record.ended_at, spend=lambda _: True,
    )  # fmt: skip
    assert release.id == hold["hold"]["id"]
