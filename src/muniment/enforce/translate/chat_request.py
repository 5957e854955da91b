"""Requests of Chat Completions.   Source: the types of the `openai` library, `chat.completion_create_params`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from muniment.domain.conversation import (
    Called,
    Choosing,
    Conversation,
    Form,
    Given,
    Image,
    Refusal,
    Speaker,
    Text,
    Tool,
    Turn,
    joined,
)
from muniment.enforce.translate import shared
from muniment.enforce.translate.losses import Fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from muniment.domain.call import AnyJson
    from muniment.domain.conversation import Part
    from muniment.enforce.translate.losses import Losses

_ID: Final = 40
_MOST_STOPS: Final = 4
_NAME: Final = "who of several speaks is not told apart"
_ONE_ANSWER: Final = "there is one answer in the other dialect"
_NOT_ASKED: Final = "the other dialect does not tell it"


def read(body: Mapping[str, AnyJson], losses: Losses) -> Conversation:
    """Return what `body` asks. What cannot be kept goes to `losses`.

    Raises: UntranslatableError where a field has another type than the dialect says.
    """
    fields = Fields(body, "", losses)
    fields.take("model")
    turns = joined(tuple(turn for each in fields.each("messages") for turn in _turns(each)))
    turns = shared.fitting(turns, losses)
    choosing, chosen = shared.choice_of(fields, below="function")
    stop = fields.take("stop")
    limit, older_limit = fields.whole("max_completion_tokens"), fields.whole("max_tokens")
    found = Conversation(
        turns=turns,
        tools=tuple(_tool(each) for each in fields.each("tools")),
        choosing=choosing,
        chosen=chosen,
        parallel=fields.flag("parallel_tool_calls", default=True),
        limit=older_limit if limit is None else limit,
        temperature=fields.number("temperature"),
        top_p=fields.number("top_p"),
        stops=(stop,) if isinstance(stop, str) else Fields({"stop": stop}, "", losses).texts("stop"),
        effort=fields.text("reasoning_effort"),
        verbosity=fields.text("verbosity"),
        form=shared.form_of(fields.object("response_format"), below="json_schema"),
        person=shared.person_of(fields),
        labels=shared.labels_of(fields),
        stream=fields.flag("stream", default=False),
    )
    _drop_the_rest(fields)
    return found


def _drop_the_rest(fields: Fields) -> None:
    fields.take("stream_options")
    fields.drop(shared.CACHE, "prompt_cache_key", "prompt_cache_options", "prompt_cache_retention")
    fields.drop(shared.TIER, "service_tier")
    fields.drop("nothing is kept at the vendor", "store")
    fields.drop("a guess at the answer only makes it faster", "prediction")
    fields.expect("n", 1, why=_ONE_ANSWER)
    fields.expect("modalities", ["text"])
    fields.expect("frequency_penalty", 0, 0.0)
    fields.expect("presence_penalty", 0, 0.0)
    fields.expect("logit_bias", {})
    if fields.flag("logprobs", default=False):
        fields.losses.change("logprobs", _NOT_ASKED)
    fields.expect("top_logprobs", 0, why=_NOT_ASKED)
    fields.expect("seed", why="the same words again are promised by no other dialect")
    fields.done()


def _turns(message: Fields) -> Iterator[Turn]:
    role = message.text("role")
    message.drop(_NAME, "name")
    match role:
        case "system" | "developer":
            yield Turn(Speaker.SYSTEM, tuple(_parts(message)))
        case "user":
            yield Turn(Speaker.USER, tuple(_parts(message)))
        case "assistant":
            yield Turn(Speaker.ASSISTANT, tuple(_said(message)))
        case "tool":
            call_id = message.text("tool_call_id")
            parts = tuple(each for each in _parts(message) if isinstance(each, Text | Image))
            yield Turn(Speaker.USER, (Given(call_id=call_id, parts=parts),))
        case _:
            message.losses.refuse(message.at("role"), f"`{role}` is no role that can be carried over")
            return
    message.done()


def _said(message: Fields) -> Iterator[Part]:
    message.expect("audio")
    message.expect("function_call", why="calls without an id are an older way; use `tool_calls`")
    message.drop("links to what a vendor searched", "annotations")
    message.drop(shared.SEALED, "reasoning_content", "reasoning")
    yield from (each for each in _parts(message) if each != Text(""))
    refusal = message.text("refusal")
    if refusal:
        yield Refusal(refusal)
    for call in message.each("tool_calls"):
        call.take("index")
        function = call.object("function")
        if call.text("type", "function") != "function" or function is None:
            call.losses.refuse(call.where, "only calls of functions can be carried over")
            continue
        yield Called(call_id=call.text("id"), name=function.text("name"), arguments=function.text("arguments"))
        function.done()
        call.done()


def _parts(message: Fields) -> Iterator[Part]:
    for part in shared.parts_of(message, "content"):
        part.drop(shared.CACHE, "prompt_cache_breakpoint")
        match part.text("type"):
            case "text":
                yield Text(part.text("text"))
            case "refusal":
                yield Refusal(part.text("refusal"))
            case "image_url":
                yield _image(part)
            case kind:
                part.losses.refuse(part.where, f"`{kind}` cannot be carried over")
                continue
        part.done()


def _image(part: Fields) -> Image:
    source = part.object("image_url") or Fields({}, part.at("image_url"), part.losses)
    shared.lose_detail(source)
    found = shared.image_of(source.text("url"))
    source.done()
    return found


def _tool(tool: Fields) -> Tool:
    kind, function = tool.text("type", "function"), tool.object("function")
    if kind != "function" or function is None:
        tool.losses.refuse(tool.where, f"a tool of type `{kind}` cannot be carried over")
        return Tool(name="", schema={})
    found = shared.tool_of(function, "parameters")
    tool.done()
    return found


def write(asked: Conversation, model: str, losses: Losses) -> dict[str, AnyJson]:
    """Return the body that asks the same of `model`. What this dialect cannot say goes to `losses`."""
    if len(asked.stops) > _MOST_STOPS:
        losses.change("stop", f"this dialect takes {_MOST_STOPS} stop sequences at most")
    return {
        "model": model,
        "messages": [message for turn in asked.turns for message in _messages(turn, losses)],
        **shared.present(
            tools=[_write_tool(each) for each in asked.tools],
            tool_choice=_write_choice(asked),
            parallel_tool_calls=None if asked.parallel else False,
            max_completion_tokens=asked.limit,
            temperature=asked.temperature,
            top_p=asked.top_p,
            stop=list(asked.stops[:_MOST_STOPS]),
            reasoning_effort=asked.effort,
            verbosity=asked.verbosity,
            response_format=_write_form(asked.form),
            safety_identifier=asked.person,
            metadata=asked.labels,
            stream=True if asked.stream else None,
            stream_options={"include_usage": True} if asked.stream else None,
        ),
    }


def _messages(turn: Turn, losses: Losses) -> Iterator[dict[str, AnyJson]]:
    match turn.speaker:
        case Speaker.SYSTEM:
            yield {"role": "system", "content": _content(turn.parts)}
        case Speaker.ASSISTANT:
            yield _write_said(turn, losses)
        case Speaker.USER:
            given = [each for each in turn.parts if isinstance(each, Given)]
            yield from (_result(each, losses) for each in given)
            rest = tuple(each for each in turn.parts if not isinstance(each, Given))
            if any(isinstance(each, Given) for each in turn.parts[len(given) :]):
                losses.note("messages.content", "what a tool gave stands before the words of the same turn")
            if rest:
                yield {"role": "user", "content": _content(rest)}


def _write_said(turn: Turn, losses: Losses) -> dict[str, AnyJson]:
    calls = [each for each in turn.parts if isinstance(each, Called)]
    rest = tuple(each for each in turn.parts if not isinstance(each, Called))
    if rest != turn.parts[: len(rest)]:
        losses.note("messages.content", "words after a call of a tool stand before it")
    return {
        "role": "assistant",
        **shared.present(content=_content(rest) if rest else None, tool_calls=[_call(each) for each in calls]),
    }


def _call(call: Called) -> AnyJson:
    return {
        "id": shared.short_id(call.call_id, _ID),
        "type": "function",
        "function": {"name": call.name, "arguments": call.arguments},
    }


def _result(given: Given, losses: Losses) -> dict[str, AnyJson]:
    if any(isinstance(each, Image) for each in given.parts):
        losses.refuse("messages.content", "a picture that a tool gave cannot be said in this dialect")
    texts = shared.words(given.parts)
    if given.failed:
        losses.note("messages.content.is_error", shared.FAILED_IN_WORDS)
        texts = [shared.FAILED.text, *texts]
    parts: list[AnyJson] = [{"type": "text", "text": each} for each in texts]
    return {
        "role": "tool",
        "tool_call_id": shared.short_id(given.call_id, _ID),
        "content": shared.text_or(parts, texts) if parts else "",
    }


def _content(parts: tuple[Part, ...]) -> AnyJson:
    return shared.text_or([_part(each) for each in parts], shared.words(parts))


def _part(part: Part) -> AnyJson:
    match part:
        case Text(text):
            return {"type": "text", "text": text}
        case Refusal(text):
            return {"type": "refusal", "refusal": text}
        case Image():
            return {"type": "image_url", "image_url": {"url": shared.url_of(part)}}
        case Called() | Given():
            raise AssertionError("calls and what tools gave are messages of their own")


def _write_tool(tool: Tool) -> AnyJson:
    described = shared.present(description=tool.description, strict=tool.strict or None)
    return {"type": "function", "function": {"name": tool.name, "parameters": tool.schema, **described}}


def _write_choice(asked: Conversation) -> AnyJson:
    match asked.choosing:
        case Choosing.AUTO:
            return None
        case Choosing.NAMED:
            return {"type": "function", "function": {"name": asked.chosen}}
        case Choosing.SOME | Choosing.NONE:
            return shared.CHOICE_WORDS[asked.choosing]


def _write_form(form: Form | None) -> AnyJson:
    if form is None:
        return None
    if form.schema is None:
        return {"type": "json_object"}
    described = shared.present(description=form.description)
    inner = {"name": form.name, "schema": form.schema, "strict": form.strict, **described}
    return {"type": "json_schema", "json_schema": inner}
