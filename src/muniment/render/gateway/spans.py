"""Calls as spans of OpenTelemetry, one JSON object a line, for a collector that reads files.

No text of a call is in them. They are made from the log of calls when it is read, and so delay no call.
Source: OTLP 1.9, JSON encoding and file format; OpenTelemetry semantic conventions 1.37 for generative AI, which are
still in development: their names stand in this module alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, TextIO

from muniment.app.gateway.call_history import LoggedCall, Opening, Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_SCHEMA: Final = "https://opentelemetry.io/schemas/1.37.0"
_SCOPE: Final = "muniment.gateway"
_INTERNAL, _CLIENT = 1, 3
"""Kinds of spans: a call that was denied never left."""
_ERROR: Final = 2
_OPERATIONS: Final = {"embeddings": "embeddings"}
"""Operations by dialect; every other dialect chats."""
_SAID: Final = ("caller", "contract", "system", "network", "purpose", "authority", "route", "maker", "outcome")
"""What a record says of a call and the conventions have no name for."""
_FINE: Final = frozenset({Result.COMPLETE, Result.HANDED_ON})


@dataclass(frozen=True, slots=True)
class _Instant:
    """Nanoseconds since 1970."""

    nanoseconds: int

    @staticmethod
    def of(text: str) -> _Instant:
        return _Instant(round(datetime.fromisoformat(text).timestamp() * 1_000) * 1_000_000)

    def later(self, seconds: float) -> _Instant:
        return _Instant(self.nanoseconds + round(seconds * 1_000_000_000))


def write_spans(calls: Iterable[LoggedCall | Opening], to: TextIO) -> None:
    """Write each call as a line; a start of the gateway tells which version the calls after it went through."""
    version = ""
    for each in calls:
        if isinstance(each, Opening):
            version = str(each.told.get("version", ""))
            continue
        if "at" in each.decided:
            to.write(json.dumps(_exported(_span(each), version), separators=(",", ":")) + "\n")


def _exported(span: Mapping[str, Any], version: str) -> dict[str, Any]:
    resource = _attributes({"service.name": "muniment-gateway", "service.version": version})
    scope = {"scope": {"name": _SCOPE, "version": version}, "spans": [span], "schemaUrl": _SCHEMA}
    return {"resourceSpans": [{"resource": {"attributes": resource}, "scopeSpans": [scope], "schemaUrl": _SCHEMA}]}


def _span(call: LoggedCall) -> dict[str, Any]:
    told, outcome = call.decided, call.outcome or {}
    began = _Instant.of(told["at"])
    named = sha256(call.name.encode()).hexdigest()
    error = _error(call)
    operation = _OPERATIONS.get(str(told.get("dialect")), "chat")
    return {
        "traceId": named[:32],
        "spanId": named[32:48],
        "name": f"{operation} {told['model']}" if "model" in told else operation,
        "kind": _INTERNAL if call.result is Result.DENIED or told.get("kind") == "resumed" else _CLIENT,
        "startTimeUnixNano": str(began.nanoseconds),
        "endTimeUnixNano": str(began.later(float(outcome.get("seconds", 0))).nanoseconds),
        "attributes": _attributes(dict(_facts(call, operation, error))),
        "events": list(_events(call)),
        "status": {"code": _ERROR, "message": error} if error else {},
    }


def _facts(call: LoggedCall, operation: str, error: str) -> Iterator[tuple[str, Any]]:
    told, outcome = call.decided, call.outcome or {}
    yield "gen_ai.operation.name", operation
    yield "gen_ai.provider.name", told.get("operator") or ("ourselves" if "operator" in told else None)
    yield "gen_ai.request.model", told.get("sent_as")
    usage = outcome.get("usage") or {}
    yield "gen_ai.usage.input_tokens", usage.get("input_tokens")
    yield "gen_ai.usage.output_tokens", usage.get("output_tokens")
    yield "http.response.status_code", outcome.get("status") or None
    yield "error.type", error
    yield "muniment.decision", call.name
    yield "muniment.result", call.result.value
    yield from ((f"muniment.{key}", told.get(key)) for key in _SAID)
    yield "muniment.rulebook", told.get("rulebook")
    yield "muniment.rules", _rules(told)


def _error(call: LoggedCall) -> str:
    """Return in one word what went wrong; empty where nothing did."""
    if call.result in _FINE:
        return ""
    if call.result is Result.DENIED:
        return str((call.decided.get("denied") or {}).get("code", "denied"))
    return str((call.outcome or {}).get("how", "unknown"))


def _rules(told: Mapping[str, Any]) -> Sequence[str]:
    found = (rule for decision in told.get("decisions") or () for rule in decision.get("rules") or ())
    return tuple(dict.fromkeys(found))


def _events(call: LoggedCall) -> Iterator[dict[str, Any]]:
    """Yield how each held tool was ruled on, and what became of the others when the answer had ended."""
    for ruling in call.rulings:
        yield _ruled(ruling["at"], ruling.get("tool") or {})
    outcome = call.outcome or {}
    seen = {(ruling.get("tool") or {}).get("call_id") for ruling in call.rulings}
    for tool in outcome.get("tools") or ():
        if tool.get("call_id") not in seen:
            yield _ruled(outcome["at"], tool)


def _ruled(at: str, tool: Mapping[str, Any]) -> dict[str, Any]:
    told = {
        "gen_ai.tool.name": tool.get("name"),
        "gen_ai.tool.call.id": tool.get("call_id"),
        "muniment.ruling": tool.get("ruling"),
        "muniment.hold": tool.get("hold"),
    }
    return {
        "timeUnixNano": str(_Instant.of(at).nanoseconds),
        "name": "muniment.tool",
        "attributes": _attributes(told),
    }


def _attributes(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"key": key, "value": _value(value)} for key, value in told.items() if value not in (None, "", ())]


def _value(value: object) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)}
    if isinstance(value, tuple):
        return {"arrayValue": {"values": [_value(each) for each in value]}}
    return {"stringValue": str(value)}
