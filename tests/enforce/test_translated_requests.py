"""Requests said in another dialect."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from enforce.conversations import conversations
from muniment.domain.call import Dialect
from muniment.domain.conversation import Lost
from muniment.enforce.translate import chat_request, messages_request, responses_request
from muniment.enforce.translate.losses import Losses, UntranslatableError
from muniment.enforce.translate.moving import Terms, moved

if TYPE_CHECKING:
    from types import ModuleType

    from muniment.domain.call import AnyJson
    from muniment.domain.conversation import Conversation

DIALECTS = {
    Dialect.CHAT: chat_request,
    Dialect.MESSAGES: messages_request,
    Dialect.RESPONSES: responses_request,
}
TERMS = Terms(model="other", max_tokens=512)


@pytest.mark.parametrize("module", DIALECTS.values(), ids=lambda module: module.__name__.rpartition(".")[2])
@settings(max_examples=40)
@given(asked=conversations)
def test_what_every_dialect_can_say_comes_back_as_it_was(module: ModuleType, asked: Conversation) -> None:
    losses = Losses()

    body = module.write(asked, "some-model", losses)
    read = module.read(body, losses)

    losses.settle()
    assert read == asked
    assert [each.field for each in losses.lost] in ([], ["stop_sequences"])


@pytest.mark.parametrize("spoken", DIALECTS)
@pytest.mark.parametrize("onto", DIALECTS)
@settings(max_examples=40)
@given(asked=conversations)
def test_there_and_back_a_request_asks_the_same(spoken: Dialect, onto: Dialect, asked: Conversation) -> None:
    body = DIALECTS[spoken].write(asked, "some-model", Losses())

    there = moved(body, spoken, onto, TERMS)
    back = moved(there.body, onto, spoken, Terms(model="some-model"))

    assert there.body["model"] == "other"
    assert back.body == body
    assert there.lost == ()


def chat(**fields: AnyJson) -> dict[str, AnyJson]:
    return {"model": "m", "messages": [{"role": "user", "content": "hello"}], **fields}


def messages(**fields: AnyJson) -> dict[str, AnyJson]:
    return {"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": "hello"}], **fields}


def responses(**fields: AnyJson) -> dict[str, AnyJson]:
    return {"model": "m", "input": "hello", "store": False, **fields}


REFUSED = [
    (chat(n=2), "n", Dialect.MESSAGES),
    (chat(temperature=1.5), "temperature", Dialect.MESSAGES),
    (chat(logit_bias={"5": 1}), "logit_bias", Dialect.MESSAGES),
    (chat(logprobs=True), "logprobs", Dialect.RESPONSES),
    (chat(seed=7), "seed", Dialect.RESPONSES),
    (chat(frequency_penalty=0.5), "frequency_penalty", Dialect.MESSAGES),
    (chat(stop=["a"]), "stop", Dialect.RESPONSES),
    (chat(response_format={"type": "json_object"}), "response_format", Dialect.MESSAGES),
    (chat(tools=[{"type": "custom", "custom": {"name": "x"}}]), "tools[0]", Dialect.MESSAGES),
    (chat(tool_choice={"type": "allowed_tools"}), "tool_choice", Dialect.MESSAGES),
    (chat(web_search_options={}), "web_search_options", Dialect.MESSAGES),
    (chat(a_field_of_tomorrow=1), "a_field_of_tomorrow", Dialect.MESSAGES),
    (chat(messages=[{"role": "function", "name": "x", "content": ""}]), "messages[0].role", Dialect.MESSAGES),
    (
        chat(messages=[{"role": "user", "content": [{"type": "input_audio", "input_audio": {}}]}]),
        "messages[0].content[0]",
        Dialect.MESSAGES,
    ),
    (
        chat(messages=[{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]),
        "messages",
        Dialect.MESSAGES,
    ),
    (messages(top_k=5), "top_k", Dialect.CHAT),
    (messages(stop_sequences=["a", "b", "c", "d", "e"]), "stop", Dialect.CHAT),
    (messages(mcp_servers=[{}]), "mcp_servers", Dialect.CHAT),
    (messages(container="c1"), "container", Dialect.CHAT),
    (messages(tools=[{"type": "bash_20250124", "name": "bash"}]), "tools[0]", Dialect.CHAT),
    (
        messages(messages=[{"role": "user", "content": "a"}, {"role": "assistant", "content": "("}]),
        "messages",
        Dialect.CHAT,
    ),
    (
        messages(messages=[{"role": "user", "content": [{"type": "document", "source": {}}]}]),
        "messages[0].content[0]",
        Dialect.CHAT,
    ),
    (
        messages(
            messages=[{"role": "user", "content": [{"type": "image", "source": {"type": "file", "file_id": "f"}}]}]
        ),
        "messages[0].content[0].source",
        Dialect.CHAT,
    ),
    (
        messages(messages=[{"role": "user", "content": [{"type": "tool_use", "id": "t", "name": "x", "input": {}}]}]),
        "messages.content",
        Dialect.CHAT,
    ),
    (responses(previous_response_id="resp_1"), "previous_response_id", Dialect.CHAT),
    (responses(conversation="conv_1"), "conversation", Dialect.MESSAGES),
    (responses(background=True), "background", Dialect.CHAT),
    (responses(input=[{"type": "item_reference", "id": "x"}]), "input[0]", Dialect.CHAT),
    (responses(tools=[{"type": "web_search"}]), "tools[0]", Dialect.CHAT),
    (responses(include=["message.output_text.logprobs"]), "include", Dialect.CHAT),
    (responses(truncation="auto"), "truncation", Dialect.CHAT),
]


@pytest.mark.parametrize(("body", "where", "onto"), REFUSED, ids=lambda each: each if isinstance(each, str) else "")
def test_what_would_change_the_answer_is_refused_with_its_place(
    body: dict[str, AnyJson], where: str, onto: Dialect
) -> None:
    with pytest.raises(UntranslatableError) as refused:
        moved(body, _spoken(body), onto, TERMS)

    assert where in [each.where for each in refused.value.problems]


def _spoken(body: dict[str, AnyJson]) -> Dialect:
    if "input" in body:
        return Dialect.RESPONSES
    return Dialect.MESSAGES if "max_tokens" in body else Dialect.CHAT


LISTED = [
    (messages(cache_control={"type": "ephemeral"}), "cache_control", Dialect.CHAT),
    (messages(service_tier="auto"), "service_tier", Dialect.CHAT),
    (messages(thinking={"type": "enabled", "budget_tokens": 2048}), "thinking", Dialect.CHAT),
    (messages(stop_sequences=["END"]), "stop_sequences", Dialect.CHAT),
    (
        messages(system=[{"type": "text", "text": "s", "cache_control": {"type": "ephemeral"}}]),
        "system.cache_control",
        Dialect.CHAT,
    ),
    (chat(verbosity="low"), "verbosity", Dialect.MESSAGES),
    (chat(metadata={"a": "b"}), "metadata", Dialect.MESSAGES),
    (chat(reasoning_effort="minimal"), "reasoning_effort", Dialect.MESSAGES),
    (chat(messages=[{"role": "user", "name": "ada", "content": "hi"}]), "messages.name", Dialect.MESSAGES),
    (responses(reasoning={"summary": "auto"}), "reasoning.summary", Dialect.MESSAGES),
    (responses(store=True), "store", Dialect.CHAT),
]


@pytest.mark.parametrize(("body", "field", "onto"), LISTED, ids=lambda each: each if isinstance(each, str) else "")
def test_what_is_left_out_without_harm_is_listed_with_a_reason(
    body: dict[str, AnyJson], field: str, onto: Dialect
) -> None:
    found = moved(body, _spoken(body), onto, TERMS)

    assert [each.field for each in found.lost] == [field]
    assert all(each.why for each in found.lost)


def test_a_field_that_a_replacement_may_lose_is_left_out_and_listed() -> None:
    found = moved(chat(seed=7), Dialect.CHAT, Dialect.MESSAGES, Terms(model="o", max_tokens=9, may_lose=("seed",)))

    assert "seed" not in found.body
    assert [each.field for each in found.lost] == ["seed"]


def test_a_dialect_that_demands_a_limit_takes_the_one_of_the_replacement() -> None:
    found = moved(chat(), Dialect.CHAT, Dialect.MESSAGES, TERMS)

    assert found.body["max_tokens"] == 512


def test_without_any_limit_a_request_is_refused() -> None:
    with pytest.raises(UntranslatableError, match="set `max_tokens` of the replacement"):
        moved(chat(), Dialect.CHAT, Dialect.MESSAGES, Terms(model="o"))


def test_in_its_own_dialect_only_the_model_changes() -> None:
    body = chat(seed=7, a_field_of_tomorrow=1)

    assert moved(body, Dialect.CHAT, Dialect.CHAT, TERMS).body == {**body, "model": "other"}


def test_that_a_tool_failed_is_told_in_words_where_there_is_no_field_for_it() -> None:
    result: AnyJson = {"type": "tool_result", "tool_use_id": "t1", "is_error": True, "content": "no such city"}
    call: AnyJson = {"type": "tool_use", "id": "t1", "name": "weather", "input": {}}
    asked = messages(
        messages=[
            {"role": "user", "content": "hi"},
            {"role": "assistant", "content": [call]},
            {"role": "user", "content": [result]},
        ]
    )

    found = moved(asked, Dialect.MESSAGES, Dialect.CHAT, TERMS)

    assert found.body["messages"][2] == {  # type: ignore[index]  # the body is JSON
        "role": "tool",
        "tool_call_id": "t1",
        "content": [{"type": "text", "text": "[the tool failed]"}, {"type": "text", "text": "no such city"}],
    }
    assert found.lost == (Lost("messages.content.is_error", "that a tool failed is told in words before what it gave"),)


def test_the_reasoning_of_another_vendor_is_left_out_and_listed() -> None:
    thought: AnyJson = {"type": "thinking", "thinking": "hm", "signature": "sealed"}
    asked = messages(
        messages=[
            {"role": "user", "content": "hi"},
            {"role": "assistant", "content": [thought, {"type": "text", "text": "yes"}]},
            {"role": "user", "content": "why"},
        ]
    )

    found = moved(asked, Dialect.MESSAGES, Dialect.RESPONSES, TERMS)

    assert "hm" not in str(found.body)
    assert [each.field for each in found.lost] == ["messages.content.thinking"]


def test_a_name_of_a_call_that_a_vendor_would_not_take_is_the_same_for_call_and_result() -> None:
    call: AnyJson = {"id": "functions.x:0", "type": "function", "function": {"name": "x", "arguments": "{}"}}
    asked = chat(
        messages=[
            {"role": "user", "content": "hi"},
            {"role": "assistant", "tool_calls": [call]},
            {"role": "tool", "tool_call_id": "functions.x:0", "content": "1"},
        ]
    )

    said = moved(asked, Dialect.CHAT, Dialect.MESSAGES, TERMS).body["messages"]

    assert isinstance(said, list)
    called, given_ = said[1]["content"][0]["id"], said[2]["content"][0]["tool_use_id"]
    assert called == given_ != "functions.x:0"


def test_a_field_of_another_type_than_the_dialect_says_is_refused() -> None:
    with pytest.raises(UntranslatableError, match="max_tokens: must be a whole number"):
        moved(messages(max_tokens="many"), Dialect.MESSAGES, Dialect.CHAT, TERMS)
