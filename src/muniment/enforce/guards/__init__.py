"""Guards of answers: text streams through, a tool call waits until it is ruled upon."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from muniment.domain.call import Dialect, Fault, Usage
from muniment.domain.gateway import Ruled
from muniment.enforce.guards.chat import ChatReader
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

__all__ = ["Guard", "Passed", "Ruled", "Usage", "guard_for"]

FIRST_ERROR = 400


def guard_for(call: ModelCall, content_type: str, status: int) -> Guard:
    """Return the guard of the answer to `call` that comes with `content_type` and `status`.

    Raises: CallError, `unreadable_answer`, where no guard reads such an answer: none of it may pass.
    """
    kind = content_type.partition(";")[0].strip().lower()
    if status >= FIRST_ERROR:
        return PassingGuard()
    readers = _readers(call)
    if kind == "text/event-stream" and readers is not None:
        return StreamGuard(readers[0])
    if kind == "application/json":
        return PassingGuard() if readers is None else WholeGuard(readers[1])
    message = f"the vendor answered with `{shown(kind)}`, which nobody here reads"
    raise CallError(Fault.UNREADABLE_ANSWER, message, "answer")


def _readers(call: ModelCall) -> tuple[EventReader, AnswerReader] | None:
    """Return what reads a streamed and what reads a whole answer; nothing where an answer can ask for no tool."""
    finder = Finder(tool.name for tool in call.tools if not tool.hosted)
    match call.dialect:
        case Dialect.EMBEDDINGS:
            return None
        case Dialect.CHAT:
            return ChatReader(finder), ChatAnswer(finder)
        case Dialect.RESPONSES:
            return ResponsesReader(finder, items_of(call)), ResponsesAnswer(finder, items_of(call))
        case Dialect.MESSAGES:
            return MessagesReader(finder, blocks_of(call)), MessagesAnswer(finder, blocks_of(call))
        case _:  # pragma: no cover
            assert_never(call.dialect)
