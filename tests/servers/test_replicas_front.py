"""Two gateways behind one Envoy, with their holds on one server: what one of them holds, people answer at the other."""

from __future__ import annotations

import json
import shutil
import threading
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import anthropic
import pytest
import yaml

from docs.pages import DOCS, blocks
from muniment.cli.main import exit_code
from muniment.signers.file_key import generate
from servers.desks import Served, answer, browsing, enrol, free_port, sign_in, with_authenticator
from servers.desks import running as desk
from servers.envoys import running as envoy
from servers.running import HELPDESK, Running, configuration, running
from servers.test_approved_tools import ASK, PEOPLE, RULES, TOOLS, approve, held
from servers.test_holds_gone import used
from servers.test_replicas import peers
from servers.vendor import Vendor
from servers.waiting import until
from stores.postgres import running as postgres

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from anthropic.types import Message
    from playwright.sync_api import BrowserContext

pytestmark = pytest.mark.full
NAMES = ("gateway-a", "gateway-b")


@pytest.fixture(autouse=True)
def _real_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@dataclass
class Site:
    """Two gateways by one file, the address at which clients reach either, and the port of the desk."""

    folder: Path
    front: str
    desk: int
    gateways: tuple[Running, Running]

    def ask(self, url: str = "") -> Message:
        with anthropic.Anthropic(base_url=url or self.front, api_key=HELPDESK, max_retries=0) as client:
            return client.messages.create(model="claude-sonnet-5", max_tokens=100, messages=ASK, tools=TOOLS)


@contextmanager
def site(folder: Path, *, seconds: int = 60) -> Iterator[Site]:
    port = free_port()
    for name in NAMES:
        (folder / name).mkdir()
        generate(folder / name / "replica.pem")
    for name in ("eve", "max", "release"):
        generate(folder / NAMES[0] / f"{name}.pem")
    for name in NAMES:
        (folder / name / "approvers.toml").write_text(PEOPLE)
        for each in NAMES:
            shutil.copy(folder / each / "replica.pem.pub", folder / name / f"{each}.pub")
        for file in ("eve.pem", "eve.pem.pub", "max.pem", "max.pem.pub", "release.pem"):
            if name != NAMES[0]:
                shutil.copy(folder / NAMES[0] / file, folder / name / file)
    with ExitStack() as running_now:
        vendor = running_now.enter_context(Vendor())
        server = running_now.enter_context(postgres())
        rules = RULES.format(seconds=seconds, holds=server.new_database())
        rules = rules.replace("[approvals]", f'[approvals]\ndesk = "http://localhost:{port}"')
        keys = ", ".join(f'{name} = "{name}.pub"' for name in NAMES)
        replicas = f'[replicas]\nkey = "replica.pem"\nseconds = 1\nkeys = {{{keys}}}\n'
        config = configuration(vendor, more=replicas + rules)
        a, b = (running_now.enter_context(running(folder / name, config)) for name in NAMES)
        front = running_now.enter_context(envoy(shown(a, b), folder))
        yield Site(folder=folder, front=f"http://{front.at('calls')}", desk=port, gateways=(a, b))


def shown(a: Running, b: Running) -> dict[str, Any]:
    """Return the file of the page, with the places of this test."""
    (text,) = (each for each in blocks(DOCS / "gateway-replicas.md", "yaml") if "envoy-replicas" in each)
    text = text.replace("address: 0.0.0.0, port_value: 8700", "address: 127.0.0.1, port_value: 0")
    for name, found in zip(NAMES, (a, b), strict=True):
        text = text.replace(f"{name}.example, port_value: 8700", f"127.0.0.1, port_value: {found.port}")
    value: dict[str, Any] = yaml.safe_load(text)
    return value


@pytest.fixture
def browser() -> Iterator[BrowserContext]:
    with browsing() as found:
        yield found


def rulings(found: Running) -> list[str]:
    return [each["tool"]["ruling"] for each in found.records() if each["kind"] == "ruling"]


def test_a_call_that_one_replica_holds_is_approved_at_the_desk_of_the_other_and_released_once(
    tmp_path: Path, browser: BrowserContext
) -> None:
    answers: list[Message] = []
    with site(tmp_path) as found:
        a, b = found.gateways
        client = threading.Thread(target=lambda: answers.append(found.ask(a.url)))
        with desk(b.folder, found.desk):
            page = with_authenticator(browser)
            served = Served(b.folder, found.desk)
            enrol(page, served, "Ann Lee")
            for file in (
                "approvers.toml",
                *(each.name for each in b.folder.glob("*.pub") if "ann" in each.name.lower()),
            ):
                shutil.copy(b.folder / file, a.folder / file)
            client.start()
            hold = held(b.folder)["hold"]["id"]
            sign_in(page, served)
            page.click("#rows a")
            answer(page, "seen at the desk of b")
            key = str(b.folder / "eve.pem")
            approve(b.folder, "approve", hold, "--key", key, "--reason", "seen", "--yes")
            client.join(60)
        logged = rulings(a), rulings(b)
        (told,) = json.loads(approve(b.folder, "list", "--all", "--json"))["holds"]
        again = exit_code(["approve", "release", hold, "--config", str(b.folder / "gateway.toml")])

    assert [used(each) for each in answers] == [[{"city": "Oslo"}]]
    assert (told["standing"], told["approved_by"]) == ("released", ["Ann Lee", "Eve Holt"])
    assert logged == (["release"], [])
    assert again == 1


def test_asked_for_again_at_another_replica_an_approved_call_leaves_there_and_nowhere_else(tmp_path: Path) -> None:
    with site(tmp_path, seconds=1) as found:
        a, b = found.gateways
        first = found.ask(a.url)
        hold = held(a.folder)["hold"]["id"]
        for person in ("eve", "max"):
            key = str(b.folder / f"{person}.pem")
            approve(b.folder, "approve", hold, "--key", key, "--reason", "seen", "--yes")
        both: list[Message] = []
        clients = [threading.Thread(target=lambda url=url: both.append(found.ask(url))) for url in (a.url, b.url)]
        for client in clients:
            client.start()
        for client in clients:
            client.join(60)
        logged = rulings(a) + rulings(b)

    assert used(first) == []
    assert sorted(len(used(each)) for each in both) == [0, 1]
    assert logged.count("release") == 1


def test_with_one_replica_killed_calls_go_on_through_the_front_and_no_line_of_it_is_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with site(tmp_path, seconds=1) as found:
        a, b = found.gateways
        for _ in range(6):
            found.ask()
        until(
            lambda: all(lines > 1 for each in (a, b) for _, lines in peers(each)[-1:] or [("", 0)]),
            "a checkpoint of the other",
        )
        a.kill()
        after = [found.ask() for _ in range(6)]
        kinds = [{each["kind"] for each in one.records()} for one in (a, b)]
    capsys.readouterr()
    logs = [str(each.log) for each in (a, b)]
    keys = [word for name in NAMES for word in ("--key", name, str(tmp_path / name / "replica.pem.pub"))]
    code = exit_code(["gateway", "replicas", *logs, *keys])
    shown_ = capsys.readouterr().out
    a.log.write_bytes(b"".join(a.log.read_bytes().splitlines(keepends=True)[:1]))
    cut = exit_code(["gateway", "replicas", *logs, *keys])

    assert len(after) == 6
    assert all({"intent", "peer"} <= each for each in kinds)
    assert (code, cut) == (0, 1), shown_
