"""`muniment history` as a whole process, on the repository given as the only argument or on one made here.

The one made here has 4,000 commits, every tenth of them on a branch that the next one merges; some lines are uses.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from figures import about, in_turn, median
from trees import CACHE

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = 3
COMMITS = 4_000
FILES_A_COMMIT = 12
LIMIT_US = 100.0
START = 1_600_000_000
SECONDS_BETWEEN = 9_000
NEW_FILES = 0.08
USES = 0.004
SYNTHETIC = CACHE / "history.git"
_ENDINGS = (".py", ".py", ".ts", ".go", ".md", ".yaml", ".json")
_WORDS = "area bridge column delta engine filter gauge handle input joint kernel layer matrix node order panel".split()  # noqa: SIM905  (shorter)
_USES = ("import openai", "from anthropic import Anthropic", 'MODEL = "gpt-4o"', 'URL = "https://api.openai.com/v1"')


def main() -> None:
    """Print medians and, last, one line of JSON."""
    repository = Path(sys.argv[1]) if len(sys.argv) > 1 else synthetic()
    program = [str(Path(sys.executable).parent / "muniment"), "history", str(repository), "--json"]
    answer = json.loads(subprocess.run(program, capture_output=True, check=False).stdout)
    runs = in_turn({"history": program}, ROUNDS, accept=(0, 3))["history"]
    wall, cpu = median([run.wall for run in runs]), median([run.cpu for run in runs])
    peak = round(max(run.peak_mb for run in runs))
    print(f"{answer['commits']:,} commits, {answer['contents']:,} contents, {answer['coverage']['entries']:,} versions")
    print(f"{wall:7.2f} s wall{cpu:8.2f} s cpu{peak:8,} MB in the largest process")
    figures = {
        "repository": repository.name,
        "commits": answer["commits"],
        "contents": answer["contents"],
        "wall": round(wall, 2),
        "us_per_blob": round(wall / answer["contents"] * 1e6, 1),
        "us_per_blob_vs_limit": round(wall / answer["contents"] * 1e6 / LIMIT_US, 3),
        "peak_mb": peak,
    }
    print(json.dumps({**about(), **figures}))


def synthetic() -> Path:
    """Return a repository of `COMMITS` commits, made once."""
    if not SYNTHETIC.exists():
        unfinished = SYNTHETIC.with_suffix(".unfinished")
        subprocess.run(["git", "init", "--quiet", "--bare", unfinished], check=True)
        command = ["git", "-C", str(unfinished), "fast-import", "--quiet"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, text=True) as importing:
            assert importing.stdin is not None  # noqa: S101  (it was asked for)
            importing.stdin.writelines(_commits(random.Random(1)))  # noqa: S311  (the same repository each time)
        if importing.returncode:
            raise SystemExit(f"git fast-import ended with {importing.returncode}")
        subprocess.run(["git", "-C", unfinished, "symbolic-ref", "HEAD", "refs/heads/main"], check=True)
        subprocess.run(["git", "-C", unfinished, "repack", "-adq"], check=True)
        unfinished.rename(SYNTHETIC)
    return SYNTHETIC


def _commits(chance: random.Random) -> Iterator[str]:
    """Yield what git imports, piece by piece: a process that is started counts this one's memory as its own."""
    files: dict[str, list[str]] = {}
    for number in range(1, COMMITS + 1):
        when = START + number * SECONDS_BETWEEN
        yield f"commit refs/heads/main\nmark :{number}\ncommitter A <a@example.org> {when} +0000\ndata 1\nc\n"
        if number > 1:
            merges = number % 10 == 1
            yield f"from :{number - 2}\nmerge :{number - 1}\n" if merges else f"from :{number - 1}\n"
        for _ in range(FILES_A_COMMIT):
            path = _changed(files, chance)
            text = "\n".join(files[path]) + "\n"
            yield f"M 100644 inline {path}\ndata {len(text)}\n{text}\n"


def _changed(files: dict[str, list[str]], chance: random.Random) -> str:
    """Change one file, or begin one, and return its path."""
    if not files or chance.random() < NEW_FILES:
        path = f"{chance.choice(_WORDS)}/{chance.choice(_WORDS)}{len(files)}{chance.choice(_ENDINGS)}"
        files[path] = [_line(chance) for _ in range(chance.randint(20, 400))]
    path = chance.choice(list(files))
    lines = files[path]
    at = chance.randrange(len(lines))
    lines[at : at + chance.randint(0, 3)] = [_line(chance) for _ in range(chance.randint(1, 6))]
    return path


def _line(chance: random.Random) -> str:
    if chance.random() < USES:
        return chance.choice(_USES)
    return f"{chance.choice(_WORDS)}_{chance.randrange(1000)} = {chance.choice(_WORDS)}({chance.randrange(10**6)})"


if __name__ == "__main__":
    main()
