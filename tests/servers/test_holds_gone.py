"""Held calls lie on a server that goes away: nothing unapproved leaves, other calls go on, and it heals by itself."""

from __future__ import annotations

import json
import threading
import time
from typing import TYPE_CHECKING, Any

import anthropic
import pytest

from servers import waiting
from servers.desks import Served, browsing, enrol, free_port, sign_in, with_authenticator
from servers.desks import running as desk
from servers.running import HELPDESK, Running
from servers.test_approved_tools import ASK, TOOLS, answered_by, approve, gateway, held, ran
from stores.postgres import Server
from stores.postgres import running as postgres

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from anthropic.types import Message
    from playwright.sync_api import BrowserContext

pytestmark = pytest.mark.full


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with postgres() as started:
        yield started


@pytest.fixture
def browser() -> Iterator[BrowserContext]:
    with browsing() as found:
        yield found


class Asking(threading.Thread):
    """A client that asks for the weather, and waits for whatever comes."""

    def __init__(self, found: Running) -> None:
        super().__init__()
        self._url = found.url
        self.answer: Message | None = None
        self.start()

    def run(self) -> None:
        self.answer = ask(self._url)

    def used(self) -> list[Any]:
        self.join(60)
        assert self.answer is not None
        return used(self.answer)


def ask(url: str) -> Message:
    with anthropic.Anthropic(base_url=url, api_key=HELPDESK, max_retries=0) as client:
        return client.messages.create(model="claude-sonnet-5", max_tokens=100, messages=ASK, tools=TOOLS)


def used(answer: Message) -> list[Any]:
    return [block.input for block in answer.content if block.type == "tool_use"]


def without_tools(found: Running) -> float:
    """Ask without tools, and return how many seconds that took."""
    began = time.monotonic()
    body = {"model": "gpt-5", "messages": [{"role": "user", "content": "hello"}]}
    assert found.post("/v1/chat/completions", body).status == 200
    return time.monotonic() - began


def events(folder: Path) -> list[str]:
    lines = (folder / "events.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["event"] for line in lines if line.startswith("{")]


def until(folder: Path, event: str) -> None:
    waiting.until(lambda: event in events(folder), event)


def test_without_its_server_no_held_tool_leaves_other_calls_go_on_and_all_is_well_when_it_is_back(
    tmp_path: Path, server: Server
) -> None:
    holds = server.new_database()
    with gateway(tmp_path, holds=holds) as found:
        server.stop()
        gone = ask(found.url)
        seconds = without_tools(found)
        listed, checked = ran(tmp_path, "approve", "list"), ran(tmp_path, "gateway", "check")
        until(tmp_path, "holds cannot be reached")
        metrics = found.admin_get("/metrics").raw.decode()
        ready = found.admin_get("/readyz").status
        server.start()
        until(tmp_path, "holds can be reached again")
        client = Asking(found)
        answered_by(tmp_path, "eve", "max").join()
        back = client.used()

    assert used(gone) == []
    assert "cannot keep holds" in gone.model_dump_json()
    assert seconds < 2
    assert "muniment_holds_reachable 0" in metrics
    assert ready == 200
    for ended in (listed, checked):
        assert ended.returncode == 2
        assert "cannot keep holds" in ended.stderr
        assert "is it running, and can it be reached?" in ended.stderr
    assert back == [{"city": "Oslo"}]


def test_a_call_that_is_held_while_the_server_is_gone_for_a_time_leaves_once_people_have_approved_it(
    tmp_path: Path, server: Server
) -> None:
    with gateway(tmp_path, holds=server.new_database()) as found:
        client = Asking(found)
        held(tmp_path)
        server.stop()
        time.sleep(3)
        assert client.is_alive()
        server.start()
        answered_by(tmp_path, "eve", "max").join()
        came = client.used()
    (hold,) = json.loads(approve(tmp_path, "list", "--all", "--json"))["holds"]

    assert came == [{"city": "Oslo"}]
    assert (hold["standing"], hold["approved_by"]) == ("released", ["Eve Holt", "Max Roe"])


def test_a_call_that_was_approved_does_not_leave_while_nobody_can_tell_that_it_was(
    tmp_path: Path, server: Server
) -> None:
    with gateway(tmp_path, seconds=4, holds=server.new_database()) as found:
        client = Asking(found)
        held(tmp_path)
        server.stop()
        came = client.used()
        server.start()
        answered_by(tmp_path, "eve", "max").join()
        again = ask(found.url)

    assert came == []
    assert client.answer is not None
    assert "cannot be looked at now" in client.answer.model_dump_json()
    assert used(again) == [{"city": "Oslo"}]


def test_a_server_that_stands_still_withholds_tools_alone_and_heals_when_it_goes_on(
    tmp_path: Path, server: Server
) -> None:
    with gateway(tmp_path, seconds=1, holds=server.new_database()) as found:
        ask(found.url)
        server.freeze()
        try:
            client = Asking(found)
            seconds = [without_tools(found) for _ in range(20)]
            came = client.used()
        finally:
            server.thaw()
        time.sleep(1.5)
        back = ask(found.url)

    assert came == []
    assert client.answer is not None
    assert "is withheld" in client.answer.model_dump_json()
    assert max(seconds) < 4  # holds are waited for longer
    assert used(back) == []
    assert "waits for approval" in back.model_dump_json()


def test_no_password_of_the_database_is_in_what_is_said(tmp_path: Path, server: Server) -> None:
    (tmp_path / "holds.password").write_text("secret-1\n", encoding="utf-8")
    address = server.new_database() + '"\nholds_password = {file = "holds.password"}\n#"'
    server.stop()
    try:
        with gateway(tmp_path, holds=address.removesuffix('"')) as found:
            ask(found.url)
            until(tmp_path, "holds cannot be reached")
            told = [ran(tmp_path, *words).stderr for words in (("approve", "list"), ("gateway", "check"))]
    finally:
        server.start()
    written = (tmp_path / "events.jsonl").read_text("utf-8") + found.log.read_text("utf-8") + "".join(told)

    assert "cannot keep holds" in written
    assert "secret-1" not in written


def test_a_gateway_stops_in_time_though_the_server_stands_still(tmp_path: Path, server: Server) -> None:
    with gateway(tmp_path, seconds=1, holds=server.new_database()) as found:
        ask(found.url)
        server.freeze()
        try:
            client = Asking(found)
            time.sleep(0.5)
            began = time.monotonic()
            code = found.stop()
            seconds = time.monotonic() - began
        finally:
            server.thaw()
        client.join(60)

    assert code == 0
    assert seconds < 25


def test_the_desk_says_that_holds_cannot_be_read_and_shows_them_when_they_can(
    tmp_path: Path, server: Server, browser: BrowserContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    port = free_port()
    holds = f'{server.new_database()}"\ndesk = "http://localhost:{port}'
    with gateway(tmp_path, seconds=1, holds=holds) as found, desk(tmp_path, port):
        ask(found.url)
        page = with_authenticator(browser)
        served = Served(tmp_path, port)
        enrol(page, served, "Ann Lee")
        sign_in(page, served)
        server.stop()
        gone = page.goto(served.origin)
        told = page.inner_text("main")
        server.start()
        for _ in range(40):  # the server takes a moment until it answers
            page.click("main a")
            if page.query_selector("#rows a") is not None:
                break
            page.wait_for_timeout(500)
        shown = page.query_selector("#rows a")

    assert gone is not None
    assert gone.status == 503
    assert "cannot keep holds" in told
    assert shown is not None
