"""Streams of Chat Completions: the fragments of a call are kept until the choice finishes.

One use that is not released withholds all of the turn: a part of it would lie to the model about what ran.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from muniment.domain.call import Usage
from muniment.enforce.dialects.names import names
from muniment.enforce.guards import plain
from muniment.enforce.guards.chat_calls import Call, add_fragments
from muniment.enforce.guards.events import read_data, write_event
from muniment.enforce.guards.shape import BrokenError
from muniment.enforce.guards.uses import Ask, known_only
from muniment.enforce.strict_json import mapping

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from muniment.domain.call import AnyJson, Read
    from muniment.enforce.guards.events import Event
    from muniment.enforce.guards.stream import Piece
    from muniment.enforce.guards.uses import Finder, Settled

CHUNK = names(
    "choices citations created error id model moderation object obfuscation prompt_filter_results prompt_token_ids"
    " search_results service_tier system_fingerprint usage x_groq"
)
CHOICE = names("content_filter_offsets content_filter_results delta finish_reason index logprobs token_ids")
DELTA = names(
    "annotations audio content extra_content function_call reasoning reasoning_content reasoning_details refusal role"
    " tool_calls"
)
_STRING = rb"(?:null|" + plain.STRING + rb")"
TEXT = re.compile(
    rb"data: ?"
    + plain.pairs(
        plain.pair("id|object|model|service_tier|system_fingerprint|provider", _STRING),
        plain.pair("created", plain.WHOLE),
        plain.pair("usage", rb"null"),
        plain.pair("obfuscation", plain.NOISE),
        plain.pair(
            "choices",
            rb"\["
            + plain.pairs(
                plain.pair("index", plain.WHOLE),
                plain.pair("finish_reason|native_finish_reason|logprobs|stop_reason|token_ids", rb"null"),
                plain.pair(
                    "delta",
                    plain.pairs(
                        plain.pair("content|reasoning|reasoning_content", rb"(?:null|" + plain.TEXT + rb")"),
                        plain.pair("role|refusal", _STRING),
                        plain.pair("audio|function_call|tool_calls", rb"(?:null|\[\])"),
                    ),
                ),
            )
            + rb"\]",
        ),
    )
    + plain.END
)


class ChatReader:
    """Reads the chunks of one answer."""

    def __init__(self, finder: Finder) -> None:
        self.usage: Usage | None = None
        self.left_out: list[str] = []
        self._finder = finder
        self._turn: Turn | None = None
        self._called: set[int] = set()
        self._finished = False

    @property
    def text(self) -> re.Pattern[bytes] | None:
        """A chunk with one delta of text, while no call is open."""
        return TEXT if self._turn is None else None

    def read(self, event: Event) -> Iterator[Piece]:
        """Return what `event` gives: it passes, or is kept in the turn that it belongs to."""
        if event.name not in {None, "", "message", "error"}:
            message = f"an event is named `{event.name}`"
            raise BrokenError(message)
        if event.data is None:
            yield event.raw
        elif event.data == "[DONE]":
            self._done()
            yield event.raw
        else:
            yield from self._chunk(event, read_data(event))

    def finish(self) -> None:
        """Take that no event follows."""
        self._done()

    def error(self, reason: str) -> bytes:
        """Return the error event, which the OpenAI client raises."""
        return write_event({"error": {"message": reason, "type": "muniment_cut", "code": "unreadable_answer"}}, "error")

    def keepalive(self) -> bytes:
        """Return a comment."""
        return b": waiting\n\n"

    def _done(self) -> None:
        if self._turn is not None:
            message = "the vendor broke off inside a tool call; the call was withheld"
            raise BrokenError(message)
        if not self._finished:
            message = "the vendor broke off before the answer was complete"
            raise BrokenError(message)

    def _chunk(self, event: Event, chunk: dict[str, Read]) -> Iterator[Piece]:
        told = chunk.get("error")
        if told:
            message = "the vendor told of an error"
            raise BrokenError(message, write_event({"error": told}, event.name))
        if event.name == "error":
            message = "an event is named `error` and holds none"
            raise BrokenError(message)
        usage = chunk.get("usage")
        if isinstance(usage, dict):
            self.usage = read_usage(usage)
        taken = known_only(chunk, CHUNK, "chunk")
        choices = read_choices(chunk)
        for choice in choices:
            taken += known_only(choice, CHOICE, "choice")
            taken += known_only(_delta(choice), DELTA, "delta")
        self.left_out += taken
        raw = write_event(chunk, event.name) if taken else event.raw
        yield from self._choices(raw, chunk, choices)

    def _choices(self, raw: bytes, chunk: dict[str, Read], choices: list[dict[str, Read]]) -> Iterator[Piece]:
        calls = [choice for choice in choices if _calls(choice)]
        if calls and self._turn is None:
            self._turn = Turn()
        self._finished |= any(choice.get("finish_reason") is not None for choice in choices)
        if self._turn is None:
            yield raw
            return
        self._turn.add(raw, chunk, choices)
        for choice in calls:
            self._call(cast("int", choice["index"]), _delta(choice), self._turn)
        if self._turn.complete():
            turn, self._turn = self._turn, None
            self._called |= {index for index, _, _ in turn.calls}
            found = tuple(call.found(self._finder) for call in turn.calls.values())
            yield Ask(found=found, settle=turn.settle, joint=True)

    def _call(self, index: int, delta: dict[str, Read], turn: Turn) -> None:
        if index in self._called:
            message = "a choice that has finished goes on with a tool call"
            raise BrokenError(message)
        add_fragments(turn.calls, index, delta)


class Turn:
    """What is kept of an answer from the first fragment of a call until every choice with a call has finished."""

    def __init__(self) -> None:
        self.calls: dict[tuple[int, str, int], Call] = {}
        self._raw: list[bytes] = []
        self._size = 0
        self._head: dict[str, Read] = {}
        self._said: dict[int, str] = {}
        self._ended: dict[int, Read] = {}
        self._others: list[bytes] = []

    def add(self, raw: bytes, chunk: dict[str, Read], choices: list[dict[str, Read]]) -> None:
        """Keep a chunk, and what it says beside calls."""
        self._raw.append(raw)
        self._size += len(raw)
        if self._size > KEPT:
            message = f"a tool call is longer than {KEPT} bytes"
            raise BrokenError(message)
        self._head = {key: chunk[key] for key in ("id", "object", "created", "model") if key in chunk}
        if not choices:
            self._others.append(raw)
        for choice in choices:
            index = cast("int", choice["index"])
            content = _delta(choice).get("content")
            self._said[index] = self._said.get(index, "") + (content if isinstance(content, str) else "")
            if choice.get("finish_reason") is not None:
                self._ended[index] = choice["finish_reason"]

    def complete(self) -> bool:
        """Say whether every choice with a call has finished."""
        return all(index in self._ended for index, _, _ in self.calls)

    def settle(self, settled: tuple[Settled, ...]) -> bytes:
        """Return the chunks as they came where every use is released, else notices in place of the calls."""
        if all(each.released for each in settled):
            return b"".join(self._raw)
        told: dict[int, list[Settled]] = {}
        for (index, _, _), each in zip(self.calls, settled, strict=True):
            told.setdefault(index, []).append(each)
        choices = b"".join(self._choice(index, told.get(index, [])) for index in self._said)
        return choices + b"".join(self._others)

    def _choice(self, index: int, settled: list[Settled]) -> bytes:
        ended = self._ended.get(index)
        withheld = [each for each in settled if not each.released]
        notices = [each.notice for each in withheld] or ["[withheld with the rest of the turn]"] * bool(settled)
        said = "\n".join(part for part in (self._said[index], *notices) if part)
        text = self._part(index, {"content": said}, None) if said else b""
        if settled:
            notes: list[Read] = [cast("Read", each.note) for each in withheld]
            return text + self._part(index, {}, "content_filter", muniment=notes)
        return text + (self._part(index, {}, ended) if ended is not None else b"")

    def _part(self, index: int, delta: dict[str, Read], ended: Read, **more: Read) -> bytes:
        choice: dict[str, Read] = {"index": index, "delta": delta, "finish_reason": ended}
        return write_event({**self._head, "choices": [choice], **more})


KEPT = 16 * 1024 * 1024
"""The longest turn, in bytes, that is kept while its calls are not complete."""


def read_usage(usage: Mapping[str, AnyJson]) -> Usage:
    """Return the tokens that a chunk, or an answer, tells of."""
    details = usage.get("prompt_tokens_details")
    cached = mapping(details).get("cached_tokens") if details is not None else None
    return Usage(
        input_tokens=_count(usage.get("prompt_tokens")),
        output_tokens=_count(usage.get("completion_tokens")),
        cached_tokens=_count(cached),
    )


def _count(value: AnyJson) -> int | None:
    return value if type(value) is int and value >= 0 else None


def read_choices(chunk: dict[str, Read]) -> list[dict[str, Read]]:
    """Return the choices of a chunk, each of which has a place of its own."""
    choices = chunk.get("choices", [])
    places: set[int] = set()
    for choice in choices if isinstance(choices, list) else [None]:
        if not isinstance(choice, dict):
            message = "a chunk has choices that are no objects"
            raise BrokenError(message)
        place = choice.get("index")
        if type(place) is not int or place in places:
            message = "a chunk has choices without a place of their own"
            raise BrokenError(message)
        places.add(place)
    return cast("list[dict[str, Read]]", choices)


def _delta(choice: dict[str, Read]) -> dict[str, Read]:
    delta = choice.get("delta")
    if delta is not None and not isinstance(delta, dict):
        message = "a choice has a delta that is no object"
        raise BrokenError(message)
    return delta if delta is not None else {}


def _calls(choice: dict[str, Read]) -> bool:
    delta = _delta(choice)
    return bool(delta.get("tool_calls")) or delta.get("function_call") is not None
