"""Errors of a vendor, said as another vendor's clients expect them; the status stays."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from muniment.domain.call import Dialect
from muniment.enforce.denials import MESSAGES_KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from muniment.domain.call import AnyJson

_LONGEST: Final = 2000
_SERVER: Final = 500
_MESSAGES_KINDS: Final = MESSAGES_KINDS | {
    402: "billing_error",
    429: "rate_limit_error",
    504: "timeout_error",
    529: "overloaded_error",
}
_OPENAI_KINDS: Final = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}


def told(raw: bytes, status: int) -> str:
    """Return what the vendor says is wrong; all dialects keep it at `error.message`, some servers at `message`."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        body = None
    if isinstance(body, dict):
        error = body.get("error", body)
        message = error.get("message") if isinstance(error, dict) else error
        if isinstance(message, str) and message:
            return message[:_LONGEST]
    return f"the vendor answered with status {status}"


def body(dialect: Dialect, status: int, message: str) -> Mapping[str, AnyJson]:
    """Return the body by which clients of `dialect` are told of an error."""
    match dialect:
        case Dialect.MESSAGES:
            usual = "api_error" if status >= _SERVER else "invalid_request_error"
            kind = _MESSAGES_KINDS.get(status, usual)
            return {"type": "error", "error": {"type": kind, "message": message}}
        case Dialect.CHAT | Dialect.RESPONSES | Dialect.EMBEDDINGS:
            usual = "server_error" if status >= _SERVER else "invalid_request_error"
            kind = _OPENAI_KINDS.get(status, usual)
            return {"error": {"message": message, "type": kind, "param": None, "code": None}}
