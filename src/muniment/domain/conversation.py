"""A conversation with a model, and its answer, as every dialect can say them; and what a dialect cannot say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from muniment.domain.call import AnyJson

EMPTY_SCHEMA: Mapping[str, AnyJson] = {"type": "object", "properties": {}}
"""The schema of a tool that takes no arguments."""


USUAL_FORM = "answer"
"""What the form of an answer is called where its dialect gives it no name."""


class Speaker(Enum):
    """Whose turn it is. What a tool gave stands in the user's turn, as the caller says it."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class Text:
    """Words."""

    text: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Words by which a model declined to answer."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture: `data` in Base64 of `media_type`, or else a `url` from which the vendor takes it."""

    media_type: str = ""
    data: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A call of a tool that a model asked for. `arguments` is the text that it wrote."""

    call_id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a tool gave for a call. `failed`: the caller marked it as an error."""

    call_id: str
    parts: tuple[Text | Image, ...]
    failed: bool = False


Part: TypeAlias = Text | Refusal | Image | Called | Given


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says before another does; two turns that follow each other have different speakers."""

    speaker: Speaker
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A tool that the caller runs itself. `strict`: arguments must fit the schema, and the vendor sees to it."""

    name: str
    description: str = ""
    schema: Mapping[str, AnyJson]
    strict: bool = False


class Choosing(Enum):
    """Whether the model may, must, or must not ask for a tool."""

    AUTO = "auto"
    SOME = "some"
    NONE = "none"
    NAMED = "named"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The form that the answer must have: a JSON `schema`, or any JSON object where there is none."""

    schema: Mapping[str, AnyJson] | None
    name: str = USUAL_FORM
    description: str = ""
    strict: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """All that a request asks. `limit`: tokens of the answer at most. `chosen`: the tool that must be called.

    `effort` and `verbosity` are the vendors' own words. `person` is the caller's name for its user.
    """

    turns: tuple[Turn, ...]
    tools: tuple[Tool, ...] = ()
    choosing: Choosing = Choosing.AUTO
    chosen: str = ""
    parallel: bool = True
    limit: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    stops: tuple[str, ...] = ()
    effort: str = ""
    verbosity: str = ""
    form: Form | None = None
    person: str = ""
    labels: Mapping[str, str] | None = None
    stream: bool = False


class Stop(Enum):
    """Why an answer ended."""

    END = "end"
    LIMIT = "limit"
    TOOLS = "tools"
    SEQUENCE = "sequence"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """What an answer cost, as its vendor counts. `read` and `written` are the parts of `given` from and to a cache.

    `reasoning` is the part of `made` that nobody sees.
    """

    given: int = 0
    made: int = 0
    read: int = 0
    written: int = 0
    reasoning: int = 0


NO_TOKENS = Tokens()
"""What is known of the cost before a vendor tells it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A whole answer.

    `sequence` is the text that ended it, where one of the caller's stop sequences did. `said` is why the model
    declined, where that was told apart from the answer.
    """

    id: str
    model: str
    parts: tuple[Text | Refusal | Called, ...]
    stop: Stop
    sequence: str = ""
    said: str = ""
    tokens: Tokens = NO_TOKENS


@dataclass(frozen=True, slots=True)
class Lost:
    """Something that could not be carried from one dialect into another, by its field, and why that may be."""

    field: str
    why: str


def joined(turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """Return `turns` with neighbours of one speaker as one turn, and without empty turns."""
    found: list[Turn] = []
    for each in turns:
        if found and found[-1].speaker is each.speaker:
            found[-1] = Turn(each.speaker, found[-1].parts + each.parts)
        elif each.parts:
            found.append(each)
    return tuple(found)
