"""A request to Chat Completions.

The fields are those of the OpenAI client 3.57 (`completion_create_params`); some of messages are of other services.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.call import Fault, OfferedTool
from muniment.enforce.dialects.names import names
from muniment.enforce.strict_json import digest, shown, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from muniment.domain.call import Read
    from muniment.enforce.dialects.client_call import ClientCall, Object

KNOWN = names(
    "audio frequency_penalty function_call functions logit_bias logprobs max_completion_tokens max_tokens messages"
    " metadata modalities model n parallel_tool_calls prediction presence_penalty prompt_cache_key reasoning_effort"
    " response_format safety_identifier seed service_tier stop store stream stream_options temperature tool_choice"
    " tools top_logprobs top_p user verbosity"
)
OF_CONSEQUENCE: Mapping[str, Fault] = {
    "moderation": Fault.FIELD,  # another model reads the call
    "prompt_cache_options": Fault.FIELD,  # for how long the vendor keeps what it read
    "prompt_cache_retention": Fault.FIELD,
    "web_search_options": Fault.HOSTED_TOOL,
}
MESSAGE = names(
    "annotations audio cache_control content function_call name reasoning reasoning_content reasoning_details refusal"
    " role tool_call_id tool_calls"
)
ROLES = names("assistant developer function system tool user")
_PLAIN = names("role content")
PARTS = names("file image_url input_audio reasoning refusal text thinking")


def read_chat(call: ClientCall) -> tuple[OfferedTool, ...]:
    """Return the tools that `call` offers; what is malformed or of consequence is refused in `call`."""
    call.fields(KNOWN, OF_CONSEQUENCE)
    given = call.body.get("messages")
    if not isinstance(given, list) or not all(map(_is_plain, given)):
        for where, message in call.objects(given, "messages", required=True):
            _message(call, where, message)
    tools: tuple[OfferedTool, ...] = ()
    if "tools" in call.body or "functions" in call.body:
        tools = (*_tools(call), *_functions(call))
        call.twice(tools)
    if "n" in call.body:
        _answers(call, tools)
    if "store" in call.body and call.truth("store"):
        call.kept("store", "the vendor would keep the answer, with the calls that are withheld")
    elif tools and not call.listed.kept_state:
        call.body["store"] = False  # some accounts keep what does not say otherwise
    return tools


def _answers(call: ClientCall, tools: tuple[OfferedTool, ...]) -> None:
    number = call.body.get("n")
    if number is not None and (type(number) is not int or number < 1):
        call.refuse(Fault.MALFORMED, "n", "`n` is no whole number from 1")
    elif type(number) is int and number > 1 and tools:
        what = "more than one answer is asked for, each of which could call a tool"
        call.unless_listed(Fault.SEVERAL_ANSWERS, "n", "n", what)


def _is_plain(message: Read) -> bool:
    """Say whether `message` is a role and text, and nothing else: then there is nothing to refuse in it."""
    return (
        type(message) is dict
        and message.keys() == _PLAIN
        and type(message["content"]) is str
        and text_of(message["role"]) in ROLES
    )


def _message(call: ClientCall, where: str, message: Object) -> None:
    call.keys(message, MESSAGE, where)
    role = message.get("role")
    if text_of(role) not in ROLES:
        call.refuse(Fault.MALFORMED, f"{where}.role", "`role` is none of " + ", ".join(sorted(ROLES)))
    audio = message.get("audio")
    if isinstance(audio, dict) and "id" in audio:
        call.kept(f"{where}.audio.id", "the message names an answer that the vendor keeps")
    content = message.get("content")
    if content is None or isinstance(content, str):
        return
    for place, part in call.objects(content, f"{where}.content"):
        _part(call, place, part)


def _part(call: ClientCall, where: str, part: Object) -> None:
    kind = part.get("type")
    if not isinstance(kind, str) or kind not in PARTS:
        what = f"a part of type `{shown(str(kind))}` is not known"
        call.unless_listed(Fault.FIELD, f"messages.content.{kind}", f"{where}.type", what)
    file = part.get("file")
    if isinstance(file, dict) and file.get("file_id") is not None:
        call.kept(f"{where}.file.file_id", "the part names a file that the vendor keeps")


def _tools(call: ClientCall) -> tuple[OfferedTool, ...]:
    return tuple(_tool(call, where, tool) for where, tool in call.objects(call.body.get("tools"), "tools"))


def _tool(call: ClientCall, where: str, tool: Object) -> OfferedTool:
    kind = call.text(tool, "type", where)
    declared = tool.get(kind)
    if kind not in {"function", "custom"} or not isinstance(declared, dict):
        return call.hosted(kind, f"{where}.type", kind, tool)
    return OfferedTool(name=call.text(declared, "name", f"{where}.{kind}"), hosted=False, schema=digest(tool))


def _functions(call: ClientCall) -> tuple[OfferedTool, ...]:
    """Return the functions in the older form of `tools`."""
    return tuple(
        OfferedTool(name=call.text(function, "name", where), hosted=False, schema=digest(function))
        for where, function in call.objects(call.body.get("functions"), "functions")
    )
