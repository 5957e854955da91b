"""Where and by whom a model may be called holds for every call, not only for the tools that its answer asks for."""

from __future__ import annotations

import json
import os
import socket
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from muniment.signers.file_key import generate
from servers.running import HELPDESK, PLANNER, PROGRAM, Running, configuration, received, running
from servers.vendor import Vendor

if TYPE_CHECKING:
    from collections.abc import Iterator

CHAT, MESSAGES = "/v1/chat/completions", "/v1/messages"
ASK: dict[str, Any] = {"messages": [{"role": "user", "content": "hi"}]}
RULES = """
[front]
decisions = "decisions.sock"

[approvals]
holds = "holds.sqlite"
trust = "approvers.toml"
token_key = "release.pem"
untagged = "withhold"

[[places]]
id = "cloud-only"
vendors = ["openai"]
deployments = ["cloud"]
term = "openai-dow-classified/cloud-only"

[[places]]
id = "cleared-staff"
vendors = ["mistral"]
users = ["Eve Holt"]
says = "This model is for cleared staff."
by = "Site order 7"

[[places]]
id = "tools-alone"
tools = ["*"]
networks = ["classified"]
says = "Tools are for one network."
by = "Site order 8"

[[replacements]]
model = "claude-sonnet-5"
by = "mistral-large"
dialect = "chat"
max_tokens = 16
"""
TRUST = '[[keys]]\nfile = "eve.pem.pub"\nperson = "Eve Holt"\nroles = ["approver"]\n'
EDGE = """
  [[routes.models]]
  name = "gpt-5-edge"
  maker = "openai"
  deployment = "edge"

  [[routes.models]]
  name = "gpt-5-cloud"
  maker = "openai"
  deployment = "cloud"
"""


@pytest.fixture(scope="module")
def vendor() -> Iterator[Vendor]:
    with Vendor() as found:
        yield found


@pytest.fixture(scope="module")
def gateway(vendor: Vendor, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("places")
    for name in ("eve", "release"):
        generate(folder / f"{name}.pem")
    (folder / "approvers.toml").write_text(TRUST)
    with running(folder, configuration(vendor, more=RULES, routes=EDGE)) as found:
        yield found


@pytest.fixture(autouse=True)
def _unasked(vendor: Vendor) -> None:
    vendor.seen.clear()


@pytest.mark.parametrize(
    ("model", "why"),
    [
        ("gpt-5-edge", "the deployment is `edge`, and must be `cloud`"),
        ("gpt-5", "the deployment is not known, and must be `cloud`"),
    ],
)
def test_a_model_is_not_called_out_of_its_place(gateway: Running, vendor: Vendor, model: str, why: str) -> None:
    answer = gateway.post(CHAT, {**ASK, "model": model})

    error = answer.body["error"]
    assert (answer.status, error["code"], error["rules"]) == (403, "cloud-only", ["cloud-only"])
    assert f"`cloud-only`: {why} [" in error["message"]
    assert "as told by" in error["message"]
    assert vendor.seen == []
    assert gateway.records()[-1]["denied"]["code"] == "cloud-only"


def test_a_model_is_called_in_its_place_and_a_rule_on_tools_does_not_bear_on_it(
    gateway: Running, vendor: Vendor
) -> None:
    answer = gateway.post(CHAT, {**ASK, "model": "gpt-5-cloud"})

    assert answer.status == 200
    assert len(vendor.seen) == 1


def test_nobody_known_is_none_of_the_users_that_a_place_asks_for(gateway: Running, vendor: Vendor) -> None:
    answer = gateway.post(CHAT, {**ASK, "model": "mistral-large"}, HELPDESK)

    assert (answer.status, answer.body["error"]["code"]) == (403, "cleared-staff")
    assert "the user is not known, and must be `Eve Holt`" in answer.body["error"]["message"]
    assert "Site order 7" in answer.body["error"]["message"]
    assert vendor.seen == []


def test_what_takes_the_place_of_a_model_is_held_to_its_own_place(gateway: Running, vendor: Vendor) -> None:
    answer = gateway.post(MESSAGES, {**ASK, "model": "claude-sonnet-5", "max_tokens": 16}, PLANNER)

    assert answer.status == 403
    assert "cleared-staff" in answer.body["error"]["rules"]
    assert "may not be used either: use of `mistral-large`" in answer.body["error"]["message"]
    assert vendor.seen == []


@pytest.mark.parametrize(("model", "status"), [("gpt-5-edge", b"403"), ("gpt-5-cloud", b"200")])
def test_a_call_that_a_proxy_sends_on_itself_is_held_to_its_place(gateway: Running, model: str, status: bytes) -> None:
    body = json.dumps({**ASK, "model": model}).encode()
    head = f"POST {CHAT} HTTP/1.1\r\nhost: gateway\r\nauthorization: Bearer {PLANNER}\r\nconnection: close\r\n"
    head += f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"

    with socket.socket(socket.AF_UNIX) as proxy:
        proxy.settimeout(20)
        proxy.connect(str(gateway.folder / "decisions.sock"))
        proxy.sendall(head.encode() + body)
        answer = received(proxy)

    assert answer.startswith(b"HTTP/1.1 " + status)
    assert (b'"code": "cloud-only"' in answer) is (status == b"403")


def test_models_out_of_place_are_not_listed(gateway: Running) -> None:
    listed = {each["id"] for each in gateway.get("/v1/models").body["data"]}

    assert listed == {"gpt-5-cloud"}


def test_the_check_tells_what_is_out_of_place(gateway: Running) -> None:
    ended = subprocess.run(
        [*PROGRAM, "gateway", "check", "--config", str(gateway.folder / "gateway.toml"), "--json"],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "VENDOR_SECRET": "sk-vendor"},
    )

    assert ended.returncode == 0, ended.stderr
    told = [each for each in json.loads(ended.stdout)["permissions"] if each["caller"] == "planner"]
    (edge,) = (each for each in told if each["model"] == "gpt-5-edge")
    assert (edge["outcome"], edge["rules"]) == ("out-of-place", ["cloud-only"])
    assert "must be `cloud`" in edge["denied_because"]
