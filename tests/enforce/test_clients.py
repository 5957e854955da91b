"""The vendors' own libraries, unmodified, read what the guards let through."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import anthropic
import openai
import pytest

from enforce.transcripts import TWO
from enforce.vendor import ARGUMENTS, HOLD, RELEASE, WITHHOLD, Turn, serving, tool
from muniment.domain.call import Dialect

if TYPE_CHECKING:
    from collections.abc import Callable

    from anthropic.types import Message, ToolParam
    from openai.types.chat import ChatCompletionToolParam
    from openai.types.responses import FunctionToolParam, Response

NAMES = ("set_valve", "read_log")
CHAT_TOOLS = cast("list[ChatCompletionToolParam]", [tool(Dialect.CHAT, name) for name in NAMES])
RESPONSES_TOOLS = cast("list[FunctionToolParam]", [tool(Dialect.RESPONSES, name) for name in NAMES])
MESSAGES_TOOLS = cast("list[ToolParam]", [tool(Dialect.MESSAGES, name) for name in NAMES])


@dataclass(frozen=True, slots=True)
class Read:
    """What a library made of an answer."""

    said: str
    calls: tuple[tuple[str, object], ...]
    stopped: str | None


def chat_streamed(base: str) -> Read:
    said, calls, stopped = "", dict[int, list[str]](), None
    with openai.OpenAI(api_key="k", base_url=f"{base}/v1", max_retries=0) as client:
        chunks = client.chat.completions.create(
            model="m", messages=[{"role": "user", "content": "x"}], tools=CHAT_TOOLS, stream=True
        )
        for chunk in chunks:
            for choice in chunk.choices:
                said += choice.delta.content or ""
                stopped = choice.finish_reason or stopped
                for call in choice.delta.tool_calls or []:
                    known = calls.setdefault(call.index, ["", ""])
                    known[0] += (call.function and call.function.name) or ""
                    known[1] += (call.function and call.function.arguments) or ""
    return Read(said, tuple((name, json.loads(text)) for name, text in calls.values()), stopped)


def chat_put_together(base: str) -> Read:
    with (
        openai.OpenAI(api_key="k", base_url=f"{base}/v1", max_retries=0) as client,
        client.chat.completions.stream(
            model="m", messages=[{"role": "user", "content": "x"}], tools=CHAT_TOOLS
        ) as stream,
    ):
        for _ in stream:
            pass
        choice = stream.current_completion_snapshot.choices[0]
    calls = tuple((call.function.name, json.loads(call.function.arguments)) for call in choice.message.tool_calls or [])
    return Read(choice.message.content or "", calls, choice.finish_reason)


def chat_whole(base: str) -> Read:
    with openai.OpenAI(api_key="k", base_url=f"{base}/v1", max_retries=0) as client:
        done = client.chat.completions.create(model="m", messages=[{"role": "user", "content": "x"}], tools=CHAT_TOOLS)
    choice = done.choices[0]
    calls = [call for call in choice.message.tool_calls or [] if call.type == "function"]
    read = tuple((call.function.name, json.loads(call.function.arguments)) for call in calls)
    return Read(choice.message.content or "", read, choice.finish_reason)


def _of_response(response: Response) -> Read:
    calls = tuple((item.name, json.loads(item.arguments)) for item in response.output if item.type == "function_call")
    return Read(response.output_text, calls, response.status)


def responses_streamed(base: str) -> Read:
    shown, last = list[tuple[str, object]](), None
    with openai.OpenAI(api_key="k", base_url=f"{base}/v1", max_retries=0) as client:
        for event in client.responses.create(model="m", input="x", tools=RESPONSES_TOOLS, stream=True):
            if event.type == "response.output_item.done" and event.item.type == "function_call":
                shown.append((event.item.name, json.loads(event.item.arguments)))
            if event.type == "response.completed":
                last = _of_response(event.response)
    assert last is not None
    assert last.calls == tuple(shown)
    return last


def responses_put_together(base: str) -> Read:
    with (
        openai.OpenAI(api_key="k", base_url=f"{base}/v1", max_retries=0) as client,
        client.responses.stream(model="m", input="x", tools=RESPONSES_TOOLS) as stream,
    ):
        said = ""
        for event in stream:
            if event.type == "response.output_text.delta":
                said += event.delta
        read = _of_response(stream.get_final_response())
    assert said.replace(" ", "") == read.said.replace(" ", "")  # the pieces make the whole
    return read


def responses_whole(base: str) -> Read:
    with openai.OpenAI(api_key="k", base_url=f"{base}/v1", max_retries=0) as client:
        return _of_response(client.responses.create(model="m", input="x", tools=RESPONSES_TOOLS))


def _of_message(message: Message) -> Read:
    calls = tuple((block.name, block.input) for block in message.content if block.type == "tool_use")
    said = "".join(block.text for block in message.content if block.type == "text")
    return Read(said, calls, message.stop_reason)


def messages_streamed(base: str) -> Read:
    with (
        anthropic.Anthropic(api_key="k", base_url=base, max_retries=0) as client,
        client.messages.stream(
            model="m", max_tokens=9, messages=[{"role": "user", "content": "x"}], tools=MESSAGES_TOOLS
        ) as stream,
    ):
        return _of_message(stream.get_final_message())


def messages_whole(base: str) -> Read:
    with anthropic.Anthropic(api_key="k", base_url=base, max_retries=0) as client:
        return _of_message(
            client.messages.create(
                model="m", max_tokens=9, messages=[{"role": "user", "content": "x"}], tools=MESSAGES_TOOLS
            )
        )


STREAMED: dict[str, Callable[[str], Read]] = {
    "chat": chat_streamed,
    "chat, put together": chat_put_together,
    "responses": responses_streamed,
    "responses, put together": responses_put_together,
    "messages": messages_streamed,
}
EVERY: dict[str, Callable[[str], Read]] = {
    **STREAMED,
    "chat, whole": chat_whole,
    "responses, whole": responses_whole,
    "messages, whole": messages_whole,
}
CALLED = {"chat": "tool_calls", "responses": "completed", "messages": "tool_use"}
ENDED = {"chat": "content_filter", "responses": "completed", "messages": "end_turn"}
FAILED = (openai.APIError, anthropic.APIError)
every = pytest.mark.parametrize("name", EVERY)


def family(name: str) -> str:
    return name.partition(",")[0]


@every
def test_a_client_gets_the_calls_that_are_released(name: str) -> None:
    with serving(Turn(ruled=RELEASE, uses=TWO)) as base:
        read = EVERY[name](base)

    assert read.calls == (("set_valve", ARGUMENTS), ("read_log", {}))
    assert read.stopped == CALLED[family(name)]


@every
@pytest.mark.parametrize("ruled", [WITHHOLD, HOLD], ids=["withheld", "held"])
def test_a_client_reads_a_turn_that_ends_with_the_notice(name: str, ruled: object) -> None:
    turn = Turn(ruled=WITHHOLD if ruled is WITHHOLD else HOLD, uses=TWO)

    with serving(turn) as base:
        read = EVERY[name](base)

    assert read.calls == ()
    assert turn.ruled.notice in read.said
    assert read.stopped == ENDED[family(name)]


@every
def test_a_client_reads_text_as_the_model_wrote_it(name: str) -> None:
    said = "größer …\u2028漢字 😀"

    with serving(Turn(ruled=RELEASE, uses=(), piece=1, said=said)) as base:
        read = EVERY[name](base)

    assert read.said.replace(" ", "") == said.replace(" ", "")


@pytest.mark.parametrize("name", STREAMED)
def test_a_client_is_told_where_the_vendor_broke_off_inside_a_call(name: str) -> None:
    turn = Turn(ruled=RELEASE, broken=b"A7")

    with serving(turn) as base, pytest.raises(FAILED, match="broke off inside"):
        STREAMED[name](base)


@pytest.mark.parametrize("name", [name for name in EVERY if name not in STREAMED])
def test_a_client_is_told_where_a_whole_answer_is_not_whole(name: str) -> None:
    turn = Turn(ruled=RELEASE, broken=b"A7")

    with serving(turn) as base, pytest.raises(FAILED, match="not read by all alike"):
        EVERY[name](base)
