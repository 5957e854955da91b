"""A request to Responses. The fields are those of the OpenAI client 3.57 (`response_create_params`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.call import Fault, OfferedTool
from muniment.enforce.dialects.names import names
from muniment.enforce.strict_json import digest, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from muniment.enforce.dialects.client_call import ClientCall, Object

KNOWN = names(
    "include input instructions max_output_tokens max_tool_calls metadata model parallel_tool_calls prompt_cache_key"
    " reasoning safety_identifier service_tier store stream stream_options temperature text tool_choice tools"
    " top_logprobs top_p truncation user"
)
OF_CONSEQUENCE: Mapping[str, Fault] = {
    "access_programs": Fault.FIELD,  # another model may answer
    "background": Fault.BACKGROUND,
    "background_options": Fault.BACKGROUND,
    "context_management": Fault.FIELD,  # the vendor cuts the conversation down to what nobody here can read
    "conversation": Fault.KEPT_STATE,
    "image": Fault.FIELD,
    "moderation": Fault.FIELD,
    "previous_response_id": Fault.KEPT_STATE,
    "prompt": Fault.KEPT_STATE,  # a prompt with tools of its own, kept at the vendor
    "prompt_cache_options": Fault.FIELD,  # for how long the vendor keeps what it read
    "prompt_cache_retention": Fault.FIELD,
}
CLIENT_TOOLS = names("apply_patch computer computer_use_preview custom function local_shell")
"""Tools that the client runs. `shell` is one where it says so; every other type runs at the vendor, or is unknown."""
ITEMS = names(
    "apply_patch_call apply_patch_call_output computer_call computer_call_output custom_tool_call"
    " custom_tool_call_output function_call function_call_output local_shell_call local_shell_call_output message"
    " reasoning shell_call shell_call_output"
)
KEPT_ITEMS = names("compaction compaction_trigger item_reference")
PARTS = names(
    "computer_screenshot input_audio input_file input_image input_text output_text reasoning_text refusal summary_text"
    " text"
)


def read_responses(call: ClientCall) -> tuple[OfferedTool, ...]:
    """Return the tools that `call` offers; what is malformed or of consequence is refused in `call`."""
    call.fields(KNOWN, OF_CONSEQUENCE)
    given = call.body.get("input")
    if not isinstance(given, str):
        for where, item in call.objects(given, "input"):
            _item(call, where, item)
    tools = tuple(_tool(call, where, tool) for where, tool in call.objects(call.body.get("tools"), "tools"))
    call.twice(tools)
    if call.truth("store"):
        call.kept("store", "the vendor would keep the answer, with the calls that are withheld")
    elif not call.listed.kept_state:
        call.body["store"] = False  # what says nothing is kept
    return tools


def _item(call: ClientCall, where: str, item: Object) -> None:
    kind = item.get("type", "message" if "role" in item else "item_reference")
    if not isinstance(kind, str):
        call.refuse(Fault.MALFORMED, f"{where}.type", "`type` is no text")
    elif kind in KEPT_ITEMS:
        call.kept(where, f"an item of type `{kind}` stands for what the vendor keeps")
    elif kind.startswith("mcp_"):
        what = f"an item of type `{shown(kind)}` belongs to a server that the vendor calls"
        call.unless_listed(Fault.HOSTED_TOOL, "mcp", where, what)
    elif kind not in ITEMS:
        what = f"an item of type `{shown(kind)}` is not known, or belongs to a tool that runs at the vendor"
        call.unless_listed(Fault.FIELD, f"input.{kind}", f"{where}.type", what)
    for key in ("content", "output"):
        if isinstance(item.get(key), list):
            for place, part in call.objects(item[key], f"{where}.{key}"):
                _part(call, place, part, key)


def _part(call: ClientCall, where: str, part: Object, key: str) -> None:
    kind = part.get("type")
    shell = key == "output" and kind is None  # what a shell printed has no type
    if not shell and (not isinstance(kind, str) or kind not in PARTS):
        what = f"a part of type `{shown(str(kind))}` is not known"
        call.unless_listed(Fault.FIELD, f"input.{key}.{kind}", f"{where}.type", what)
    if part.get("file_id") is not None:
        call.kept(f"{where}.file_id", "the part names a file that the vendor keeps")


def _tool(call: ClientCall, where: str, tool: Object) -> OfferedTool:
    kind = call.text(tool, "type", where)
    call.callers(tool, where)
    if kind == "mcp":
        call.remote(tool.get("server_url") or tool.get("connector_id") or tool.get("tunnel_id"), where)
        return OfferedTool(name=f"mcp:{tool.get('server_label')}", hosted=True, schema=digest(tool))
    if kind not in CLIENT_TOOLS and not _runs_here(kind, tool):
        return call.hosted(kind, f"{where}.type", kind, tool)
    name = call.text(tool, "name", where) if kind in {"function", "custom"} else kind
    return OfferedTool(name=name, hosted=False, schema=digest(tool))


def _runs_here(kind: str, tool: Object) -> bool:
    """Say whether a shell runs at the client: only where it says so."""
    environment = tool.get("environment")
    return kind == "shell" and isinstance(environment, dict) and environment.get("type") == "local"
