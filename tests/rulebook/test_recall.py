"""The figures beside a rulebook."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from muniment.domain.recall import MeasuredRecall, SurfaceRecall
from muniment.domain.surface import Surface
from muniment.errors import RulebookError
from muniment.rulebook.files import read_rules
from muniment.rulebook.read_recall import FIGURES, read_recall

if TYPE_CHECKING:
    from pathlib import Path

CORPUS = "sha256:" + "0f" * 32
COUNTS = {"routes": 40, "found": 39, "traps": 20, "hit": 1}
GOOD = {"measured": "2026-11-25", "corpus": CORPUS, "surfaces": {"source-code": COUNTS}}


def test_figures_are_what_the_file_says(tmp_path: Path) -> None:
    (tmp_path / FIGURES).write_text(json.dumps(GOOD), encoding="utf-8")

    figures = read_recall(tmp_path)

    measured = SurfaceRecall(routes=40, found=39, traps=20, hit=1)
    assert isinstance(figures, MeasuredRecall)
    assert (figures.measured, figures.corpus, figures.discovery) == (date(2026, 11, 25), CORPUS, None)
    assert figures.surfaces == {Surface.SOURCE_CODE: measured}


def test_without_a_file_nothing_was_measured(tmp_path: Path) -> None:
    assert read_recall(tmp_path) is None


@pytest.mark.parametrize(
    ("value", "says"),
    [
        pytest.param({**GOOD, "surfaces": {"moon": COUNTS}}, "`surfaces` may hold only", id="a surface that is none"),
        pytest.param(
            {**GOOD, "surfaces": {"ci": {**COUNTS, "found": 41}}}, "more found", id="found what was not there"
        ),
        pytest.param({**GOOD, "surfaces": {"ci": {**COUNTS, "hit": 21}}}, "more found", id="hit more traps than set"),
        pytest.param({**GOOD, "surfaces": {"ci": {**COUNTS, "hit": True}}}, "no whole number", id="a yes for a count"),
        pytest.param({**GOOD, "surfaces": {"ci": {"routes": 1}}}, "needs `routes`, `found`", id="half a measurement"),
        pytest.param({**GOOD, "measured": "yesterday"}, "not a date", id="no day"),
        pytest.param({**GOOD, "corpus": "probe"}, "`corpus` is not", id="no digest"),
        pytest.param({**GOOD, "discovery": "2026"}, "`discovery` is not", id="no digest of what uses are found by"),
        pytest.param({**GOOD, "recall": 1.0}, "needs the keys", id="a key that is not known"),
        pytest.param([], "needs the keys", id="no object"),
    ],
)
def test_figures_that_cannot_be_are_refused(tmp_path: Path, value: object, says: str) -> None:
    (tmp_path / FIGURES).write_text(json.dumps(value), encoding="utf-8")

    with pytest.raises(RulebookError) as refused:
        read_recall(tmp_path)

    assert says in refused.value.problems[0].what


@pytest.mark.parametrize("text", ["{", "[" * 200_000, "\x00"], ids=["cut", "deep", "no text"])
def test_what_is_no_json_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / FIGURES).write_text(text, encoding="utf-8")

    with pytest.raises(RulebookError):
        read_recall(tmp_path)


def test_figures_are_no_part_of_the_rulebook(tmp_path: Path) -> None:
    (tmp_path / "rulebook.yaml").write_text("version: 1", encoding="utf-8")
    before = read_rules(tmp_path).digest()

    (tmp_path / FIGURES).write_text(json.dumps(GOOD), encoding="utf-8")

    assert read_rules(tmp_path).digest() == before


def test_a_change_of_law_leaves_what_uses_are_found_by_as_it_was(tmp_path: Path) -> None:
    for path in ("vendors/northwind/sdk.yaml", "restrictions/order.yaml", "tooling.yaml"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("a: 1", encoding="utf-8")
    before = read_rules(tmp_path)

    (tmp_path / "restrictions/order.yaml").write_text("a: 2", encoding="utf-8")
    law = read_rules(tmp_path)
    (tmp_path / "vendors/northwind/sdk.yaml").write_text("a: 2", encoding="utf-8")
    signature = read_rules(tmp_path)

    assert law.digest() != before.digest()
    assert law.discovery().digest() == before.discovery().digest() != signature.discovery().digest()
