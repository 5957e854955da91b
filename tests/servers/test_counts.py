"""How many tokens a call would be is asked of a vendor like a call: its text leaves."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import anthropic
import openai
import pytest

from servers.running import HELPDESK, PLANNER, Running, configuration, running
from servers.vendor import Reply, Vendor

if TYPE_CHECKING:
    from collections.abc import Iterator

ASK: Any = [{"role": "user", "content": "weather in Oslo?"}]
TOOLS: Any = [{"name": "weather", "description": "Tell the weather.", "input_schema": {"type": "object"}}]
COUNT = "/v1/messages/count_tokens"
MESSAGES: Any = {"model": "claude-sonnet-5", "messages": ASK}


@pytest.fixture(scope="module")
def vendor() -> Iterator[Vendor]:
    with Vendor() as found:
        yield found


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory, vendor: Vendor) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("gateway"), configuration(vendor)) as found:
        yield found


@pytest.fixture(autouse=True)
def usual(vendor: Vendor) -> None:
    vendor.reply = None
    vendor.seen.clear()


def test_the_library_counts_what_a_message_would_be(gateway: Running, vendor: Vendor) -> None:
    with anthropic.Anthropic(base_url=gateway.url, api_key=HELPDESK) as client:
        found = client.messages.count_tokens(model="claude-sonnet-5", messages=ASK, tools=TOOLS, system="Be brief.")

    assert found.input_tokens == 11
    (seen,) = vendor.seen
    assert (seen.path, seen.headers["x-api-key"]) == (COUNT, "sk-vendor")
    assert seen.body == {"model": "claude-sonnet-5", "messages": ASK, "tools": TOOLS, "system": "Be brief."}


def test_the_library_counts_what_a_response_would_be(gateway: Running, vendor: Vendor) -> None:
    with openai.OpenAI(base_url=f"{gateway.url}/v1", api_key=PLANNER) as client:
        found = client.responses.input_tokens.count(model="gpt-5", input="weather in Oslo?")

    assert found.input_tokens == 11
    (seen,) = vendor.seen
    assert (seen.path, seen.body) == ("/v1/responses/input_tokens", {"model": "gpt-5", "input": "weather in Oslo?"})


def test_it_is_decided_and_written_down_like_a_call(gateway: Running, vendor: Vendor) -> None:
    barred = gateway.post(COUNT, MESSAGES, PLANNER)
    counted = gateway.post(COUNT, MESSAGES, HELPDESK)
    kinds = {each["call"]: each for each in gateway.records() if each.get("counts")}

    assert (barred.status, barred.body["type"]) == (403, "error")
    assert "dow-4713-2026-03-03" in json.dumps(barred.body)
    assert (counted.status, counted.body) == (200, {"input_tokens": 11})
    assert len(vendor.seen) == 1
    assert kinds[counted.headers["muniment-decision"]]["kind"] == "intent"
    assert any(each["kind"] == "denied" for each in kinds.values())


@pytest.mark.parametrize(
    ("more", "status", "why"),
    [
        pytest.param({"stream": True}, 400, "stream", id="a stream"),
        pytest.param({"container": "c"}, 403, "kept_state_not_listed", id="what the vendor keeps"),
        pytest.param({"tools": [{"type": "web_search_20250305"}]}, 403, "hosted_tool_not_listed", id="a hosted tool"),
        pytest.param({"model": "no-such"}, 403, "model_not_served", id="no such model"),
    ],
)
def test_what_no_call_may_ask_a_count_may_not_either(
    gateway: Running, vendor: Vendor, more: dict[str, Any], status: int, why: str
) -> None:
    answer = gateway.post(COUNT, {**MESSAGES, **more}, HELPDESK)

    assert (answer.status, why in answer.raw.decode()) == (status, True), answer.raw
    assert vendor.seen == []


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b'{"input_tokens": 1, "content": [{"type": "tool_use", "name": "x"}]}', id="a call beside it"),
        pytest.param(b'{"input_tokens": "1"}', id="no number"),
        pytest.param(b'{"type": "message", "content": []}', id="an answer"),
        pytest.param(b"11", id="no object"),
    ],
)
def test_only_a_number_comes_back(gateway: Running, vendor: Vendor, answer: bytes) -> None:
    vendor.reply = Reply(headers={"content-type": "application/json"}, pieces=[answer])

    told = gateway.post(COUNT, MESSAGES, HELPDESK)

    assert told.status == 502
    assert b"tool_use" not in told.raw


def test_events_in_place_of_a_number_do_not_pass(gateway: Running, vendor: Vendor) -> None:
    vendor.reply = Reply(headers={"content-type": "text/event-stream"}, pieces=[b"event: x\ndata: {}\n\n"])

    assert gateway.post(COUNT, MESSAGES, HELPDESK).status == 502
