"""Calls that a gateway recorded are evidence of use."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from muniment.domain.call_usage import CalledModel, CallUsage, Used
from muniment.domain.evidence import Identifier, NotUnderstood, Observation, Rung
from muniment.domain.technology import IdentifierKind
from muniment.readers.observed_calls import read, wants
from muniment.readers.registry import reader_for
from muniment.render.gateway.usage import usage_value

CALLED = CalledModel(
    contract="W1",
    system="tool",
    vendor="northwind",
    operator="northwind",
    model="Claude-Sonnet-5",
    host="api.northwind.example:443",
)
DAY = datetime(2026, 9, 1, tzinfo=UTC)


def written(calls: int = 1234) -> str:
    used = Used(called=CALLED, calls=calls, unknown=0, moved=0, first=DAY, last=DAY, taken=5, given=6)
    usage = CallUsage(used=(used,), denied=0, not_sent=0, head="h", lines=3)
    return json.dumps(usage_value(usage), indent=2)


def test_the_model_and_the_host_are_seen_as_observed_with_their_line() -> None:
    text = written()

    model, host = read("gateway-usage.json", text)

    assert isinstance(model, Observation)
    assert isinstance(host, Observation)
    assert model.identifier == Identifier(IdentifierKind.MODEL, "claude-sonnet-5")
    assert host.identifier == Identifier(IdentifierKind.HOST, "api.northwind.example")
    assert {model.rung, host.rung} == {Rung.OBSERVED}
    assert text.split("\n")[model.line - 1].strip() == '"model": "Claude-Sonnet-5",'
    assert model.excerpt == "1,234 calls of Claude-Sonnet-5, 2026-09-01 to 2026-09-01"


def test_it_is_read_by_its_name_wherever_it_lies() -> None:
    assert reader_for("services/planner/gateway-usage.json") is not None
    assert wants("gateway-usage.json")
    assert not wants("usage.json")


def test_no_calls_are_no_use() -> None:
    assert list(read("gateway-usage.json", written(calls=0))) == []


def test_what_is_no_such_account_is_not_understood_and_never_clean() -> None:
    for text in ("", "[]", "{}", '{"format": "other/1"}', '{"format": "muniment.gateway-usage/1", "used": [1]}'):
        (found,) = read("gateway-usage.json", text)

        assert isinstance(found, NotUnderstood), text
        assert not found.harmless
