"""Official lists and seats of vendors, in the files of a rulebook."""

from __future__ import annotations

from datetime import date

import pytest

from muniment.domain.ids import InstrumentId, VendorId
from muniment.errors import RulebookError
from muniment.rulebook.files import RulebookFiles
from muniment.rulebook.load import load, load_with_places
from muniment.rulebook.overlays import with_overlays
from rulebook.samples import good_files, with_files

INSTRUMENT = InstrumentId("northwind-models")
MODELS, NORTHWIND = "restrictions/northwind-models.yaml", "vendors/northwind-ai/vendor.yaml"
ASKED = b"""
- id: item.on_list
  type: yes-no
  question: Is it listed?
  answer_in: "[[systems.uses]] on_list"
"""
GOOD = good_files().contents
SOURCE = next(iter(load(good_files()).sources))


def files(vendors: bytes = b"vendors: {home: [norway]}", listing: bytes = b"") -> dict[str, bytes]:
    """Return the files in which Northwind has its seat in Norway and the sample instrument chooses `vendors`."""
    return {
        MODELS: GOOD[MODELS].replace(b"vendors: [northwind-ai]", vendors),
        "facts.yaml": GOOD["facts.yaml"] + ASKED,
        NORTHWIND: GOOD[NORTHWIND] + b"home: norway\n" + listing,
    }


def listing(fact: str = "item.on_list") -> bytes:
    return f"listings:\n- {{fact: {fact}, says: listed, from: 2026-06-10, by: {SOURCE}}}\n".encode()


def test_an_instrument_about_a_country_reaches_the_vendors_with_their_seat_there() -> None:
    found = load(with_files(files())).restrictions[INSTRUMENT]

    assert found.vendors == ("northwind-ai",)
    assert (found.names_nobody, found.chosen_by) == (True, "vendor seated in Norway")


def test_an_overlay_adds_a_vendor_to_the_instruments_about_its_country() -> None:
    south = b"id: south\nname: South AS\naliases: []\nproducts: []\naffiliates: []\nhome: norway\n"
    ours = RulebookFiles(folder="ours", contents={"south/vendor.yaml": south + b"screened_through: 2026-10-07\n"})

    book = with_overlays(load_with_places(with_files(files())), [ours]).rulebook

    assert book.restrictions[INSTRUMENT].vendors == ("northwind-ai", "south")


def test_a_listing_is_read_with_its_days_and_its_source() -> None:
    book = load(with_files(files(listing=listing())))
    (found,) = book.vendors[VendorId("northwind-ai")].listings

    assert (found.fact, found.says, found.cited.source) == ("item.on_list", "listed", SOURCE)
    assert [found.during.holds_on(date(2026, 6, day)) for day in (9, 10)] == [False, True]


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        (files(b"vendors: {home: [atlantis]}"), "no vendor is chosen"),
        (files(b"vendors: {}"), "no vendor is chosen"),
        (files(listing=listing("item.on_lists")), "there is no fact `item.on_lists`"),
        (files(listing=listing("contract.customer")), "fact `contract.customer` is not answered by yes or no"),
    ],
    ids=["a country of nobody", "neither offering nor country", "an unknown list", "a fact that is no list"],
)
def test_a_choice_or_a_listing_that_stands_for_nothing_is_refused(changed: dict[str, bytes], what: str) -> None:
    with pytest.raises(RulebookError) as refused:
        load(with_files(changed))

    assert what in [problem.what for problem in refused.value.problems]
