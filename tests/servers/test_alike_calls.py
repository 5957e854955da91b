"""A way that was open to a call is kept for others: that must never be seen in what becomes of a call."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import product
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from muniment.app.gateway.calls import Request, Sending
from muniment.app.gateway.ways import Ways
from muniment.app.watch import Watch
from muniment.wiring.gateway import load
from servers.running import ESTATE, HELPDESK, PLANNER, configuration

if TYPE_CHECKING:
    from muniment.app.gateway import Gateway
    from servers.vendor import Vendor

ASK = [{"role": "user", "content": "hi"}]
PATHS: dict[str, dict[str, Any]] = {
    "/v1/chat/completions": {"messages": ASK},
    "/v1/responses": {"input": "hi"},
    "/v1/messages": {"messages": ASK, "max_tokens": 16},
    "/v1/messages/count_tokens": {"messages": ASK},
}
MODELS = ("gpt-5", "deep", "claude-sonnet-5", "mistral-large", "unheard-of")
HEADERS: dict[str, dict[str, str]] = {
    "none": {},
    "a version": {"anthropic-version": "2023-06-01"},
    "a later version": {"anthropic-version": "2024-10-22"},
    "no version": {"anthropic-version": "latest"},
    "a beta": {"anthropic-beta": "tools-2026"},
    "a beta that is not listed": {"anthropic-beta": "other"},
    "a purpose": {"muniment-purpose": "performance"},
    "another purpose": {"muniment-purpose": "internal"},
}
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC).timestamp()
DAY = 86_400


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Gateway:
    folder = tmp_path_factory.mktemp("alike")
    vendor = cast("Vendor", SimpleNamespace(url="http://127.0.0.1:9"))
    model = '  [[routes.models]]\n  name = "claude-sonnet-5"'
    text = configuration(vendor).replace(model, f'  [routes.allow]\n  betas = ["tools-2026"]\n\n{model}', 1)
    text = text.replace('system = "helpdesk"', 'system = "helpdesk"\npurposes = ["performance", "internal"]', 1)
    text = text.replace('system = "planner"', 'system = "planner"\npurposes = ["performance"]', 1)
    estate = ESTATE.replace('purposes = ["deliverable"]', 'purposes = ["internal", "performance"]', 1)
    (folder / "muniment.toml").write_text(estate, encoding="utf-8")
    (folder / "gateway.toml").write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("VENDOR_SECRET", "s")
        found = load(folder / "gateway.toml").gateway
    found._name_call = lambda: "one-name-for-all"
    return found


def becomes(gateway: Gateway, path: str, model: str, key: str, headers: str, days: int) -> dict[str, Any]:
    """Return all that becomes of a call that comes by a connection of its own."""
    asked = Request(method="POST", path=path, headers={"authorization": f"Bearer {key}", **HEADERS[headers]})
    body = json.dumps({"model": model, **PATHS[path]}).encode()
    found = gateway.admit(asked, body, NOON + days * DAY)
    told: dict[str, Any] = {"record": json.loads(found.record or b"{}"), "body": found.body}
    if isinstance(found, Sending):
        way = found.way
        told |= {"to": way.path, "with": way.headers, "labels": way.labels, "route": way.setup.route.id}
        told |= {"for": way.known.caller.id, "purpose": way.purpose, "authority": way.authority}
    return told


def test_what_becomes_of_a_call_does_not_rest_on_calls_that_came_by_other_connections(gateway: Gateway) -> None:
    calls = [*product(PATHS, MODELS, (PLANNER, HELPDESK), HEADERS)]
    remembering, alone = [], []

    for day in range(2):
        remembering += [becomes(gateway, *call, day) for call in calls]
    gateway._watch = Watch()
    for day in range(2):
        for call in calls:
            gateway._ways = Ways()
            alone.append(becomes(gateway, *call, day))

    assert remembering == alone
    assert len({each.get("to") for each in alone}) == len(PATHS) + 1


def test_a_way_is_kept_for_one_day_and_one_caller(gateway: Gateway) -> None:
    gateway._watch, gateway._ways = Watch(), Ways()
    ask = ("/v1/chat/completions", "mistral-large")

    found = [becomes(gateway, *ask, key, "none", 0) for key in (PLANNER, HELPDESK)]
    later = becomes(gateway, *ask, PLANNER, "none", 1)

    assert [each["record"]["caller"] for each in found] == ["planner", "helpdesk"]
    assert found[0]["record"]["as_of"] == "2026-11-26"
    assert (later["record"]["kind"], later["record"]["as_of"]) == ("intent", "2026-11-27")
