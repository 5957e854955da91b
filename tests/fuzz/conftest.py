"""The signatures are compiled before a reader's time is taken."""

from __future__ import annotations

import pytest

from fuzz.targets import examiner


@pytest.fixture(autouse=True, scope="session")
def _warm() -> None:
    examiner()
