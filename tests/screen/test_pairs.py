"""How well names are told apart at the default threshold: on pairs that were labelled by hand before the first run."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from muniment import wiring
from muniment.domain.supplier import NameKind, Supplier
from muniment.screen.entities import vendors
from muniment.screen.names import normal
from muniment.screen.screening import Screener

if TYPE_CHECKING:
    from muniment.domain.screening import Screened

LABELS = tomllib.loads((Path(__file__).parent / "pairs.toml").read_text(encoding="utf-8"))
SCREENER = Screener(tuple(vendors(wiring.rulebook(), date(2026, 11, 26))))
RECALL_FLOOR, PRECISION_FLOOR = 0.93, 0.92


def screened(name: str) -> Screened:
    return SCREENER.screen(Supplier(row=2, names=((NameKind.NAME, name),)))


def test_most_variants_are_found_and_most_namesakes_are_not() -> None:
    found = {name: {match.entity.ref for match in screened(name).matches} for name in LABELS["same"]}
    hit = [name for name, vendor in LABELS["same"].items() if vendor in found[name]]
    false = [name for name in LABELS["different"]["names"] if screened(name).matches]

    recall, precision = len(hit) / len(found), len(hit) / (len(hit) + len(false))

    assert recall >= RECALL_FLOOR, sorted(set(found) - set(hit))
    assert precision >= PRECISION_FLOOR, false


def test_the_arrangement_finds_whatever_a_comparison_with_every_name_finds() -> None:
    for name in (*LABELS["same"], *LABELS["different"]["names"]):
        plain = normal(name)

        found, everywhere = SCREENER.index.find(plain, 0.795), SCREENER.index.everywhere(plain, 0.795)

        assert found.keys() == everywhere.keys(), name
        assert [found[one].likeness for one in found] == [everywhere[one].likeness for one in found], name
