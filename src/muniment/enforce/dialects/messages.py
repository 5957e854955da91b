"""A request to Anthropic Messages. The fields are those of the Anthropic client 2.14, its betas included."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from muniment.domain.call import Fault, OfferedTool
from muniment.enforce.dialects.names import names
from muniment.enforce.strict_json import digest, shown, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from muniment.enforce.dialects.client_call import ClientCall, Object

KNOWN = names(
    "cache_control max_tokens messages metadata model output_config output_format service_tier speed stop_sequences"
    " stream system temperature thinking tool_choice tools top_k top_p"
)
OF_CONSEQUENCE: Mapping[str, Fault] = {
    "billing_policy": Fault.FIELD,
    "compaction": Fault.FIELD,  # the vendor cuts the conversation down
    "container": Fault.KEPT_STATE,
    "context_management": Fault.FIELD,
    "diagnostics": Fault.KEPT_STATE,
    "fallback_credit_token": Fault.FIELD,
    "fallbacks": Fault.FIELD,  # another model may answer than the one that was decided upon
    "inference_geo": Fault.FIELD,  # where the model runs
    "thread": Fault.KEPT_STATE,
    "user_profile_id": Fault.FIELD,
    "workspace_id": Fault.FIELD,
}
BLOCKS = names("document image redacted_thinking search_result text thinking tool_result tool_use")
KEPT_BLOCKS = names("compaction container_upload fallback tool_addition tool_removal")
CLIENT_TOOL = re.compile(r"(?:bash|computer|memory|text_editor)_\d{8}")
"""Types that the vendor defines and the client runs. Every other type runs at the vendor, or is unknown."""


def read_messages(call: ClientCall) -> tuple[OfferedTool, ...]:
    """Return the tools that `call` offers; what is malformed or of consequence is refused in `call`."""
    servers = call.body.get("mcp_servers")
    call.fields(KNOWN | {"mcp_servers"}, OF_CONSEQUENCE)
    for where, server in call.objects(servers, "mcp_servers"):
        call.remote(server.get("url"), where)
    _system(call)
    for where, message in call.objects(call.body.get("messages"), "messages", required=True):
        _message(call, where, message)
    tools = tuple(_tool(call, where, tool) for where, tool in call.objects(call.body.get("tools"), "tools"))
    call.twice(tools)
    return tools


def _system(call: ClientCall) -> None:
    system = call.body.get("system")
    if not isinstance(system, str):
        for where, block in call.objects(system, "system"):
            _block(call, where, block)


def _message(call: ClientCall, where: str, message: Object) -> None:
    call.keys(message, frozenset({"role", "content"}), where)
    if text_of(message.get("role")) not in {"user", "assistant"}:
        call.refuse(Fault.MALFORMED, f"{where}.role", "`role` is neither user nor assistant")
    _content(call, f"{where}.content", message)


def _content(call: ClientCall, where: str, part: Object) -> None:
    """Read the content of a message, or of the result of a tool, or of a document: text, or blocks."""
    content = part.get("content")
    if isinstance(content, list):
        for place, block in call.objects(content, where):
            _block(call, place, block)


def _block(call: ClientCall, where: str, block: Object) -> None:
    kind = block.get("type")
    if not isinstance(kind, str):
        call.refuse(Fault.MALFORMED, f"{where}.type", "`type` is no text")
        return
    if kind in KEPT_BLOCKS:
        call.kept(where, f"a block of type `{kind}` stands for what the vendor keeps or changes")
    elif kind not in BLOCKS:
        what = f"a block of type `{shown(kind)}` is not known, or belongs to a tool that runs at the vendor"
        call.unless_listed(Fault.FIELD, f"messages.content.{kind}", f"{where}.type", what)
    source = block.get("source")
    if isinstance(source, dict):
        if source.get("file_id") is not None:
            call.kept(f"{where}.source.file_id", "the block names a file that the vendor keeps")
        _content(call, f"{where}.source.content", source)
    if kind == "tool_result":
        _content(call, f"{where}.content", block)


def _tool(call: ClientCall, where: str, tool: Object) -> OfferedTool:
    kind = tool.get("type")
    call.callers(tool, where)
    own = kind is None or kind == "custom"
    if own or (isinstance(kind, str) and CLIENT_TOOL.fullmatch(kind)):
        return OfferedTool(name=call.text(tool, "name", where), hosted=False, schema=digest(tool))
    name = tool.get("name", kind)
    return call.hosted(str(kind), f"{where}.type", name if isinstance(name, str) else str(kind), tool)
