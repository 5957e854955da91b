"""LangChain, unmodified, reads what the guards let through, in each dialect that it speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from langchain_anthropic import ChatAnthropic
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from enforce.transcripts import TWO
from enforce.vendor import ARGUMENTS, HOLD, RELEASE, Turn, serving

if TYPE_CHECKING:
    from collections.abc import Callable

    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage

KEY = SecretStr("k")
MODELS: dict[str, Callable[[str], BaseChatModel]] = {
    "chat": lambda base: ChatOpenAI(model="m", api_key=KEY, base_url=f"{base}/v1", max_retries=0),
    "responses": lambda base: ChatOpenAI(
        model="m", api_key=KEY, base_url=f"{base}/v1", max_retries=0, use_responses_api=True
    ),
    "messages": lambda base: ChatAnthropic(
        model_name="m", api_key=KEY, base_url=base, max_retries=0, timeout=None, stop=None
    ),
}
pytestmark = pytest.mark.full  # LangChain takes long to start
models = pytest.mark.parametrize("model", MODELS)
ways = pytest.mark.parametrize("streams", [True, False], ids=["streamed", "whole"])


def set_valve(valve: str, open: bool) -> None:  # noqa: A002, FBT001 - the tool of the samples
    """Set a valve."""


def read_log() -> None:
    """Read the log."""


def asked(model: str, turn: Turn, *, streams: bool) -> AIMessage:
    """Return the message that LangChain puts together."""
    with serving(turn) as base:
        bound = MODELS[model](base).bind_tools([set_valve, read_log])
        if not streams:
            return bound.invoke("x")
        chunks = list(bound.stream("x"))
    whole = chunks[0]
    for chunk in chunks[1:]:
        whole = whole + chunk  # type: ignore[assignment]
    return whole


@models
@ways
def test_released_calls_are_calls_to_langchain(model: str, streams: bool) -> None:  # noqa: FBT001 - a row of the table
    message = asked(model, Turn(ruled=RELEASE, uses=TWO), streams=streams)

    assert [(call["name"], call["args"]) for call in message.tool_calls] == [("set_valve", ARGUMENTS), ("read_log", {})]


@models
@ways
def test_held_calls_are_words_to_langchain(model: str, streams: bool) -> None:  # noqa: FBT001 - a row of the table
    message = asked(model, Turn(ruled=HOLD, uses=TWO), streams=streams)

    assert message.tool_calls == []
    assert message.invalid_tool_calls == []
    assert HOLD.notice in str(message.content)
