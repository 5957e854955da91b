"""Fuzz every reader: `run.py [--seconds N] [--engine atheris|hypothesis|both] [TARGET ...]`; `--list` names them.

Each target is a process of its own. What breaks one is kept below `tests/fuzz/seeds/TARGET/`, where every test run
replays it from then on.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

sys.path.insert(0, str(Path(__file__).parents[1]))

if TYPE_CHECKING:
    from fuzz.targets import Target

_MOST: Final = 64 * 1024
"""Bytes of the largest input that is made up: one that is quick enough is quick enough when four times as large."""
_PATIENCE: Final = 0.6
"""Seconds for such an input."""
_GIVEN_UP: Final = 10.0
"""Seconds after which nobody waits any longer for a pattern that tries everything."""


def main() -> int:
    """Fuzz what is asked for, one target after the other. Return 1 where anything broke."""
    asked = _arguments()
    if asked.one:
        return _fuzz_one(asked.one, asked.engine, asked.seconds)
    from fuzz.targets import targets  # noqa: PLC0415 (an engine watches only what is imported after it)

    known = targets()
    if asked.list:
        print(*known, sep="\n")
        return 0
    engines = ["hypothesis", "atheris"] if asked.engine == "both" else [asked.engine]
    broken = [
        f"{name} ({engine})"
        for name in asked.targets or known
        for engine in engines
        if _in_a_process(name, engine, asked.seconds / len(engines))
    ]
    print(f"broken: {', '.join(broken) or 'nothing'}")
    return 1 if broken else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600, help="for each target")
    parser.add_argument("--engine", choices=["atheris", "hypothesis", "both"], default="both")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("targets", nargs="*")
    return parser.parse_args()


def _in_a_process(name: str, engine: str, seconds: float) -> int:
    command = [sys.executable, __file__, "--one", name, "--engine", engine, "--seconds", str(seconds)]
    ended = subprocess.run(command, check=False)
    return ended.returncode


def _fuzz_one(name: str, engine: str, seconds: float) -> int:
    signal.signal(signal.SIGVTALRM, _give_up)
    fuzz = _with_atheris if engine == "atheris" else _with_hypothesis
    return fuzz(name, seconds)


def _tried(name: str, target: Target, path: str, data: bytes) -> bool:
    """Say whether `target` stands `data`; what it does not stand is kept."""
    from fuzz.soundness import check  # noqa: PLC0415

    signal.setitimer(signal.ITIMER_VIRTUAL, _GIVEN_UP)
    try:
        check(target, path, data, _PATIENCE)
    except Exception:  # noqa: BLE001 (whatever it is, it is what was looked for)
        kept = _keep(name, path, data)
        print(f"{name}: {path}: {len(data)} bytes, kept as {kept}\n{traceback.format_exc(limit=-3)}", flush=True)
        return False
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return True


def _give_up(number: int, frame: object) -> None:
    del number, frame
    raise TimeoutError


def _keep(name: str, path: str, data: bytes) -> Path:
    from fuzz.targets import SEEDS  # noqa: PLC0415

    kept = SEEDS / name / hashlib.sha256(data).hexdigest()[:12] / path
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(data)
    return kept


def _corpus(target: Target, most: int) -> list[bytes]:
    return [path.read_bytes()[:most] for path in target.seeds] or [b""]


def _with_hypothesis(name: str, seconds: float) -> int:
    """Damage samples, and repeat pieces of them, until the time is over or something breaks."""
    from hypothesis import HealthCheck, Phase, find, settings  # noqa: PLC0415
    from hypothesis import strategies as st  # noqa: PLC0415
    from hypothesis.errors import NoSuchExample  # noqa: PLC0415

    from fuzz.damage import damaged  # noqa: PLC0415
    from fuzz.targets import targets  # noqa: PLC0415

    target = targets()[name]
    whole = st.tuples(st.sampled_from(target.paths), damaged(_corpus(target, _MOST), _MOST))
    chance, started, count = random.Random(name), time.monotonic(), 0  # noqa: S311 (chooses inputs, no secret)

    def breaks(example: tuple[str, bytes]) -> bool:
        nonlocal count
        count += 1
        return time.monotonic() - started < seconds and not _tried(name, target, *example)

    rounds = settings(
        max_examples=300, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    broken = False
    while time.monotonic() - started < seconds and not broken:
        try:
            find(whole, breaks, settings=rounds, random=random.Random(chance.random()))  # noqa: S311
            broken = True
        except NoSuchExample:
            continue
    _tell(name, "hypothesis", count, time.monotonic() - started)
    return int(broken)


def _with_atheris(name: str, seconds: float) -> int:
    """Let the coverage of the code choose what to try, until the time is over or something breaks."""
    import atheris  # noqa: PLC0415

    with ExitStack() as stack:
        stack.enter_context(atheris.instrument_imports(include=["muniment"]))
        from fuzz.targets import targets  # noqa: PLC0415

    target = targets()[name]
    started, count = time.monotonic(), 0

    def one(data: bytes) -> None:
        nonlocal count
        count += 1
        if data and not _tried(name, target, target.paths[data[0] % len(target.paths)], data[1:]):
            raise AssertionError(name)
        if time.monotonic() - started > seconds:
            _tell(name, "atheris", count, time.monotonic() - started)
            sys.stdout.flush()
            _leave()

    with tempfile.TemporaryDirectory() as made:
        for number, path in enumerate(target.seeds):
            known = next((at for at, each in enumerate(target.paths) if Path(each).name == path.name), number)
            (Path(made) / str(number)).write_bytes(bytes([known % 256]) + path.read_bytes()[:_MOST])
        limits = [f"-max_len={_MOST}", "-timeout=60", "-rss_limit_mb=3000", "-verbosity=0", f"-artifact_prefix={made}/"]
        atheris.Setup([sys.argv[0], *limits, made], one)
        atheris.Fuzz()
    return 0


def _leave() -> None:
    """End at once and well: the engine's own way out would be taken for a crash."""
    import os  # noqa: PLC0415

    os._exit(0)


def _tell(name: str, engine: str, count: int, seconds: float) -> None:
    print(f"{name}: {count} inputs by {engine} in {seconds:.0f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
