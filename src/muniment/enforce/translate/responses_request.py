"""Requests of Responses.   Source: the types of the `openai` library, `responses.response_create_params`."""

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

_ID: Final = 64
_ROLES: Final = {**{each.value: each for each in Speaker}, "developer": Speaker.SYSTEM}
_KEPT: Final = "what the vendor keeps of earlier turns stays with it; send the whole conversation"


def read(body: Mapping[str, AnyJson], losses: Losses) -> Conversation:
    """Return what `body` asks. What cannot be kept goes to `losses`.

    Raises: UntranslatableError where a field has another type than the dialect says.
    """
    fields = Fields(body, "", losses)
    fields.take("model")
    system = tuple(_parts(fields, "instructions"))
    turns = shared.fitting(joined((Turn(Speaker.SYSTEM, system), *_turns(fields))), losses)
    choosing, chosen = shared.choice_of(fields)
    text = fields.object("text") or Fields({}, "text", losses)
    found = Conversation(
        turns=turns,
        tools=tuple(_tool(each) for each in fields.each("tools")),
        choosing=choosing,
        chosen=chosen,
        parallel=fields.flag("parallel_tool_calls", default=True),
        limit=fields.whole("max_output_tokens"),
        temperature=fields.number("temperature"),
        top_p=fields.number("top_p"),
        effort=_effort(fields),
        verbosity=text.text("verbosity"),
        form=shared.form_of(text.object("format")),
        person=shared.person_of(fields),
        labels=shared.labels_of(fields),
        stream=fields.flag("stream", default=False),
    )
    text.done()
    _drop_the_rest(fields)
    return found


def _drop_the_rest(fields: Fields) -> None:
    for key in ("previous_response_id", "conversation", "prompt"):
        if fields.take(key) is not None:
            fields.losses.refuse(key, _KEPT)
    fields.take("stream_options")
    if fields.flag("store", default=True):
        fields.losses.note("store", "the answer is kept nowhere, and cannot be asked for by its id")
    fields.drop(shared.CACHE, "prompt_cache_key", "prompt_cache_options", "prompt_cache_retention")
    fields.drop(shared.TIER, "service_tier")
    fields.drop("only tools that run at the vendor are counted", "max_tool_calls")
    fields.expect("include", [], ["reasoning.encrypted_content"], why="the other dialect does not tell it")
    fields.expect("truncation", "disabled", why="the other dialect leaves nothing out of a long conversation")
    fields.expect("top_logprobs", 0, why="the other dialect does not tell it")
    if fields.flag("background", default=False):
        fields.losses.refuse("background", "no answer is fetched later in the other dialect")
    fields.done()


def _turns(fields: Fields) -> Iterator[Turn]:
    found = fields.take("input")
    if found is None or isinstance(found, str):
        yield Turn(Speaker.USER, () if found is None else (Text(found),))
        return
    for item in Fields({"input": found}, "", fields.losses).each("input"):
        turn = _turn(item)
        if turn is not None:
            item.drop("names and states of items are the vendor's own", "id", "status", "phase")
            item.done()
            yield turn


def _turn(item: Fields) -> Turn | None:
    match item.text("type", "message"):
        case "message":
            return Turn(shared.speaker_of(item, _ROLES), tuple(_parts(item, "content")))
        case "function_call":
            item.expect("caller", {"type": "direct"})
            call = Called(call_id=item.text("call_id"), name=item.text("name"), arguments=item.text("arguments"))
            return Turn(Speaker.ASSISTANT, (call,))
        case "function_call_output":
            item.expect("caller", {"type": "direct"})
            item.take("name")
            parts = tuple(each for each in _parts(item, "output") if isinstance(each, Text | Image))
            return Turn(Speaker.USER, (Given(call_id=item.text("call_id"), parts=parts),))
        case "reasoning":
            item.losses.note("input.reasoning", shared.SEALED)
        case kind:
            item.losses.refuse(item.where, f"`{kind}` cannot be carried over")
    return None


def _parts(item: Fields, key: str) -> Iterator[Part]:
    for part in shared.parts_of(item, key, "input_text"):
        part.drop(shared.CACHE, "prompt_cache_breakpoint")
        match part.text("type"):
            case "input_text" | "output_text":
                part.drop("links to what was quoted, and how likely each word was", "annotations", "logprobs")
                yield Text(part.text("text"))
            case "refusal":
                yield Refusal(part.text("refusal"))
            case "input_image":
                yield from _image(part)
            case kind:
                part.losses.refuse(part.where, f"`{kind}` cannot be carried over")
                continue
        part.done()


def _image(part: Fields) -> Iterator[Image]:
    shared.lose_detail(part)
    if part.take("file_id") is not None:
        part.losses.refuse(part.where, "a picture in the vendor's own store cannot be carried over")
    else:
        yield shared.image_of(part.text("image_url"))


def _tool(tool: Fields) -> Tool:
    kind = tool.text("type")
    if kind != "function":
        tool.losses.refuse(tool.where, f"a tool of type `{kind}` cannot be carried over")
        return Tool(name="", schema={})
    tool.drop("how arguments arrive changes nothing in them", "defer_loading")
    tool.drop("what a tool gives has no schema in the other dialect", "output_schema")
    tool.expect("allowed_callers", ["direct"], why="programs at the vendor may not call")
    if not tool.has("strict"):
        tool.losses.note(tool.at("strict"), "where nothing is said, arguments are not held to the schema by the vendor")
    return shared.tool_of(tool, "parameters")


def _effort(fields: Fields) -> str:
    reasoning = fields.object("reasoning")
    if reasoning is None:
        return ""
    found = reasoning.text("effort")
    reasoning.drop("how a model tells its reasoning is its vendor's own", "summary", "generate_summary", "context")
    reasoning.expect("mode", "standard")
    reasoning.done()
    return found


def write(asked: Conversation, model: str, losses: Losses) -> dict[str, AnyJson]:
    """Return the body that asks the same of `model`, and that nothing is kept there.

    What this dialect cannot say goes to `losses`.
    """
    if asked.stops:
        losses.change("stop", "this dialect has no stop sequences")
    turns, instructions = asked.turns, ""
    if turns and turns[0].speaker is Speaker.SYSTEM and len(turns[0].parts) == 1:
        instructions, turns = "".join(shared.words(turns[0].parts)), turns[1:]
    reasoning = {"effort": asked.effort} if asked.effort else None
    text = shared.present(format=_write_form(asked.form), verbosity=asked.verbosity)
    return {
        "model": model,
        "input": [item for turn in turns for item in _items(turn, losses)],
        "store": False,
        **shared.present(
            instructions=instructions,
            tools=[_write_tool(each) for each in asked.tools],
            tool_choice=_write_choice(asked),
            parallel_tool_calls=None if asked.parallel else False,
            max_output_tokens=asked.limit,
            temperature=asked.temperature,
            top_p=asked.top_p,
            reasoning=reasoning,
            text=text or None,
            safety_identifier=asked.person,
            metadata=asked.labels,
            stream=True if asked.stream else None,
        ),
    }


def _items(turn: Turn, losses: Losses) -> Iterator[AnyJson]:
    """Yield the items of a turn. Neighbouring words and pictures are one message; the assistant's are one each."""
    message: list[AnyJson] = []
    for part in turn.parts:
        if not isinstance(part, Called | Given) and turn.speaker is not Speaker.ASSISTANT:
            message.append(_part(part))
            continue
        if message:
            yield _message(turn.speaker, message)
            message = []
        match part:
            case Called():
                yield _call(part)
            case Given():
                yield _result(part, losses)
            case Text(text):
                yield _message(turn.speaker, text)
            case Refusal() | Image():
                yield _message(turn.speaker, [_part(part)])
    if message:
        yield _message(turn.speaker, message)


def _message(speaker: Speaker, content: AnyJson) -> AnyJson:
    return {"type": "message", "role": speaker.value, "content": content}


def _part(part: Text | Refusal | Image) -> AnyJson:
    match part:
        case Text(text):
            return {"type": "input_text", "text": text}
        case Refusal(text):
            return {"type": "refusal", "refusal": text}
        case Image():
            return {"type": "input_image", "detail": "auto", "image_url": shared.url_of(part)}


def _call(call: Called) -> AnyJson:
    call_id = shared.short_id(call.call_id, _ID)
    return {"type": "function_call", "call_id": call_id, "name": call.name, "arguments": call.arguments}


def _result(given: Given, losses: Losses) -> AnyJson:
    parts = given.parts
    if given.failed:
        losses.note("messages.content.is_error", shared.FAILED_IN_WORDS)
        parts = (shared.FAILED, *parts)
    listed = [_part(each) for each in parts]
    output = shared.text_or(listed, shared.words(parts)) if parts else ""
    return {"type": "function_call_output", "call_id": shared.short_id(given.call_id, _ID), "output": output}


def _write_tool(tool: Tool) -> AnyJson:
    described = shared.present(description=tool.description)
    return {"type": "function", "name": tool.name, "parameters": tool.schema, "strict": tool.strict, **described}


def _write_choice(asked: Conversation) -> AnyJson:
    match asked.choosing:
        case Choosing.AUTO:
            return None
        case Choosing.NAMED:
            return {"type": "function", "name": asked.chosen}
        case Choosing.SOME | Choosing.NONE:
            return shared.CHOICE_WORDS[asked.choosing]


def _write_form(form: Form | None) -> AnyJson:
    if form is None:
        return None
    if form.schema is None:
        return {"type": "json_object"}
    described = shared.present(description=form.description)
    return {
        "type": "json_schema",
        "name": form.name,
        "schema": form.schema,
        "strict": form.strict,
        **described,
    }
