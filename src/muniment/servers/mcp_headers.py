"""What of a request's head goes on to an MCP server, and that it says nothing else than the message does."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_ONWARD: Final = frozenset(
    {"accept", "last-event-id", "mcp-session-id", "mcp-protocol-version", "mcp-method", "mcp-name"}
)
_PARAM: Final = "mcp-param-"
_NAMED: Final = {"tools/call": "name", "prompts/get": "name", "resources/read": "uri"}
"""Methods, and the parameter that `Mcp-Name` repeats.   Source: MCP 2026-07-28, transports."""
_BASE64: Final = "=?base64?"


def onward(headers: Sequence[tuple[str, str]]) -> bytes:
    """Return the headers, in lower case, that go on, as lines."""
    return b"".join(
        f"{name}: {value}\r\n".encode("latin-1")
        for name, value in headers
        if name in _ONWARD or name.startswith(_PARAM)
    )


def differing(headers: Sequence[tuple[str, str]], message: Mapping[str, Any]) -> str:
    """Return which header says something else than `message`, which readers could take apart; empty where none does."""
    names = [name for name, _ in headers if name in _ONWARD or name.startswith(_PARAM)]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        return f"the header `{twice}` stands twice"
    params = message.get("params")
    params = params if isinstance(params, dict) else {}
    told = {"mcp-method": message.get("method"), "mcp-name": params.get(_NAMED.get(str(message.get("method")), ""))}
    arguments = params.get("arguments")
    for name, value in headers:
        said = _read(value)
        if name in told and said != told[name]:
            return f"the header `{name}` says something else than the message"
        if name.startswith(_PARAM) and said not in set(_scalars(_argument(arguments, name.removeprefix(_PARAM)))):
            return f"the header `{name}` says what is no argument of the call"
    return ""


def _argument(arguments: object, name: str) -> object:
    """Return what of `arguments` a header of this name may repeat: the argument of that name, or else any."""
    named = arguments if isinstance(arguments, dict) else {}
    found = [value for key, value in named.items() if str(key).lower() == name.lower()]
    return found or arguments


def _read(value: str) -> str | None:
    """Return what a header says, which may be in Base64."""
    if not (value.startswith(_BASE64) and value.endswith("?=")):
        return value
    try:
        return base64.b64decode(value[len(_BASE64) : -2], validate=True).decode()
    except (binascii.Error, ValueError):
        return None


def _scalars(value: object) -> Iterator[str]:
    """Yield each single value in `value`, as a header repeats it."""
    match value:
        case bool():
            yield "true" if value else "false"
        case str() | int() | float():
            yield str(value)
        case dict():
            for each in value.values():
                yield from _scalars(each)
        case list():
            for each in value:
                yield from _scalars(each)
        case _:
            pass
