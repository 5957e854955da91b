"""How long `muniment --help` and loading the rulebook take. The limits: 150 ms and 0.3 s."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from figures import about, in_turn, median
from muniment import wiring

HELP_LIMIT, LOAD_LIMIT = 0.150, 0.300
ROUNDS = 15


def main() -> None:
    """Print the medians and, last, one line of JSON."""
    muniment = str(Path(sys.executable).parent / "muniment")
    runs = in_turn({"help": [muniment, "--help"], "python": [sys.executable, "-c", "pass"]}, ROUNDS)
    help_time = median([one.wall for one in runs["help"]])
    bare = median([one.wall for one in runs["python"]])
    loads = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        wiring.rulebook()
        loads.append(time.perf_counter() - start)
    load = median(loads)
    print(f"muniment --help {help_time * 1000:.0f} ms, the bare interpreter {bare * 1000:.0f} ms")
    print(f"rulebook load   {load * 1000:.0f} ms (the first, with imports: {loads[0] * 1000:.0f} ms)")
    figures = {
        "help_vs_limit": help_time / HELP_LIMIT,
        "help_vs_python": help_time / bare,
        "load_vs_limit": load / LOAD_LIMIT,
    }
    print(json.dumps({**about(), **{name: round(value, 3) for name, value in figures.items()}}))


if __name__ == "__main__":
    main()
