"""Guards of answers: text streams through, a tool call waits until it is ruled upon."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, assert_never

from muniment.domain.call import Dialect, Fault, Usage
from muniment.domain.gateway import Ruled
from muniment.enforce.guards.chat import ChatReader
from muniment.enforce.guards.counts import CountAnswer
from muniment.enforce.guards.hosted import blocks_of, items_of
from muniment.enforce.guards.messages import MessagesReader
from muniment.enforce.guards.passing import PassingGuard
from muniment.enforce.guards.responses import ResponsesReader
from muniment.enforce.guards.shape import Guard, Passed
from muniment.enforce.guards.stream import StreamGuard
from muniment.enforce.guards.uses import Finder
from muniment.enforce.guards.whole import WholeGuard
from muniment.enforce.guards.whole_answers import ChatAnswer, MessagesAnswer, ResponsesAnswer
from muniment.enforce.strict_json import shown
from muniment.errors import CallError

if TYPE_CHECKING:
    from muniment.domain.call import ModelCall
    from muniment.enforce.guards.stream import EventReader
    from muniment.enforce.guards.whole import AnswerReader

__all__ = ["Guard", "Passed", "Ruled", "Usage", "guard_for", "media_type"]

FIRST_ERROR = 400


def guard_for(call: ModelCall, content_type: str, status: int) -> Guard:
    """Return the guard of the answer to `call` that comes with `content_type` and `status`.

    Raises: CallError, `unreadable_answer`, where no guard reads such an answer: none of it may pass.
    """
    if status >= FIRST_ERROR:
        return PassingGuard()
    kind = media_type(content_type)
    if call.counts and kind == "application/json":
        return WholeGuard(CountAnswer(_reader_of_whole(call).error))
    if kind == "application/json":
        return PassingGuard() if call.dialect is Dialect.EMBEDDINGS else WholeGuard(_reader_of_whole(call))
    if kind == "text/event-stream" and call.dialect is not Dialect.EMBEDDINGS and not call.counts:
        return StreamGuard(_reader_of_stream(call))
    message = f"the vendor answered with `{shown(kind)}`, which nobody here reads"
    raise CallError(Fault.UNREADABLE_ANSWER, message, "answer")


@lru_cache(maxsize=64)
def media_type(content_type: str) -> str:
    """Return what is in a body, without what is said beside it."""
    return content_type.partition(";")[0].strip().lower()


def _reader_of_whole(call: ModelCall) -> AnswerReader:
    match call.dialect:
        case Dialect.CHAT:
            return ChatAnswer(Finder(call.tools))
        case Dialect.RESPONSES:
            return ResponsesAnswer(Finder(call.tools), items_of(call))
        case Dialect.MESSAGES:
            return MessagesAnswer(Finder(call.tools), blocks_of(call))
        case Dialect.EMBEDDINGS:  # pragma: no cover
            raise AssertionError(call.dialect)  # an answer of it can ask for no tool
        case _:  # pragma: no cover
            assert_never(call.dialect)


def _reader_of_stream(call: ModelCall) -> EventReader:
    match call.dialect:
        case Dialect.CHAT:
            return ChatReader(Finder(call.tools))
        case Dialect.RESPONSES:
            return ResponsesReader(Finder(call.tools), items_of(call))
        case Dialect.MESSAGES:
            return MessagesReader(Finder(call.tools), blocks_of(call))
        case Dialect.EMBEDDINGS:  # pragma: no cover
            raise AssertionError(call.dialect)  # it is never streamed
        case _:  # pragma: no cover
            assert_never(call.dialect)
