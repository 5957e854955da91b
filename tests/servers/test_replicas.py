"""Gateways beside each other write down what each has signed of its own log, so that one that is put back is found."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from muniment.app.gateway.replicas import vouch
from muniment.cli.main import exit_code
from muniment.enforce.call_chain import Head
from muniment.signers.file_key import generate, load
from servers.running import PROGRAM, Running, configuration, running
from servers.vendor import Vendor
from servers.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHAT = "/v1/chat/completions"
BODY = {"model": "gpt-5", "messages": [{"role": "user", "content": "hello"}]}
NAMES = ("a", "b")


def shared(folder: Path, meet: str) -> str:
    """Return the part of the file that is about replicas, and make the key of each in a folder of its own."""
    for name in NAMES:
        (folder / name).mkdir(exist_ok=True)
        if not (folder / name / "replica.pem").exists():
            generate(folder / name / "replica.pem")
            for other in NAMES:
                (folder / other).mkdir(exist_ok=True)
                (folder / other / f"{name}.pub").write_bytes((folder / name / "replica.pem.pub").read_bytes())
    return f"""
[replicas]
key = "replica.pem"
{meet}
seconds = 1
keys = {{gateway-a = "a.pub", gateway-b = "b.pub"}}
"""


@contextmanager
def two(folder: Path) -> Iterator[tuple[Running, Running]]:
    """Run two gateways by one file, each in its folder."""
    (folder / "meet").mkdir(exist_ok=True)
    with Vendor() as vendor:
        config = configuration(vendor, more=shared(folder, f'checkpoints = "{folder}/meet"'))
        with running(folder / "a", config) as a, running(folder / "b", config) as b:
            yield a, b


def peers(found: Running) -> list[tuple[str, int]]:
    return [(each["replica"], each["lines"]) for each in found.records() if each["kind"] == "peer"]


def said(found: Running) -> list[str]:
    lines = (found.folder / "events.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["event"] for line in lines]


def until_seen(found: Running, replica: str, lines: int) -> None:
    until(lambda: any(name == replica and seen >= lines for name, seen in peers(found)), replica)


def compared(folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    keys = [word for name in NAMES for word in ("--key", f"gateway-{name}", str(folder / name / "replica.pem.pub"))]
    logs = [str(folder / name / "calls.log") for name in NAMES]
    code = exit_code(["gateway", "replicas", *logs, *keys, *more])
    return code, " ".join(capsys.readouterr().out.split())


def cut(log: Path, lines: int) -> None:
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:lines]))


def written_anew(log: Path, change: bytes, into: bytes) -> None:
    """Change a line, and chain everything after it anew, as whoever can write to the file can."""
    entries = [b"{" + line.split(b",", 2)[2].replace(change, into) for line in log.read_bytes().splitlines()]
    log.write_bytes(Head().link(entries)[0])


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of two gateways that have served calls, seen each other, and ended."""
    folder = tmp_path_factory.mktemp("replicas")
    with two(folder) as (a, b):
        for _ in range(3):
            assert a.post(CHAT, BODY).status == 200
        assert b.post(CHAT, BODY).status == 200
        until_seen(b, "gateway-a", 7)
        until_seen(a, "gateway-b", 3)
    return folder


@pytest.fixture
def folder(ran: Path, tmp_path: Path) -> Path:
    """Return a copy of what they left."""
    shutil.copytree(ran, tmp_path / "copy")
    return tmp_path / "copy"


def test_logs_that_nobody_changed_hold_together(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = compared(folder, capsys)

    assert code == 0
    assert "✓ 2 logs: each holds all that others have seen of it" in told
    assert "by gateway-b on" in told


def test_idle_replicas_do_not_go_on_writing_about_each_other(tmp_path: Path) -> None:
    with two(tmp_path) as (a, b):
        until_seen(a, "gateway-b", 1)
        until_seen(b, "gateway-a", 1)

        def stay() -> bool:
            before = len(a.records()), len(b.records())
            time.sleep(3)
            return (len(a.records()), len(b.records())) == before

        until(stay, "the end of writing")


def test_a_log_that_was_cut_short_is_found_by_what_the_other_has_written_down(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cut(folder / "a" / "calls.log", 2)

    alone = exit_code(["gateway", "log", str(folder / "a" / "calls.log")])
    capsys.readouterr()
    code, told = compared(folder, capsys)

    assert alone == 0
    assert code == 1
    assert "ends with line 2, and gateway-b has written down that it had" in told
    assert "✗ the logs do not hold together" in told


def test_a_log_whose_chain_was_made_anew_is_found(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written_anew(folder / "a" / "calls.log", b'"planner"', b'"nobody"')

    alone = exit_code(["gateway", "log", str(folder / "a" / "calls.log")])
    capsys.readouterr()
    code, told = compared(folder, capsys, "--json")
    value = json.loads(told)

    assert alone == 0
    assert code == 1
    (first, _) = value["logs"]
    assert any("holds another line" in each and "signed by gateway-a" in each for each in first["problems"])
    assert value["holds"] is False


def test_a_checkpoint_that_was_made_up_in_a_log_is_not_believed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written_anew(folder / "b" / "calls.log", b"muniment.call-log/1", b"muniment.call-log/2")

    code, told = compared(folder, capsys)

    assert code == 1
    assert "of a checkpoint that cannot be believed" in told


def test_a_log_that_is_not_there_and_one_for_which_nobody_vouches_are_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "b" / "calls.log").write_bytes((folder / "a" / "calls.log").read_bytes())

    code, told = compared(folder, capsys)

    assert code == 1
    assert "is one of several logs of `gateway-a`" in told
    assert "gateway-b: no log of this replica was given" in told


@pytest.mark.parametrize(
    "harm", [lambda log: cut(log, 2), lambda log: log.unlink(), lambda log: written_anew(log, b"planner", b"another")],
    ids=["cut short", "taken away", "written anew"],
)  # fmt: skip
def test_a_replica_whose_log_was_put_back_does_not_begin(folder: Path, harm: Any) -> None:  # noqa: ANN401  (a table)
    harm(folder / "a" / "calls.log")

    code, said = started(folder / "a")

    assert code == 1
    assert "as this replica has signed it: it was cut short, or written anew" in said


def test_a_second_gateway_with_the_key_of_another_does_not_begin(folder: Path) -> None:
    (folder / "b" / "replica.pem").write_bytes((folder / "a" / "replica.pem").read_bytes())

    code, said = started(folder / "b")

    assert code == 1
    assert "log of gateway-a does not hold line" in " ".join(said.replace(":", " ").split())


def started(folder: Path) -> tuple[int, str]:
    """Start a gateway that is not to begin; return its exit code, and what it said."""
    ended = subprocess.run(
        [*PROGRAM, "gateway", "run", "--config", str(folder / "gateway.toml")],
        env={**os.environ, "VENDOR_SECRET": "sk-vendor"},
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return ended.returncode, ended.stderr


def test_replicas_that_cannot_meet_go_on_serving_and_meet_when_they_can(tmp_path: Path) -> None:
    with two(tmp_path) as (a, b):
        until_seen(b, "gateway-a", 1)
        (tmp_path / "meet").rename(tmp_path / "elsewhere")
        for _ in range(3):
            assert a.post(CHAT, BODY).status == 200
        until(lambda: "checkpoints are not exchanged" in said(a), "a word of it")
        (tmp_path / "elsewhere").rename(tmp_path / "meet")
        until_seen(b, "gateway-a", 7)
        until(lambda: "checkpoints are exchanged again" in said(a), "a word of it")


def test_a_checkpoint_that_somebody_made_up_where_replicas_meet_stops_nobody_and_is_replaced(tmp_path: Path) -> None:
    with two(tmp_path) as (a, b):
        until_seen(b, "gateway-a", 1)
        other = load(tmp_path / "b" / "replica.pem")
        made_up = vouch("gateway-a", Head(10**9, "00" * 32), other).note
        (tmp_path / "meet" / "gateway-a.checkpoint").write_bytes(made_up)
        for _ in range(3):
            assert a.post(CHAT, BODY).status == 200
        until_seen(b, "gateway-a", 7)
        assert a.post(CHAT, BODY).status == 200
        metrics = b.admin_get("/metrics").raw.decode()
    said = [json.loads(line) for line in (tmp_path / "a" / "events.jsonl").read_text("utf-8").splitlines()]

    assert "checkpoint not believed" in {each["event"] for each in said}
    ages = re.findall(r'muniment_checkpoint_age_seconds\{replica="(gateway-.)"\} ([0-9.]+)', metrics)
    assert {name for name, _ in ages} == {"gateway-a", "gateway-b"}
    assert all(float(age) < 60 for _, age in ages)
    assert (tmp_path / "meet" / "gateway-a.checkpoint").read_bytes() != made_up
