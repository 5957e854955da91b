"""A gateway that reads its file anew keeps its holds, and what was held goes by what holds now."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anthropic

from servers.running import HELPDESK
from servers.test_approved_tools import ASK, TOOLS, approve, gateway, held, ran
from servers.test_reload import reload, told

if TYPE_CHECKING:
    from servers.running import Running


def asked(found: Running) -> list[Any]:
    """Ask the model once more, and return the tools that the client may call."""
    with anthropic.Anthropic(base_url=found.url, api_key=HELPDESK, max_retries=0) as client:
        message = client.messages.create(model="claude-sonnet-5", max_tokens=100, messages=ASK, tools=TOOLS)
    return [each.name for each in message.content if each.type == "tool_use"]


def both_approve(folder: Path, hold: str) -> None:
    for person in ("eve", "max"):
        approve(folder, "approve", hold, "--key", str(folder / f"{person}.pem"), "--reason", "seen", "--yes")


def test_an_approval_is_used_once_though_the_file_was_read_anew_and_others_looked_at_the_holds(tmp_path: Path) -> None:
    with gateway(tmp_path, seconds=1) as found:
        asked(found)
        hold = held(tmp_path)["hold"]["id"]
        both_approve(tmp_path, hold)
        reload(found, (tmp_path / "gateway.toml").read_text())
        told(found, "reloaded")
        approve(tmp_path, "list")

        left = asked(found)
        again = ran(tmp_path, "approve", "release", hold)
        seen = json.loads(approve(tmp_path, "list", "--all", "--json"))["holds"]

    assert len(left) == 1
    assert (again.returncode, "is released" in again.stderr) == (1, True)
    assert [each["hold"]["id"] for each in seen] == [hold]


def test_what_was_held_under_the_file_of_before_does_not_leave_under_another(tmp_path: Path) -> None:
    left: list[Any] = []
    with gateway(tmp_path, seconds=60) as found:
        waits = threading.Thread(target=lambda: left.extend(asked(found)))
        waits.start()
        hold = held(tmp_path)["hold"]["id"]
        before = (tmp_path / "gateway.toml").read_text()
        after = before.replace("approvals = 2", "approvals = 3")
        assert after != before
        reload(found, after)
        told(found, "reloaded")

        both_approve(tmp_path, hold)
        waits.join(60)
        rulings = [each["tool"]["ruling"] for each in found.records() if each["kind"] == "ruling"]

    assert left == []
    assert "release" not in rulings


def test_a_file_that_is_read_anew_again_and_again_leaves_nothing_of_the_ones_before(tmp_path: Path) -> None:
    with gateway(tmp_path, seconds=1) as found:
        text = (tmp_path / "gateway.toml").read_text()
        opened = []
        for times in range(1, 7):
            reload(found, text)
            told(found, "reloaded", times)
            files = Path(f"/proc/{found.process.pid}/fd").iterdir()
            opened.append(sum("holds.sqlite" in str(each.readlink()) for each in files))

    assert opened[-1] == opened[2]
