"""Streams of Anthropic Messages: a block that uses a tool is kept from its start to its stop.

A block that is not released is replaced, under its own index, by a block of text. Blocks come one after the other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from muniment.domain.call import Usage
from muniment.enforce import strict_json
from muniment.enforce.dialects.names import names
from muniment.enforce.guards import plain
from muniment.enforce.guards.events import read_data, write_event
from muniment.enforce.guards.shape import BrokenError
from muniment.enforce.guards.uses import Ask, known_only
from muniment.enforce.strict_json import mapping, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from muniment.domain.call import AnyJson, Read
    from muniment.enforce.guards.events import Event
    from muniment.enforce.guards.stream import Piece
    from muniment.enforce.guards.uses import Finder, FoundUse, Settled

TEXT_BLOCKS = names("redacted_thinking text thinking")
DELTAS = {
    "text": names("citations_delta text_delta"),
    "thinking": names("signature_delta thinking_delta"),
    "redacted_thinking": names(""),
}
MESSAGE = names(
    "container content context_management diagnostics id model role stop_details stop_reason stop_sequence type usage"
)
TOOL_USE = names("caller id input name toolset_name type")
TEXT = re.compile(
    rb"event: ?content_block_delta"
    + plain.LINE
    + rb'data: ?\{"type": ?"content_block_delta", ?"index": ?'
    + plain.WHOLE
    + rb', ?"delta": ?\{"type": ?"(?P<kind>text|thinking)_delta", ?"(?P=kind)": ?'
    + plain.TEXT
    + rb" *\} *\}"
    + plain.END
)
LIMIT = 16 * 1024 * 1024
"""The longest block, in bytes, that is kept while it is not complete."""


class MessagesReader:
    """Reads the events of one answer. `hosted` are the types of blocks that listed tools of the vendor make."""

    def __init__(self, finder: Finder, hosted: frozenset[str]) -> None:
        self.usage: Usage | None = None
        self.left_out: list[str] = []
        self._finder = finder
        self._hosted = hosted
        self._begun = False
        self._stopped = False
        self._blocks = 0
        self._block: Block | None = None
        self._released = 0
        self._withheld = 0

    @property
    def text(self) -> re.Pattern[bytes] | None:
        """A piece of text, while no block is kept."""
        return TEXT if self._block is None or not self._block.kept else None

    def read(self, event: Event) -> Iterator[Piece]:
        """Return what `event` gives: it passes, is kept in its block, or is left out where it is not known."""
        if event.data is None:
            yield event.raw
            return
        value = read_data(event)
        kind = value.get("type")
        if kind != event.name:
            message = "an event has a name that is not its type"
            raise BrokenError(message)
        match kind:
            case "ping":
                yield event.raw
            case "error":
                message = "the vendor told of an error"
                raise BrokenError(message, write_event({"type": kind, "error": value.get("error")}, kind))
            case "message_start":
                yield self._start(event, value)
            case "content_block_start" | "content_block_delta" | "content_block_stop":
                yield from self._in_block(event, value)
            case "message_delta":
                self._tell_usage(mapping(value.get("usage")))
                self._between_blocks()
                yield self._message_delta(event, value)
            case "message_stop":
                self._between_blocks()
                self._stopped = True
                yield event.raw
            case _:
                self.left_out.append(f"event.{strict_json.shown(str(kind))}")

    def finish(self) -> None:
        """Take that no event follows."""
        if self._block is not None and self._block.kept:
            message = "the vendor broke off inside a tool call; the call was withheld"
            raise BrokenError(message)
        if not self._stopped:
            message = "the vendor broke off before the answer was complete"
            raise BrokenError(message)

    def error(self, reason: str) -> bytes:
        """Return the error event, which the Anthropic client raises."""
        return write_event({"type": "error", "error": {"type": "api_error", "message": reason}}, "error")

    def keepalive(self) -> bytes:
        """Return a ping."""
        return b'event: ping\ndata: {"type": "ping"}\n\n'

    def _between_blocks(self) -> None:
        if not self._begun or self._block is not None or self._stopped:
            message = "an event stands where none of its type may"
            raise BrokenError(message)

    def _start(self, event: Event, value: dict[str, Read]) -> bytes:
        message = value.get("message")
        if self._begun or not isinstance(message, dict) or message.get("content"):
            reason = "the answer does not begin with one empty message"
            raise BrokenError(reason)
        self._begun = True
        self._tell_usage(mapping(message.get("usage")))
        taken = known_only(message, MESSAGE, "message")
        self.left_out += taken
        return write_event(value, event.name) if taken else event.raw

    def _in_block(self, event: Event, value: dict[str, Read]) -> Iterator[Piece]:
        index = value.get("index")
        if _is_text(value) and (self._block is None or not self._block.kept):
            yield event.raw  # words alone, wherever they stand
            return
        if value["type"] == "content_block_start":
            self._between_blocks()
            if index != self._blocks or type(index) is not int:
                message = "a block has another place than its own"
                raise BrokenError(message)
            self._blocks += 1
            self._block = self._opened(index, value)
        elif self._block is None or index != self._block.index:
            message = "an event belongs to a block that is not open"
            raise BrokenError(message)
        yield from self._with_block(event, value, self._block)

    def _with_block(self, event: Event, value: dict[str, Read], block: Block) -> Iterator[Piece]:
        if value["type"] == "content_block_delta":
            delta = mapping(value.get("delta"))
            if not block.takes(delta):
                self.left_out.append(f"delta.{strict_json.shown(str(delta.get('type')))}")
                return
        if value["type"] == "content_block_stop":
            self._block = None
        if not block.kept:
            yield event.raw
            return
        block.keep(event.raw)
        if self._block is None:
            yield Ask(found=(block.found(self._finder),), settle=lambda settled: self._settle(block, settled[0]))

    def _opened(self, index: int, value: dict[str, Read]) -> Block:
        block = value.get("content_block")
        kind = block.get("type") if isinstance(block, dict) else None
        if not isinstance(block, dict) or not isinstance(kind, str):
            message = "a block is no object with a type"
            raise BrokenError(message)
        return Block(index, block, kept=kind not in TEXT_BLOCKS and kind not in self._hosted)

    def _settle(self, block: Block, each: Settled) -> bytes:
        if each.released:
            self._released += 1
            return b"".join(block.raw)
        self._withheld += 1
        place: dict[str, Read] = {"index": block.index}
        opened: Read = {"type": "text", "text": ""}
        note = {"muniment": cast("Read", each.note)}
        delta: Read = {"type": "text_delta", "text": each.notice}
        return (
            write_event(
                {"type": "content_block_start", **place, "content_block": opened, **note}, "content_block_start"
            )
            + write_event({"type": "content_block_delta", **place, "delta": delta}, "content_block_delta")
            + write_event({"type": "content_block_stop", **place}, "content_block_stop")
        )

    def _message_delta(self, event: Event, value: dict[str, Read]) -> Piece:
        """Return the end of the answer, which is no use of a tool any more where all uses were withheld."""
        delta = value.get("delta")
        if not isinstance(delta, dict):
            message = "the end of the message is no object"
            raise BrokenError(message)
        if delta.get("stop_reason") != "tool_use":
            return event.raw
        ended = write_event(value | {"delta": delta | {"stop_reason": "end_turn"}}, event.name)
        return lambda: ended if self._withheld and not self._released else event.raw

    def _tell_usage(self, usage: Mapping[str, AnyJson]) -> None:
        self.usage = read_usage(usage, self.usage)


class Block:
    """One block of content while it is open. `kept` says whether it waits until its use is ruled upon."""

    def __init__(self, index: int, opened: dict[str, Read], *, kept: bool) -> None:
        self.index = index
        self.kept = kept
        self.raw: list[bytes] = []
        self._opened = opened
        self._json: list[str] = []
        self._size = 0
        self._broken = "" if opened.keys() <= TOOL_USE else "it has fields that are not known"

    def keep(self, raw: bytes) -> None:
        """Keep the bytes of one event."""
        self.raw.append(raw)
        self._size += len(raw)
        if self._size > LIMIT:
            message = f"a tool call is longer than {LIMIT} bytes"
            raise BrokenError(message)

    def takes(self, delta: Mapping[str, AnyJson]) -> bool:
        """Take a piece of the block; say whether it is one that such a block has."""
        kind = text_of(delta.get("type"))
        if not self.kept:
            return kind in DELTAS.get(str(self._opened["type"]), names("input_json_delta"))
        piece = delta.get("partial_json")
        if kind == "input_json_delta" and isinstance(piece, str):
            self._json.append(piece)
        else:
            self._broken = "it has pieces that are not known"
        return True

    def found(self, finder: Finder) -> FoundUse:
        """Return the use that the block makes."""
        kind, name = self._opened["type"], self._opened.get("name")
        if kind != "tool_use":
            return finder.unknown(name or kind, "it is of a type that the request does not offer")
        return use_of(self._opened, "".join(self._json), finder, self._broken)


def use_of(block: Mapping[str, AnyJson], text: str, finder: Finder, broken: str) -> FoundUse:
    """Return the use in a block of `tool_use`, the input of which stands in it or came as `text`, and not in both."""
    given = block.get("input")
    if given and text:
        broken = broken or "its input comes twice"
    arguments = text or strict_json.write(given or {}).decode(errors="backslashreplace")
    return finder.found(block.get("id"), block.get("name"), arguments, broken=broken)


def _is_text(value: Mapping[str, AnyJson]) -> bool:
    """Say whether an event is a piece of text or of thinking and nothing else."""
    delta = mapping(value.get("delta"))
    kind = delta.get("type")
    plain_text = kind == "text_delta" and delta.keys() == {"type", "text"}
    return value["type"] == "content_block_delta" and (
        plain_text or (kind == "thinking_delta" and delta.keys() == {"type", "thinking"})
    )


def read_usage(usage: Mapping[str, AnyJson], before: Usage | None) -> Usage:
    """Return the tokens that `usage` tells of, with those told `before` where it is silent.

    The vendor counts what it had kept, and what it keeps now, apart from the input: here they are part of it.
    """
    parts = [usage.get(key) for key in ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")]
    counts = [part for part in parts if type(part) is int and part >= 0]
    told_input = usage.get("input_tokens") is not None
    output, cached = usage.get("output_tokens"), usage.get("cache_read_input_tokens")
    return Usage(
        input_tokens=sum(counts) if told_input else (before.input_tokens if before else None),
        output_tokens=output if type(output) is int else (before.output_tokens if before else None),
        cached_tokens=cached if type(cached) is int else (before.cached_tokens if before else None),
    )
