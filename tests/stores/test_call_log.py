"""The log of calls on disk."""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import resource
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from muniment.errors import InputError, RefusedError
from muniment.stores.call_log import CallLog
from muniment.stores.call_segments import CallLogFile

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path


def unseen(line: bytes) -> None:
    del line


def stopped() -> float:
    """Tell the time of a clock by which no write takes any."""
    return 1.0


@asynccontextmanager
async def opened(path: Path, seen: Callable[[bytes], None] = unseen) -> AsyncIterator[CallLog]:
    log = CallLog(path, asyncio.get_running_loop(), seen, clock=stopped)
    try:
        yield log
    finally:
        log.close()


async def written(log: CallLog, entry: bytes, *, alone: bool = False) -> OSError | None:
    """Append, wait until it is durable, and return the error where it is not."""
    told: asyncio.Future[OSError | None] = asyncio.get_running_loop().create_future()
    log.append(entry, told.set_result, alone=alone)
    return await asyncio.wait_for(told, 10)


BOTH_WAYS = pytest.mark.parametrize("alone", [pytest.param(False, id="by a thread"), pytest.param(True, id="alone")])


def calls_of(path: Path) -> list[object]:
    return [json.loads(entry.line)["call"] for entry in CallLogFile(path).entries()]


async def with_calls(path: Path, *names: str) -> None:
    async with opened(path) as log:
        for name in names:
            await written(log, json.dumps({"call": name}).encode())


@BOTH_WAYS
def test_a_record_is_in_the_file_once_its_writer_is_told(tmp_path: Path, *, alone: bool) -> None:
    path = tmp_path / "calls.log"

    async def scene() -> None:
        async with opened(path) as log:
            assert await written(log, b'{"call":"a"}', alone=alone) is None
            assert calls_of(path) == ["a"]

    asyncio.run(scene())


def test_records_keep_their_order_and_many_share_one_sync(tmp_path: Path) -> None:
    path = tmp_path / "calls.log"

    async def scene() -> int:
        async with opened(path) as log:
            waits = [written(log, b'{"call":%d}' % number) for number in range(500)]
            await asyncio.gather(*waits)
            return log.syncs

    syncs = asyncio.run(scene())

    assert calls_of(path) == list(range(500))
    assert syncs < 10


def test_what_nobody_waits_for_is_durable_with_what_follows_or_a_moment_later_or_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "calls.log"

    async def scene() -> list[list[object]]:
        seen = []
        async with opened(path) as log:
            log.append(b'{"call":"a"}')
            seen.append(calls_of(path))
            await written(log, b'{"call":"b"}')
            seen.append(calls_of(path))
            log.append(b'{"call":"c"}')
            for _ in range(600):
                await asyncio.sleep(0.05)
                if calls_of(path)[-1:] == ["c"]:
                    break
            seen.append(calls_of(path))
            log.append(b'{"call":"d"}')
        return [*seen, calls_of(path)]

    assert asyncio.run(scene()) == [[], ["a", "b"], ["a", "b", "c"], ["a", "b", "c", "d"]]


def test_a_log_that_is_opened_again_goes_on_with_its_chain_and_shows_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "calls.log"
    asyncio.run(with_calls(path, "a"))
    shown: list[bytes] = []

    async def scene() -> None:
        async with opened(path, shown.append) as log:
            await written(log, b'{"call":"b"}')

    asyncio.run(scene())

    assert [json.loads(line)["call"] for line in shown] == ["a"]
    assert calls_of(path) == ["a", "b"]


def test_the_end_of_an_interrupted_write_is_cut_off_and_told(tmp_path: Path) -> None:
    path = tmp_path / "calls.log"
    asyncio.run(with_calls(path, "a"))
    with path.open("ab") as file:
        file.write(b'{"prev":"00')

    async def scene() -> int:
        async with opened(path) as log:
            await written(log, b'{"call":"b"}')
            return log.torn.size if log.torn else 0

    assert asyncio.run(scene()) == 11
    assert calls_of(path) == ["a", "b"]


def test_a_broken_chain_is_not_gone_on_with_and_the_file_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "calls.log"
    asyncio.run(with_calls(path, "a", "b"))
    forged = path.read_bytes().replace(b'"call": "a"', b'"call": "x"')
    path.write_bytes(forged)

    with pytest.raises(RefusedError, match="line 2 does not follow"):
        asyncio.run(with_calls(path, "c"))

    assert path.read_bytes() == forged


def test_two_gateways_never_write_to_one_log(tmp_path: Path) -> None:
    path = tmp_path / "calls.log"

    async def scene() -> None:
        async with opened(path):
            with pytest.raises(RefusedError, match="another gateway"):
                CallLog(path, asyncio.get_running_loop(), unseen)

    asyncio.run(scene())


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        asyncio.run(with_calls(tmp_path / "none" / "calls.log", "a"))


@BOTH_WAYS
def test_a_short_write_ends_the_log_leaves_whole_lines_alone_and_refuses_all_that_follows(
    tmp_path: Path, *, alone: bool
) -> None:
    path = tmp_path / "calls.log"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    async def scene() -> list[OSError | None]:
        async with opened(path) as log:
            found = [await written(log, b'{"call":"a"}', alone=alone)]
            resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 40, before[1]))
            try:
                found.append(await written(log, b'{"call":"b"}', alone=alone))
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, before)
            return [*found, await written(log, b'{"call":"c"}', alone=alone)]

    first, short, later = asyncio.run(scene())

    assert first is None
    assert short is not None
    assert later is short
    assert calls_of(path) == ["a"]


def test_a_write_returns_when_what_it_wrote_is_durable(tmp_path: Path) -> None:
    async def scene() -> int:
        async with opened(tmp_path / "calls.log") as log:
            return fcntl.fcntl(log._file, fcntl.F_GETFL)

    assert asyncio.run(scene()) & os.O_DSYNC


@BOTH_WAYS
def test_a_write_that_fails_ends_the_log_and_is_not_tried_again(tmp_path: Path, *, alone: bool) -> None:
    full = os.open("/dev/full", os.O_WRONLY)

    async def scene() -> tuple[OSError | None, OSError | None, int]:
        async with opened(tmp_path / "calls.log") as log:
            real, log._file = log._file, full
            try:
                return (
                    await written(log, b'{"call":"a"}', alone=alone),
                    await written(log, b'{"call":"b"}', alone=alone),
                    log.syncs,
                )
            finally:
                log._file = real

    first, second, syncs = asyncio.run(scene())
    os.close(full)

    assert first is not None
    assert second is first
    assert syncs == 0


@BOTH_WAYS
@pytest.mark.parametrize(
    "meddle",
    [
        pytest.param(lambda path: path.unlink(), id="taken away"),
        pytest.param(lambda path: path.write_bytes(b""), id="emptied"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes() + b"x\n"), id="added to"),
    ],
)
def test_a_log_with_which_others_meddle_records_no_more(
    meddle: Callable[[Path], object], tmp_path: Path, *, alone: bool
) -> None:
    path = tmp_path / "calls.log"

    async def scene() -> list[OSError | None]:
        async with opened(path) as log:
            found = [await written(log, b'{"call":"a"}', alone=alone)]
            meddle(path)
            return [*found, await written(log, b'{"call":"b"}', alone=alone)]

    first, second = asyncio.run(scene())

    assert first is None
    assert second is not None
    assert "somebody else" in str(second)


@BOTH_WAYS
def test_a_fault_of_one_who_waits_keeps_nobody_else_waiting(tmp_path: Path, *, alone: bool) -> None:
    faults: list[object] = []

    async def scene() -> OSError | None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, about: faults.append(about["exception"]))
        async with opened(tmp_path / "calls.log") as log:
            log.append(b'{"call":"a"}', lambda _: [].pop(), alone=alone)
            return await written(log, b'{"call":"b"}', alone=alone)

    assert asyncio.run(scene()) is None
    assert [type(fault) for fault in faults] == [IndexError]
    assert calls_of(tmp_path / "calls.log") == ["a", "b"]


def test_only_its_owner_can_read_the_log(tmp_path: Path) -> None:
    asyncio.run(with_calls(tmp_path / "calls.log", "a"))

    assert (tmp_path / "calls.log").stat().st_mode & 0o077 == 0


class Told:
    """A loop that counts the batches that another thread has written."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.by_thread = 0
        self.call_soon, self.call_later, self._threadsafe = loop.call_soon, loop.call_later, loop.call_soon_threadsafe

    def call_soon_threadsafe(self, callback: Callable[..., object], *args: object) -> object:
        self.by_thread += 1
        return self._threadsafe(callback, *args)


class Clock:
    """A clock that goes on by `step` seconds each time that somebody looks at it."""

    def __init__(self) -> None:
        self.now, self.step = 100.0, 0.0

    def __call__(self) -> float:
        self.now += self.step
        return self.now


def test_a_record_is_written_without_another_thread_only_where_nobody_else_is_held_up(tmp_path: Path) -> None:
    path = tmp_path / "calls.log"
    found: list[int] = []

    async def scene() -> None:
        loop = Told()
        log = CallLog(path, loop, unseen, clock=stopped)
        await written(log, b'{"call":"a"}', alone=True)
        found.append(loop.by_thread)
        await written(log, b'{"call":"b"}')
        found.append(loop.by_thread)
        waits = [written(log, b'{"call":"c"}', alone=True), written(log, b'{"call":"d"}', alone=True)]
        await asyncio.gather(*waits)
        found.append(loop.by_thread)
        log.append(b'{"call":"e"}')
        await written(log, b'{"call":"f"}', alone=True)
        found.append(loop.by_thread)
        log.close()

    asyncio.run(scene())

    assert found == [0, 1, 2, 2]
    assert calls_of(path) == ["a", "b", "c", "d", "e", "f"]


def test_after_a_slow_write_another_thread_writes_for_twenty_times_as_long(tmp_path: Path) -> None:
    path, clock = tmp_path / "calls.log", Clock()
    found: list[int] = []

    async def scene() -> None:
        loop = Told()
        log = CallLog(path, loop, unseen, clock=clock)
        for step, later in ((0.0, 0.0), (0.01, 0.0), (0.0, 0.19), (0.0, 0.02), (0.002, 0.0), (0.0, 0.0)):
            clock.step, clock.now = step, clock.now + later
            await written(log, b'{"call":"a"}', alone=True)
            found.append(loop.by_thread)
        log.close()

    asyncio.run(scene())

    assert found == [0, 0, 1, 1, 1, 1]
    assert len(calls_of(path)) == 6


def test_a_file_that_is_large_enough_is_closed_by_another_thread_even_where_nobody_else_is_served(
    tmp_path: Path,
) -> None:
    path = tmp_path / "calls.log"
    said: list[str] = []

    async def scene() -> int:
        loop = Told()
        log = CallLog(path, loop, unseen, most=50, say=lambda event, _: said.append(event), clock=stopped)
        await written(log, b'{"call":"a"}', alone=True)
        await written(log, b'{"call":"b"}', alone=True)
        await asyncio.sleep(0)
        log.close()
        return loop.by_thread

    assert asyncio.run(scene()) == 2, "the batch, and what is said of the file"
    assert said == ["log goes on in another file"]
    assert calls_of(path) == ["a", "b"]
