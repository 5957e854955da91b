"""How long lock files and a bill of materials of 5,000 packages take. The limit: 0.3 s each."""

from __future__ import annotations

import json
import time

from figures import about, median
from muniment.readers.registry import reader_for

LIMIT = 0.3
COUNT, ROUNDS = 5_000, 7


def main() -> None:
    """Print the medians and, last, one line of JSON."""
    times = {path: median([timed(path, text) for _ in range(ROUNDS)]) for path, text in made().items()}
    for path, seconds in times.items():
        print(f"{path:20}{seconds * 1000:8.0f} ms for {COUNT:,} packages")
    print(json.dumps({**about(), "readers_vs_limit": round(max(times.values()) / LIMIT, 3)}))


def timed(path: str, text: str) -> float:
    """Return the seconds in which the reader of `path` gives every package."""
    reader = reader_for(path)
    if reader is None:
        raise SystemExit(f"no reader for {path}")
    start = time.perf_counter()
    seen = sum(1 for _ in reader.read(path, text))
    if seen < COUNT:
        raise SystemExit(f"{path}: {seen} of {COUNT} packages seen")
    return time.perf_counter() - start


def made() -> dict[str, str]:
    """Return one file of each kind."""
    numbers = range(COUNT)
    lock = {
        "name": "a",
        "lockfileVersion": 3,
        "packages": {
            f"node_modules/p{n}": {"version": "1.0.0", "resolved": f"https://r.example/p{n}"} for n in numbers
        },
    }
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "components": [{"type": "library", "name": f"p{n}", "purl": f"pkg:npm/p{n}@1.0.0"} for n in numbers],
    }
    pnpm = "lockfileVersion: '9.0'\npackages:\n" + "".join(
        f"  p{n}@1.0.0:\n    resolution: {{integrity: sha512-aa}}\n" for n in numbers
    )
    return {
        "package-lock.json": json.dumps(lock, indent=2),
        "bom.json": json.dumps(bill, indent=2),
        "pnpm-lock.yaml": pnpm,
        "uv.lock": "version = 1\n" + "".join(f'\n[[package]]\nname = "p{n}"\nversion = "1.0.0"\n' for n in numbers),
        "yarn.lock": "# yarn lockfile v1\n\n" + "".join(f'p{n}@^1.0.0:\n  version "1.0.0"\n\n' for n in numbers),
        "go.sum": "".join(f"example.com/p{n} v1.0.0 h1:aa=\n" for n in numbers),
        "requirements.txt": "".join(f"p{n}==1.0.0\n" for n in numbers),
    }


if __name__ == "__main__":
    main()
