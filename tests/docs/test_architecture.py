"""The page on the architecture is the map: every package and every use case stands on it, and nothing else does."""

from __future__ import annotations

import re

import pytest

from docs.pages import DOCS, ROOT

SOURCE = ROOT / "src" / "muniment"
NAMED = set(re.findall(r"`([\w/]+)(?:\.py)?`", (DOCS / "architecture.md").read_text(encoding="utf-8")))
WORDS = {part for name in NAMED for part in name.split("/")}
LONGEST = 400
"""Lines of the longest file: who reads one keeps the whole of it in mind."""


def inside(folder: str) -> set[str]:
    """Return the modules and packages of a folder, by name."""
    return {path.stem for path in (SOURCE / folder).iterdir() if not path.name.startswith("_")}


@pytest.mark.parametrize("name", sorted(inside(".") - {"py"}))
def test_every_package_is_on_the_map(name: str) -> None:
    assert name in WORDS


@pytest.mark.parametrize("name", sorted(inside("app")))
def test_every_use_case_is_on_the_map(name: str) -> None:
    assert name in WORDS


def test_what_the_map_names_is_there() -> None:
    there = {path.stem for path in SOURCE.rglob("*.py")} | {path.name for path in SOURCE.rglob("*") if path.is_dir()}

    gone = {word for name in NAMED for word in name.removeprefix("src/muniment/").split("/") if word} - there

    assert gone == {"tests"}


@pytest.mark.parametrize("folder", ["src", "tests", "bench", "examples"])
def test_no_file_is_longer_than_it_can_be_kept_in_mind(folder: str) -> None:
    files = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in (ROOT / folder).rglob("*.py")}

    assert {path: lines for path, lines in files.items() if lines > LONGEST and "samples" not in path.parts} == {}
