"""Messages of MCP as a gate reads and writes them, whatever carries them.   Source: MCP 2026-07-28."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Protocol

from muniment.app.approvals.tool_gate import WantedCall
from muniment.errors import MunimentError, Problem, ProofError
from muniment.prove.any_json import canonical_any, parse_object
from muniment.prove.canonical import digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from muniment.app.approvals.tool_gate import Judged, Told

RELEASE: Final = "muniment/release"
"""The key in `_meta` of a call under which a client passes its token along."""
HOLD: Final = "muniment/hold"
"""The key in `_meta` of a refusal that names the hold."""
LARGEST: Final = 16 * 2**20
"""Bytes of the longest message."""
INVALID: Final = -32600
NOT_JUDGED: Final = "`tools/call` has no name and arguments that could be judged"
_SEEN: Final = frozenset({"name", "arguments", "_meta"})
_OF_MESSAGES: Final = frozenset({"jsonrpc", "id", "method", "params", "result", "error"})
"""What a message may consist of.   Source: JSON-RPC 2.0, sections 4 and 5."""


def read_message(raw: bytes) -> Mapping[str, Any]:
    """Return the message in `raw`, in which no server finds another method than a gate does.

    Some read `Method` for `method` (Go's `encoding/json`), so what no message consists of is refused.
    Raises: ProofError.
    """
    message = parse_object(raw, "message")
    if strange := next((key for key in message if key not in _OF_MESSAGES), ""):
        raise ProofError(Problem(where="message", what=f"has a member `{strange[:64]}`, and no message has one"))
    return message


class Judge(Protocol):
    """Judges calls of tools."""

    async def judge(self, wanted: WantedCall, told: Told) -> Judged:
        """Return whether a call may run."""


class Declared:
    """The digests of tools' declarations, learnt from the answers of one server to `tools/list`."""

    def __init__(self) -> None:
        """Know of none."""
        self._schemas: dict[str, str] = {}

    def learn(self, message: Any) -> None:  # noqa: ANN401  (whatever a server says)
        """Take an answer to `tools/list`; what is none teaches nothing."""
        with suppress(KeyError, TypeError, MunimentError):
            for tool in message["result"]["tools"]:
                self._schemas[tool["name"]] = digest(canonical_any(tool)).removeprefix("sha256:")

    def wanted(self, message: Mapping[str, Any]) -> WantedCall | None:
        """Return the call in a message of `tools/call`; nothing where it cannot be judged."""
        params = message.get("params")
        if not isinstance(params, dict) or not isinstance(params.get("name"), str):
            return None
        arguments = {} if params.get("arguments") is None else params["arguments"]
        if not isinstance(arguments, dict):
            return None
        token = meta_of(message).get(RELEASE)
        return WantedCall(
            tool=params["name"],
            arguments=arguments,
            token=token if isinstance(token, str) else "",
            schema=self._schemas.get(params["name"], ""),
            unseen=tuple(sorted(set(params) - _SEEN)),
        )


def meta_of(message: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a message says about itself."""
    params = message.get("params")
    meta = params.get("_meta") if isinstance(params, dict) else None
    return meta if isinstance(meta, dict) else {}


def without_token(message: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a call without the token, which is spent and none of the server's business."""
    params = dict(message["params"])
    if isinstance(params.get("_meta"), dict):
        params["_meta"] = {key: value for key, value in params["_meta"].items() if key != RELEASE}
    return {**message, "params": params}


def refused(message: Mapping[str, Any], judged: Judged) -> dict[str, Any]:
    """Return the answer to a call that does not run: a result by which the model learns why."""
    content = [{"type": "text", "text": judged.notice}]
    found: dict[str, Any] = {"content": content, "isError": True, "resultType": "complete"}
    if judged.hold_id:
        found["_meta"] = {HOLD: judged.hold_id}
    return {"id": message.get("id"), "result": found}


def invalid(number: object, why: str) -> dict[str, Any]:
    """Return the answer to a message that is not taken."""
    return {"id": number, "error": {"code": INVALID, "message": why}}


def progress(token: object, step: int, notice: str) -> dict[str, Any]:
    """Return what tells a client, who asked to be told, what its call waits for."""
    return {
        "method": "notifications/progress",
        "params": {"progressToken": token, "progress": step, "message": notice},
    }


def written(message: Mapping[str, Any]) -> bytes:
    """Return a message as it is sent."""
    return json.dumps({"jsonrpc": "2.0", **message}, separators=(",", ":")).encode()


def key_of(number: object) -> object:
    """Return an id as it is compared: 1 and "1" are two."""
    return (type(number).__name__, number) if isinstance(number, str | int) else None
