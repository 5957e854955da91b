"""A call that was released in one dialect leaves in another one only as exactly that call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings

from enforce.conversations import answers
from enforce.test_translated_answers import DIALECTS, STREAMED, WHOLE, gathered, stream
from muniment.domain.call import Dialect, ModelCall, OfferedTool, ToolUse
from muniment.domain.conversation import Answer, Called, Stop, Text
from muniment.enforce.guards import guard_for
from muniment.enforce.translate.moving import Came, returning
from muniment.enforce.translate.rechecked import Rechecked
from muniment.enforce.translate.shared import compact
from muniment.prove.any_json import canonical_any
from muniment.prove.hold import arguments_in

if TYPE_CHECKING:
    from collections.abc import Iterable

VALVE: Final = Called(call_id="call_1", name="set_valve", arguments='{"valve": "A7", "open": true}')
ASKED: Final = Answer(id="a", model="m", parts=(Text("I turn it."), VALVE), stop=Stop.TOOLS)
PAIRS: Final = [(spoken, onto) for spoken in DIALECTS for onto in DIALECTS]


def rechecked(
    spoken: Dialect, onto: Dialect, released: Iterable[ToolUse], kind: str = "text/event-stream"
) -> Rechecked:
    back = returning(
        Came(spoken=spoken, onto=onto, status=200, content_type=kind), STREAMED if "event" in kind else WHOLE
    )
    names = ("set_valve", *(use.name for use in released))
    tools = tuple(OfferedTool(name=name, hosted=False, schema="") for name in dict.fromkeys(names))
    call = ModelCall(dialect=onto, model="m", stream=True, tools=tools, body={})
    guard = guard_for(call, back.content_type, back.status)
    return Rechecked(back, guard, list(released), lambda text: canonical_any(arguments_in(text)))


def use_of(called: Called, **other: str) -> ToolUse:
    told = {"call_id": called.call_id, "name": called.name, "arguments": called.arguments, **other}
    return ToolUse(**told)


@pytest.mark.parametrize(("spoken", "onto"), PAIRS)
@settings(max_examples=15)
@given(answer=answers)
def test_what_was_released_passes_as_it_was_said(spoken: Dialect, onto: Dialect, answer: Answer) -> None:
    released = [use_of(part) for part in answer.parts if isinstance(part, Called)]
    going = rechecked(spoken, onto, released)

    out = going.feed(stream(DIALECTS[spoken], answer)) + going.end()

    assert going.broke == ""
    assert gathered(DIALECTS[onto], out) == answer


@pytest.mark.parametrize(("spoken", "onto"), PAIRS)
@pytest.mark.parametrize(
    "released",
    [
        pytest.param([], id="nothing was released"),
        pytest.param([use_of(VALVE, arguments='{"valve": "A7", "open": false}')], id="with other arguments"),
        pytest.param([use_of(VALVE, arguments='{"valve": "A7", "open": 1}')], id="with another type"),
        pytest.param([use_of(VALVE, name="read_valve")], id="another tool"),
    ],
)
def test_a_call_that_is_not_as_it_was_released_does_not_pass(
    spoken: Dialect, onto: Dialect, released: list[ToolUse]
) -> None:
    going = rechecked(spoken, onto, released)

    out = going.feed(stream(DIALECTS[spoken], ASKED)) + going.end()

    assert "is not, as it was said in the client's dialect, the call that was released" in going.broke
    assert b"I turn it." in out
    assert b"A7" not in out


@pytest.mark.parametrize(("spoken", "onto"), PAIRS)
def test_a_whole_answer_is_read_again_too(spoken: Dialect, onto: Dialect) -> None:
    raw = compact(DIALECTS[spoken].write(ASKED, WHOLE)).encode()
    honest = rechecked(spoken, onto, [use_of(VALVE, arguments='{"open":true,"valve":"A7"}')], "application/json")
    other = rechecked(spoken, onto, [], "application/json")

    assert honest.feed(raw) == other.feed(raw) == b""
    assert b"A7" in honest.end()
    assert b"A7" not in other.end()
    assert (honest.broke, bool(other.broke)) == ("", True)


def test_what_was_released_once_passes_once() -> None:
    twice = Answer(
        id="a", model="m", parts=(VALVE, Called(call_id="call_2", name=VALVE.name, arguments=VALVE.arguments)),
        stop=Stop.TOOLS,
    )  # fmt: skip
    going = rechecked(Dialect.CHAT, Dialect.MESSAGES, [use_of(VALVE)])

    out = going.feed(stream(DIALECTS[Dialect.CHAT], twice)) + going.end()

    assert out.count(b"A7") == 1
    assert going.broke


def test_an_error_in_place_of_an_answer_passes() -> None:
    going = rechecked(Dialect.CHAT, Dialect.MESSAGES, [], "application/json")

    going.feed(b'{"id": "a"}')
    out = going.end()

    assert going.status == 502
    assert b"cannot be carried over" in out
