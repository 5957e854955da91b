"""`muniment gate` as a whole process, in a repository of several thousand files that is made here.

It holds the Python files of the interpreter that runs this, and of the packages that are installed in it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from figures import Run, about, median, run
from trees import CACHE

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS: Final = 7
FILES: Final = 6_000
LIMIT: Final = 1.0
"""Seconds that somebody waits for a hook."""
TREE: Final = CACHE / "gate"
KEPT: Final = CACHE / "gate-kept"
CHANGES: Final = {
    "nothing of a vendor": ("colors.py", "x = 1\n"),
    "a use": ("model.py", "import anthropic\n"),
    "a word without company": ("story.py", "qwen = Qwen(1)\n"),
}


def main() -> None:
    """Print the medians and, last, one line of JSON."""
    count = _made()
    program = str(Path(sys.executable).parent / "muniment")
    figures: dict[str, float] = {}
    print(f"{count:,} files at the base; wall and processor seconds, medians of {ROUNDS}")
    for name, (path, text) in CHANGES.items():
        (TREE / path).write_text(text)
        os.environ["MUNIMENT_CACHE"] = str(KEPT)
        gate = [program, "gate", str(TREE)]
        warm = [run(gate, accept=(0, 1)) for _ in range(ROUNDS + 1)][1:]
        cold = [_cold(gate) for _ in range(3)]
        _show(name, warm, cold)
        figures[name.replace(" ", "_")] = round(median([each.wall for each in warm]) / LIMIT, 3)
        (TREE / path).unlink()
    whole = [run([program, "check", "--fresh", str(TREE)], accept=(0, 1, 3)) for _ in range(3)]
    _show("for comparison, a whole check", whole, whole)
    print(json.dumps({**about(), "files": count, "wall_vs_limit": figures}))


def _cold(command: list[str]) -> Run:
    shutil.rmtree(KEPT, ignore_errors=True)
    return run(command, accept=(0, 1))


def _show(name: str, warm: list[Run], cold: list[Run]) -> None:
    told = [f"{median([r.wall for r in each]):6.2f} {median([r.cpu for r in each]):6.2f}" for each in (warm, cold)]
    print(f"{name:32} warm {told[0]}   nothing kept {told[1]}")


def _made() -> int:
    """Make the repository once; return how many files it has."""
    if not TREE.exists():
        unfinished = TREE.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        for number, path in enumerate(islice(_sources(), FILES)):
            target = unfinished / f"part{number // 500}" / f"{number}-{path.name}"
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        _git(unfinished, "init", "--quiet", "--initial-branch=main")
        _git(unfinished, "add", "--all")
        _git(unfinished, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "--message=c")
        unfinished.rename(TREE)
    return len(_git(TREE, "ls-files").splitlines())


def _sources() -> Iterator[Path]:
    folders = (Path(sysconfig.get_path(name)) for name in ("purelib", "stdlib"))
    return (path for path in chain.from_iterable(sorted(folder.rglob("*.py")) for folder in folders) if path.is_file())


def _git(folder: Path, *arguments: str) -> str:
    found = subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, text=True)
    return found.stdout


if __name__ == "__main__":
    main()
