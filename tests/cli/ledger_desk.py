"""The small example with a ledger in it, and the program beside it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
KEY = ("--key", "ledger.sqlite.pem.pub")
NOON = "1795780800"
"""2026-11-27, 12:00 UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    code: int
    out: str
    err: str


class Desk:
    """A copy of the small example with a ledger in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "small"
        shutil.copytree(ROOT / "examples" / "small", self.folder)
        self.environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT / "src"),
            "HOME": str(folder),
            "SOURCE_DATE_EPOCH": NOON,
            "LC_ALL": "C.UTF-8",
            "COLUMNS": "120",
            "MUNIMENT_ACTOR": "ada",
            "MUNIMENT_LEDGER": "ledger.sqlite",
        }

    def run(self, *words: str, **environment: str) -> Ended:
        ended = subprocess.run(
            [str(Path(sys.executable).parent / "muniment"), *words],
            cwd=self.folder,
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        return Ended(code=ended.returncode, out=ended.stdout, err=ended.stderr)

    def entries(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.run("ledger", "log", "--json").out)["entries"]
        return found

    def types(self) -> list[str]:
        return [each["type"] for each in self.entries()]


def begun(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    assert made.run("ledger", "init", "example.com/ledger").code == 0
    return made
