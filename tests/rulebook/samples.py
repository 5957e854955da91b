"""The sample rulebook, and ways to spoil it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from muniment.rulebook.files import RulebookFiles, read_rules

if TYPE_CHECKING:
    from collections.abc import Mapping

SAMPLES = Path(__file__).parents[1] / "samples" / "rulebook"
GOOD = SAMPLES / "good"
BAD = SAMPLES / "bad"
EASTWIND = b"""\
id: eastwind
name: Eastwind GmbH
aliases: []
products: []
affiliates: []
screened_through: 2026-10-07
"""
"""A vendor that the good sample does not have."""


def good_files() -> RulebookFiles:
    return replace(read_rules(GOOD), folder="rulebook")


def with_files(contents: Mapping[str, bytes]) -> RulebookFiles:
    good = good_files()
    return replace(good, contents={**good.contents, **contents})


def without_files(prefix: str) -> RulebookFiles:
    good = good_files()
    left = {path: content for path, content in good.contents.items() if not path.startswith(prefix)}
    return replace(good, contents=left)
