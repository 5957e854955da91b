"""What several dialects say in one way."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from muniment.domain.conversation import (
    EMPTY_SCHEMA,
    NO_TOKENS,
    USUAL_FORM,
    Called,
    Choosing,
    Form,
    Given,
    Image,
    Refusal,
    Speaker,
    Text,
    Tokens,
    Tool,
)
from muniment.enforce.translate.losses import Fields, UntranslatableError
from muniment.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from muniment.domain.call import AnyJson
    from muniment.domain.conversation import Part, Turn
    from muniment.enforce.translate.losses import Losses

CACHE: Final = "what a vendor keeps in its cache changes no answer"
TIER: Final = "a vendor's class of service is its own"
SEALED: Final = "one vendor's reasoning is nothing that another can continue"
FAILED: Final = Text("[the tool failed]")
FAILED_IN_WORDS: Final = "that a tool failed is told in words before what it gave"
_CHOICES: Final = {"auto": Choosing.AUTO, "required": Choosing.SOME, "none": Choosing.NONE}
CHOICE_WORDS: Final = {choice: word for word, choice in _CHOICES.items()}
_SAYS: Final[Mapping[Speaker, tuple[type, ...]]] = {
    Speaker.SYSTEM: (Text,),
    Speaker.USER: (Text, Image, Given),
    Speaker.ASSISTANT: (Text, Refusal, Called),
}
_DATA_URL: Final = re.compile(r"data:([\w.+-]+/[\w.+-]+);base64,(.*)", re.DOTALL)
_MESSAGES_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


def fitting(turns: tuple[Turn, ...], losses: Losses) -> tuple[Turn, ...]:
    """Return `turns`; what its speaker cannot say anywhere is refused."""
    for turn in turns:
        for part in turn.parts:
            if not isinstance(part, _SAYS[turn.speaker]):
                kind = type(part).__name__.lower()
                losses.refuse("messages.content", f"`{kind}` cannot stand in a turn of the {turn.speaker.value}")
    return turns


def compact(value: AnyJson) -> str:
    """Return JSON on one line, as arguments of tools are written."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def arguments_of(text: str, where: str) -> Mapping[str, AnyJson]:
    """Return the arguments that a model wrote as an object; nothing written is no arguments.

    Raises: UntranslatableError where they are no JSON object.
    """
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise UntranslatableError(Problem(where=where, what="the arguments of a tool call are no JSON object"))
    return found


def image_of(url: str) -> Image:
    """Return the picture at `url`, which may hold the picture itself (RFC 2397)."""
    match = _DATA_URL.fullmatch(url)
    return Image(media_type=match[1], data=match[2]) if match else Image(url=url)


def url_of(image: Image) -> str:
    """Return the URL of a picture, which holds the picture itself where it came along."""
    return f"data:{image.media_type};base64,{image.data}" if image.data else image.url


def short_id(call_id: str, most: int) -> str:
    """Return `call_id` if it is short and plain enough for every vendor, or else a name derived from it."""
    if _MESSAGES_ID.fullmatch(call_id) and len(call_id) <= most:
        return call_id
    return "call_" + hashlib.sha256(call_id.encode()).hexdigest()[:24]


def speaker_of(message: Fields, roles: Mapping[str, Speaker]) -> Speaker:
    """Return who speaks in `message`; a role that is none of `roles` is refused."""
    role = message.text("role")
    if role not in roles:
        message.losses.refuse(message.at("role"), f"`{role}` is no role that can be carried over")
    return roles.get(role, Speaker.USER)


def parts_of(message: Fields, key: str, kind: str = "text") -> Iterator[Fields]:
    """Yield the parts of a message; a text by itself is one part of type `kind`."""
    found = message.take(key)
    listed: AnyJson = [{"type": kind, "text": found}] if isinstance(found, str) else found
    yield from Fields({key: listed}, message.where, message.losses).each(key)


def lose_detail(picture: Fields) -> None:
    """Note that how closely a picture is looked at was asked for, where it was."""
    if picture.text("detail", "auto") != "auto":
        picture.losses.note(picture.at("detail"), "how closely a picture is looked at is left to the vendor")


def tool_of(function: Fields, schema: str) -> Tool:
    """Return the tool whose arguments have their schema under the key `schema`; without one it takes none."""
    found = Tool(
        name=function.text("name"),
        description=function.text("description"),
        schema=EMPTY_SCHEMA if (given := function.mapping(schema)) is None else given,
        strict=function.flag("strict", default=False),
    )
    function.done()
    return found


def form_of(form: Fields | None, *, below: str = "") -> Form | None:
    """Return the form that an answer must have; its schema stands `below` a key, or beside."""
    if form is None:
        return None
    match form.text("type"):
        case "text":
            found = None
        case "json_object":
            found = Form(schema=None)
        case "json_schema":
            found = _form_by_schema(form.object(below) or Fields({}, form.at(below), form.losses) if below else form)
        case kind:
            form.losses.refuse(form.where, f"`{kind}` cannot be carried over")
            return None
    form.done()
    return found


def _form_by_schema(told: Fields) -> Form:
    found = Form(
        schema=told.mapping("schema") or {},
        name=told.text("name", USUAL_FORM),
        description=told.text("description"),
        strict=told.flag("strict", default=False),
    )
    told.done()
    return found


def tokens_of(fields: Fields, *, given: str, made: str) -> Tokens:
    """Return the tokens that an answer took, those `given` and those `made` under their words in the dialect."""
    usage = fields.object("usage")
    if usage is None:
        return NO_TOKENS
    of_given = usage.object(f"{given}_tokens_details") or Fields({}, "usage", usage.losses)
    of_made = usage.object(f"{made}_tokens_details") or Fields({}, "usage", usage.losses)
    return Tokens(
        given=usage.whole(f"{given}_tokens") or 0,
        made=usage.whole(f"{made}_tokens") or 0,
        read=of_given.whole("cached_tokens") or 0,
        written=of_given.whole("cache_write_tokens") or 0,
        reasoning=of_made.whole("reasoning_tokens") or 0,
    )


def words(parts: Iterable[Part]) -> list[str]:
    """Return the texts among `parts`."""
    return [each.text for each in parts if isinstance(each, Text)]


def present(**fields: AnyJson) -> dict[str, AnyJson]:
    """Return those of `fields` that say something."""
    return {key: value for key, value in fields.items() if value is not None and value not in ("", (), [])}


def choice_of(fields: Fields, *, below: str = "") -> tuple[Choosing, str]:
    """Return which tools may be chosen, and the name of the one that must be; it stands `below` a key, or beside."""
    found = fields.take("tool_choice")
    if found is None or isinstance(found, str):
        choice = _CHOICES.get(found or "auto")
        if choice is None:
            fields.losses.refuse("tool_choice", f"`{found}` cannot be carried over")
        return choice or Choosing.AUTO, ""
    named = Fields(found, "tool_choice", fields.losses)
    function = named.object(below) if below else named
    if named.text("type") != "function" or function is None:
        fields.losses.refuse("tool_choice", "only the choice of a function can be carried over")
        return Choosing.AUTO, ""
    chosen = function.text("name")
    function.done()
    if below:
        named.done()
    return Choosing.NAMED, chosen


def person_of(fields: Fields) -> str:
    """Return the caller's name for its user; where two differ, the older field is listed."""
    newer, older = fields.text("safety_identifier"), fields.text("user")
    if newer and older and newer != older:
        fields.losses.note(fields.at("user"), "`safety_identifier` names the user already")
    return newer or older


def labels_of(fields: Fields) -> Mapping[str, str] | None:
    """Return the labels that a caller puts on its request."""
    found = fields.object("metadata")
    return None if found is None else found.plain()


def text_or(parts: Sequence[AnyJson], words_: Sequence[str]) -> AnyJson:
    """Return one text alone as a text, and anything else as the list of `parts`."""
    return words_[0] if len(words_) == len(parts) == 1 else parts


def parsed(text: str) -> AnyJson:
    """Return the JSON in `text`.   Raises: UntranslatableError where it is none."""
    try:
        found: AnyJson = json.loads(text)
    except (ValueError, RecursionError):
        raise UntranslatableError(Problem(where="the answer", what="is not JSON")) from None
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalCall:
    """What the client asked, as it is told again in an answer: its own `body`, and `at`, in seconds since 1970."""

    body: Mapping[str, AnyJson]
    at: int

    @property
    def usage_in_stream(self) -> bool:
        """Say whether a client of Chat Completions wants the tokens told at the end of a stream."""
        options = self.body.get("stream_options")
        return isinstance(options, Mapping) and options.get("include_usage") is True
