"""The pages that people read, and the commands in them.

A `console` block is a session in a copy of `examples/small`: a line that begins with `$ ` is a command (a `\\` at its
end goes on in the next line), what follows is its output. A line `…` stands for any number of lines, `…` inside a line
for any text. A command without output may print anything. Another block whose first line is a comment with a file name
is written to that file.

`MUNIMENT_REWRITE_EXPECTED=1 pytest tests/docs` writes outputs anew; the change is then reviewed. Where an output shows
`…`, only the day of an earlier release in it is moved to that of this one.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md")))
DAY = str(yaml.safe_load((ROOT / "rulebook" / "rulebook.yaml").read_text(encoding="utf-8"))["released"])
"""The day of the sessions: on which the rulebook was released, since no earlier clock is believed."""
NOON = f"{datetime.fromisoformat(DAY + 'T12:00:00+00:00').timestamp():.0f}"
"""12:00 UTC on that day."""

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FILE = re.compile(r"# ([\w./-]+\.\w+)(?: .*)?\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command, and the output that the page shows: nothing where it shows none."""

    typed: str
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """A file that the page asks the reader to write."""

    path: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What a command printed, and its exit code."""

    printed: str
    code: int


def blocks(page: Path, language: str) -> list[str]:
    """Return the fenced blocks of `page` in `language`."""
    return [text for found, text in _FENCE.findall(page.read_text(encoding="utf-8")) if found == language]


def steps(page: Path) -> list[Command | NewFile]:
    """Return what a reader of `page` does, in order."""
    found: list[Command | NewFile] = []
    for language, text in _FENCE.findall(page.read_text(encoding="utf-8")):
        if language == "console":
            found += _commands(text)
        elif named := _FILE.match(text):
            found.append(NewFile(path=named[1], text=text))
    return found


def _commands(block: str) -> list[Command]:
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)
    assert not parts[0].strip(), f"output before the first command: {parts[0]}"
    found = []
    for part in parts[1:]:
        lines = part.rstrip("\n").split("\n")
        last = next(number for number, line in enumerate(lines) if not line.endswith("\\"))
        found.append(Command(typed="\n".join(lines[: last + 1]), shown="\n".join(lines[last + 1 :]).rstrip()))
    return found


class Session:
    """A shell in a copy of the small example, at 80 columns, on the day of the pages; `~/muniment` is the checkout."""

    def __init__(self, folder: Path) -> None:
        """Make the copy in `folder`."""
        self.folder = folder / "small"
        self._code = 0
        shutil.copytree(ROOT / "examples" / "small", self.folder)
        (folder / "muniment").symlink_to(ROOT)
        (folder / "bin").mkdir()
        patient = folder / "bin" / "timeout"
        patient.write_text(f'#!/bin/sh\nexec {sys.executable} {Path(__file__).with_name("timeout.py")} "$@"\n')
        patient.chmod(0o700)
        self._environment = {
            "PATH": f"{folder / 'bin'}:{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT / "src"),
            "HOME": str(folder),
            "COLUMNS": "80",
            "LC_ALL": "C.UTF-8",
            "SOURCE_DATE_EPOCH": NOON,
        }

    def run(self, command: Command) -> Ended:
        """Type `command`; `$?` is the exit code of the one before."""
        script = f"(exit {self._code})\n{command.typed}"
        ended = subprocess.run(
            ["/bin/bash", "-c", script],
            cwd=self.folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        self._code = ended.returncode
        lines = ended.stdout.decode().split("\n")
        return Ended(printed="\n".join(line.rstrip() for line in lines).rstrip(), code=ended.returncode)

    def write(self, file: NewFile) -> None:
        """Write `file` as the page gives it."""
        path = self.folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8")


def fits(shown: str, printed: str) -> bool:
    """Say whether `printed` is what `shown` promises."""
    patterns = [
        r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line.rstrip()).replace("…", ".*") + "\n"
        for line in shown.split("\n")
    ]
    return re.fullmatch("".join(patterns), printed + "\n") is not None


def rewrite(page: Path, command: Command, printed: str) -> bool:
    """Put `printed` where `page` shows another output, if that was asked for, and what is left out there stays so."""
    if not os.environ.get("MUNIMENT_REWRITE_EXPECTED"):
        return False
    anew = printed
    if "…" in command.shown:
        moved = (command.shown.replace(day, DAY) for day in _DAY.findall(command.shown))
        anew = next((shown for shown in moved if fits(shown, printed)), "")
    if not anew:
        return False
    before = f"$ {command.typed}\n{command.shown}\n"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace(before, f"$ {command.typed}\n{anew}\n", 1), encoding="utf-8")
    return True
