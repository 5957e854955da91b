"""Terminals, pipes, signals and disks that fail: no traceback, nothing lost, nobody left running."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bad_input.program import ESTATE, HIT, MUNIMENT, muniment, snapshot, written

if TYPE_CHECKING:
    from collections.abc import Iterator

BASH = "/bin/bash"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with an estate of one clean system, and a key."""
    written(tmp_path, {"portal/a.py": b"print()\n", "muniment.toml": ESTATE.encode()})
    assert muniment("keys", "new", "--out", "key.pem", cwd=tmp_path).code == 0
    return tmp_path


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Files enough for several workers, which take a while."""
    return written(tmp_path / "many", {f"{number}.py": HIT + b"y = 2\n" * 500 for number in range(3000)})


def signing(*more: str) -> list[str]:
    signatory = ["--signatory", "Ada Rivera", "--title", "Vice President"]
    return ["certify", "C-1", "--estate", "muniment.toml", *signatory, "--key", "key.pem", "--out", "c.json", *more]


def workers(parent: int) -> Iterator[int]:
    """Yield the processes whose parent is `parent`."""
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            yield int(status.parent.name)


def started(folder: Path, *more: str) -> tuple[subprocess.Popen[bytes], list[int]]:
    """Return a running check of `folder`, and its workers as soon as there are any.

    What a shell starts in the background ignores interrupts, and so does all that is started by it, unless it is told.
    """
    command = ["env", "--default-signal=INT", MUNIMENT, "check", str(folder), *more]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    found: list[int] = []
    while not found and run.poll() is None:
        found = list(workers(run.pid))
        time.sleep(0.002)
    return run, found


def test_a_reader_that_goes_away_changes_no_verdict(tmp_path: Path) -> None:
    written(tmp_path, {f"{number}.py": HIT for number in range(400)})
    command = f'{MUNIMENT} check . --json --fail-on any | head -c 10; echo " ${{PIPESTATUS[0]}}"'

    run = subprocess.run([BASH, "-c", command], capture_output=True, check=True, cwd=tmp_path)

    assert run.stdout.split()[-1] == b"1"
    assert run.stderr == b""


def test_a_listing_that_nobody_reads_to_its_end_stops_without_a_word() -> None:
    command = f"{MUNIMENT} rules list --json | head -c 10 >/dev/null; exit ${{PIPESTATUS[0]}}"

    run = subprocess.run([BASH, "-c", command], capture_output=True, check=False)

    assert run.returncode in {0, 141}
    assert run.stderr == b""


@pytest.mark.parametrize("form", [pytest.param([], id="page"), pytest.param(["--json"], id="json")])
def test_output_to_a_full_disk_is_an_error_and_no_clean_answer(form: list[str], place: Path) -> None:
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(
            [MUNIMENT, "check", "portal", *form], stdout=full, stderr=subprocess.PIPE, check=False, cwd=place
        )

    assert run.returncode == 2
    assert run.stderr == b"muniment: standard output: failed (no space left on device)\n"


@pytest.mark.parametrize(
    "closed",
    [pytest.param("<&-", id="input"), pytest.param(">&-", id="output"), pytest.param("2>&-", id="error")],
)
def test_a_stream_that_is_closed_from_the_beginning_does_no_harm(closed: str, many: Path) -> None:
    run = subprocess.run([BASH, "-c", f"{MUNIMENT} check {many} {closed}"], capture_output=True, check=False)

    assert (run.returncode, run.stderr) == (1, b"")


def test_signing_without_anybody_to_confirm_is_refused_and_signs_nothing(place: Path) -> None:
    before = snapshot(place)

    ended = muniment(*signing(), cwd=place)

    assert ended.code == 1
    assert ended.err.endswith("muniment: certificate: was not confirmed, so nothing was signed\n")
    assert snapshot(place) == before


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(signing("--yes"), id="certify"),
        pytest.param(["init", "new.toml"], id="init"),
        pytest.param(["keys", "new", "--out", "new.pem"], id="keys"),
    ],
)
def test_a_full_disk_leaves_no_half_of_a_file(arguments: list[str], place: Path) -> None:
    before = snapshot(place)

    ended = muniment(*arguments, cwd=place, largest_file=10)

    assert ended.code == 2
    assert "cannot be written" in ended.err
    assert snapshot(place) == before


@pytest.mark.parametrize(
    "env",
    [
        pytest.param({"LANG": "C", "LC_ALL": "C"}, id="C"),
        pytest.param({"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}, id="ASCII"),
        pytest.param({"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}, id="Latin-1"),
        pytest.param({"HOME": None, "TERM": None, "LANG": None}, id="nothing set"),
        pytest.param({"TERM": "dumb", "COLUMNS": "40"}, id="40 columns"),
        pytest.param({"COLUMNS": "1"}, id="one column"),
        pytest.param({"COLUMNS": "wide"}, id="columns that are no number"),
        pytest.param({"NO_COLOR": "1", "FORCE_COLOR": "1"}, id="colour wanted and not wanted"),
    ],
)
def test_the_answer_is_the_same_in_every_surrounding(env: dict[str, str | None], tmp_path: Path) -> None:
    written(tmp_path, {"größe\u202e.py".encode(): HIT})

    ended = muniment("check", ".", "--fail-on", "any", cwd=tmp_path, env=env)

    assert ended.code == 1
    assert "Next:" in ended.out
    assert ended.err == ""


def test_forty_columns_are_enough_for_every_line_but_the_last(tmp_path: Path) -> None:
    written(tmp_path, {"a/rather/long/path/to/some/file.py": HIT, "old.7z": b"7z\xbc\xaf\x27\x1c"})

    ended = muniment("check", ".", cwd=tmp_path, env={"COLUMNS": "40"})

    *lines, _next = ended.out.splitlines()
    assert max(map(len, lines)) <= 40


def test_a_folder_that_was_removed_under_the_program_is_no_clean_answer(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    command = f"cd {gone} && rmdir {gone} && {MUNIMENT} check"

    run = subprocess.run([BASH, "-c", command], capture_output=True, check=False)

    assert run.returncode in {2, 3}
    assert b"Traceback" not in run.stderr


def test_on_a_terminal_progress_is_shown_on_standard_error_and_wiped_away(many: Path) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen([MUNIMENT, "check", str(many), "--json"], stdout=subprocess.PIPE, stderr=theirs) as run:
        os.close(theirs)
        assert run.stdout is not None
        answer = json.loads(run.stdout.read())
    shown = os.read(ours, 65536)
    os.close(ours)

    assert answer["scans"][0]["coverage"]["entries"] == 3000
    assert b"files/s" in shown


def test_an_interrupt_ends_with_130_one_line_and_no_worker_left(many: Path) -> None:
    run, found = started(many)

    run.send_signal(signal.SIGINT)
    out, err = run.communicate(timeout=120)

    assert found
    assert (run.returncode, out) == (130, b"")
    assert err.strip().splitlines()[-1:] == [b"muniment: interrupted"]
    assert b"Traceback" not in err
    assert not [each for each in found if Path(f"/proc/{each}").exists()]


def test_no_file_is_lost_when_workers_are_killed(many: Path) -> None:
    run, found = started(many, "--json", "--fail-on", "prohibited")

    for worker in found:
        os.kill(worker, signal.SIGKILL)
    out, err = run.communicate(timeout=120)

    assert found
    assert json.loads(out)["scans"][0]["coverage"]["entries"] == 3000
    assert (run.returncode, err) == (0, b"")


def test_workers_end_when_the_program_is_killed(many: Path) -> None:
    run, found = started(many)

    run.kill()
    run.communicate(timeout=120)

    deadline = time.monotonic() + 60
    while any(Path(f"/proc/{each}").exists() for each in found) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert found
    assert not [each for each in found if Path(f"/proc/{each}").exists()]
