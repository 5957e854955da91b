"""What `make prove-lies` shows: three verifiers see through three lies, and believe the honest package."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.full
def test_three_verifiers_see_through_three_lies_and_believe_the_honest_package() -> None:
    ended = subprocess.run(
        [sys.executable, ROOT / "examples" / "prove_lies.py"], capture_output=True, text=True, check=False
    )

    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "3 of 3 believe the honest package" in ended.stdout
    assert ended.stdout.endswith("9 of 9 caught\n")
    assert "WRONG" not in ended.stdout
