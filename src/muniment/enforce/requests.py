"""Reading a request to a model strictly: what is not understood, or of consequence and not listed, goes no further."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

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

    from muniment.domain.call import AnyJson, OfferedTool

LIMIT = 32 * 1024 * 1024
"""Of a body, in bytes: what the vendors take, pictures included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What a route permits beyond the default, which is none of this."""

    fields: frozenset[str] = frozenset()
    """Fields of the body that no reader knows, or that are denied by default, by name (`inference_geo`).

    Within lists by their path without places: `messages.prefix`, `messages.content.video`, `input.program`.
    """
    hosted_tools: frozenset[str] = frozenset()
    """Types of tools that run at the vendor, as the vendor spells them (`web_search_20250305`)."""
    remote_servers: frozenset[str] = frozenset()
    """MCP servers that the vendor may call, by URL."""
    background: bool = False
    """The vendor may go on after the connection has closed."""
    kept_state: bool = False
    """The vendor may keep the answer, and calls may rest on what it kept (`store`, `previous_response_id`)."""
    several_answers: bool = False
    """More than one answer may be asked for where tools are offered."""


def read_call(dialect: Dialect, raw: bytes, *, listed: Callable[[str], Listed]) -> ModelCall:
    """Return the call in the body `raw`. Its own body is what was understood, with `store` set to false where due.

    `listed` says what the route of a model permits, and may raise on its own where there is no such route.
    Raises: CallError, with everything that is malformed or not listed, and where it stands.
    Not read here: headers, and what the text of a prompt says.
    """
    body = _body(raw)
    model = body.get("model")
    if not isinstance(model, str) or not model:
        raise CallError(Fault.MALFORMED, "`model` is not given as text", "model")
    asked = ClientCall(body, listed(model))
    stream = asked.truth("stream") if dialect is not Dialect.EMBEDDINGS else False
    tools = _tools(dialect, asked)
    asked.raise_refused()
    return ModelCall(dialect=dialect, model=model, stream=stream, tools=tools, body=asked.body)


def encode(body: Mapping[str, AnyJson]) -> bytes:
    """Return `body` as it is sent to the vendor: what was read, never the client's bytes."""
    return strict_json.rewrite(body)


def _body(raw: bytes) -> dict[str, strict_json.Read]:
    if len(raw) > LIMIT:
        raise CallError(Fault.TOO_LARGE, f"the body is longer than {LIMIT} bytes", "body")
    try:
        body = strict_json.read(raw, limit=LIMIT)
    except strict_json.NotStrictError as error:
        raise CallError(Fault.MALFORMED, str(error), "body") from None
    if not isinstance(body, dict):
        raise CallError(Fault.MALFORMED, "the body is no object", "body")
    return body


def _tools(dialect: Dialect, asked: ClientCall) -> tuple[OfferedTool, ...]:
    match dialect:
        case Dialect.CHAT:
            return read_chat(asked)
        case Dialect.RESPONSES:
            return read_responses(asked)
        case Dialect.MESSAGES:
            return read_messages(asked)
        case Dialect.EMBEDDINGS:
            return read_embeddings(asked)
        case _:  # pragma: no cover
            assert_never(dialect)
