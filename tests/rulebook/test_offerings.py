"""Instruments that name nobody, in the files of a rulebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from muniment.decide.engine import Engine, Question
from muniment.domain.ids import InstrumentId
from muniment.errors import RulebookError
from muniment.rulebook.files import RulebookFiles
from muniment.rulebook.lint import lint
from muniment.rulebook.load import load, load_with_places
from muniment.rulebook.overlays import with_overlays
from rulebook.samples import GOOD, good_files, with_files

if TYPE_CHECKING:
    from pathlib import Path

    from muniment.domain.rulebook import Rulebook
    from muniment.rulebook.lint_cases import Decide

INSTRUMENT = InstrumentId("northwind-models")
MODELS = "restrictions/northwind-models.yaml"
NORTHWIND, FJORD = "vendors/northwind-ai/vendor.yaml", "vendors/fjord-cloud/vendor.yaml"
ASKED = b"""
- id: item.offering
  type: choice
  choices: [ai-models, software]
  question: What is it?
  answer_in: "[[systems.uses]] offering"
"""


def about(offering: str = "ai-models", facts: bytes = ASKED) -> dict[str, bytes]:
    """Return the files in which the sample instrument is about `offering`, and Fjord Cloud offers software only."""
    good = good_files().contents
    told = f"vendors: {{offering: {offering}}}".encode()
    return {
        MODELS: good[MODELS].replace(b"vendors: [northwind-ai]", told),
        "facts.yaml": good["facts.yaml"] + facts,
        FJORD: good[FJORD] + b"offers: [software]\n",
    }


def test_an_instrument_about_an_offering_reaches_those_who_offer_it_and_those_who_may() -> None:
    book = load(with_files(about()))

    assert book.restrictions[INSTRUMENT].vendors == ("northwind-ai",)  # it is silent about its offerings


def test_a_vendor_that_an_overlay_adds_is_reached_without_touching_the_instrument() -> None:
    eastwind = b"""\
id: eastwind
name: Eastwind GmbH
aliases: []
products: []
affiliates: []
offers: [ai-models]
screened_through: 2026-10-07
"""
    ours = RulebookFiles(folder="ours", contents={"eastwind/vendor.yaml": eastwind})

    book = with_overlays(load_with_places(with_files(about())), [ours]).rulebook

    assert book.restrictions[INSTRUMENT].vendors == ("northwind-ai", "eastwind")


@pytest.mark.parametrize(
    ("files", "what"),
    [
        (about("boats"), "`boats` is not one of the values allowed here"),
        (about(facts=b""), "no fact `item.offering` asks whether an item is `ai-models`"),
        (about("drones"), "no fact `item.offering` asks whether an item is `drones`"),
    ],
    ids=["an offering that there is not", "nothing asks what an item is", "the question lacks the offering"],
)
def test_an_offering_that_cannot_be_asked_about_is_refused(files: dict[str, bytes], what: str) -> None:
    with pytest.raises(RulebookError) as refused:
        load(with_files(files))

    (problem,) = refused.value.problems
    assert problem.what == what
    assert problem.where.startswith(f"rulebook/{MODELS}:10:")


def test_lint_asks_what_a_vendor_offers_where_an_instrument_turns_on_it(tmp_path: Path) -> None:
    for source in GOOD.rglob("*.yaml"):
        copy = tmp_path / source.relative_to(GOOD)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(about().get(copy.relative_to(tmp_path).as_posix(), source.read_bytes()))
    (tmp_path / "restrictions/northwind-models.cases.yaml").write_bytes(b"[]\n")

    def judge(book: Rulebook) -> Decide:
        engine = Engine(book)
        return lambda vendor, facts, as_of: engine.decide(Question(vendor=vendor, facts=facts, as_of=as_of))

    problems = [each for each in lint(tmp_path, judge) if "offers" in each.what]

    (problem,) = problems
    assert problem.where == f"{tmp_path.as_posix()}/{NORTHWIND}"
    assert problem.what == "nothing says what `northwind-ai` offers, so each use of it must be asked about"
