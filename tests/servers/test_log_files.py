"""The log of calls of a gateway that serves for years lies in several files, and is one log for whoever reads it."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from typing import TYPE_CHECKING, Any

from muniment.stores.call_segments import CallLogFile, closed_segments
from servers.running import PROGRAM, configuration, running
from servers.test_failures import ASK, CHAT, flood
from servers.test_reload import reload, told
from servers.test_replicas import compared, until_seen
from servers.test_replicas import shared as replicas
from servers.vendor import Vendor

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

SMALL = "\n[limits]\nlog_bytes = 4096\n"


def lines(log: Path) -> list[dict[str, Any]]:
    return [json.loads(entry.line) for entry in CallLogFile(log).entries()]


def cli(folder: Path, *words: str) -> str:
    return subprocess.run([*PROGRAM, *words], capture_output=True, text=True, check=True, cwd=folder).stdout


def test_a_gateway_that_is_killed_again_and_again_under_load_has_recorded_all_in_files_that_follow_from_each_other(
    tmp_path: Path,
) -> None:
    with Vendor() as vendor:
        for _ in range(4):
            stop = threading.Event()
            with running(tmp_path, configuration(vendor) + SMALL) as gateway:
                threads = flood(gateway, 8, stop)
                time.sleep(0.5)
                gateway.kill()
                stop.set()
                for thread in threads:
                    thread.join(20)
        seen = len(vendor.seen)

    recorded = sum(each["kind"] == "intent" for each in lines(tmp_path / "calls.log"))
    assert seen > 20
    assert recorded >= seen
    assert len(closed_segments(tmp_path / "calls.log")) > 4


def test_log_usage_and_metrics_tell_of_all_files_and_say_from_where_it_was_read(tmp_path: Path) -> None:
    with Vendor() as vendor, running(tmp_path, configuration(vendor)) as gateway:
        assert [gateway.post(CHAT, ASK).status for _ in range(6)] == [200] * 6
        assert closed_segments(gateway.log) == []
        reload(gateway, configuration(vendor) + SMALL)
        told(gateway, "reloaded")
        assert [gateway.post(CHAT, ASK).status for _ in range(12)] == [200] * 12
        said = told(gateway, "log goes on in another file", 2)
        metrics = gateway.admin_get("/metrics").raw.decode()
        closed = closed_segments(gateway.log)
        assert gateway.stop() == 0

    whole = json.loads(cli(tmp_path, "gateway", "log", "calls.log", "--json").splitlines()[-1])
    usage = json.loads(cli(tmp_path, "gateway", "usage", "calls.log", "--json"))
    closed[0].rename(tmp_path / "archived")
    rest = cli(tmp_path, "gateway", "log", "calls.log")
    with Vendor() as vendor, running(tmp_path, configuration(vendor) + SMALL) as gateway:
        assert gateway.post(CHAT, ASK).status == 200

    assert said["closed"] in {str(each) for each in closed}
    assert f"muniment_log_files {len(closed) + 1}" in metrics
    assert whole["results"]["complete"] == 18
    assert whole["begins"]["lines"] == 0
    assert sum(each["calls"] for each in usage["used"]) == 18
    assert f"up to line {int(closed[1].name.rpartition('.')[2]):,}, digest" in " ".join(rest.split())


def test_logs_of_replicas_in_several_files_are_held_against_each_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "meet").mkdir()
    with Vendor() as vendor:
        config = configuration(vendor, more=replicas(tmp_path, f'checkpoints = "{tmp_path}/meet"')) + SMALL
        with running(tmp_path / "a", config) as a, running(tmp_path / "b", config) as b:
            for _ in range(12):
                assert a.post(CHAT, ASK).status == 200
            for _ in range(200):
                if any(each.get("lines", 0) >= 25 for each in lines(b.log) if each["kind"] == "peer"):
                    break
                time.sleep(0.05)
            until_seen(a, "gateway-b", 1)
        closed = closed_segments(tmp_path / "a" / "calls.log")

    assert len(closed) >= 2
    assert compared(tmp_path, capsys)[0] == 0
    (tmp_path / "a" / "calls.log").write_bytes(b"")
    closed[-1].unlink()
    code, said = compared(tmp_path, capsys)
    assert code == 1
    assert "has written down that it had" in said


def test_a_start_reads_from_the_last_start_on_and_what_was_changed_before_that_is_found_while_it_serves(
    tmp_path: Path,
) -> None:
    with Vendor() as vendor:
        for verified in (False, False, True):
            with running(tmp_path, configuration(vendor)) as gateway:
                assert gateway.post(CHAT, ASK).status == 200
                if verified:
                    told(gateway, "log verified")
                log = gateway.log
        opened = [each["seq"] for each in lines(log) if each["kind"] == "opened"]
        log.write_bytes(log.read_bytes().replace(b'"dialect":"chat"', b'"dialect":"shat"', 1))
        seen = len(vendor.seen)
        with running(tmp_path, configuration(vendor)) as gateway:
            refused = told(gateway, "log refused")
            answer = gateway.post(CHAT, ASK)
            ready = gateway.admin_get("/readyz")

    assert opened == [0, 3, 6]
    assert "line 3 does not follow from the line before it" in refused["why"]
    assert (answer.status, answer.body["error"]["code"], ready.status) == (503, "log_failed", 503)
    assert len(vendor.seen) == seen
