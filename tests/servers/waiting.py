"""Waiting for what has to come: long, as a busy machine is slow, and no longer than it takes."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

_LONG = 60.0


def until(true: Callable[[], object], what: str = "it", seconds: float = _LONG) -> None:
    """Return once `true` says so; fail the test where `what` has not come by then."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            pytest.fail(f"{what} did not come")
        time.sleep(0.05)


def listens(port: int) -> bool:
    """Say whether somebody listens on a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
