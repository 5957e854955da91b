"""The rulebook as a website: every part of it has a page and a file, every link leads somewhere, nothing runs."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from decide.invented import restriction, status
from muniment.render.site.pages import site_files
from muniment.render.timeline.as_svg import timeline_svg
from muniment.render.timeline.as_text import about
from muniment.rulebook.files import read_cases
from muniment.rulebook.parse_cases import cases_of

if TYPE_CHECKING:
    from muniment.domain.rulebook import Rulebook

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 25)
SVG = "{http://www.w3.org/2000/svg}"


class Links(HTMLParser):
    """The addresses and ids of a page, and what in it could run or load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if "id" in found:
            self.ids.append(found["id"])
        if tag in {"a", "link"}:
            self.links.append(found["href"])
        if tag in {"script", "iframe", "img", "object", "embed"} or any(name.startswith("on") for name in found):
            self.loads.append(tag)


@pytest.fixture(scope="module")
def files(rulebook: Rulebook) -> dict[str, str]:
    return dict(site_files(rulebook, cases_of(read_cases(ROOT / "rulebook"), rulebook), TODAY))


@pytest.fixture(scope="module")
def pages(files: dict[str, str]) -> dict[str, Links]:
    return {path: Links(text) for path, text in files.items() if path.endswith(".html")}


def test_everything_in_the_rulebook_has_a_page_and_a_file(rulebook: Rulebook, files: dict[str, str]) -> None:
    expected = {
        *(f"instruments/{item}" for item in rulebook.restrictions),
        *(f"agreements/{item}" for item in rulebook.agreements),
        *(f"vendors/{item}" for item in rulebook.vendors),
    }

    assert {f"{name}.html" for name in expected} <= set(files)
    assert {f"api/v1/{name}.json" for name in expected} <= set(files)


def test_every_link_leads_to_a_page_and_a_place_on_it(files: dict[str, str], pages: dict[str, Links]) -> None:
    lost = []
    for path, page in pages.items():
        for link in page.links:
            address, _, place = link.partition("#")
            if address.startswith("https://"):
                continue
            target = (
                (Path("/") / Path(path).parent / address).resolve().relative_to("/").as_posix() if address else path
            )
            if target not in files or (place and place not in pages[target].ids):
                lost.append(f"{path}: {link}")

    assert lost == []


def test_no_page_runs_a_script_or_loads_anything_from_elsewhere(pages: dict[str, Links]) -> None:
    assert [path for path, page in pages.items() if page.loads] == []


def test_no_page_has_an_id_twice(pages: dict[str, Links]) -> None:
    assert [path for path, page in pages.items() if len(set(page.ids)) != len(page.ids)] == []


def test_every_file_says_its_form_and_rulebook(rulebook: Rulebook, files: dict[str, str]) -> None:
    values = [json.loads(text) for path, text in files.items() if path.endswith(".json")]

    assert {value["format"] for value in values} == {"muniment.site/1"}
    assert {value["rulebook"]["digest"] for value in values} == {rulebook.digest}


def test_a_page_tells_each_document_with_its_confidence(files: dict[str, str]) -> None:
    page = files["instruments/dow-4713-2026-03-03.html"]

    assert "41 U.S.C. 4713" in page
    assert re.search(r'class="confidence weak">weak<', page)
    assert "procurements of the Department of War" in page


def test_the_same_rulebook_and_day_give_the_same_bytes(rulebook: Rulebook, files: dict[str, str]) -> None:
    again = dict(site_files(rulebook, cases_of(read_cases(ROOT / "rulebook"), rulebook), TODAY))

    assert again == files


def test_a_picture_says_in_words_what_stands_on_the_day(rulebook: Rulebook) -> None:
    items = about(rulebook, rulebook.vendors[next(v for v in rulebook.vendors if v == "anthropic")].id)

    drawn = ET.fromstring(timeline_svg(items, TODAY, "Anthropic <over> time"))  # noqa: S314  (our own)

    assert drawn.attrib["role"] == "img"
    assert "dow-4713-2026-03-03 is upheld for procurements of the Department of War" in drawn.attrib["aria-label"]
    assert drawn.findtext(f"{SVG}title") == "Anthropic <over> time"
    bars = [text for text in drawn.itertext() if text.startswith(("upheld", "set aside", "in force"))]
    assert any("2026-09-25 on" in text for text in bars)


def test_what_lies_after_the_last_look_up_is_striped(rulebook: Rulebook) -> None:
    item = rulebook.restrictions[next(i for i in rulebook.restrictions if i == "far-889-a")]

    before = timeline_svg((item,), item.verified_through, "889")
    after = timeline_svg((item,), date(2028, 1, 1), "889")

    assert max(_striped(after)) > max(_striped(before))
    assert '<pattern id="tl-later"' in after
    assert ">striped: not looked up</text>" in after


@pytest.mark.parametrize(
    ("first", "last", "stripes", "told"),
    [
        pytest.param(date(2026, 3, 1), date(2026, 6, 10), 0, "2026-03-01 \N{EN DASH} 2026-06-10", id="ends-before"),
        pytest.param(date(2026, 3, 1), date(2026, 6, 30), 0, "2026-03-01 \N{EN DASH} 2026-06-30", id="ends-that-day"),
        pytest.param(date(2026, 3, 1), date(2026, 7, 1), 1, "not looked up after 2026-06-30", id="ends-the-day-after"),
        pytest.param(date(2026, 3, 1), None, 1, "not looked up after 2026-06-30", id="goes-on"),
        pytest.param(date(2026, 8, 1), date(2026, 9, 1), 1, "not looked up after 2026-06-30", id="begins-later"),
    ],
)
def test_a_status_past_the_last_look_up_is_marked_whether_it_ends_or_goes_on(
    first: date, last: date | None, stripes: int, told: str
) -> None:
    end = last + timedelta(days=1) if last else None
    item = restriction(statuses=(status(first, end=end),), verified_through=date(2026, 6, 30))

    drawn = timeline_svg((item,), date(2026, 12, 1), "Northwind")

    assert len(_striped(drawn)) == stripes
    texts = ET.fromstring(drawn).itertext()  # noqa: S314  (our own)
    (spoken,) = (text for text in texts if text.startswith("in force, 2026"))
    assert told in spoken
    assert ("not looked up" in spoken) is bool(stripes)


def test_what_stands_on_a_day_after_the_last_look_up_is_told_as_not_looked_up(rulebook: Rulebook) -> None:
    item = rulebook.restrictions[next(i for i in rulebook.restrictions if i == "far-889-a")]

    on_the_day = ET.fromstring(timeline_svg((item,), item.verified_through, "889"))  # noqa: S314  (our own)
    later = ET.fromstring(timeline_svg((item,), date(2028, 1, 1), "889"))  # noqa: S314  (our own)

    assert "not looked up" not in on_the_day.attrib["aria-label"]
    assert f"(not looked up after {item.verified_through})" in later.attrib["aria-label"]


def _striped(picture: str) -> list[float]:
    """Return how wide each striped part of a bar is; the sample in the legend is none."""
    bars = ET.fromstring(picture).iter(f"{SVG}rect")  # noqa: S314  (our own)
    return [float(bar.attrib["width"]) for bar in bars if bar.get("class") == "later" and bar.get("height") != "12"]


def test_what_is_in_force_and_bars_nothing_yet_is_drawn_apart(rulebook: Rulebook) -> None:
    item = rulebook.restrictions[next(i for i in rulebook.restrictions if i == "far-5949-a")]

    drawn = ET.fromstring(timeline_svg((item,), TODAY, "5949"))  # noqa: S314  (our own)

    bars = [(bar.get("class"), float(bar.attrib["x"])) for bar in drawn.iter(f"{SVG}rect")]
    idle = next(x for kind, x in bars if kind == "idle")
    strict = next(x for kind, x in bars if kind == "in-force")
    assert idle < strict
