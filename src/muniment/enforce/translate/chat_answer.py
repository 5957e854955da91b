"""Answers of Chat Completions, whole and in chunks.

Source: the types of the `openai` library, `chat.chat_completion` and `chat.chat_completion_chunk`.
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
    "stop": Stop.END,
    "length": Stop.LIMIT,
    "tool_calls": Stop.TOOLS,
    "function_call": Stop.TOOLS,
    "content_filter": Stop.REFUSED,
}
_WORDS: Final = {
    Stop.END: "stop",
    Stop.LIMIT: "length",
    Stop.TOOLS: "tool_calls",
    Stop.SEQUENCE: "stop",
    Stop.REFUSED: "content_filter",
}
_OLD_CALL: Final = "calls without an id cannot be carried over"


def read(body: AnyJson, losses: Losses) -> Answer:
    """Return the answer in `body`.   Raises: UntranslatableError where it is none."""
    fields = Fields(body, "", losses)
    choices = tuple(fields.each("choices"))
    if len(choices) != 1:
        losses.refuse("choices", f"{len(choices)} answers came where one was asked for")
        losses.settle()
    message = choices[0].object("message") or Fields({}, "choices.message", losses)
    parts = tuple(_blocks(message))
    stop = _stop(choices[0], called=any(isinstance(each, Called) for each in parts))
    found = Answer(
        id=fields.text("id"), model=fields.text("model"), parts=parts, stop=stop or Stop.END, tokens=_tokens(fields)
    )
    losses.settle()
    return found


def _blocks(message: Fields) -> Iterator[Block]:
    _drop(message)
    text, refusal = message.text("content"), message.text("refusal")
    if text:
        yield Text(text)
    if refusal:
        yield Refusal(refusal)
    for call in message.each("tool_calls"):
        function = call.object("function")
        if function is None:
            call.losses.refuse(call.where, "only calls of functions can be carried over")
            continue
        written = function.text("arguments") or "{}"
        yield Called(call_id=call.text("id"), name=function.text("name"), arguments=written)


def _drop(message: Fields) -> None:
    message.drop(shared.SEALED, "reasoning_content", "reasoning")
    message.drop("links to what was quoted", "annotations")
    if message.take("function_call") is not None or message.take("audio") is not None:
        message.losses.refuse(message.where, _OLD_CALL)


def _stop(choice: Fields, *, called: bool) -> Stop | None:
    """Return why the answer ended. Some servers say `stop` after a call of a tool too."""
    word = choice.text("finish_reason")
    if not word:
        return None
    stop = _STOPS.get(word)
    if stop is None:
        choice.losses.note(choice.at("finish_reason"), f"`{word}` is not known, and told as an end")
    return Stop.TOOLS if called and stop in {Stop.END, None} else stop or Stop.END


def _tokens(fields: Fields) -> Tokens:
    return shared.tokens_of(fields, given="prompt", made="completion")


class Reading:
    """Reads chunks into pieces."""

    def __init__(self, losses: Losses) -> None:
        self._losses = losses
        self._began = False
        self._open: dict[str, Block] = {}
        self._calls: dict[str, tuple[str, str, str]] = {}
        """By key: the id and the name of a call, and its arguments until both are known."""
        self._words = ""
        self._stop: Stop | None = None
        self._tokens = NO_TOKENS

    def read(self, event: sse.Event) -> Iterator[Piece]:
        """Yield what `event` says."""
        if not event.data:
            yield Waiting.STILL
        elif event.data == "[DONE]":
            yield from self.end()
        else:
            yield from self._chunk(Fields(shared.parsed(event.data), "", self._losses))

    def end(self) -> Iterator[Piece]:
        """Yield the end, which is none where the answer was cut."""
        if self._stop is None:
            yield Broke("the answer ended before it was whole")
        elif self._calls.keys() - self._open.keys():
            yield Broke("a call has no id or no name")
        else:
            yield Ended(stop=self._stop, tokens=self._tokens)

    def _chunk(self, chunk: Fields) -> Iterator[Piece]:
        error = chunk.object("error")
        if error is not None:
            yield Broke(error.text("message"), error.text("type"))
            return
        if not self._began:
            self._began = True
            yield Began(id=chunk.text("id"), model=chunk.text("model"))
        if chunk.has("usage"):
            self._tokens = _tokens(chunk)
        for choice in chunk.each("choices"):
            if choice.whole("index"):
                self._losses.refuse("choices", "several answers came where one was asked for")
                self._losses.settle()
            yield from self._delta(choice.object("delta") or Fields({}, "choices.delta", self._losses))
            called = any(isinstance(each, Called) for each in self._open.values())
            self._stop = _stop(choice, called=called) or self._stop

    def _delta(self, delta: Fields) -> Iterator[Piece]:
        _drop(delta)
        self._losses.settle()
        yield from self._say(Text(""), delta.text("content"))
        yield from self._say(Refusal(""), delta.text("refusal"))
        for call in delta.each("tool_calls"):
            yield from self._call(call)

    def _say(self, block: Block, text: str) -> Iterator[Piece]:
        if not text:
            return
        if self._open.get(self._words) != block:
            yield from self._silence()
            self._words = f"words {len(self._open)}"
            self._open[self._words] = block
            yield Opened(self._words, block)
        yield More(self._words, text)

    def _silence(self) -> Iterator[Piece]:
        if self._words:
            yield Closed(self._words)
            self._words = ""

    def _call(self, call: Fields) -> Iterator[Piece]:
        key = f"call {call.whole('index') or 0}"
        function = call.object("function") or Fields({}, call.at("function"), self._losses)
        call_id, name, held = self._calls.get(key, ("", "", ""))
        now_id, now_name = call.text("id") or call_id, function.text("name") or name
        if (call_id and now_id != call_id) or (name and now_name != name):
            yield Broke("a call is told in two ways")
        text = held + function.text("arguments")
        whole = bool(now_id and now_name)
        self._calls[key] = (now_id, now_name, "" if whole else text)
        if whole and key not in self._open:
            yield from self._silence()
            self._open[key] = Called(call_id=now_id, name=now_name, arguments="")
            yield Opened(key, self._open[key])
        if whole:
            yield More(key, text)


def write(answer: Answer, asked: OriginalCall) -> AnyJson:
    """Return the body that says `answer`."""
    texts = [each.text for each in answer.parts if isinstance(each, Text)]
    refusals = [each.text for each in answer.parts if isinstance(each, Refusal)]
    calls = [each for each in answer.parts if isinstance(each, Called)]
    said = "".join(refusals) or answer.said
    message = {
        "role": "assistant",
        "content": "".join(texts) if texts else None,
        "refusal": said or None,
        **shared.present(tool_calls=[{"id": each.call_id, **_function(each)} for each in calls]),
    }
    choice: AnyJson = {"index": 0, "message": message, "logprobs": None, "finish_reason": _WORDS[answer.stop]}
    return {
        "id": answer.id,
        "object": "chat.completion",
        "created": asked.at,
        "model": answer.model,
        "choices": [choice],
        "usage": _usage(answer.tokens),
    }


def _function(call: Called) -> Mapping[str, AnyJson]:
    return {"type": "function", "function": {"name": call.name, "arguments": call.arguments}}


def _usage(tokens: Tokens) -> Mapping[str, AnyJson]:
    return {
        "prompt_tokens": tokens.given,
        "completion_tokens": tokens.made,
        "total_tokens": tokens.given + tokens.made,
        "prompt_tokens_details": {"cached_tokens": tokens.read, "cache_write_tokens": tokens.written},
        "completion_tokens_details": {"reasoning_tokens": tokens.reasoning},
    }


class Writing:
    """Writes pieces, in order, as chunks."""

    def __init__(self, asked: OriginalCall) -> None:
        self._asked = asked
        self._head: Mapping[str, AnyJson] = {}
        self._blocks: dict[str, Block] = {}
        self._calls: dict[str, int] = {}

    def write(self, piece: Piece) -> bytes:
        """Return the bytes that say `piece`."""
        match piece:
            case Began():
                at = self._asked.at
                self._head = {"id": piece.id, "object": "chat.completion.chunk", "created": at, "model": piece.model}
                return self._chunk({"role": "assistant", "content": ""})
            case Opened(key, block):
                return self._opened(key, block)
            case More(key, text):
                return self._chunk(self._more(key, text))
            case Ended():
                return self._ended(piece)
            case Broke(message, kind):
                error = {"message": message, "type": kind or "server_error", "param": None, "code": None}
                return sse.written({"error": error})
            case Closed() | Waiting():
                return sse.COMMENT if piece is Waiting.STILL else b""

    def _opened(self, key: str, block: Block) -> bytes:
        self._blocks[key] = block
        if not isinstance(block, Called):
            return b""
        place = self._calls[key] = len(self._calls)
        return self._chunk({"tool_calls": [{"index": place, "id": block.call_id, **_function(block)}]})

    def _more(self, key: str, text: str) -> Mapping[str, AnyJson]:
        match self._blocks[key]:
            case Text():
                return {"content": text}
            case Refusal():
                return {"refusal": text}
            case Called():
                return {"tool_calls": [{"index": self._calls[key], "function": {"arguments": text}}]}

    def _ended(self, end: Ended) -> bytes:
        out = self._chunk({"refusal": end.said}) if end.said else b""
        out += self._chunk({}, _WORDS[end.stop])
        if self._asked.usage_in_stream:
            out += sse.written({**self._head, "choices": [], "usage": _usage(end.tokens)})
        return out + b"data: [DONE]\n\n"

    def _chunk(self, delta: Mapping[str, AnyJson], finish: str | None = None) -> bytes:
        choice: AnyJson = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return sse.written({**self._head, "choices": [choice]})
