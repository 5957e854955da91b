"""What once broke a reader, or kept it busy, no longer does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fuzz.soundness import LARGEST, PATIENCE, check
from fuzz.targets import SEEDS, targets

if TYPE_CHECKING:
    from pathlib import Path

KEPT = sorted(path for path in SEEDS.rglob("*") if path.is_file())
LONG = {
    "a run of slashes after a comma": ("deno", "deno.json", b'{"imports": {}, ' + b"/" * 400 + b"\n}"),
    "escaped quotes in JSON": ("npm_manifest", "package.json", b'\\"' * (LARGEST // 2)),
    "escaped quotes in JSON with comments": ("deno", "deno.json", b'\\"' * (LARGEST // 2)),
    "escaped quotes in TOML": ("python_project", "pyproject.toml", b'\\"' * (LARGEST // 2)),
    "escaped quotes in Go": ("lexis", "a.go", b'\\"' * (LARGEST // 8)),
    "escaped quotes in HCL": ("lexis", "a.tf", b'\\"' * (LARGEST // 8)),
    "comments in JSON that never end": ("deno", "deno.json", b'{"a": 1,/*' * (LARGEST // 10)),
    "comments in Gradle that never end": ("gradle", "build.gradle", b"/*" * (LARGEST // 2)),
    "interpolations in Gradle that never end": ("gradle", "build.gradle", b'"${' * (LARGEST // 3)),
    "strings in a row in Python": ("lexis", "a.py", b'"a"\n' * (LARGEST // 16)),
    "a line of blanks in setup.py": ("setup_py", "setup.py", b" " * LARGEST),
}


def told(path: Path) -> str:
    return path.relative_to(SEEDS).as_posix()


@pytest.mark.parametrize("path", KEPT, ids=told)
def test_a_kept_seed_is_read_soundly(path: Path) -> None:
    name, _, inside = told(path).split("/", 2)

    check(targets()[name], inside, path.read_bytes(), PATIENCE)


@pytest.mark.parametrize("case", LONG)
def test_a_long_hostile_text_is_read_in_little_time(case: str) -> None:
    name, path, data = LONG[case]

    check(targets()[name], path, data, PATIENCE)


def test_every_reader_is_a_target_and_has_a_sample_to_begin_with() -> None:
    without = {name for name, target in targets().items() if not target.seeds}

    assert without <= {"dex", "encodings", "git_files", "notebook"}
