"""Answers of Messages, whole and as events.

Source: the types of the `anthropic` library, `message` and `raw_message_stream_event`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from muniment.domain.conversation import NO_TOKENS, Answer, Called, Refusal, Stop, Text, Tokens
from muniment.enforce.translate import shared, sse
from muniment.enforce.translate.losses import Fields
from muniment.enforce.translate.pieces import Began, Broke, Closed, Ended, More, Opened, Waiting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from muniment.domain.call import AnyJson
    from muniment.enforce.translate.losses import Losses
    from muniment.enforce.translate.pieces import Block, Piece
    from muniment.enforce.translate.shared import OriginalCall

_STOPS: Final = {
    "end_turn": Stop.END,
    "max_tokens": Stop.LIMIT,
    "model_context_window_exceeded": Stop.LIMIT,
    "tool_use": Stop.TOOLS,
    "stop_sequence": Stop.SEQUENCE,
    "refusal": Stop.REFUSED,
}
_WORDS: Final = {
    Stop.END: "end_turn",
    Stop.LIMIT: "max_tokens",
    Stop.TOOLS: "tool_use",
    Stop.SEQUENCE: "stop_sequence",
    Stop.REFUSED: "refusal",
}
_THOUGHTS: Final = frozenset({"thinking", "redacted_thinking"})
_QUIET: Final = frozenset({"thinking_delta", "signature_delta", "citations_delta"})


def read(body: AnyJson, losses: Losses) -> Answer:
    """Return the answer in `body`.   Raises: UntranslatableError where it is none."""
    fields = Fields(body, "", losses)
    parts = tuple(_blocks(fields))
    stop = _stop(fields)
    found = Answer(
        id=fields.text("id"),
        model=fields.text("model"),
        parts=parts,
        stop=stop or Stop.END,
        sequence=fields.text("stop_sequence"),
        said=_said(fields),
        tokens=_tokens(fields, NO_TOKENS),
    )
    losses.settle()
    return found


def _blocks(fields: Fields) -> Iterator[Block]:
    for block in fields.each("content"):
        found = _block(block)
        if found is not None:
            yield found


def _block(block: Fields) -> Block | None:
    """Return what a block says; reasoning says nothing to others.   What no request asked for is refused."""
    match block.text("type"):
        case "text":
            block.drop("links to what was quoted", "citations")
            return Text(block.text("text"))
        case "tool_use":
            written = shared.compact(block.mapping("input") or {})
            return Called(call_id=block.text("id"), name=block.text("name"), arguments=written)
        case kind:
            if kind in _THOUGHTS:
                block.losses.note(f"content.{kind}", shared.SEALED)
            else:
                block.losses.refuse("content", f"a block of type `{kind}` cannot be carried over")
            return None


def _stop(fields: Fields) -> Stop | None:
    word = fields.text("stop_reason")
    if word and word not in _STOPS:
        fields.losses.note("stop_reason", f"`{word}` is not known, and told as an end")
    return _STOPS.get(word, Stop.END) if word else None


def _said(fields: Fields) -> str:
    details = fields.object("stop_details")
    return details.text("explanation") if details else ""


def _tokens(fields: Fields, before: Tokens) -> Tokens:
    """Return the tokens as told so far; those from and to the cache are no part of `input_tokens` in this dialect."""
    usage = fields.object("usage")
    if usage is None:
        return before
    fresh, read_, written = (
        usage.whole(key) for key in ("input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens")
    )
    made = usage.whole("output_tokens")
    details = usage.object("output_tokens_details") or Fields({}, "usage", usage.losses)
    known_read = before.read if read_ is None else read_
    known_written = before.written if written is None else written
    plain = before.given - before.read - before.written if fresh is None else fresh
    return Tokens(
        given=plain + known_read + known_written,
        made=before.made if made is None else made,
        read=known_read,
        written=known_written,
        reasoning=details.whole("thinking_tokens") or before.reasoning,
    )


class Reading:
    """Reads events into pieces."""

    def __init__(self, losses: Losses) -> None:
        self._losses = losses
        self._open: set[str] = set()
        self._end = Ended(stop=Stop.END)
        self._tokens = NO_TOKENS
        self._told = False

    def read(self, event: sse.Event) -> Iterator[Piece]:
        """Yield what `event` says."""
        if not event.data:
            yield Waiting.STILL
            return
        fields = Fields(shared.parsed(event.data), "", self._losses)
        match fields.text("type"):
            case "message_start":
                message = fields.object("message") or Fields({}, "message", self._losses)
                self._tokens = _tokens(message, NO_TOKENS)
                yield Began(id=message.text("id"), model=message.text("model"), tokens=self._tokens)
            case "content_block_start" | "content_block_delta" | "content_block_stop" as kind:
                yield from self._in_block(kind, fields)
            case "message_delta":
                self._message_delta(fields)
            case "message_stop":
                yield from self.end()
            case "ping":
                yield Waiting.STILL
            case "error":
                error = fields.object("error") or Fields({}, "error", self._losses)
                yield Broke(error.text("message"), error.text("type"))
            case kind:
                self._losses.note(f"stream.{kind}", "an event of a kind that is not known")

    def end(self) -> Iterator[Piece]:
        """Yield the end, which is none where the answer was cut."""
        yield self._end if self._told and not self._open else Broke("the answer ended before it was whole")

    def _in_block(self, kind: str, fields: Fields) -> Iterator[Piece]:
        key = str(fields.whole("index"))
        if kind == "content_block_start":
            block = _block(fields.object("content_block") or Fields({}, "content_block", self._losses))
            self._losses.settle()
            if block is not None:
                self._open.add(key)
                yield from _opened(key, block)
        elif key in self._open and kind == "content_block_delta":
            yield from self._delta(key, fields.object("delta") or Fields({}, "delta", self._losses))
        elif key in self._open:
            self._open.discard(key)
            yield Closed(key)

    def _delta(self, key: str, delta: Fields) -> Iterator[Piece]:
        match delta.text("type"):
            case "text_delta":
                yield More(key, delta.text("text"))
            case "input_json_delta":
                yield More(key, delta.text("partial_json"))
            case kind:
                why = shared.SEALED if kind in _QUIET else "a piece of a kind that is not known"
                self._losses.note(f"stream.{kind}", why)

    def _message_delta(self, fields: Fields) -> None:
        delta = fields.object("delta") or Fields({}, "delta", self._losses)
        stop, self._tokens = _stop(delta), _tokens(fields, self._tokens)
        if stop is not None:
            self._told = True
            sequence, said = delta.text("stop_sequence"), _said(delta)
            self._end = Ended(stop=stop, sequence=sequence, said=said, tokens=self._tokens)


def _opened(key: str, block: Block) -> Iterator[Piece]:
    """Yield the opening of a block, and what it says already; arguments come in pieces, and `input` is empty."""
    match block:
        case Called(call_id=call_id, name=name, arguments=arguments):
            yield Opened(key, Called(call_id=call_id, name=name, arguments=""))
            yield More(key, "" if arguments == "{}" else arguments)
        case Text(text) | Refusal(text):
            yield Opened(key, Text(""))
            yield More(key, text)


def write(answer: Answer, asked: OriginalCall) -> AnyJson:
    """Return the body that says `answer`.   Raises: UntranslatableError where arguments are no JSON object."""
    _ = asked
    return {
        "id": answer.id,
        "type": "message",
        "role": "assistant",
        "model": answer.model,
        "content": [_write_block(each) for each in answer.parts],
        "usage": _usage(answer.tokens),
        **_ending(_declined(answer), answer.sequence, answer.said),
    }


def _declined(answer: Answer) -> Stop:
    """Return why the answer ended; words of refusal are told by the reason in this dialect."""
    return Stop.REFUSED if any(isinstance(each, Refusal) for each in answer.parts) else answer.stop


def _write_block(block: Block) -> AnyJson:
    match block:
        case Text(text) | Refusal(text):
            return {"type": "text", "text": text}
        case Called():
            given = shared.arguments_of(block.arguments, "content.input")
            return {"type": "tool_use", "id": block.call_id, "name": block.name, "input": given}


def _ending(stop: Stop, sequence: str, said: str) -> Mapping[str, AnyJson]:
    details = {"type": "refusal", "category": None, "explanation": said} if stop is Stop.REFUSED and said else None
    return {"stop_reason": _WORDS[stop], "stop_sequence": sequence or None, **shared.present(stop_details=details)}


def _usage(tokens: Tokens) -> Mapping[str, AnyJson]:
    return {
        "input_tokens": max(0, tokens.given - tokens.read - tokens.written),
        "output_tokens": tokens.made,
        "cache_read_input_tokens": tokens.read,
        "cache_creation_input_tokens": tokens.written,
    }


class Writing:
    """Writes pieces, in order, as events."""

    def __init__(self, asked: OriginalCall) -> None:
        _ = asked
        self._count = -1
        self._block: Block = Text("")
        self._declined = False

    def write(self, piece: Piece) -> bytes:
        """Return the bytes that say `piece`."""
        match piece:
            case Began():
                return self._began(piece)
            case Opened(block=block):
                return self._opened(block)
            case More(text=text):
                return self._event("content_block_delta", delta=self._delta(text))
            case Closed():
                return self._event("content_block_stop")
            case Ended():
                stop = Stop.REFUSED if self._declined else piece.stop
                told = {"delta": _ending(stop, piece.sequence, piece.said), "usage": _usage(piece.tokens)}
                return _event("message_delta", told) + _event("message_stop", {})
            case Broke() | Waiting():
                return _aside(piece)

    def _opened(self, block: Block) -> bytes:
        self._count += 1
        self._block = block
        self._declined = self._declined or isinstance(block, Refusal)
        return self._event("content_block_start", content_block=_empty(block))

    def _began(self, piece: Began) -> bytes:
        message = {
            "id": piece.id,
            "type": "message",
            "role": "assistant",
            "model": piece.model,
            "content": (),
            "stop_reason": None,
            "stop_sequence": None,
            "usage": _usage(piece.tokens),
        }
        return _event("message_start", {"message": message})

    def _event(self, name: str, **fields: AnyJson) -> bytes:
        return _event(name, {"index": self._count, **fields})

    def _delta(self, text: str) -> AnyJson:
        if isinstance(self._block, Called):
            return {"type": "input_json_delta", "partial_json": text}
        return {"type": "text_delta", "text": text}


def _aside(piece: Broke | Waiting) -> bytes:
    if isinstance(piece, Broke):
        return _event("error", {"error": {"type": piece.kind or "api_error", "message": piece.message}})
    return _event("ping", {})


def _empty(block: Block) -> AnyJson:
    if isinstance(block, Called):
        return {"type": "tool_use", "id": block.call_id, "name": block.name, "input": {}}
    return {"type": "text", "text": ""}


def _event(name: str, fields: Mapping[str, AnyJson]) -> bytes:
    return sse.written({"type": name, **fields}, name)
