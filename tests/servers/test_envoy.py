"""The gateway behind a real Envoy, by the files that docs/gateway-envoy.md shows."""

from __future__ import annotations

import json
import threading
import time
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import openai
import pytest

from muniment.signers.file_key import generate
from servers.behind_envoy import FRONT, behind_a_front, chat, last, outcome, shown
from servers.envoys import ask
from servers.envoys import checked as checked_by_envoy
from servers.envoys import running as envoy
from servers.names import certificate_for
from servers.running import PLANNER, Running, configuration, running
from servers.vendor import Vendor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def vendor() -> Iterator[Vendor]:
    with Vendor() as found:
        yield found


@pytest.fixture(autouse=True)
def _usual(vendor: Vendor) -> None:
    vendor.reply = None
    vendor.seen.clear()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("front")


@pytest.fixture(scope="module")
def gateway(vendor: Vendor, folder: Path) -> Iterator[Running]:
    yield from behind_a_front(vendor, folder)


@pytest.fixture(scope="module")
def deciding(gateway: Running, vendor: Vendor, folder: Path) -> Iterator[str]:
    """Return where an Envoy takes calls that asks the gateway."""
    assert gateway.process.poll() is None
    with envoy(shown("envoy-decisions", folder, vendor), folder) as found:
        yield found.at("calls")


@pytest.mark.parametrize("name", ["envoy-decisions", "envoy-certificates"])
def test_envoy_takes_the_files_of_the_page(name: str, vendor: Vendor, tmp_path: Path) -> None:
    pem = certificate_for("server", tmp_path)
    for file in ("server.pem", "server.key", "clients.pem"):
        (tmp_path / file).write_bytes(pem.read_bytes())

    ended = checked_by_envoy(shown(name, tmp_path, vendor), tmp_path)

    assert ended.returncode == 0, ended.stderr


@pytest.mark.full
def test_a_permitted_call_passes_as_it_came_and_its_record_is_there_first(
    gateway: Running, deciding: str, vendor: Vendor
) -> None:
    status, answer = chat(deciding, store=False)

    (seen,) = vendor.seen
    intent = last(gateway, "intent")
    assert (status, answer["object"]) == (200, "chat.completion")
    assert intent["sent"] == {"bytes": len(seen.raw), "sha256": sha256(seen.raw).hexdigest()}
    assert seen.headers["muniment-decision"] == intent["call"]
    assert outcome(gateway, intent["call"])["how"] == "handed-on"


@pytest.mark.full
def test_the_vendors_own_library_streams_through_and_is_refused_in_words_that_it_understands(
    deciding: str, vendor: Vendor
) -> None:
    client = openai.OpenAI(base_url=f"http://{deciding}/v1", api_key=PLANNER, max_retries=2)
    asked: list[Any] = [{"role": "user", "content": "hi"}]

    pieces = list(client.chat.completions.create(model="gpt-5", messages=asked, stream=True, store=False))
    with pytest.raises(openai.PermissionDeniedError) as refused:
        client.chat.completions.create(model="deep", messages=asked, store=False)

    assert "".join(piece.choices[0].delta.content or "" for piece in pieces if piece.choices)
    assert refused.value.code == "ndaa26-1532"
    assert len(vendor.seen) == 1


@pytest.mark.full
def test_the_vendor_sees_its_own_credential_and_nothing_that_is_the_clients(deciding: str, vendor: Vendor) -> None:
    chat(deciding, store=False)

    (seen,) = vendor.seen
    assert seen.headers["authorization"] == "Bearer sk-vendor"
    assert "x-of-the-client" not in seen.headers
    assert PLANNER not in str(seen.headers)


@pytest.mark.full
def test_a_prohibited_call_ends_in_403_with_its_citation_and_reaches_nobody(
    gateway: Running, deciding: str, vendor: Vendor
) -> None:
    status, answer = chat(deciding, "deep", store=False)

    error = answer["error"]
    assert (status, error["code"]) == (403, "ndaa26-1532")
    assert error["citations"]
    assert error["decision_id"] == last(gateway, "denied")["call"]
    assert vendor.seen == []


@pytest.mark.full
def test_nobody_is_refused_and_reaches_nobody(deciding: str, vendor: Vendor) -> None:
    status, _ = chat(deciding, key="mk-unknown", store=False)

    assert (status, vendor.seen) == (401, [])


@pytest.mark.full
@pytest.mark.parametrize(
    ("headers", "path"),
    [
        pytest.param({"muniment-route": "open"}, "/v1/unknown", id="a path that is not served"),
        pytest.param({"muniment-route": "open"}, "/v1/models", id="a list that Envoy would send on"),
        pytest.param({"muniment-route": "open"}, "/other", id="a path of no route"),
    ],
)
def test_what_is_not_decided_goes_nowhere_whatever_route_a_client_names(
    headers: dict[str, str], path: str, deciding: str, vendor: Vendor
) -> None:
    known = {"authorization": f"Bearer {PLANNER}", **headers}

    status, _ = ask(deciding, path, headers=known)

    assert (status, vendor.seen) == (403, [])


@pytest.mark.full
def test_a_call_whose_route_envoy_does_not_know_goes_nowhere(deciding: str, vendor: Vendor) -> None:
    status, _ = chat(deciding, "mistral-large", store=False)

    assert (status, vendor.seen) == (404, [])


@pytest.mark.full
def test_what_the_gateway_would_have_changed_is_not_let_through(deciding: str, vendor: Vendor) -> None:
    raw = b'{"model": "gpt-5", "input": "hi"}'
    known = {"authorization": f"Bearer {PLANNER}", "content-type": "application/json"}

    status, answer = ask(deciding, "/v1/responses", method="POST", body=raw, headers=known)

    assert (status, json.loads(answer)["error"]["code"], vendor.seen) == (403, "must_be_changed", [])


RULES = """
[approvals]
holds = "holds.sqlite"
trust = "approvers.toml"
token_key = "release.pem"
untagged = "withhold"

[[effects]]
id = "valve"
title = "moving a valve"
approvals = 1
term = "openai-dow-classified/autonomous"

[[tools]]
name = "set_valve"
server = "mcp://plant"
does = "Opens or closes a valve."
effect = "valve"
"""


@pytest.mark.full
def test_where_tools_are_ruled_on_a_call_that_offers_any_does_not_go_past_the_gateway(
    vendor: Vendor, tmp_path: Path
) -> None:
    for name in ("eve", "release"):
        generate(tmp_path / f"{name}.pem")
    people = '[[keys]]\nfile = "eve.pem.pub"\nperson = "Eve Holt"\nroles = ["approver"]\n'
    (tmp_path / "approvers.toml").write_text(people, encoding="utf-8")
    config = configuration(vendor, more=RULES).replace("[listen]", f"{FRONT}\n[listen]")
    tools = [{"type": "function", "function": {"name": "set_valve", "parameters": {"type": "object"}}}]
    with running(tmp_path, config), envoy(shown("envoy-decisions", tmp_path, vendor), tmp_path) as proxy:
        without, _ = chat(proxy.at("calls"), store=False)
        status, answer = chat(proxy.at("calls"), store=False, tools=tools)

    assert (without, status, answer["error"]["code"]) == (200, 403, "answer_goes_past")
    assert len(vendor.seen) == 1


@pytest.mark.full
def test_with_the_gateway_gone_a_client_is_told_403_and_nothing_passes(vendor: Vendor, tmp_path: Path) -> None:
    config = configuration(vendor).replace("[listen]", f"{FRONT}\n[listen]")
    with running(tmp_path, config) as alone, envoy(shown("envoy-decisions", tmp_path, vendor), tmp_path) as proxy:
        address = proxy.at("calls")
        before = chat(address, store=False)[0]
        alone.kill()
        after = chat(address, store=False)[0]

    assert (before, after, len(vendor.seen)) == (200, 403, 1)


@pytest.mark.full
def test_with_the_gateway_killed_under_load_no_call_passed_that_was_not_recorded(
    vendor: Vendor, tmp_path: Path
) -> None:
    config = configuration(vendor).replace("[listen]", f"{FRONT}\n[listen]")
    with running(tmp_path, config) as alone, envoy(shown("envoy-decisions", tmp_path, vendor), tmp_path) as proxy:
        address = proxy.at("calls")
        statuses: list[int] = []
        clients = [threading.Thread(target=lambda: statuses.extend(chat(address, store=False)[0] for _ in range(40)))
                   for _ in range(8)]  # fmt: skip
        for client in clients:
            client.start()
        ends = time.monotonic() + 60
        while len(vendor.seen) < 40 and time.monotonic() < ends:
            time.sleep(0.01)
        alone.kill()
        for client in clients:
            client.join()
        recorded = {record["call"] for record in alone.records() if record["kind"] == "intent"}

    passed = [seen.headers["muniment-decision"] for seen in vendor.seen]
    assert set(statuses) == {200, 403}
    assert len(passed) == len(set(passed)) == statuses.count(200)
    assert set(passed) <= recorded
