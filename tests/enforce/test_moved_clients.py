"""The vendors' own libraries, unmodified, against a vendor of another dialect."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import anthropic
import openai
import pytest

from enforce.vendors import PATHS, Reply, Vendor, serving
from muniment.enforce.translate.moving import Came, Terms, moved, returning
from muniment.enforce.translate.shared import OriginalCall

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from anthropic.types import MessageParam, ToolParam
    from openai.types.chat import ChatCompletionMessageParam, ChatCompletionToolParam
    from openai.types.responses import FunctionToolParam, ResponseInputParam

    from muniment.domain.call import Dialect

SCHEMA: Final[dict[str, object]] = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
TERMS: Final = Terms(model="replacement", max_tokens=256)
THREE: Final = tuple(PATHS.values())


@contextmanager
def moving(onto: Dialect, answer: Callable[[str, dict[str, Any]], Reply]) -> Iterator[str]:
    """Serve clients of every dialect from a vendor of one; bytes are cut at every 7th."""
    path_of = {dialect: path for path, dialect in PATHS.items()}

    with serving(answer) as vendor:

        def move(path: str, body: dict[str, Any]) -> Reply:
            spoken = PATHS[path]
            sent = json.dumps(moved(body, spoken, onto, TERMS).body).encode()
            status, kind, raw = _post(vendor + path_of[onto], sent)
            came = Came(spoken=onto, onto=spoken, status=status, content_type=kind)
            back = returning(came, OriginalCall(body=body, at=1_790_000_000))
            pieces = [back.feed(raw[start : start + 7]) for start in range(0, len(raw), 7)]
            pieces.append(back.end())
            return Reply(pieces, status=back.status, content_type=back.content_type)

        with serving(move) as url:
            yield url


def _post(url: str, body: bytes) -> tuple[int, str, bytes]:
    request = urllib.request.Request(url, data=body, method="POST")  # noqa: S310  (the address of this test's own server)
    try:
        with urllib.request.urlopen(request, timeout=10) as reply:  # noqa: S310  (as above)
            return reply.status, reply.headers["Content-Type"], reply.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["Content-Type"], error.read()


@pytest.mark.parametrize("onto", THREE)
def test_a_conversation_of_the_anthropic_library_is_served_by_any_vendor(onto: Dialect) -> None:
    vendor = Vendor(onto)
    tool: ToolParam = {"name": "get_weather", "description": "The weather", "input_schema": SCHEMA}
    said: list[MessageParam] = [{"role": "user", "content": "What is the weather in Paris?"}]

    with moving(onto, vendor) as url, anthropic.Anthropic(api_key="k", base_url=url, max_retries=0) as client:
        with client.messages.stream(
            model="claude-x", max_tokens=512, system="Be brief.", tools=[tool], messages=said
        ) as stream:
            words = "".join(stream.text_stream)
            first = stream.get_final_message()
        call = first.content[-1]
        assert call.type == "tool_use"
        result: MessageParam = {
            "role": "user",
            "content": [{"type": "tool_result", "tool_use_id": call.id, "content": "18 °C"}],
        }
        said = [*said, {"role": "assistant", "content": first.content}, result]
        with client.messages.stream(
            model="claude-x", max_tokens=512, system="Be brief.", tools=[tool], messages=said
        ) as stream:
            second = stream.get_final_message()

    assert words == "I will look."
    assert (call.name, call.input, first.stop_reason) == ("get_weather", {"city": "Paris"}, "tool_use")
    assert [each.text for each in second.content if each.type == "text"] == ["It is 18 °C."]
    assert second.stop_reason == "end_turn"
    assert (second.usage.input_tokens, second.usage.cache_read_input_tokens) == (20, 10)
    assert second.usage.output_tokens == 7
    assert [each["model"] for each in vendor.asked] == ["replacement", "replacement"]


@pytest.mark.parametrize("onto", THREE)
def test_a_conversation_of_the_openai_library_in_chat_is_served_by_any_vendor(onto: Dialect) -> None:
    vendor = Vendor(onto)
    function = {"name": "get_weather", "description": "The weather", "parameters": SCHEMA, "strict": True}
    tool: ChatCompletionToolParam = {"type": "function", "function": function}  # type: ignore[typeddict-item]  # SCHEMA
    said: list[ChatCompletionMessageParam] = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "What is the weather in Paris?"},
    ]
    usage: Any = {"include_usage": True}

    with moving(onto, vendor) as url, openai.OpenAI(api_key="k", base_url=f"{url}/v1", max_retries=0) as client:
        with client.chat.completions.stream(model="gpt-x", tools=[tool], messages=said) as stream:
            first = stream.get_final_completion().choices[0]
        assert first.message.tool_calls is not None
        call = first.message.tool_calls[0]
        said = [
            *said,
            {
                "role": "assistant",
                "content": first.message.content,
                "tool_calls": [
                    {
                        "id": call.id,
                        "type": "function",
                        "function": {"name": call.function.name, "arguments": call.function.arguments},
                    }
                ],
            },
            {"role": "tool", "tool_call_id": call.id, "content": "18 °C"},
        ]
        with client.chat.completions.stream(model="gpt-x", tools=[tool], messages=said, stream_options=usage) as stream:
            second = stream.get_final_completion()

    assert first.message.content == "I will look."
    assert (call.function.name, json.loads(call.function.arguments)) == ("get_weather", {"city": "Paris"})
    assert first.finish_reason == "tool_calls"
    assert second.choices[0].message.content == "It is 18 °C."
    assert second.choices[0].finish_reason == "stop"
    assert second.usage is not None
    assert (second.usage.prompt_tokens, second.usage.completion_tokens, second.usage.total_tokens) == (30, 7, 37)


@pytest.mark.parametrize("onto", THREE)
def test_a_conversation_of_the_openai_library_in_responses_is_served_by_any_vendor(onto: Dialect) -> None:
    vendor = Vendor(onto)
    tool: FunctionToolParam = {
        "type": "function",
        "name": "get_weather",
        "description": "The weather",
        "parameters": dict(SCHEMA),
        "strict": True,
    }
    said: ResponseInputParam = [{"role": "user", "content": "What is the weather in Paris?"}]

    with moving(onto, vendor) as url, openai.OpenAI(api_key="k", base_url=f"{url}/v1", max_retries=0) as client:
        with client.responses.stream(model="gpt-x", instructions="Be brief.", tools=[tool], input=said) as stream:
            first = stream.get_final_response()
        call = first.output[-1]
        assert call.type == "function_call"
        outputs: Any = first.output
        said = [*said, *outputs, {"type": "function_call_output", "call_id": call.call_id, "output": "18 °C"}]
        with client.responses.stream(model="gpt-x", instructions="Be brief.", tools=[tool], input=said) as stream:
            second = stream.get_final_response()

    assert first.output_text == "I will look."
    assert (call.name, json.loads(call.arguments)) == ("get_weather", {"city": "Paris"})
    assert second.output_text == "It is 18 °C."
    assert second.status == "completed"
    assert second.usage is not None
    assert (second.usage.input_tokens, second.usage.output_tokens) == (30, 7)


@pytest.mark.parametrize("onto", THREE)
def test_an_error_of_another_vendor_is_the_error_that_the_library_knows(onto: Dialect) -> None:
    refusal = json.dumps({"type": "error", "error": {"type": "rate_limit_error", "message": "slow down"}}).encode()

    def refuse(_path: str, _body: dict[str, Any]) -> Reply:
        return Reply([refusal], status=429, content_type="application/json")

    with moving(onto, refuse) as url:
        with (
            anthropic.Anthropic(api_key="k", base_url=url, max_retries=0) as one,
            pytest.raises(anthropic.RateLimitError, match="slow down"),
        ):
            one.messages.create(model="m", max_tokens=9, messages=[{"role": "user", "content": "hi"}])
        with (
            openai.OpenAI(api_key="k", base_url=f"{url}/v1", max_retries=0) as other,
            pytest.raises(openai.RateLimitError, match="slow down"),
        ):
            other.chat.completions.create(model="m", messages=[{"role": "user", "content": "hi"}])


@pytest.mark.parametrize("onto", THREE)
def test_a_vendor_that_breaks_off_raises_in_the_library_and_gives_no_answer(onto: Dialect) -> None:
    def break_off(path: str, body: dict[str, Any]) -> Reply:
        return Reply(Vendor(onto)(path, body).pieces[:6])

    with moving(onto, break_off) as url:
        with (
            anthropic.Anthropic(api_key="k", base_url=url, max_retries=0) as one,
            pytest.raises(anthropic.APIStatusError, match="ended before it was whole"),
            one.messages.stream(model="m", max_tokens=9, messages=[{"role": "user", "content": "hi"}]) as stream,
        ):
            stream.get_final_message()
        with (
            openai.OpenAI(api_key="k", base_url=f"{url}/v1", max_retries=0) as other,
            pytest.raises(openai.APIError, match="ended before it was whole"),
            other.chat.completions.stream(model="m", messages=[{"role": "user", "content": "hi"}]) as chat,
        ):
            chat.get_final_completion()
