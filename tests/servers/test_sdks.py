"""The vendors' own libraries, unmodified, as clients of the gateway."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anthropic
import openai
import pytest

from servers.running import HELPDESK, PLANNER, Running, configuration, running
from servers.vendor import Vendor

if TYPE_CHECKING:
    from collections.abc import Iterator

ASK: Any = [{"role": "user", "content": "weather in Oslo?"}]
SCHEMA: Any = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
CHAT_TOOLS: Any = [{"type": "function", "function": {"name": "weather", "parameters": SCHEMA}}]
RESPONSES_TOOLS: Any = [{"type": "function", "name": "weather", "parameters": SCHEMA, "strict": False}]
MESSAGES_TOOLS: Any = [{"name": "weather", "description": "Tell the weather.", "input_schema": SCHEMA}]


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with Vendor() as vendor, running(tmp_path_factory.mktemp("gateway"), configuration(vendor)) as found:
        yield found


@pytest.fixture
def open_client(gateway: Running) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{gateway.url}/v1", api_key=PLANNER) as client:
        yield client


@pytest.fixture
def messages_client(gateway: Running) -> Iterator[anthropic.Anthropic]:
    with anthropic.Anthropic(base_url=gateway.url, api_key=HELPDESK) as client:
        yield client


def test_a_chat_completion_comes_back_whole(open_client: openai.OpenAI) -> None:
    found = open_client.chat.completions.create(model="gpt-5", messages=ASK)

    assert found.choices[0].message.content == "Hello there"
    assert found.usage is not None
    assert found.usage.total_tokens == 8


def test_a_chat_completion_streams_with_the_tool_it_asks_for(open_client: openai.OpenAI) -> None:
    stream = open_client.chat.completions.create(model="gpt-5", messages=ASK, tools=CHAT_TOOLS, stream=True)

    chunks = [chunk for chunk in stream if chunk.choices]

    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    calls = [call for chunk in chunks for call in chunk.choices[0].delta.tool_calls or []]
    assert text == "Hello there"
    assert calls[0].function is not None
    assert calls[0].function.name == "weather"
    assert "".join((call.function.arguments or "") for call in calls if call.function) == '{"city":"Oslo"}'
    assert chunks[-1].choices[0].finish_reason == "tool_calls"


@pytest.mark.parametrize("tools", [openai.omit, RESPONSES_TOOLS], ids=["text", "tool"])
def test_a_response_comes_back_whole_and_as_a_stream(open_client: openai.OpenAI, tools: Any) -> None:  # noqa: ANN401  (as the library has it)
    whole = open_client.responses.create(model="gpt-5", input="weather?", tools=tools, store=False)
    with open_client.responses.stream(model="gpt-5", input="weather?", tools=tools, store=False) as stream:
        streamed = stream.get_final_response()

    assert whole.output[0].to_dict() == streamed.output[0].to_dict() or whole.output_text == streamed.output_text
    assert whole.output[0].type == ("message" if tools is openai.omit else "function_call")


def test_an_embedding_comes_back(open_client: openai.OpenAI) -> None:
    found = open_client.embeddings.create(model="gpt-5", input="hi", encoding_format="float")

    assert found.data[0].embedding == [0.25, 0.5]


def test_a_message_comes_back_whole_and_streams_with_its_tool(messages_client: anthropic.Anthropic) -> None:
    whole = messages_client.messages.create(model="claude-sonnet-5", max_tokens=64, messages=ASK, tools=MESSAGES_TOOLS)
    with messages_client.messages.stream(
        model="claude-sonnet-5", max_tokens=64, messages=ASK, tools=MESSAGES_TOOLS
    ) as stream:
        streamed = stream.get_final_message()

    assert [block.type for block in whole.content] == ["text", "tool_use"]
    assert [block.to_dict() for block in streamed.content] == [block.to_dict() for block in whole.content]
    assert streamed.stop_reason == "tool_use"


def test_models_are_listed_to_either_library(open_client: openai.OpenAI, messages_client: anthropic.Anthropic) -> None:
    assert [model.id for model in open_client.models.list()] == ["gpt-5", "mistral-large"]
    assert "claude-sonnet-5" in [model.id for model in messages_client.models.list()]
    assert open_client.models.retrieve("gpt-5").owned_by == "openai"


def denials(gateway: Running) -> int:
    return sum(record["kind"] == "denied" for record in gateway.records())


def test_a_denial_is_a_refusal_to_either_library_and_is_not_tried_again(
    gateway: Running, open_client: openai.OpenAI
) -> None:
    before = denials(gateway)
    denied = anthropic.Anthropic(base_url=gateway.url, api_key=PLANNER)

    with pytest.raises(openai.PermissionDeniedError) as of_open:
        open_client.chat.completions.create(model="deep", messages=ASK)
    with pytest.raises(anthropic.PermissionDeniedError) as of_messages, denied:
        denied.messages.create(model="claude-sonnet-5", max_tokens=5, messages=ASK)

    assert of_open.value.code == "ndaa26-1532"
    assert "dow-4713-2026-03-03" in str(of_messages.value)
    assert denials(gateway) == before + 2


def test_a_stream_that_is_denied_is_refused_before_it_begins(gateway: Running) -> None:
    with (
        anthropic.Anthropic(base_url=gateway.url, api_key=PLANNER) as client,
        pytest.raises(anthropic.PermissionDeniedError, match="is prohibited"),
        client.messages.stream(model="claude-sonnet-5", max_tokens=5, messages=ASK),
    ):
        pass


def test_a_key_that_is_not_known_is_an_authentication_error_to_either_library(gateway: Running) -> None:
    with (
        openai.OpenAI(base_url=f"{gateway.url}/v1", api_key="mk-x") as client,
        pytest.raises(openai.AuthenticationError),
    ):
        client.chat.completions.create(model="gpt-5", messages=ASK)
    with (
        anthropic.Anthropic(base_url=gateway.url, api_key="mk-x") as other,
        pytest.raises(anthropic.AuthenticationError),
    ):
        other.messages.create(model="claude-sonnet-5", max_tokens=5, messages=ASK)


def test_a_request_that_is_malformed_is_a_bad_request_to_the_library(open_client: openai.OpenAI) -> None:
    with pytest.raises(openai.BadRequestError) as found:
        open_client.chat.completions.create(model="gpt-5", messages=ASK, extra_body={"messages": "hi"})

    assert found.value.code == "malformed_request"
