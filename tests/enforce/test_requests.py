"""Requests to models are read strictly, dialect by dialect."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from muniment.domain.call import Dialect, Fault, ModelCall
from muniment.enforce.allowance import Allowance
from muniment.enforce.requests import encode, read_call
from muniment.enforce.strict_json import digest
from muniment.errors import CallError

if TYPE_CHECKING:
    from muniment.domain.call import AnyJson

SAMPLES = Path(__file__).parent.parent / "samples" / "gateway" / "requests"
REFUSED: dict[str, dict[str, str]] = json.loads((SAMPLES / "index.json").read_text())

Body = dict[str, "AnyJson"]
VALVE: Body = {"name": "set_valve", "parameters": {"type": "object"}}
FUNCTION: Body = {"type": "function", "function": VALVE}
SAY: list[AnyJson] = [{"role": "user", "content": "hello"}]


def call(dialect: Dialect, body: Body, listed: Allowance | None = None) -> ModelCall:
    return read_call(dialect, json.dumps({"model": "m"} | body).encode(), listed=lambda _: listed or Allowance())


def refused(dialect: Dialect, body: Body, listed: Allowance | None = None) -> CallError:
    with pytest.raises(CallError) as error:
        call(dialect, body, listed)
    return error.value


def test_every_sample_is_named_in_the_index() -> None:
    assert {path.name for path in SAMPLES.iterdir()} == {*REFUSED, "index.json"}


@pytest.mark.parametrize("name", REFUSED)
def test_what_readers_could_read_differently_or_nobody_listed_is_refused_with_its_place(name: str) -> None:
    row = REFUSED[name]

    with pytest.raises(CallError) as error:
        read_call(Dialect(row["dialect"]), (SAMPLES / name).read_bytes(), listed=lambda _: Allowance())

    assert (error.value.code, error.value.where) == (row["code"], row["where"])
    assert row["says"] in error.value.message


def test_a_body_beyond_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(CallError) as error:
        read_call(Dialect.CHAT, b" " * (32 * 1024 * 1024 + 1), listed=lambda _: Allowance())

    assert error.value.code == Fault.TOO_LARGE


def test_everything_that_is_refused_in_one_body_is_told_at_once() -> None:
    error = refused(
        Dialect.RESPONSES,
        {"input": "x", "background": True, "previous_response_id": "r", "tools": [{"type": "new"}]},
    )

    assert [problem.where for problem in error.problems] == ["background", "previous_response_id", "tools[0].type"]
    assert all(problem.help for problem in error.problems)


def test_what_a_body_shows_in_a_message_stays_on_one_line_and_in_ascii() -> None:
    error = refused(Dialect.CHAT, {"messages": SAY, "x\u202e\n\x1b[2J" + "y" * 200: 1})

    assert str(error).splitlines()[0].isascii()
    assert len(str(error).splitlines()) == 2


def test_a_call_to_chat_completions_is_read_with_its_tools() -> None:
    custom: Body = {"type": "custom", "custom": {"name": "note"}}

    read = call(
        Dialect.CHAT,
        {"messages": SAY, "stream": True, "tools": [FUNCTION, custom], "functions": [{"name": "old"}]},
    )

    assert (read.dialect, read.model, read.stream) == (Dialect.CHAT, "m", True)
    assert [(tool.name, tool.hosted) for tool in read.tools] == [("set_valve", False), ("note", False), ("old", False)]
    assert read.tools[0].schema == digest(FUNCTION)


def test_a_call_to_responses_is_read_with_the_tools_that_the_client_runs() -> None:
    tools: list[AnyJson] = [
        {"type": "function", "name": "set_valve", "parameters": {}, "strict": True},
        {"type": "custom", "name": "note"},
        {"type": "local_shell"},
        {"type": "shell", "environment": {"type": "local"}},
        {"type": "apply_patch"},
    ]

    read = call(Dialect.RESPONSES, {"input": SAY, "tools": tools})

    assert [tool.name for tool in read.tools] == ["set_valve", "note", "local_shell", "shell", "apply_patch"]
    assert not any(tool.hosted for tool in read.tools)


def test_a_call_to_messages_is_read_with_the_tools_that_the_client_runs() -> None:
    tools: list[AnyJson] = [{"name": "set_valve", "input_schema": {}}, {"type": "bash_20250124", "name": "bash"}]

    read = call(Dialect.MESSAGES, {"max_tokens": 9, "messages": SAY, "system": "be brief", "tools": tools})

    assert [(tool.name, tool.hosted) for tool in read.tools] == [("set_valve", False), ("bash", False)]


def test_a_call_to_embeddings_is_read() -> None:
    read = call(Dialect.EMBEDDINGS, {"input": ["a", "b"], "dimensions": 256})

    assert (read.stream, read.tools) == (False, ())


def test_what_is_listed_is_asked_for_by_the_model() -> None:
    listed = {"m": Allowance(), "other": Allowance(background=True)}
    raw = b'{"model":"other","input":"x","background":true}'

    assert read_call(Dialect.RESPONSES, raw, listed=listed.__getitem__).model == "other"


def test_what_is_sent_on_is_what_was_read_and_not_what_came() -> None:
    raw = b'{ "model" : "m",\t"messages":[{"role":"user","content":"gr\\u00fc\\u00df\\ud83d\\ude00"}] }'

    sent = encode(read_call(Dialect.CHAT, raw, listed=lambda _: Allowance()).body)

    assert sent == '{"model":"m","messages":[{"role":"user","content":"grüß😀"}]}'.encode()


@pytest.mark.parametrize(
    ("dialect", "body", "kept"),
    [
        pytest.param(Dialect.CHAT, {"messages": SAY, "tools": [FUNCTION]}, False, id="chat, with tools"),
        pytest.param(Dialect.CHAT, {"messages": SAY}, None, id="chat, without tools"),
        pytest.param(Dialect.RESPONSES, {"input": "x"}, False, id="responses, which keep what does not say otherwise"),
        pytest.param(Dialect.RESPONSES, {"input": "x", "store": None}, False, id="responses, with null"),
    ],
)
def test_the_vendor_is_told_to_keep_nothing_where_tools_are_gated(
    dialect: Dialect,
    body: Body,
    kept: bool | None,  # noqa: FBT001 - a row of the table
) -> None:
    assert call(dialect, body).body.get("store") is kept


@pytest.mark.parametrize(
    ("dialect", "listed", "body"),
    [
        pytest.param(
            Dialect.CHAT,
            Allowance(kept_state=True),
            {"messages": SAY, "store": True, "tools": [FUNCTION]},
            id="kept state",
        ),
        pytest.param(
            Dialect.CHAT,
            Allowance(several_answers=True),
            {"messages": SAY, "n": 2, "tools": [FUNCTION]},
            id="several answers",
        ),
        pytest.param(
            Dialect.CHAT, Allowance(fields=frozenset({"top_k"})), {"messages": SAY, "top_k": 3}, id="an unknown field"
        ),
        pytest.param(
            Dialect.CHAT,
            Allowance(fields=frozenset({"messages.prefix"})),
            {"messages": [{"role": "user", "content": "x", "prefix": True}]},
            id="an unknown field of a message",
        ),
        pytest.param(
            Dialect.RESPONSES, Allowance(background=True), {"input": "x", "background": True}, id="background"
        ),
        pytest.param(
            Dialect.RESPONSES,
            Allowance(kept_state=True),
            {"input": [{"type": "item_reference", "id": "m"}], "previous_response_id": "r"},
            id="an earlier answer",
        ),
        pytest.param(
            Dialect.RESPONSES,
            Allowance(hosted_tools=frozenset({"web_search"})),
            {"input": "x", "tools": [{"type": "web_search"}]},
            id="a search by the vendor",
        ),
        pytest.param(
            Dialect.RESPONSES,
            Allowance(remote_servers=frozenset({"https://tools.example"})),
            {"input": "x", "tools": [{"type": "mcp", "server_label": "l", "server_url": "https://tools.example"}]},
            id="a server of tools",
        ),
        pytest.param(
            Dialect.MESSAGES,
            Allowance(hosted_tools=frozenset({"web_search_20250305"})),
            {"messages": SAY, "tools": [{"type": "web_search_20250305", "name": "web_search"}]},
            id="a search by the other vendor",
        ),
        pytest.param(
            Dialect.MESSAGES,
            Allowance(remote_servers=frozenset({"https://tools.example"})),
            {"messages": SAY, "mcp_servers": [{"type": "url", "name": "x", "url": "https://tools.example"}]},
            id="a server beside the tools",
        ),
    ],
)
def test_what_the_route_lists_is_let_through(dialect: Dialect, listed: Allowance, body: Body) -> None:
    refused(dialect, body)

    assert call(dialect, body, listed).body.items() >= {key: body[key] for key in body if key != "store"}.items()


def test_a_field_of_consequence_that_asks_for_nothing_is_let_through() -> None:
    call(Dialect.RESPONSES, {"input": "x", "background": False, "previous_response_id": None, "conversation": None})


def test_a_server_that_is_not_the_listed_one_is_refused() -> None:
    listed = Allowance(remote_servers=frozenset({"https://tools.example"}))
    tool: Body = {"type": "mcp", "server_label": "l", "server_url": "https://tools.example.evil"}

    error = refused(Dialect.RESPONSES, {"input": "x", "tools": [tool]}, listed)

    assert error.code == Fault.REMOTE_SERVER
