"""A request moved into another dialect, and what comes back moved into the client's own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

from muniment.domain.call import Dialect
from muniment.domain.conversation import Answer, Called, Stop
from muniment.enforce.translate import (
    chat_answer,
    chat_request,
    errors,
    messages_answer,
    messages_request,
    responses_answer,
    responses_request,
)
from muniment.enforce.translate.losses import Losses, UntranslatableError
from muniment.enforce.translate.pieces import Broke, OneAtATime, broken, pieces_of
from muniment.enforce.translate.shared import OriginalCall, compact, parsed
from muniment.enforce.translate.sse import EventReader
from muniment.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from muniment.domain.call import AnyJson, ModelCall, ToolUse
    from muniment.domain.conversation import Conversation, Lost
    from muniment.enforce.translate.pieces import Piece
    from muniment.enforce.translate.sse import Event

_BAD_GATEWAY: Final = 502
_OK: Final = range(200, 300)
JSON: Final = "application/json"
EVENTS: Final = "text/event-stream"


class _Reading(Protocol):
    def read(self, event: Event) -> Iterator[Piece]: ...
    def end(self) -> Iterator[Piece]: ...


class _Writing(Protocol):
    def write(self, piece: Piece) -> bytes: ...


@dataclass(frozen=True, slots=True)
class _Tongue:
    """All that is known of one dialect."""

    read_request: Callable[[Mapping[str, AnyJson], Losses], Conversation]
    write_request: Callable[[Conversation, str, Losses], dict[str, AnyJson]]
    read_answer: Callable[[AnyJson, Losses], Answer]
    write_answer: Callable[[Answer, OriginalCall], AnyJson]
    reading: Callable[[Losses], _Reading]
    writing: Callable[[OriginalCall], _Writing]


_TONGUES: Final = {
    Dialect.CHAT: _Tongue(
        chat_request.read,
        chat_request.write,
        chat_answer.read,
        chat_answer.write,
        chat_answer.Reading,
        chat_answer.Writing,
    ),
    Dialect.MESSAGES: _Tongue(
        messages_request.read,
        messages_request.write,
        messages_answer.read,
        messages_answer.write,
        messages_answer.Reading,
        messages_answer.Writing,
    ),
    Dialect.RESPONSES: _Tongue(
        responses_request.read,
        responses_request.write,
        responses_answer.read,
        responses_answer.write,
        responses_answer.Reading,
        responses_answer.Writing,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a replacement asks: the `model` by its vendor's name, and a limit for callers who name none.

    `may_lose` are fields that may be left out although the answer may differ.
    """

    model: str
    max_tokens: int | None = None
    may_lose: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """A request in the other dialect, and what could not be carried over."""

    body: Mapping[str, AnyJson]
    lost: tuple[Lost, ...]


def moved(body: Mapping[str, AnyJson], spoken: Dialect, onto: Dialect, terms: Terms) -> Moved:
    """Return the request `body`, which is in the dialect `spoken`, as one in the dialect `onto`.

    In its own dialect a request stays as it is, but for the model.
    Raises: UntranslatableError with everything that would change what the request means.
    """
    if spoken is onto:
        return Moved({**body, "model": terms.model}, ())
    losses = Losses(terms.may_lose)
    source, target = _tongue(spoken), _tongue(onto)
    asked = source.read_request(body, losses)
    if asked.limit is None:
        asked = replace(asked, limit=terms.max_tokens)
    losses.settle()
    found = target.write_request(asked, terms.model, losses)
    losses.settle()
    return Moved(found, losses.lost)


def _tongue(dialect: Dialect) -> _Tongue:
    tongue = _TONGUES.get(dialect)
    if tongue is None:
        raise UntranslatableError(Problem(where=dialect.value, what="is said in one dialect only"))
    return tongue


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """How an answer came: in the dialect `spoken`, for a client of `onto`, with the status and type the vendor told."""

    spoken: Dialect
    onto: Dialect
    status: int
    content_type: str


class Returning(Protocol):
    """Turns the bytes of one answer into the client's dialect, whatever way they are cut.

    `status` is what the client is told: at once where the answer is a stream, else when `end` has returned.
    `broke` says why the answer is not whole; it is empty where it is, and for an error with a status of its own.
    """

    status: int
    content_type: str
    broke: str

    @property
    def lost(self) -> tuple[Lost, ...]:
        """Return what could not be carried over so far."""
        ...

    def feed(self, data: bytes) -> bytes:
        """Return what `data` lets out."""
        ...

    def end(self) -> bytes:
        """Return what is left when the vendor has sent all: an answer that was cut ends in an error."""
        ...


def returning(came: Came, asked: OriginalCall) -> Returning:
    """Return what turns an answer that came so into what the client who asked so understands."""
    wanted = asked.body.get("stream") is True
    if came.status not in _OK:
        return _Failed(came)
    if wanted and came.content_type.partition(";")[0].strip().lower() == EVENTS:
        return _Stream(came, asked)
    return _Whole(came, asked, as_stream=wanted)


def said_again(uses: Iterable[ToolUse], call: ModelCall, name: str, at: int) -> tuple[str, bytes]:
    """Return the answer to `call` that asks for `uses` and says nothing else: its type of content, and its bytes.

    It is called `name`, and is of the second `at` since 1970.
    """
    parts = tuple(Called(call_id=use.call_id, name=use.name, arguments=use.arguments) for use in uses)
    answer = Answer(id=name, model=call.model, parts=parts, stop=Stop.TOOLS)
    tongue, original = _tongue(call.dialect), OriginalCall(body=call.body, at=at)
    if not call.stream:
        return JSON, compact(tongue.write_answer(answer, original)).encode()
    order, writing = OneAtATime(), tongue.writing(original)
    return EVENTS, b"".join(writing.write(passed) for piece in pieces_of(answer) for passed in order.put(piece))


class _Stream:
    """An answer in events: each is said in the other dialect as soon as it is whole."""

    def __init__(self, came: Came, asked: OriginalCall) -> None:
        self.status = came.status
        self.content_type = EVENTS
        self.broke = ""
        self._losses = Losses()
        self._events = EventReader()
        self._reading = _tongue(came.spoken).reading(self._losses)
        self._order = OneAtATime()
        self._writing = _tongue(came.onto).writing(asked)

    @property
    def lost(self) -> tuple[Lost, ...]:
        return self._losses.lost

    def feed(self, data: bytes) -> bytes:
        return self._said(self._pieces(data))

    def _pieces(self, data: bytes) -> Iterator[Piece]:
        for event in self._events.feed(data):
            yield from self._reading.read(event)

    def end(self) -> bytes:
        return self._said(self._reading.end())

    def _said(self, pieces: Iterable[Piece]) -> bytes:
        """Return what `pieces` say. What they said before they turned out not to be carried over stays said."""
        out: list[bytes] = []
        try:
            for piece in pieces:
                out.extend(map(self._written, self._order.put(piece)))
        except UntranslatableError as error:
            out.extend(map(self._written, self._order.put(broken(error))))
        return b"".join(out)

    def _written(self, piece: Piece) -> bytes:
        if isinstance(piece, Broke):
            self.broke = piece.message
        return self._writing.write(piece)


class _Whole:
    """An answer in one body, said when all of it has come; as a stream where the client wants one."""

    def __init__(self, came: Came, asked: OriginalCall, *, as_stream: bool) -> None:
        self.status = came.status
        self.content_type = EVENTS if as_stream else JSON
        self.broke = ""
        self._came = came
        self._asked = asked
        self._as_stream = as_stream
        self._losses = Losses()
        self._raw: list[bytes] = []

    @property
    def lost(self) -> tuple[Lost, ...]:
        return self._losses.lost

    def feed(self, data: bytes) -> bytes:
        self._raw.append(data)
        return b""

    def end(self) -> bytes:
        spoken, onto = _tongue(self._came.spoken), _tongue(self._came.onto)
        try:
            answer = spoken.read_answer(parsed(b"".join(self._raw).decode(errors="replace")), self._losses)
            if self._as_stream:
                return b"".join(map(onto.writing(self._asked).write, pieces_of(answer)))
            return compact(onto.write_answer(answer, self._asked)).encode()
        except UntranslatableError as error:
            return self._failed(broken(error))

    def _failed(self, broke: Broke) -> bytes:
        message = self.broke = f"the answer of the replacement cannot be carried over: {broke.message}"
        if self._as_stream:
            return _tongue(self._came.onto).writing(self._asked).write(Broke(message))
        self.status = _BAD_GATEWAY
        return compact(errors.body(self._came.onto, _BAD_GATEWAY, message)).encode()


class _Failed:
    """An error of the vendor, said with its status and in the client's form."""

    def __init__(self, came: Came) -> None:
        self.status = came.status
        self.content_type = JSON
        self.broke = ""
        self.lost: tuple[Lost, ...] = ()
        self._came = came
        self._raw = b""

    def feed(self, data: bytes) -> bytes:
        self._raw += data
        return b""

    def end(self) -> bytes:
        message = errors.told(self._raw, self.status)
        return compact(errors.body(self._came.onto, self.status, message)).encode()
