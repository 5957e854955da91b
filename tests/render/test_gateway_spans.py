"""Calls as spans of OpenTelemetry: what they say, and that a program of OpenTelemetry reads them."""

from __future__ import annotations

import json
import subprocess
import sys
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest

from muniment.app.gateway.call_history import calls_in
from muniment.render.gateway.spans import write_spans

if TYPE_CHECKING:
    from pathlib import Path

OPENED = {"kind": "opened", "at": "2026-11-26T12:00:00.000+00:00", "version": "9.9"}
DECIDED = {
    "kind": "intent",
    "call": "c1",
    "at": "2026-11-26T12:00:01.500+00:00",
    "caller": "planner",
    "contract": "C-1",
    "network": "",
    "dialect": "messages",
    "model": "gale",
    "sent_as": "gale-1",
    "maker": "northwind",
    "operator": None,
    "route": "own",
    "rulebook": "sha256:00",
    "outcome": "permitted",
    "decisions": [{"rules": ["rule-a", "rule-b"]}, {"rules": ["rule-a"]}],
}
TOOL = {"call_id": "t1", "name": "look_up", "ruling": "release", "hold": ""}
ENDED = {
    "kind": "outcome",
    "call": "c1",
    "at": "2026-11-26T12:00:03.000+00:00",
    "how": "complete",
    "status": 200,
    "usage": {"input_tokens": 7, "output_tokens": 0},
    "tools": [TOOL],
    "seconds": 1.25,
}
RULED = {"kind": "ruling", "call": "c1", "at": "2026-11-26T12:00:02.000+00:00", "tool": TOOL}
DENIED = {**DECIDED, "kind": "denied", "call": "c2", "denied": {"code": "ndaa26-1532", "message": "no"}}


def written(*records: dict[str, Any]) -> str:
    out = StringIO()
    write_spans(calls_in(json.dumps(record).encode() for record in (OPENED, *records)), out)
    return out.getvalue()


def spans(*records: dict[str, Any]) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in written(*records).splitlines()]
    return [line["resourceSpans"][0]["scopeSpans"][0]["spans"][0] for line in lines]


def said(span: dict[str, Any]) -> dict[str, Any]:
    return {each["key"]: next(iter(each["value"].values())) for each in span["attributes"]}


def test_a_call_is_a_span_as_long_as_it_took_and_named_by_the_conventions() -> None:
    (span,) = spans(DECIDED, ENDED)

    told = said(span)
    assert (span["name"], span["kind"], span["status"]) == ("chat gale", 3, {})
    assert int(span["endTimeUnixNano"]) - int(span["startTimeUnixNano"]) == 1_250_000_000
    assert told["gen_ai.operation.name"] == "chat"
    assert told["gen_ai.provider.name"] == "ourselves"
    assert (told["gen_ai.request.model"], told["http.response.status_code"]) == ("gale-1", "200")
    assert (told["gen_ai.usage.input_tokens"], told["gen_ai.usage.output_tokens"]) == ("7", "0")
    assert [each["stringValue"] for each in told["muniment.rules"]["values"]] == ["rule-a", "rule-b"]
    assert "muniment.network" not in told


def test_a_denied_call_is_an_error_that_never_left() -> None:
    (span,) = spans(DENIED)

    assert (span["kind"], span["status"]) == (1, {"code": 2, "message": "ndaa26-1532"})
    assert said(span)["error.type"] == "ndaa26-1532"


@pytest.mark.parametrize(
    ("records", "error"),
    [
        pytest.param((DECIDED,), "unknown", id="nobody knows what came of it"),
        pytest.param((DECIDED, {**ENDED, "how": "cut"}), "cut", id="broken off"),
        pytest.param((DECIDED, {**ENDED, "how": "handed-on"}), "", id="handed on"),
    ],
)
def test_what_is_no_whole_answer_is_told_so(records: tuple[dict[str, Any], ...], error: str) -> None:
    (span,) = spans(*records)

    assert span["status"].get("message", "") == error


def test_each_tool_is_an_event_once_when_it_was_ruled_on() -> None:
    (ruled,), (at_the_end,) = spans(DECIDED, RULED, ENDED), spans(DECIDED, ENDED)

    after = [int(event["timeUnixNano"]) - int(ruled["startTimeUnixNano"]) for event in ruled["events"]]
    assert after == [500_000_000]
    assert [event["name"] for event in at_the_end["events"]] == ["muniment.tool"]


def test_one_call_is_always_the_same_span() -> None:
    assert written(DECIDED, ENDED) == written(DECIDED, ENDED)


READ = """
import base64, json, sys
from google.protobuf.json_format import Parse
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
for line in sys.stdin:
    told = json.loads(line)
    for span in told["resourceSpans"][0]["scopeSpans"][0]["spans"]:
        for key, size in (("traceId", 16), ("spanId", 8)):
            raw = bytes.fromhex(span[key])
            assert len(raw) == size and any(raw)
            span[key] = base64.b64encode(raw).decode()
    read = Parse(json.dumps(told), ExportTraceServiceRequest())
    print(read.resource_spans[0].scope_spans[0].spans[0].name)
"""


@pytest.mark.full
def test_the_definition_of_opentelemetry_reads_every_line(tmp_path: Path) -> None:
    install = ["-m", "pip", "install", "--quiet", "--target", str(tmp_path), "opentelemetry-proto==1.45.2"]
    subprocess.run([sys.executable, *install], check=True, capture_output=True)

    ended = subprocess.run(
        [sys.executable, "-c", READ],
        input=written(DECIDED, RULED, ENDED, DENIED),
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.splitlines() == ["chat gale", "chat gale"]
