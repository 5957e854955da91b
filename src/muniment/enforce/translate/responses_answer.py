"""Answers of Responses, whole and as events.

Source: the types of the `openai` library, `responses.response` and `responses.response_stream_event`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from muniment.domain.conversation import Answer, Called, Refusal, Stop, Text, Tokens
from muniment.enforce.translate import shared, sse
from muniment.enforce.translate.losses import Fields
from muniment.enforce.translate.pieces import Began, Broke, Closed, Ended, Gathering, More, Opened, Waiting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from muniment.domain.call import AnyJson
    from muniment.enforce.translate.losses import Losses
    from muniment.enforce.translate.pieces import Block, Piece
    from muniment.enforce.translate.shared import OriginalCall

_CUT_SHORT: Final = {
    "max_output_tokens": Stop.LIMIT,
    "max_messages": Stop.LIMIT,
    "content_filter": Stop.REFUSED,
    "steered": Stop.REFUSED,
}
_WHY: Final = {Stop.LIMIT: "max_output_tokens", Stop.REFUSED: "content_filter"}
_LAST: Final = frozenset({"response.completed", "response.incomplete", "response.failed"})
_SILENT: Final = frozenset({"response.in_progress", "response.queued", "response.output_text.done"})
_TOLD_AGAIN: Final = frozenset({"response.refusal.done", "response.content_part.added"})
_TWO_WAYS: Final = Broke("a call is told in two ways")
_ECHOED: Final = (
    "instructions",
    "max_output_tokens",
    "metadata",
    "parallel_tool_calls",
    "reasoning",
    "temperature",
    "text",
    "tool_choice",
    "tools",
    "top_p",
)
_DEFAULTS: Final[Mapping[str, AnyJson]] = {"parallel_tool_calls": True, "tool_choice": "auto", "tools": ()}


def read(body: AnyJson, losses: Losses) -> Answer:
    """Return the answer in `body`.   Raises: UntranslatableError where it is none."""
    fields = Fields(body, "", losses)
    parts = tuple(block for item in fields.each("output") for block in _blocks(item))
    error = fields.object("error")
    if error is not None:
        losses.refuse("error", error.text("message"))
    losses.settle()
    return Answer(
        id=fields.text("id"), model=fields.text("model"), parts=parts, stop=_stop(fields, parts), tokens=_tokens(fields)
    )


def _stop(fields: Fields, parts: tuple[Block, ...]) -> Stop:
    details = fields.object("incomplete_details")
    word = details.text("reason") if details else ""
    if word or fields.text("status", "completed") == "incomplete":
        return _CUT_SHORT.get(word, Stop.LIMIT)
    if any(isinstance(each, Refusal) for each in parts):
        return Stop.REFUSED
    return Stop.TOOLS if any(isinstance(each, Called) for each in parts) else Stop.END


def _blocks(item: Fields) -> Iterator[Block]:
    match item.text("type"):
        case "message":
            for part in item.each("content"):
                part.drop("links to what was quoted", "annotations")
                yield from _part(part)
        case "function_call":
            yield _call(item)
        case "reasoning":
            item.losses.note("output.reasoning", shared.SEALED)
        case kind:
            item.losses.refuse("output", f"an item of type `{kind}` cannot be carried over")


def _part(part: Fields) -> Iterator[Block]:
    match part.text("type"):
        case "output_text":
            yield Text(part.text("text"))
        case "refusal":
            yield Refusal(part.text("refusal"))
        case kind:
            part.losses.refuse("output.content", f"`{kind}` cannot be carried over")


def _call(item: Fields) -> Called:
    call = _named(item)
    return replace(call, arguments=call.arguments or "{}")


def _named(item: Fields) -> Called:
    """Return the call as `item` tells it so far: its arguments may still be empty."""
    return Called(call_id=item.text("call_id"), name=item.text("name"), arguments=item.text("arguments"))


def _tokens(fields: Fields) -> Tokens:
    return shared.tokens_of(fields, given="input", made="output")


class Reading:
    """Reads events into pieces."""

    def __init__(self, losses: Losses) -> None:
        self._losses = losses
        self._open: dict[str, None] = {}
        self._calls: dict[str, Called] = {}
        """By place: each call as its item was added, with the arguments that the item had then."""
        self._said: dict[str, str] = {}
        self._told: list[Called] = []

    def read(self, event: sse.Event) -> Iterator[Piece]:
        """Yield what `event` says."""
        if not event.data or event.data == "[DONE]":
            yield Waiting.STILL
            return
        fields = Fields(shared.parsed(event.data), "", self._losses)
        kind = fields.text("type")
        match kind:
            case "response.created":
                response = fields.object("response") or Fields({}, "response", self._losses)
                yield Began(id=response.text("id"), model=response.text("model"))
            case "error":
                yield Broke(fields.text("message"), fields.text("code"))
            case _ if kind in _LAST:
                yield from self._last(fields.object("response") or Fields({}, "response", self._losses))
            case _ if kind not in _SILENT | _TOLD_AGAIN:
                yield from self._in_item(kind, fields)
            case _:
                return

    def end(self) -> Iterator[Piece]:
        """Yield how an answer ends that was cut."""
        yield Broke("the answer ended before it was whole")

    def _last(self, response: Fields) -> Iterator[Piece]:
        """Yield the end; what `response` repeats has been told already."""
        error = response.object("error")
        if error is not None:
            yield Broke(error.text("message"), error.text("code"))
            return
        parts = tuple(block for item in response.each("output") for block in _blocks(item))
        self._losses.settle()
        if self._open:
            yield from self.end()
        elif any(isinstance(each, Called) and each not in self._told for each in parts):
            yield _TWO_WAYS
        else:
            yield Ended(stop=_stop(response, parts), tokens=_tokens(response))

    def _in_item(self, kind: str, fields: Fields) -> Iterator[Piece]:
        place = f"{fields.whole('output_index')}"
        match kind:
            case "response.output_item.added":
                yield from self._added(place, fields.object("item") or Fields({}, "item", self._losses))
            case "response.function_call_arguments.delta":
                yield from self._more(place, fields.text("delta"))
            case "response.function_call_arguments.done":
                yield from self._rest(place, fields.text("arguments"))
            case "response.output_text.delta" | "response.refusal.delta":
                key = f"{place}.{fields.whole('content_index')}"
                yield from self._begin(key, Text("") if "text" in kind else Refusal(""))
                yield More(key, fields.text("delta"))
            case "response.content_part.done":
                yield from self._finish(f"{place}.{fields.whole('content_index')}")
            case "response.output_item.done":
                yield from self._done(place, fields.object("item") or Fields({}, "item", self._losses))
                for key in tuple(self._open):
                    if key.partition(".")[0] == place:
                        yield from self._finish(key)
            case _:
                self._losses.note(f"stream.{kind.removeprefix('response.')}", "has no counterpart")

    def _added(self, place: str, item: Fields) -> Iterator[Piece]:
        kind = item.text("type")
        if kind == "function_call":
            call = _named(item)
            if place in self._calls:
                yield _TWO_WAYS
            self._calls[place], self._said[place] = call, ""
            yield from self._begin(place, replace(call, arguments=""))
        elif kind == "reasoning":
            self._losses.note("output.reasoning", shared.SEALED)
        elif kind != "message":
            self._losses.refuse("output", f"an item of type `{kind}` cannot be carried over")
            self._losses.settle()

    def _done(self, place: str, item: Fields) -> Iterator[Piece]:
        """Yield what the whole `item` says beyond what was said of it: a guard rules on the whole."""
        added = self._calls.get(place)
        if added is None:
            yield from self._added(place, item)
            added = call = self._calls.get(place)
        else:
            call = _named(item)
        if added is None or call is None:
            return
        if (call.call_id, call.name) != (added.call_id, added.name):
            yield _TWO_WAYS
        whole = call.arguments or added.arguments
        yield from self._rest(place, whole)
        self._told.append(replace(call, arguments=whole or "{}"))

    def _rest(self, place: str, whole: str) -> Iterator[Piece]:
        said = self._said.get(place, "")
        if whole.startswith(said):
            yield from self._more(place, whole.removeprefix(said))
        else:
            yield _TWO_WAYS

    def _more(self, place: str, text: str) -> Iterator[Piece]:
        """Yield more of the arguments at `place`; of a call that is not open yet, its whole item will tell them."""
        if place in self._said:
            self._said[place] += text
            yield More(place, text)

    def _begin(self, key: str, block: Block) -> Iterator[Piece]:
        if key not in self._open:
            self._open[key] = None
            yield Opened(key, block)

    def _finish(self, key: str) -> Iterator[Piece]:
        if key in self._open:
            del self._open[key]
            yield Closed(key)


def write(answer: Answer, asked: OriginalCall) -> AnyJson:
    """Return the body that says `answer`."""
    output = [_item(answer.id, place, block, "completed") for place, block in enumerate(answer.parts)]
    return _response(answer, asked, output, _WHY.get(answer.stop))


def _response(answer: Answer, asked: OriginalCall, output: list[AnyJson], cut: str | None) -> Mapping[str, AnyJson]:
    echoed = {key: asked.body[key] for key in _ECHOED if asked.body.get(key) is not None}
    return {
        "id": answer.id,
        "object": "response",
        "created_at": asked.at,
        "status": "incomplete" if cut else "completed",
        "error": None,
        "incomplete_details": {"reason": cut} if cut else None,
        "model": answer.model,
        "output": output,
        "store": False,
        **_DEFAULTS,
        **echoed,
        "usage": _usage(answer.tokens),
    }


def _name(kind: str, owner: str, place: int) -> str:
    """Return what an item is called, in this answer and nowhere else."""
    return f"{kind}_{owner}_{place}"


def _item(owner: str, place: int, block: Block, status: str) -> AnyJson:
    match block:
        case Called(call_id=call_id, name=name, arguments=arguments):
            told = {"call_id": call_id, "name": name, "arguments": arguments, "status": status}
            return {"id": _name("fc", owner, place), "type": "function_call", **told}
        case Text() | Refusal():
            content = [_content(block)] if status == "completed" else []
            told_ = {"role": "assistant", "status": status, "content": content}
            return {"id": _name("msg", owner, place), "type": "message", **told_}


def _content(block: Text | Refusal) -> AnyJson:
    match block:
        case Text(text):
            return {"type": "output_text", "text": text, "annotations": (), "logprobs": ()}
        case Refusal(text):
            return {"type": "refusal", "refusal": text}


def _usage(tokens: Tokens) -> Mapping[str, AnyJson]:
    return {
        "input_tokens": tokens.given,
        "input_tokens_details": {"cached_tokens": tokens.read, "cache_write_tokens": tokens.written},
        "output_tokens": tokens.made,
        "output_tokens_details": {"reasoning_tokens": tokens.reasoning},
        "total_tokens": tokens.given + tokens.made,
    }


class Writing:
    """Writes pieces, in order, as events."""

    def __init__(self, asked: OriginalCall) -> None:
        self._asked = asked
        self._sequence = -1
        self._whole = Gathering()
        self._items: list[AnyJson] = []

    def write(self, piece: Piece) -> bytes:
        """Return the bytes that say `piece`."""
        self._whole.put(piece)
        match piece:
            case Began():
                told = {**self._response(None), "status": "in_progress", "usage": None}
                return self._event("response.created", response=told) + self._event(
                    "response.in_progress", response=told
                )
            case Opened(block=block):
                return self._opened(block)
            case More(key, text):
                return self._more(self._whole.opening(key), text)
            case Closed(key):
                return self._closed(self._whole.block(key))
            case Ended():
                cut = _WHY.get(piece.stop)
                name = "response.incomplete" if cut else "response.completed"
                return self._event(name, response=self._response(cut))
            case Broke() | Waiting():
                return self._aside(piece)

    def _aside(self, piece: Broke | Waiting) -> bytes:
        if isinstance(piece, Broke):
            return self._event("error", code=piece.kind or "server_error", message=piece.message, param=None)
        return sse.COMMENT

    def _opened(self, block: Block) -> bytes:
        place = len(self._items)
        out = self._event(
            "response.output_item.added", output_index=place, item=_item(self._owner, place, block, "in_progress")
        )
        if isinstance(block, Called):
            return out
        return out + self._in_part("response.content_part.added", part=_content(block))

    def _more(self, block: Block, text: str) -> bytes:
        match block:
            case Text():
                return self._in_part("response.output_text.delta", delta=text, logprobs=())
            case Refusal():
                return self._in_part("response.refusal.delta", delta=text)
            case Called():
                return self._in_call("response.function_call_arguments.delta", {"delta": text})

    def _closed(self, block: Block) -> bytes:
        place = len(self._items)
        item = _item(self._owner, place, block, "completed")
        match block:
            case Text(text):
                out = self._in_part("response.output_text.done", text=text, logprobs=())
                out += self._in_part("response.content_part.done", part=_content(block))
            case Refusal(text):
                out = self._in_part("response.refusal.done", refusal=text)
                out += self._in_part("response.content_part.done", part=_content(block))
            case Called(name=name, arguments=arguments):
                told: dict[str, AnyJson] = {"name": name, "arguments": arguments}
                out = self._in_call("response.function_call_arguments.done", told)
        self._items.append(item)
        return out + self._event("response.output_item.done", output_index=place, item=item)

    def _in_part(self, name: str, **fields: AnyJson) -> bytes:
        place = len(self._items)
        item = _name("msg", self._owner, place)
        return self._event(name, item_id=item, output_index=place, content_index=0, **fields)

    def _in_call(self, event: str, fields: Mapping[str, AnyJson]) -> bytes:
        told = {"item_id": _name("fc", self._owner, len(self._items)), "output_index": len(self._items), **fields}
        return self._event(event, **told)

    def _response(self, cut: str | None) -> Mapping[str, AnyJson]:
        return _response(self._whole.answer, self._asked, list(self._items), cut)

    @property
    def _owner(self) -> str:
        return self._whole.answer.id

    def _event(self, event: str, **fields: AnyJson) -> bytes:
        self._sequence += 1
        return sse.written({"type": event, "sequence_number": self._sequence, **fields}, event)
