"""`muniment check` on a kernel source tree of some 78,000 files, against ripgrep looking for the same anchors.

The tree comes from Debian's package `linux-source-6.1` (apt), or from the folder given as the only argument.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
from pathlib import Path

from figures import Run, about, in_turn, median
from muniment import wiring
from muniment.discover.anchors import anchors
from trees import CACHE

ROUNDS = 7
LIMIT = 4.0
PACKAGE = "linux-source-6.1"


def main() -> None:
    """Print medians and ratios and, last, one line of JSON."""
    tree = Path(sys.argv[1]) if len(sys.argv) > 1 else kernel()
    literals = sorted(anchors(wiring.rulebook().signatures))
    patterns = CACHE / "anchors.txt"
    patterns.parent.mkdir(exist_ok=True)
    patterns.write_text("\n".join(literals) + "\n")
    here = Path(sys.executable).parent
    rg = [str(here / "rg"), "-uu", "-g", "!.git", "-i", "-F", "-f", str(patterns)]
    commands = {
        "muniment check": [str(here / "muniment"), "check", str(tree)],
        "rg --json": [*rg, "--json", str(tree)],
        "rg -l": [*rg, "-l", str(tree)],
    }
    runs = in_turn(commands, ROUNDS, accept=(0, 1, 3))
    report(runs, len(literals))


def report(runs: dict[str, list[Run]], literals: int) -> None:
    """Print what was measured."""
    for name, times in runs.items():
        wall, cpu = median([one.wall for one in times]), median([one.cpu for one in times])
        peak = max(one.peak_mb for one in times)
        print(f"{name:16}{wall:7.2f} s wall{cpu:8.2f} s cpu{peak:8.0f} MB in its largest process")
    ours, json_, listing = (median([one.wall for one in times]) for times in runs.values())
    figures = {
        "anchors": literals,
        "cold_ratio": round(ours / json_, 3),
        "cold_ratio_to_listing": round(ours / listing, 3),
        "cold_ratio_vs_limit": round(ours / json_ / LIMIT, 3),
        "peak_mb": round(max(one.peak_mb for one in runs["muniment check"])),
    }
    print(json.dumps({**about(), **figures}))


def kernel() -> Path:
    """Return the unpacked kernel source, obtained once."""
    target = CACHE / PACKAGE
    if not target.exists():
        folder = CACHE / "download"
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["apt-get", "download", PACKAGE], cwd=folder, check=True)
        (package,) = folder.glob(f"{PACKAGE}_*.deb")
        subprocess.run(["dpkg-deb", "-x", package, folder / "x"], check=True)
        (archive,) = (folder / "x" / "usr" / "src").glob("*.tar.*")
        with tarfile.open(archive) as tar:
            tar.extractall(target, filter="tar")
    return target


if __name__ == "__main__":
    main()
