"""Names that only stand for numbers in a program."""

from __future__ import annotations

import re

import pytest

from muniment.discover.identifiers.extract import observe
from muniment.discover.text.anchors import ANCHORED
from muniment.discover.text.lexis import profile_of
from muniment.discover.text.spots import Hit
from muniment.domain.evidence import Observation, Rung
from muniment.domain.technology import IdentifierKind as Kind


def seen(path: str, text: str, kind: Kind) -> list[Observation]:
    hits = [Hit(found.start(), found.end(), ANCHORED) for found in re.finditer("northwind", text, re.IGNORECASE)]
    return [each for each in observe(profile_of(path, text), text, hits) if each.identifier.kind is kind]


@pytest.mark.parametrize(
    ("path", "text", "rung"),
    [
        pytest.param("a.py", 'd = {"northwind-4": 128_000}', Rung.MENTIONED, id="a key with how much it takes"),
        pytest.param("a.js", 'd = {"northwind-4": {input: 2.5}}', Rung.MENTIONED, id="a key with what it costs"),
        pytest.param("a.py", 'd = {"northwind-4": 1}', Rung.CONFIGURED, id="a key with a small number"),
    ],
)
def test_a_model_that_a_table_gives_figures_of_is_a_mention(path: str, text: str, rung: Rung) -> None:
    assert {each.rung for each in seen(path, text, Kind.MODEL)} == {rung}


def test_a_name_that_stands_for_a_number_is_a_mention() -> None:
    text = "enum Maker {\n  GALE = 1;\n  NORTHWIND = 2;\n}\nNorthwindThing x = 1;\n"

    symbols = {each.identifier.value: each.rung for each in seen("a.proto", text, Kind.SYMBOL)}

    assert symbols == {"NORTHWIND": Rung.MENTIONED, "NorthwindThing": Rung.AVAILABLE}
