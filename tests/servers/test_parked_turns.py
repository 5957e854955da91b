"""A turn whose client stopped waiting goes on by its hold: the same call, once, and no vendor is asked again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import anthropic
import openai
import pytest

from servers.running import HELPDESK, PLANNER, Running
from servers.test_approved_tools import ASK, CHAT_TOOLS, SCHEMA, TOOLS, answered_by, approve, prepared
from servers.vendor import Vendor

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAMED: Any = [{"type": "function", "name": "weather", "parameters": SCHEMA, "strict": False}]
Called = list[tuple[str, Any]]


def messages(found: Running, holds: dict[str, str], *, stream: bool, key: str = HELPDESK) -> tuple[Called, str]:
    """Ask in Messages, and return the calls of the answer, and all of it as text."""
    with anthropic.Anthropic(base_url=found.url, api_key=key, max_retries=0) as client:
        told: dict[str, Any] = {"model": "claude-sonnet-5", "max_tokens": 100, "messages": ASK, "tools": TOOLS}
        if stream:
            with client.messages.stream(**told, extra_headers=holds) as streaming:
                message: Any = streaming.get_final_message()
        else:
            message = client.messages.create(**told, extra_headers=holds)
    used = [(block.name, block.input) for block in message.content if block.type == "tool_use"]
    return used, message.model_dump_json()


def chat(found: Running, holds: dict[str, str], *, stream: bool) -> tuple[Called, str]:
    with openai.OpenAI(base_url=f"{found.url}/v1", api_key=PLANNER, max_retries=0) as client:
        told: dict[str, Any] = {"model": "gpt-5", "messages": ASK, "tools": CHAT_TOOLS, "extra_headers": holds}
        if stream:
            with client.chat.completions.stream(**told) as streaming:
                for _ in streaming:
                    pass
                whole: Any = streaming.current_completion_snapshot  # the final one is an error: `content_filter`
        else:
            whole = client.chat.completions.create(**told)
    calls = whole.choices[0].message.tool_calls or ()
    return [(each.function.name, json.loads(each.function.arguments)) for each in calls], whole.model_dump_json()


def responses(found: Running, holds: dict[str, str], *, stream: bool) -> tuple[Called, str]:
    with openai.OpenAI(base_url=f"{found.url}/v1", api_key=PLANNER, max_retries=0) as client:
        told: dict[str, Any] = {"model": "gpt-5", "input": "weather in Oslo?", "tools": NAMED, "extra_headers": holds}
        if stream:
            with client.responses.stream(**told) as streaming:
                whole: Any = streaming.get_final_response()
        else:
            whole = client.responses.create(**told)
    calls = [each for each in whole.output if each.type == "function_call"]
    return [(each.name, json.loads(each.arguments)) for each in calls], whole.model_dump_json()


def only_hold(folder: Path) -> str:
    (found,) = json.loads(approve(folder, "list", "--all", "--json"))["holds"]
    return str(found["hold"]["id"])


@pytest.mark.parametrize("ask", [messages, chat, responses])
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_a_parked_turn_goes_on_once_after_a_restart_without_the_vendor(
    tmp_path: Path,
    ask: Callable[..., tuple[Called, str]],
    stream: bool,  # noqa: FBT001  (a table)
) -> None:
    with Vendor() as vendor:
        with prepared(tmp_path, vendor, 1) as found:
            first, said = ask(found, {}, stream=stream)
            found.kill()
        hold = only_hold(tmp_path)
        answered_by(tmp_path, "eve", "max").join()
        with prepared(tmp_path, vendor, 1) as found:
            again, _ = ask(found, {"Muniment-Hold": hold}, stream=not stream)
            with pytest.raises((anthropic.APIStatusError, openai.APIStatusError), match="names no parked turn of this"):
                ask(found, {"Muniment-Hold": hold}, stream=stream)
            records = found.records()
        asked = len(vendor.seen)

    assert (first, hold in said) == ([], True)
    assert again == [("weather", {"city": "Oslo"})]
    assert asked == 1
    resumed = [each for each in records if each["kind"] == "resumed"]
    assert [each["resumes"] for each in resumed] == [[hold], [hold]]
    name = resumed[0]["call"]
    (ruling,) = [each["tool"] for each in records if each["kind"] == "ruling" and each["call"] == name]
    assert (ruling["ruling"], ruling["hold"], len(ruling["votes"])) == ("release", hold, 2)
    assert only_hold(tmp_path) == hold
    text = approve(tmp_path, "list", "--all")
    assert "released" in text


def test_whoever_goes_on_before_people_have_answered_waits_again(tmp_path: Path) -> None:
    with Vendor() as vendor, prepared(tmp_path, vendor, 1) as found:
        messages(found, {}, stream=True)
        hold = only_hold(tmp_path)
        still, said = messages(found, {"Muniment-Hold": hold}, stream=True)
        answered_by(tmp_path, "eve", "max").join()
        after, _ = messages(found, {"Muniment-Hold": hold}, stream=True)

    assert (still, f"hold {hold}" in said) == ([], True)
    assert after == [("weather", {"city": "Oslo"})]
    assert len(vendor.seen) == 1


def test_a_parked_turn_is_nobody_elses(tmp_path: Path) -> None:
    with Vendor() as vendor, prepared(tmp_path, vendor, 1) as found:
        chat(found, {}, stream=False)
        hold = only_hold(tmp_path)
        answered_by(tmp_path, "eve", "max").join()
        told: Any = {"model": "gpt-5", "messages": ASK, "tools": CHAT_TOOLS}
        with (
            openai.OpenAI(base_url=f"{found.url}/v1", api_key=HELPDESK, max_retries=0) as other,
            pytest.raises(openai.PermissionDeniedError) as refused,
        ):
            other.chat.completions.create(**told, extra_headers={"Muniment-Hold": hold})
        with openai.OpenAI(base_url=f"{found.url}/v1", api_key=PLANNER, max_retries=0) as own:
            for named in ("h-0000000000000000", f"{hold},h-1", "", 'x" y'):
                with pytest.raises(openai.PermissionDeniedError):
                    own.chat.completions.create(**told, extra_headers={"Muniment-Hold": named})
        mine, _ = chat(found, {"Muniment-Hold": hold}, stream=False)

    assert "names no parked turn of this caller" in refused.value.response.text
    assert "turn_not_open" in refused.value.response.text
    assert "Oslo" not in refused.value.response.text
    assert mine == [("weather", {"city": "Oslo"})]


def test_a_tool_that_is_no_longer_offered_does_not_come_with_the_turn(tmp_path: Path) -> None:
    other: Any = [{"type": "function", "function": {"name": "news", "parameters": SCHEMA}}]
    with Vendor() as vendor, prepared(tmp_path, vendor, 1) as found:
        chat(found, {}, stream=False)
        hold = only_hold(tmp_path)
        answered_by(tmp_path, "eve", "max").join()
        with openai.OpenAI(base_url=f"{found.url}/v1", api_key=PLANNER, max_retries=0) as client:
            whole = client.chat.completions.create(
                model="gpt-5", messages=ASK, tools=other, extra_headers={"Muniment-Hold": hold}
            )
        mine, _ = chat(found, {"Muniment-Hold": hold}, stream=False)

    assert whole.choices[0].message.tool_calls is None
    assert mine == [("weather", {"city": "Oslo"})]
