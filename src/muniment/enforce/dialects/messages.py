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


def read_messages(asked: ClientCall) -> tuple[OfferedTool, ...]:
    """Return the tools that `asked` offers; what is malformed or of consequence is refused in `asked`."""
    servers = asked.body.get("mcp_servers")
    asked.fields(KNOWN | {"mcp_servers"}, OF_CONSEQUENCE)
    for where, server in asked.objects(servers, "mcp_servers"):
        asked.remote(server.get("url"), where)
    _system(asked)
    for where, message in asked.objects(asked.body.get("messages"), "messages", required=True):
        _message(asked, where, message)
    tools = tuple(_tool(asked, where, tool) for where, tool in asked.objects(asked.body.get("tools"), "tools"))
    asked.twice(tools)
    return tools


def _system(asked: ClientCall) -> None:
    system = asked.body.get("system")
    if not isinstance(system, str):
        for where, block in asked.objects(system, "system"):
            _block(asked, where, block)


def _message(asked: ClientCall, where: str, message: Object) -> None:
    asked.keys(message, frozenset({"role", "content"}), where)
    if text_of(message.get("role")) not in {"user", "assistant"}:
        asked.refuse(Fault.MALFORMED, f"{where}.role", "`role` is neither user nor assistant")
    _content(asked, f"{where}.content", message)


def _content(asked: ClientCall, where: str, part: Object) -> None:
    """Read the content of a message, or of the result of a tool, or of a document: text, or blocks."""
    content = part.get("content")
    if isinstance(content, list):
        for place, block in asked.objects(content, where):
            _block(asked, place, block)


def _block(asked: ClientCall, where: str, block: Object) -> None:
    kind = block.get("type")
    if not isinstance(kind, str):
        asked.refuse(Fault.MALFORMED, f"{where}.type", "`type` is no text")
        return
    if kind in KEPT_BLOCKS:
        asked.kept(where, f"a block of type `{kind}` stands for what the vendor keeps or changes")
    elif kind not in BLOCKS:
        what = f"a block of type `{shown(kind)}` is not known, or belongs to a tool that runs at the vendor"
        asked.unless_listed(Fault.FIELD, f"messages.content.{kind}", f"{where}.type", what)
    source = block.get("source")
    if isinstance(source, dict):
        if source.get("file_id") is not None:
            asked.kept(f"{where}.source.file_id", "the block names a file that the vendor keeps")
        _content(asked, f"{where}.source.content", source)
    if kind == "tool_result":
        _content(asked, f"{where}.content", block)


def _tool(asked: ClientCall, where: str, tool: Object) -> OfferedTool:
    kind = tool.get("type")
    asked.callers(tool, where)
    own = kind is None or kind == "custom"
    if own or (isinstance(kind, str) and CLIENT_TOOL.fullmatch(kind)):
        return OfferedTool(name=asked.text(tool, "name", where), hosted=False, schema=digest(tool))
    name = tool.get("name", kind)
    return asked.hosted(str(kind), f"{where}.type", name if isinstance(name, str) else str(kind), tool)
