"""What several tests need: the rulebook that comes with the program, and the engine on it."""

from __future__ import annotations

import os
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from muniment.decide.engine import Engine
from muniment.rulebook.files import read_rules
from muniment.rulebook.load import load

if TYPE_CHECKING:
    from muniment.domain.rulebook import Rulebook

settings.register_profile("muniment", deadline=None)  # speed is measured in bench/, not in tests
settings.load_profile("muniment")

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session", autouse=True)
def _day_of_release(rulebook: Rulebook) -> None:
    """Run every test at noon of the day on which the rulebook was released: an old rulebook permits nothing."""
    noon = datetime.combine(rulebook.released, time(12), UTC)
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(int(noon.timestamp())))


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep what scans remember, and what is installed, apart from what is the user's own."""
    os.environ["MUNIMENT_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    os.environ["MUNIMENT_DATA"] = str(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return load(read_rules(ROOT / "rulebook"))


@pytest.fixture(scope="session")
def engine(rulebook: Rulebook) -> Engine:
    return Engine(rulebook)
