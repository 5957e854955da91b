"""One call to a model, and the tools that its answer may ask for, whatever the dialect on the wire."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import TypeAlias

AnyJson: TypeAlias = bool | int | float | str | Sequence["AnyJson"] | Mapping[str, "AnyJson"] | None
"""JSON as it crosses the wire, fractions and all; what is signed is narrower (`prove.canonical.Json`)."""
Read: TypeAlias = "bool | int | float | str | list[Read] | dict[str, Read] | None"
"""JSON as it was read just now: nobody else holds it, so that it may be changed."""


class Dialect(Enum):
    """How clients and vendors speak: one request path, and one shape of body, answer, stream and error each."""

    CHAT = "chat"
    RESPONSES = "responses"
    MESSAGES = "messages"
    EMBEDDINGS = "embeddings"

    __hash__ = object.__hash__  # each is one object, and much is looked up by it in every call


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedTool:
    """A tool that a request lets the model ask for.

    `hosted` tools run at the vendor before anybody sees the call: they can only be refused in the request.
    `schema` is the SHA-256 of the tool's declaration under RFC 8785, in hexadecimal.
    """

    name: str
    hosted: bool
    schema: str


@dataclass(slots=True, kw_only=True)
class ModelCall:
    """A request to a model, read strictly. `body` is what was understood, and is what is sent on, serialised anew.

    `counts`: it asks of how many tokens it would be, and for no answer. It is not frozen, as one is made every time.
    """

    dialect: Dialect
    model: str
    stream: bool
    tools: tuple[OfferedTool, ...]
    body: Mapping[str, AnyJson]
    counts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolUse:
    """A call of a tool that a model asks for. `arguments` is the text that the model wrote, not yet read."""

    call_id: str
    name: str
    arguments: str


class Ruling(Enum):
    """What becomes of a tool use that stands in an answer."""

    RELEASE = "release"
    WITHHOLD = "withhold"
    HOLD = "hold"
    """Withheld until enough people have approved exactly these arguments."""


@dataclass(slots=True, kw_only=True)
class Usage:
    """The tokens of one call, as the vendor told them; what it did not tell is None.

    It is not frozen, as one is made for every call.
    """

    input_tokens: int | None
    output_tokens: int | None
    cached_tokens: int | None = None
    """Of the input tokens, those that the vendor had kept from an earlier call."""


class Fault(StrEnum):
    """Why a call, or its answer, goes no further. The first three are malformed; the others are not listed."""

    MALFORMED = "malformed_request"
    TOO_LARGE = "request_too_large"
    UNREADABLE_ANSWER = "unreadable_answer"
    FIELD = "field_not_listed"
    HOSTED_TOOL = "hosted_tool_not_listed"
    REMOTE_SERVER = "remote_server_not_listed"
    BACKGROUND = "background_not_listed"
    KEPT_STATE = "kept_state_not_listed"
    """The call relies on, or leaves behind, what the vendor keeps between calls: nobody here can read it."""
    SEVERAL_ANSWERS = "several_answers_not_listed"
    """More than one answer is asked for where tools are offered."""
