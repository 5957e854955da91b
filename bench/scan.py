"""`muniment scan` on a kernel source tree of some 78,000 files, against ripgrep looking for 1,000 of the same words.

Cold, again with nothing changed, with one file changed, on a dense corpus (the labelled packages), and the memory that
one file of ten gigabytes takes. All are whole processes, in turn, in one run. The tree comes from Debian's package
`linux-source-6.1` (apt), or is the folder given as the only argument; it is not written to but for one file's times.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from figures import Run, about, median, run
from muniment import wiring
from muniment.discover.text.anchors import anchors
from trees import CACHE, obtained

ROUNDS = 7
WORDS = 1000
LIMITS = {"cold_ratio": 1.0, "dense_ratio": 1.3, "rescan_ratio": 0.2, "one_change_ratio": 0.25, "peak_mb": 300}
PACKAGE = "linux-source-6.1"
LARGE = 10 * 1024**3
PROGRAM = str(Path(sys.executable).parent / "muniment")


def main() -> None:
    """Print medians and ratios and, last, one line of JSON."""
    tree = Path(sys.argv[1]) if len(sys.argv) > 1 else kernel()
    words = chosen()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MUNIMENT_CACHE"] = folder
        runs = {**in_large(tree, words, Path(folder)), **in_dense(obtained(), words, Path(folder))}
        runs["one file of 10 GB"] = [run([PROGRAM, "scan", str(sparse(Path(folder)))], (0, 3))]
    report(runs)


def chosen() -> Path:
    """Return a file with 1,000 of the words that a scan looks for, the same ones each time."""
    every = sorted(anchors(wiring.rulebook().signatures))
    patterns = CACHE / "anchors.txt"
    patterns.parent.mkdir(exist_ok=True)
    patterns.write_text("\n".join(random.Random(1).sample(every, WORDS)) + "\n")  # noqa: S311  (the same each time)
    print(f"{len(every):,} words in {len(wiring.rulebook().signatures):,} signatures; ripgrep gets {WORDS:,} of them")
    return patterns


def in_large(tree: Path, words: Path, cache: Path) -> dict[str, list[Run]]:
    """Return the runs on the large tree, each kind in turn."""
    changed = next(path for path in sorted(tree.rglob("*.c")) if path.is_file())
    runs: dict[str, list[Run]] = {"rg --json": [], "cold": [], "nothing changed": [], "one file changed": []}
    for number in range(ROUNDS + 1):
        forget(cache)
        found = {
            "rg --json": run(ripgrep(words, tree), (0, 1)),
            "cold": run([PROGRAM, "scan", str(tree)], (0, 3)),
            "nothing changed": run([PROGRAM, "scan", str(tree)], (0, 3)),
        }
        os.utime(changed)
        found["one file changed"] = run([PROGRAM, "scan", str(tree)], (0, 3))
        for name, one in found.items() if number else ():  # the first round warms up
            runs[name].append(one)
    return runs


def in_dense(trees: Path, words: Path, cache: Path) -> dict[str, list[Run]]:
    """Return the runs on a corpus in which many files speak of vendors."""
    runs: dict[str, list[Run]] = {"rg --json, dense": [], "cold, dense": []}
    for number in range(ROUNDS + 1):
        forget(cache)
        found = {
            "rg --json, dense": run(ripgrep(words, trees), (0, 1)),
            "cold, dense": run([PROGRAM, "scan", str(trees)], (0, 3)),
        }
        for name, one in found.items() if number else ():
            runs[name].append(one)
    return runs


def ripgrep(words: Path, tree: Path) -> list[str]:
    """Return the command that looks for `words`, whatever their case, in every text of `tree`."""
    rg = str(Path(sys.executable).parent / "rg")
    return [rg, "-uu", "-g", "!.git", "-i", "-F", "-f", str(words), "--json", str(tree)]


def forget(cache: Path) -> None:
    """Remove what is known of trees; the rulebook as parsed and the words as compiled stay."""
    for each in cache.glob("tree-*"):
        each.unlink()


def sparse(folder: Path) -> Path:
    """Return a file of ten gigabytes that takes no room, with a line of text at its end."""
    path = folder / "large" / "large.log"
    path.parent.mkdir()
    with path.open("wb") as file:
        file.truncate(LARGE)
        file.seek(LARGE)
        file.write(b"\nhttps://api.openai.com/v1\n")
    return path


def report(runs: dict[str, list[Run]]) -> None:
    """Print what was measured."""
    for name, times in runs.items():
        wall, cpu = median([one.wall for one in times]), median([one.cpu for one in times])
        peak = max(one.peak_mb for one in times)
        print(f"{name:20}{wall:7.2f} s wall{cpu:8.2f} s cpu{peak:8.0f} MB in its largest process")
    walls = {name: median([one.wall for one in times]) for name, times in runs.items()}
    figures = {
        "cold_ratio": round(walls["cold"] / walls["rg --json"], 3),
        "dense_ratio": round(walls["cold, dense"] / walls["rg --json, dense"], 3),
        "rescan_ratio": round(walls["nothing changed"] / walls["rg --json"], 3),
        "one_change_ratio": round(walls["one file changed"] / walls["rg --json"], 3),
        "peak_mb": round(max(one.peak_mb for name, times in runs.items() if "rg" not in name for one in times)),
    }
    print(json.dumps({**about(), **figures, "limits": LIMITS}))


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
        unfinished = CACHE / f"{PACKAGE}.unfinished"
        with tarfile.open(archive) as tar:
            tar.extractall(unfinished, filter="tar")
        unfinished.rename(target)
        shutil.rmtree(folder / "x")
    return target


if __name__ == "__main__":
    main()
