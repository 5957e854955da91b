"""What the gateway is for, in one conversation: moved to a permitted replacement, held for two people, told by the log.

On the day of the clock, which is after the last day. `test_phase_out.py` shows the last day and the day after it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import anthropic

from enforce.vendors import Vendor, serving
from muniment.domain.call import Dialect
from muniment.signers.file_key import generate
from servers.phasing_out import CHOICE, configuration
from servers.running import PLANNER, running
from servers.test_approved_tools import PEOPLE, RULES, answered_by, approve
from servers.test_phase_out import ASKED, TOOL

if TYPE_CHECKING:
    import threading
    from pathlib import Path

    from anthropic.types import Message, MessageParam


def told_of(log: Path, name: str) -> str:
    program = (sys.executable, "-c", "from muniment.cli.main import run; run()")
    line = [*program, "gateway", "log", str(log), "--call", name]
    page = subprocess.run(line, capture_output=True, check=True, text=True, env={**os.environ, "COLUMNS": "200"}).stdout
    return " ".join(page.split())


def turn(client: anthropic.Anthropic, folder: Path, said: list[MessageParam], *people: str) -> Message:
    """Hold one turn of the conversation; people begin to answer once the first words have come."""
    answering: threading.Thread | None = None
    with client.messages.stream(model="claude-sonnet-5", max_tokens=512, tools=[TOOL], messages=said) as stream:
        for event in stream:
            if event.type == "text" and people and answering is None:
                answering = answered_by(folder, *people)
        found = stream.get_final_message()
    if answering is not None:
        answering.join()
    return found


def test_an_unmodified_client_is_moved_held_for_two_people_and_reconstructed_from_the_log_alone(tmp_path: Path) -> None:
    gone, here = Vendor(Dialect.MESSAGES), Vendor(Dialect.CHAT)
    for name in ("eve", "max", "release"):
        generate(tmp_path / f"{name}.pem")
    (tmp_path / "approvers.toml").write_text(PEOPLE)
    rules = RULES.format(seconds=60, holds="holds.sqlite").replace('name = "weather"', f'name = "{TOOL["name"]}"')

    with serving(gone) as old, serving(here) as new:
        config = configuration(old=old, new=new, dialect="chat", more=rules) + CHOICE
        with (
            running(tmp_path, config) as gateway,
            anthropic.Anthropic(api_key=PLANNER, base_url=gateway.url, max_retries=0) as client,
        ):
            first = turn(client, tmp_path, ASKED, "eve", "max")
            call = first.content[-1]
            assert call.type == "tool_use"
            result: MessageParam = {
                "role": "user",
                "content": [{"type": "tool_result", "tool_use_id": call.id, "content": "18 °C"}],
            }
            second = turn(client, tmp_path, [*ASKED, {"role": "assistant", "content": first.content}, result])
            records: list[dict[str, Any]] = gateway.records()

    assert (call.name, call.input, first.stop_reason) == (TOOL["name"], {"city": "Paris"}, "tool_use")
    assert [each.text for each in second.content if each.type == "text"] == ["It is 18 °C."]
    assert [len(gone.asked), len(here.asked)] == [0, 2]
    (hold,) = json.loads(approve(tmp_path, "list", "--all", "--json"))["holds"]
    assert (hold["standing"], hold["approved_by"]) == ("released", ["Eve Holt", "Max Roe"])
    (name, _) = [each["call"] for each in records if each["kind"] == "intent"]
    page = told_of(tmp_path / "calls.log", name)
    assert "Moved from" in page
    assert "anthropic prohibited by dow-4713-2026-03-03" in page
    assert "openai permitted by" in page
    assert hold["hold"]["id"] in page
    assert "Eve Holt" in page
    assert "Max Roe" in page
