"""What `make prove-lies` shows: three verifiers see through the lies, and believe the honest packages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.full
def test_three_verifiers_see_through_the_lies_and_believe_the_honest_packages() -> None:
    ended = subprocess.run(
        [sys.executable, ROOT / "examples" / "prove_lies.py"], capture_output=True, text=True, check=False
    )

    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "3 of 3 believe the honest package" in ended.stdout
    assert "3 of 3 believe it from the ledger that has grown since" in ended.stdout
    assert "3 of 3 refuse a ledger that was forked" in ended.stdout
    assert ended.stdout.endswith("9 of 9 caught\n")
    assert "WRONG" not in ended.stdout
