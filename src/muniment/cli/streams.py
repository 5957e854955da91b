"""Standard output that may be closed, full, or no longer read by anybody."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TextIO


def open_missing() -> None:
    """Let what is written go nowhere where the program was started without standard output or error."""
    if sys.stdout is None:
        sys.stdout = _nowhere()
    if sys.stderr is None:
        sys.stderr = _nowhere()


def silence() -> None:
    """Let everything that is written from now on go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")
