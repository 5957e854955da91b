"""What every measurement says of itself: the day, the machine, and medians of whole processes run in turn."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Run:
    """One whole process: wall and processor seconds, and its largest resident size with that of its children in MB."""

    wall: float
    cpu: float
    peak_mb: float


def run(command: Sequence[str], accept: Sequence[int] = (0,)) -> Run:
    """Run `command` with its output thrown away, and return what it took.

    Its memory is never told as less than what this process takes when it starts it: measure from a small one.

    Raises: SystemExit when it ends with a code that is not in `accept`.
    """
    as_installed = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=as_installed) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if process.returncode not in accept:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def in_turn(commands: Mapping[str, Sequence[str]], rounds: int, accept: Sequence[int] = (0,)) -> dict[str, list[Run]]:
    """Run the commands one after the other, `rounds` times after a warm-up, so that all meet the same machine."""
    for command in commands.values():
        run(command, accept)
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            runs[name].append(run(command, accept))
    return runs


def median(values: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def about() -> dict[str, Any]:
    """Return the day and the machine."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    return {
        "day": datetime.now(UTC).date().isoformat(),  # noqa: TID251  # a measurement has a day
        "machine": f"{os.cpu_count()} cores, {model}, Python {platform.python_version()}",
    }
