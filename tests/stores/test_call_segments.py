"""The log of calls in several files: none of its lines is lost at the moment in which one is closed."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from muniment.errors import InputError, RefusedError
from muniment.stores.call_log import CallLog
from muniment.stores.call_segments import CallLogFile, head_at, last_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

MOST = 290
"""Bytes: three of these records."""


def calls_of(path: Path) -> list[str]:
    return [json.loads(entry.line)["call"] for entry in CallLogFile(path).entries()]


def closed(path: Path) -> list[str]:
    return sorted(each.name for each in path.parent.iterdir() if each.name != path.name)


async def written(log: CallLog, *names: str) -> list[OSError | None]:
    """Write a record for each name, one after the other, and return what was told of each."""
    found = []
    for name in names:
        told: asyncio.Future[OSError | None] = asyncio.get_running_loop().create_future()
        log.append(json.dumps({"call": name}).encode(), told.set_result)
        found.append(await asyncio.wait_for(told, 10))
    return found


def write(
    path: Path, *names: str, most: int = MOST, then: Callable[[], object] = lambda: None, more: tuple[str, ...] = ()
) -> tuple[list[OSError | None], list[tuple[str, Mapping[str, object]]]]:
    """Write records, do `then`, and write `more`; return what was told of each, and what was said."""
    said: list[tuple[str, Mapping[str, object]]] = []

    async def scene() -> list[OSError | None]:
        log = CallLog(path, asyncio.get_running_loop(), lambda _: None, most=most, say=lambda *told: said.append(told))
        try:
            found = await written(log, *names)
            then()
            found += await written(log, *more)
            await asyncio.sleep(0)
            return found
        finally:
            log.close()

    return asyncio.run(scene()), said


def names(count: int, start: int = 0) -> tuple[str, ...]:
    return tuple(f"c{each:02}" for each in range(start, start + count))


def test_a_file_that_is_large_enough_is_closed_and_the_chain_goes_on_in_another_one(tmp_path: Path) -> None:
    path = tmp_path / "calls.log"

    told, said = write(path, *names(8))

    assert told == [None] * 8
    assert closed(path) == ["calls.log.000000000000", "calls.log.000000000003"]
    assert calls_of(path) == list(names(8))
    assert {(tmp_path / each).stat().st_mode & 0o777 for each in closed(path)} == {0o400}
    assert [(event, each["lines"]) for event, each in said] == [
        ("log goes on in another file", 3),
        ("log goes on in another file", 6),
    ]


def test_who_could_read_the_log_can_read_each_of_its_files(tmp_path: Path) -> None:
    path = tmp_path / "calls.log"
    write(path, *names(3), then=lambda: path.chmod(0o640), more=names(4, 3))

    assert path.stat().st_mode & 0o777 == 0o640
    assert {(tmp_path / each).stat().st_mode & 0o777 for each in closed(path)} == {0o440}


def test_a_log_in_several_files_is_gone_on_with_and_shows_all_that_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "calls.log"
    write(path, *names(8))
    shown: list[str] = []

    async def scene() -> tuple[int, int, int]:
        log = CallLog(path, asyncio.get_running_loop(), lambda line: shown.append(json.loads(line)["call"]), most=MOST)
        await written(log, *names(4, 8))
        log.close()
        return log.segments, log.size, log.head.lines

    files, size, lines = asyncio.run(scene())

    assert shown == list(names(8))
    assert calls_of(path) == list(names(12))
    assert (files, lines, size) == (len(closed(path)) + 1, 12, path.stat().st_size)


CHILD = """
import asyncio, json, os, signal, sys
from pathlib import Path
from muniment.stores.call_log import CallLog

path, last, number = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
seen = 0

def hook(event, told):
    global seen
    if armed and event in {"os.rename", "open", "fcntl.flock", "os.chmod"}:
        if seen == number:
            os.kill(os.getpid(), signal.SIGKILL)
        seen += 1

async def main():
    global armed
    log = CallLog(path, asyncio.get_running_loop(), lambda _: None, most=300)
    for name in ("a", "b", "c", "d", "e"):
        done = asyncio.get_running_loop().create_future()
        armed = name == "d"
        log.append(json.dumps({"call": "child-" + name}).encode(), done.set_result)
        assert await done is None
        print(name, flush=True)
    log.close()

armed = False
sys.addaudithook(hook)
asyncio.run(main())
"""


@pytest.mark.parametrize("number", range(6))
def test_a_gateway_that_is_killed_while_it_closes_a_file_has_lost_nothing_and_the_next_goes_on(
    tmp_path: Path, number: int
) -> None:
    path = tmp_path / "calls.log"
    ended = subprocess.run(
        [sys.executable, "-c", CHILD, str(path), "d", str(number)], capture_output=True, text=True, check=False
    )
    told = ended.stdout.split()
    before = calls_of(path)

    write(path, "after", "and", "then")

    if ended.returncode:
        assert (ended.returncode, told, before) == (-9, ["a", "b", "c"], ["child-a", "child-b", "child-c"])
    else:
        assert number == 5, "the last step is behind all of them"
        assert told == ["a", "b", "c", "d", "e"]
    assert calls_of(path) == [*before, "after", "and", "then"]


LATE = """
import asyncio, sys
from pathlib import Path
from muniment.errors import RefusedError
from muniment.stores.call_log import CallLog

def hook(event, told):
    if event == "fcntl.flock":
        print("opened", flush=True)
        sys.stdin.readline()

async def main():
    try:
        CallLog(Path(sys.argv[1]), asyncio.get_running_loop(), lambda _: None)
    except RefusedError as error:
        print(error)

sys.addaudithook(hook)
asyncio.run(main())
"""


def test_a_gateway_that_had_opened_the_file_just_before_it_was_closed_does_not_write_to_it(tmp_path: Path) -> None:
    path = tmp_path / "calls.log"
    write(path, *names(3))
    with subprocess.Popen(
        [sys.executable, "-c", LATE, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as late:
        assert late.stdout is not None
        assert late.stdout.readline() == "opened\n"
        write(path, *names(3, 3))  # closes the file, and ends: nobody has it locked
        told, _ = late.communicate("go on\n", timeout=30)

    assert "is written to by another gateway" in told
    assert calls_of(path) == list(names(6))


@contextmanager
def limited(what: int, to: int) -> Iterator[None]:
    before = resource.getrlimit(what)
    resource.setrlimit(what, (to, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(what, before)


def test_where_no_other_file_can_be_begun_the_log_goes_on_in_the_old_one_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "calls.log"
    (tmp_path / "calls.log.000000000000").write_bytes(b"")

    told, said = write(path, *names(8))

    assert told == [None] * 8
    assert [event for event, _ in said] == ["log was not closed"] * 2
    (tmp_path / "calls.log.000000000000").unlink()
    assert calls_of(path) == list(names(8))


def test_where_files_run_out_the_log_goes_on_in_the_old_one_and_closes_it_later(tmp_path: Path) -> None:
    path = tmp_path / "calls.log"
    said: list[str] = []

    async def scene() -> list[OSError | None]:
        log = CallLog(
            path, asyncio.get_running_loop(), lambda _: None, most=MOST, say=lambda event, _: said.append(event)
        )
        found = await written(log, *names(3))
        lowest = os.open("/dev/null", os.O_RDONLY)
        os.close(lowest)
        with limited(resource.RLIMIT_NOFILE, lowest):
            found += await written(log, *names(2, 3))
        found += await written(log, *names(4, 5))
        log.close()
        return found

    assert asyncio.run(scene()) == [None] * 9
    assert said == ["log was not closed", "log goes on in another file"]
    assert calls_of(path) == list(names(9))


def test_a_full_disk_as_another_file_is_begun_ends_the_log_and_the_next_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "calls.log"

    async def scene() -> list[OSError | None]:
        log = CallLog(path, asyncio.get_running_loop(), lambda _: None, most=MOST)
        found = await written(log, *names(3))
        with limited(resource.RLIMIT_FSIZE, 40):
            found += await written(log, "short")
        found += await written(log, "late")
        log.close()
        return found

    *first, short, late = asyncio.run(scene())

    assert first == [None] * 3
    assert short is not None
    assert late is short
    assert path.read_bytes() == b""
    assert calls_of(path) == list(names(3))
    write(path, "after")
    assert calls_of(path) == [*names(3), "after"]


def test_a_log_that_was_taken_away_is_not_closed_under_the_name_of_another(tmp_path: Path) -> None:
    path, elsewhere = tmp_path / "calls.log", tmp_path / "elsewhere"

    def harm() -> None:
        path.rename(elsewhere)
        path.write_bytes(b"somebody's\n")

    told, _ = write(path, *names(3), then=harm, more=("late",))

    assert "somebody else" in str(told[-1])
    assert path.read_bytes() == b"somebody's\n"


def test_the_oldest_files_may_lie_elsewhere_and_the_reading_says_from_where_it_was_read(tmp_path: Path) -> None:
    path = tmp_path / "calls.log"
    write(path, *names(8))
    before = head_at(path, 3)
    (tmp_path / "calls.log.000000000000").rename(tmp_path / "archived")

    reading = CallLogFile(path)
    found = [json.loads(entry.line)["call"] for entry in reading.entries()]

    assert found == list(names(5, 3))
    assert (reading.begins, reading.head.lines) == (before, 8)
    assert head_at(path, 3) == before
    assert head_at(path, 2) is None
    write(path, "after")
    assert calls_of(path) == [*names(5, 3), "after"]


def test_a_file_that_was_closed_can_be_read_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "calls.log"
    write(path, *names(8))

    reading = CallLogFile(tmp_path / "calls.log.000000000003")

    assert [json.loads(entry.line)["call"] for entry in reading.entries()] == list(names(3, 3))
    assert reading.begins == head_at(path, 3)


def _lies(folder: Path) -> None:
    (folder / "calls.log.000000000000").rename(folder / "calls.log.000000000001")
    (folder / "calls.log.000000000003").unlink()
    (folder / "calls.log").unlink()


def _cut(folder: Path) -> None:
    file = folder / "calls.log.000000000003"
    file.chmod(0o600)
    file.write_bytes(file.read_bytes()[:-20])


HARMS: dict[str, tuple[Any, str]] = {
    "one in between is missing": (lambda folder: (folder / "calls.log.000000000003").unlink(), "belongs here"),
    "all that were closed are missing": (
        lambda folder: [each.unlink() for each in folder.glob("calls.log.*")],
        "number 0 belongs here",
    ),
    "one has another name": (_lies, "its name says 2"),
    "one ends in the middle of a line": (_cut, "though it was closed"),
}


@pytest.mark.parametrize(("harm", "why"), HARMS.values(), ids=HARMS)
def test_files_that_do_not_follow_from_each_other_are_not_gone_on_with(
    tmp_path: Path, harm: Callable[[Path], object], why: str
) -> None:
    path = tmp_path / "calls.log"
    write(path, *names(8))
    harm(tmp_path)

    with pytest.raises(RefusedError, match=why):
        calls_of(path)
    with pytest.raises(RefusedError, match=why):
        write(path, "after")


def test_the_last_lines_of_a_log_are_those_of_the_file_closed_last_where_the_newest_has_none(tmp_path: Path) -> None:
    path = tmp_path / "calls.log"
    write(path, *names(6))
    path.write_bytes(b"")

    assert [json.loads(line)["call"] for line in last_lines(path)] == ["c00", "c01", "c02"]
    path.unlink()
    assert len(last_lines(path)) == 3


def test_the_files_of_a_log_to_which_a_link_leads_lie_beside_each_other(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    path = tmp_path / "calls.log"
    path.symlink_to(tmp_path / "disk" / "calls.log")
    write(path, "c00")

    write(path, *names(7, 1))

    assert path.is_symlink()
    assert calls_of(path) == list(names(8))
    assert len(list((tmp_path / "disk").iterdir())) == 3
    assert len(last_lines(path)) == 2


def test_a_log_of_which_no_file_is_there_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        calls_of(tmp_path / "calls.log")


def test_a_reader_for_whom_files_are_closed_meanwhile_reads_up_to_where_it_had_begun(tmp_path: Path) -> None:
    path = tmp_path / "calls.log"
    write(path, *names(3))
    code = """
import json, sys
from pathlib import Path
from muniment.stores.call_segments import CallLogFile

def hook(event, told):
    if event == "os.listdir":
        print("opened", flush=True)
        sys.stdin.readline()

sys.addaudithook(hook)
print(*(json.loads(entry.line)["call"] for entry in CallLogFile(Path(sys.argv[1])).entries()))
"""
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "opened\n"
        write(path, *names(6, 3))
        told, _ = reader.communicate("go on\n", timeout=30)

    assert len(closed(path)) == 2
    assert told.split() == list(names(3))
