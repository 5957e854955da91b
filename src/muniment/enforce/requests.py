"""Reading a request to a model strictly: what is not understood, or of consequence and not listed, goes no further."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from muniment.domain.call import Dialect, Fault, ModelCall
from muniment.enforce import strict_json
from muniment.enforce.dialects.chat import read_chat
from muniment.enforce.dialects.client_call import ClientCall
from muniment.enforce.dialects.embeddings import read_embeddings
from muniment.enforce.dialects.messages import read_messages
from muniment.enforce.dialects.responses import read_responses
from muniment.errors import CallError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from muniment.domain.call import AnyJson, OfferedTool, Read
    from muniment.enforce.allowance import Allowance

_READERS: Final[Mapping[Dialect, Callable[[ClientCall], tuple[OfferedTool, ...]]]] = {
    Dialect.CHAT: read_chat,
    Dialect.RESPONSES: read_responses,
    Dialect.MESSAGES: read_messages,
    Dialect.EMBEDDINGS: read_embeddings,
}
_OF_ANSWERS = frozenset({"stream", "store"})
"""Fields that say something of an answer only, where none is asked for."""
LIMIT = 32 * 1024 * 1024
"""Of a body, in bytes: what the vendors take, pictures included."""


def read_call(dialect: Dialect, raw: bytes, *, listed: Callable[[str], Allowance], counts: bool = False) -> ModelCall:
    """Return the call in the body `raw`. Its own body is what was understood, with `store` set to false where due.

    `listed` says what the route of a model permits, and may raise on its own where there is no such route. With
    `counts` the number of tokens is asked for alone.
    Raises: CallError, with everything that is malformed or not listed, and where it stands.
    Not read here: headers, and what the text of a prompt says.
    """
    body = _body(raw)
    model = body.get("model")
    if not isinstance(model, str) or not model:
        raise CallError(Fault.MALFORMED, "`model` is not given as text", "model")
    call = ClientCall(body, listed(model))
    stream = "stream" in body and dialect is not Dialect.EMBEDDINGS and call.truth("stream")
    tools = _READERS[dialect](call)
    if counts:
        if stream:
            call.refuse(Fault.MALFORMED, "stream", "a number comes in no stream")
        call.body = {key: value for key, value in call.body.items() if key not in _OF_ANSWERS}
    call.raise_refused()
    return ModelCall(dialect=dialect, model=model, stream=stream, tools=tools, body=call.body, counts=counts)


def encode(body: Mapping[str, AnyJson]) -> bytes:
    """Return `body` as it is sent to the vendor: what was read, never the client's bytes."""
    return strict_json.rewrite(body)


def _body(raw: bytes) -> dict[str, Read]:
    if len(raw) > LIMIT:
        raise CallError(Fault.TOO_LARGE, f"the body is longer than {LIMIT} bytes", "body")
    try:
        body = strict_json.read(raw, limit=LIMIT)
    except strict_json.NotStrictError as error:
        raise CallError(Fault.MALFORMED, str(error), "body") from None
    if not isinstance(body, dict):
        raise CallError(Fault.MALFORMED, "the body is no object", "body")
    return body
