"""A gateway that is told to read its file anew goes on by all of it or by none of it, and lets go of no call."""

from __future__ import annotations

import http.client
import json
import signal
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from servers.running import HELPDESK, PLANNER, Running, configuration, running
from servers.vendor import Reply, Vendor

if TYPE_CHECKING:
    from pathlib import Path

ASK: Any = {"model": "gpt-5", "messages": [{"role": "user", "content": "hello"}]}
MESSAGE: Any = {"model": "claude-sonnet-5", "max_tokens": 9, "messages": [{"role": "user", "content": "hello"}]}


def told(found: Running, event: str, times: int = 1) -> dict[str, Any]:
    """Wait until the gateway has said `event` so often, and return what it said last."""
    for _ in range(400):
        lines = (found.folder / "events.jsonl").read_text(encoding="utf-8").splitlines()
        said: list[dict[str, Any]] = [each for line in lines if (each := json.loads(line))["event"] == event]
        if len(said) >= times:
            return said[-1]
        time.sleep(0.05)
    pytest.fail(f"never said `{event}`: {lines}")


def reload(found: Running, text: str) -> None:
    (found.folder / "gateway.toml").write_text(text, encoding="utf-8")
    found.process.send_signal(signal.SIGHUP)


def test_who_may_call_changes_while_calls_are_under_way_and_none_is_dropped(tmp_path: Path) -> None:
    slow = Reply(
        headers={"content-type": "application/json"},
        pieces=[(b'{"id":"a","object":"chat.completion","created":1,"model":"gpt-5","choices":[{"index":0,"message":'
                b'{"role":"assistant","content":"late"},"finish_reason":"stop"}]}')],
        delay=4.0,
    )  # fmt: skip
    answers: list[int] = []
    with Vendor() as vendor, running(tmp_path, configuration(vendor)) as found:
        before = (tmp_path / "gateway.toml").read_text(encoding="utf-8")
        vendor.reply = slow
        under_way = threading.Thread(target=lambda: answers.append(found.post("/v1/chat/completions", ASK).status))
        under_way.start()
        while not vendor.seen:
            time.sleep(0.05)
        vendor.reply = None
        kept = http.client.HTTPConnection("127.0.0.1", found.port, timeout=20)
        statuses = [over(kept, HELPDESK)]

        helpdesk = before.index('[[callers]]\nid = "helpdesk"')
        reload(found, before[:helpdesk] + before[before.index("[[routes]]") :])
        said = told(found, "reloaded")

        statuses += [over(kept, HELPDESK), over(kept, PLANNER, "/v1/chat/completions", ASK)]
        reload(found, before)
        told(found, "reloaded", 2)
        statuses.append(over(kept, HELPDESK))
        under_way.join()
        kept.close()
        records = found.records()
        assert found.stop() == 0

    assert answers == [200]
    assert statuses == [200, 401, 200, 200]
    reloaded = [each for each in records if each["kind"] == "reloaded"]
    assert [each["refused"] for each in reloaded] == [[], []]
    assert reloaded[0]["configuration"] == said["configuration"] != reloaded[1]["configuration"]
    assert records[0]["configuration"] == reloaded[1]["configuration"]


def over(line: http.client.HTTPConnection, key: str, path: str = "/v1/messages", body: Any = MESSAGE) -> int:  # noqa: ANN401
    line.request("POST", path, json.dumps(body), {"authorization": f"Bearer {key}", "content-type": "application/json"})
    answer = line.getresponse()
    answer.read()
    return answer.status


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        pytest.param('"PO-1187"', '"PO-1178"', "is not a contract in the estate", id="a contract that is not there"),
        pytest.param("[[routes]]", "[[routes", "gateway.toml", id="no TOML"),
        pytest.param('log = "calls.log"', 'log = "others.log"', "counts from the start", id="another log"),
        pytest.param('admin = "127.0.0.1:0"', 'admin = "127.0.0.1:1"', "counts from the start", id="another address"),
        pytest.param("VENDOR_SECRET", "NO_SUCH_SECRET", "which is not set", id="a secret that is not there"),
    ],
)
def test_a_file_that_is_not_right_is_refused_and_the_old_one_stays(
    tmp_path: Path, before: str, after: str, why: str
) -> None:
    with Vendor() as vendor, running(tmp_path, configuration(vendor)) as found:
        whole = (tmp_path / "gateway.toml").read_text(encoding="utf-8")
        assert before in whole
        reload(found, whole.replace(before, after))
        said = told(found, "reload refused")
        statuses = [found.post("/v1/messages", MESSAGE, HELPDESK).status, found.admin_get("/readyz").status]
        reload(found, whole)
        told(found, "reloaded")
        records = found.records()

    assert statuses == [200, 200]
    assert any(why in each for each in said["problems"]), said
    first, second = (each for each in records if each["kind"] == "reloaded")
    assert (first["refused"], second["refused"]) == (said["problems"], [])
    assert first["configuration"] == records[0]["configuration"]


def test_limits_that_are_read_anew_hold_for_connections_that_were_there_before(tmp_path: Path) -> None:
    large: Any = {**ASK, "messages": [{"role": "user", "content": "x" * 5000}]}
    with Vendor() as vendor, running(tmp_path, configuration(vendor)) as found:
        whole = (tmp_path / "gateway.toml").read_text(encoding="utf-8")
        kept = http.client.HTTPConnection("127.0.0.1", found.port, timeout=20)
        statuses = [over(kept, PLANNER, "/v1/chat/completions", large)]
        reload(found, whole + "\n[limits]\nbody_bytes = 2048\n")
        told(found, "reloaded")
        statuses.append(over(kept, PLANNER, "/v1/chat/completions", large))
        kept.close()

    assert statuses == [200, 413]


def test_under_load_a_reload_drops_nothing(tmp_path: Path) -> None:
    statuses: list[int] = []
    ended = threading.Event()

    def ask(port: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        while not ended.is_set():
            statuses.append(over(line, PLANNER, "/v1/chat/completions", ASK))
        line.close()

    with Vendor() as vendor, running(tmp_path, configuration(vendor)) as found:
        clients = [threading.Thread(target=ask, args=(found.port,)) for _ in range(4)]
        for each in clients:
            each.start()
        whole = (tmp_path / "gateway.toml").read_text(encoding="utf-8")
        for number in range(1, 4):
            reload(found, f"{whole}\n# {number}\n")
            told(found, "reloaded", number)
        ended.set()
        for each in clients:
            each.join()
        assert found.stop() == 0
        kinds = [each["kind"] for each in found.records()]

    assert set(statuses) == {200}
    assert len(statuses) == kinds.count("intent") == kinds.count("outcome") > 20
    assert kinds.count("reloaded") == 3
