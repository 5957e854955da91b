"""The real command as a process of its own, and the text that most of these tests let it find."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from muniment.cli.main import exit_code

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MUNIMENT = str(Path(sys.executable).with_name("muniment"))
HIT = b"import deepseek\n"
"""Source code that uses a vendor of the published rulebook."""
ESTATE = """
[organisation]
name = "Example Systems LLC"

[[contracts]]
id = "C-1"
tier = "prime"
customer = "dod"

[[systems]]
id = "portal"
contracts = ["C-1"]
sources = ["portal"]
purposes = ["performance"]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How the program ended."""

    code: int
    out: str
    err: str

    @property
    def answer(self) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(self.out)
        return value

    @property
    def stands(self) -> set[tuple[str, int]]:
        """Return path and line of each finding that stands."""
        return {(found["path"], found["line"]) for found in self.answer["findings"] if found["stands"]}

    @property
    def gaps(self) -> dict[str, tuple[str, bool]]:
        """Return what became of each path that was not read or not understood, and whether it could hide a use."""
        return {
            gap["path"]: (gap["status"], gap["limits"])
            for scan in self.answer["scans"]
            for gap in scan["coverage"]["gaps"]
        }

    @property
    def entries(self) -> int:
        return sum(scan["coverage"]["entries"] for scan in self.answer["scans"])


_ABOUT_READING = ("--fail-on", "prohibited")
"""These tests are about what was read: an undetermined use must not hide whether anything was left out."""


def _asked(arguments: Sequence[str | Path]) -> list[str]:
    first, *more = map(str, arguments)
    return [first, *(_ABOUT_READING if first == "check" else ()), *more]


def muniment(
    *arguments: str | Path,
    cwd: Path | None = None,
    env: Mapping[str, str | None] | None = None,
    largest_file: int | None = None,
    stdin: int | None = subprocess.DEVNULL,
    under: Sequence[str] = (),
) -> Ended:
    """Run the program, or `under` another one; no traceback is ever an answer.

    `env` is added to the environment, or takes out of it.
    """
    whole = {**os.environ, **(env or {})}
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (largest_file or 0, largest_file or 0))
    run = subprocess.run(
        [*under, MUNIMENT, *_asked(arguments)],
        capture_output=True,
        check=False,
        cwd=cwd,
        env={name: value for name, value in whole.items() if value is not None},
        stdin=stdin,
        preexec_fn=limit if largest_file is not None else None,
    )
    ended = Ended(
        code=run.returncode, out=run.stdout.decode("utf-8", "replace"), err=run.stderr.decode("utf-8", "replace")
    )
    assert "Traceback" not in ended.err, ended.err
    return ended


def check(*arguments: str | Path, cwd: Path | None = None) -> Ended:
    """Run `muniment check --json` in this process, which is faster and all the same to what is read."""
    out, err = StringIO(), StringIO()
    with chdir(cwd or Path.cwd()), redirect_stdout(out), redirect_stderr(err):
        code = exit_code(_asked(("check", "--json", *arguments)))
    return Ended(code=code, out=out.getvalue(), err=err.getvalue())


def written(folder: Path, files: Mapping[str | bytes, bytes]) -> Path:
    """Write `files` below `folder`, whose names may be any bytes, and return it."""
    for name, content in files.items():
        path = Path(os.fsdecode(os.fsencode(folder) + b"/" + os.fsencode(name)))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return every file below `folder`, to see that nothing changed."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
