"""Which parts of an answer belong to tools of the vendor that a request offers, because its route lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.enforce.dialects.names import names
from muniment.enforce.strict_json import mapping

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from muniment.domain.call import ModelCall

ITEMS: Mapping[str, frozenset[str]] = {
    "code_interpreter": names("code_interpreter_call"),
    "file_search": names("file_search_call"),
    "image_generation": names("image_generation_call"),
    "mcp": names("mcp_approval_request mcp_call mcp_list_tools"),
    "web_search": names("web_search_call"),
}
BLOCKS: Mapping[str, frozenset[str]] = {
    "code_execution": names(
        "bash_code_execution_tool_result code_execution_tool_result server_tool_use"
        " text_editor_code_execution_tool_result"
    ),
    "mcp_toolset": names("mcp_tool_listing mcp_tool_result mcp_tool_use"),
    "tool_search_tool": names("server_tool_use tool_search_tool_result"),
    "web_fetch": names("server_tool_use web_fetch_tool_result"),
    "web_search": names("server_tool_use web_search_tool_result"),
}


def items_of(call: ModelCall) -> frozenset[str]:
    """Return the types of items in Responses that the vendor's tools in `call` make."""
    return _made(ITEMS, call)


def blocks_of(call: ModelCall) -> frozenset[str]:
    """Return the types of blocks in Messages that the vendor's tools in `call` make."""
    servers = BLOCKS["mcp_toolset"] if call.body.get("mcp_servers") else frozenset[str]()
    return _made(BLOCKS, call) | servers


def _made(table: Mapping[str, frozenset[str]], call: ModelCall) -> frozenset[str]:
    """Return what `table` has for the types in `call`, which the vendors date: `web_search_20250305`."""
    kinds = frozenset(_hosted_kinds(call))
    parts = [made for name, made in table.items() if any(kind.startswith(name) for kind in kinds)]
    return frozenset[str]().union(*parts)


def _hosted_kinds(call: ModelCall) -> Iterator[str]:
    tools = call.body.get("tools")
    if any(tool.hosted for tool in call.tools) and isinstance(tools, list):
        for tool in tools:
            yield str(mapping(tool).get("type"))
