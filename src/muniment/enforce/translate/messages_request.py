"""Requests of Messages.   Source: the types of the `anthropic` library, `message_create_params`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from muniment.domain.conversation import (
    USUAL_FORM,
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

_ID: Final = 64
_MOST_HEAT: Final = 1
_EFFORTS: Final = frozenset({"low", "medium", "high", "xhigh", "max"})
_PICTURES: Final = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
_CHOICES: Final = {"auto": Choosing.AUTO, "any": Choosing.SOME, "none": Choosing.NONE, "tool": Choosing.NAMED}
_WORDS: Final = {choice: word for word, choice in _CHOICES.items()}
_PREFILL: Final = "an answer that goes on from words of the caller cannot be asked for in the other dialect"
_ROLES: Final = {each.value: each for each in Speaker}


def read(body: Mapping[str, AnyJson], losses: Losses) -> Conversation:
    """Return what `body` asks. What cannot be kept goes to `losses`.

    Raises: UntranslatableError where a field has another type than the dialect says.
    """
    fields = Fields(body, "", losses)
    fields.take("model")
    system = tuple(_parts(fields, "system"))
    turns = tuple(_turn(each) for each in fields.each("messages"))
    if turns and turns[-1].speaker is Speaker.ASSISTANT:
        losses.refuse("messages", _PREFILL)
    choosing, chosen, parallel = _choice(fields)
    config = fields.object("output_config") or Fields({}, "output_config", losses)
    stops = fields.texts("stop_sequences")
    if stops:
        losses.note("stop_sequences", "the answer does not tell which of them ended it")
    found = Conversation(
        turns=shared.fitting(joined((Turn(Speaker.SYSTEM, system), *turns)), losses),
        tools=tuple(_tool(each) for each in fields.each("tools")),
        choosing=choosing,
        chosen=chosen,
        parallel=parallel,
        limit=fields.whole("max_tokens"),
        temperature=fields.number("temperature"),
        top_p=fields.number("top_p"),
        stops=stops,
        effort=config.text("effort"),
        form=_form(config),
        person=_person(fields),
        stream=fields.flag("stream", default=False),
    )
    config.done()
    _drop_the_rest(fields)
    return found


def _drop_the_rest(fields: Fields) -> None:
    fields.drop(shared.CACHE, "cache_control", "diagnostics")
    fields.drop(shared.TIER, "service_tier", "speed")
    fields.drop("how a model thinks is its vendor's own; `effort` is carried over", "thinking")
    fields.expect("top_k", why="no other dialect takes only the likeliest words")
    fields.done()


def _turn(message: Fields) -> Turn:
    found = Turn(shared.speaker_of(message, _ROLES), tuple(_parts(message, "content")))
    message.done()
    return found


def _parts(message: Fields, key: str) -> Iterator[Part]:
    for block in shared.parts_of(message, key):
        block.drop(shared.CACHE, "cache_control")
        part = _part(block)
        if part is not None:
            block.done()
            yield part


def _part(block: Fields) -> Part | None:
    match block.text("type"):
        case "text":
            block.drop("links to what was quoted", "citations")
            return Text(block.text("text"))
        case "image":
            return _image(block)
        case "tool_use":
            _refuse_callers(block)
            call = shared.compact(block.mapping("input") or {})
            return Called(call_id=block.text("id"), name=block.text("name"), arguments=call)
        case "tool_result":
            call_id, failed = block.text("tool_use_id"), block.flag("is_error", default=False)
            inner = tuple(each for each in _parts(block, "content") if isinstance(each, Text | Image))
            return Given(call_id=call_id, parts=inner, failed=failed)
        case "thinking" | "redacted_thinking" as kind:
            block.losses.note(f"{block.where}.{kind}", shared.SEALED)
            return None
        case kind:
            block.losses.refuse(block.where, f"`{kind}` cannot be carried over")
            return None


def _refuse_callers(block: Fields) -> None:
    """Refuse calls that a program at the vendor made; a direct one needs no word."""
    block.expect("caller", {"type": "direct"})
    block.expect("toolset_name")


def _image(block: Fields) -> Image | None:
    source = block.object("source") or Fields({}, block.at("source"), block.losses)
    match source.text("type"):
        case "base64":
            return Image(media_type=source.text("media_type"), data=source.text("data"))
        case "url":
            return Image(url=source.text("url"))
        case kind:
            block.losses.refuse(source.where, f"a picture in the vendor's own store (`{kind}`) cannot be carried over")
            return None


def _tool(tool: Fields) -> Tool:
    kind = tool.text("type", "custom")
    if kind != "custom":
        tool.losses.refuse(tool.where, f"a tool of type `{kind}` is known to its vendor's models only")
        return Tool(name="", schema={})
    tool.drop(shared.CACHE, "cache_control")
    tool.drop("examples of arguments have no place in the other dialect", "input_examples")
    tool.drop("how arguments arrive changes nothing in them", "eager_input_streaming", "defer_loading")
    tool.expect("allowed_callers", ["direct"], why="programs at the vendor may not call")
    return shared.tool_of(tool, "input_schema")


def _choice(fields: Fields) -> tuple[Choosing, str, bool]:
    choice = fields.object("tool_choice")
    if choice is None:
        return Choosing.AUTO, "", True
    word = choice.text("type")
    choosing = _CHOICES.get(word)
    if choosing is None:
        fields.losses.refuse("tool_choice", f"`{word}` cannot be carried over")
    chosen, alone = choice.text("name"), choice.flag("disable_parallel_tool_use", default=False)
    choice.done()
    return choosing or Choosing.AUTO, chosen, not alone


def _form(config: Fields) -> Form | None:
    form = config.object("format")
    if form is None:
        return None
    if form.text("type") != "json_schema":
        form.losses.refuse(form.where, "only a JSON schema can be carried over")
    found = Form(schema=form.mapping("schema") or {})
    form.done()
    return found


def _person(fields: Fields) -> str:
    metadata = fields.object("metadata")
    if metadata is None:
        return ""
    found = metadata.text("user_id")
    metadata.done()
    return found


def write(asked: Conversation, model: str, losses: Losses) -> dict[str, AnyJson]:
    """Return the body that asks the same of `model`. What this dialect cannot say goes to `losses`."""
    system = asked.turns[0].parts if asked.turns and asked.turns[0].speaker is Speaker.SYSTEM else ()
    turns = asked.turns[1:] if system else asked.turns
    if turns and turns[-1].speaker is Speaker.ASSISTANT:
        losses.refuse("messages", "words of the assistant at the end would be continued, not answered")
    if asked.limit is None:
        losses.refuse("max_tokens", "the other dialect demands a limit; set `max_tokens` of the replacement")
    _lose(asked, losses)
    return {
        "model": model,
        "max_tokens": asked.limit,
        "messages": [_message(turn, losses) for turn in turns],
        **shared.present(
            system=_content(system, losses) if system else None,
            tools=[_write_tool(each) for each in asked.tools],
            tool_choice=_write_choice(asked),
            temperature=asked.temperature,
            top_p=asked.top_p,
            stop_sequences=list(asked.stops),
            output_config=_config(asked) or None,
            metadata={"user_id": asked.person} if asked.person else None,
            stream=True if asked.stream else None,
        ),
    }


def _lose(asked: Conversation, losses: Losses) -> None:
    if asked.temperature is not None and asked.temperature > _MOST_HEAT:
        losses.change("temperature", f"this dialect takes {_MOST_HEAT} at most")
    if asked.verbosity:
        losses.note("verbosity", "how much a model says is not asked in this dialect")
    if asked.labels:
        losses.note("metadata", "labels of a request have no place in this dialect")
    if asked.effort and asked.effort not in _EFFORTS:
        losses.note("reasoning_effort", f"`{asked.effort}` is no word of this dialect; its model decides")
    if asked.form and asked.form.schema is None:
        losses.change("response_format", "this dialect takes a JSON schema only")
    elif asked.form:
        _lose_of_form(asked.form, losses)


def _lose_of_form(form: Form, losses: Losses) -> None:
    if not form.strict:
        losses.note("response_format.strict", "this dialect always keeps to the schema")
    if form.name != USUAL_FORM or form.description:
        losses.note("response_format.name", "a schema has neither name nor description in this dialect")


def _config(asked: Conversation) -> dict[str, AnyJson]:
    schema = asked.form.schema if asked.form else None
    return shared.present(
        effort=asked.effort if asked.effort in _EFFORTS else None,
        format=None if schema is None else {"type": "json_schema", "schema": schema},
    )


def _message(turn: Turn, losses: Losses) -> AnyJson:
    return {"role": turn.speaker.value, "content": _content(turn.parts, losses)}


def _content(parts: tuple[Part, ...], losses: Losses) -> AnyJson:
    return shared.text_or([_block(each, losses) for each in parts], shared.words(parts))


def _block(part: Part, losses: Losses) -> AnyJson:
    match part:
        case Text(text):
            return {"type": "text", "text": text}
        case Refusal(text):
            losses.note("messages.refusal", "an earlier refusal is told as the assistant's words")
            return {"type": "text", "text": text}
        case Image():
            return {"type": "image", "source": _source(part, losses)}
        case Called():
            given = shared.arguments_of(part.arguments, "messages.tool_calls")
            return {"type": "tool_use", "id": shared.short_id(part.call_id, _ID), "name": part.name, "input": given}
        case Given():
            found = shared.present(
                content=_content(part.parts, losses) if part.parts else None, is_error=part.failed or None
            )
            return {"type": "tool_result", "tool_use_id": shared.short_id(part.call_id, _ID), **found}


def _source(image: Image, losses: Losses) -> AnyJson:
    if not image.data:
        return {"type": "url", "url": image.url}
    if image.media_type not in _PICTURES:
        losses.refuse("messages.content.image_url", f"this dialect takes no picture of type `{image.media_type}`")
    return {"type": "base64", "media_type": image.media_type, "data": image.data}


def _write_tool(tool: Tool) -> AnyJson:
    described = shared.present(description=tool.description, strict=tool.strict or None)
    return {"name": tool.name, "input_schema": tool.schema, **described}


def _write_choice(asked: Conversation) -> AnyJson:
    if asked.choosing is Choosing.AUTO and asked.parallel:
        return None
    alone = asked.choosing is not Choosing.NONE and not asked.parallel
    return {
        "type": _WORDS[asked.choosing],
        **shared.present(name=asked.chosen, disable_parallel_tool_use=alone or None),
    }
