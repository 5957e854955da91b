"""The pages of the website, from the same values as its JSON files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from muniment.domain.restriction import State
from muniment.render.decision_json import source_value
from muniment.render.site.api import api_values, coming
from muniment.render.timeline.as_svg import timeline_svg
from muniment.render.timeline.as_text import SIGNS, about

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from muniment.domain.case import Case
    from muniment.domain.ids import InstrumentId
    from muniment.domain.restriction import Restriction
    from muniment.domain.rulebook import Rulebook

_TEMPLATES = Path(__file__).parent / "templates"
_STATES = {state.value: SIGNS[state][:2] for state in State}


def site_files(
    rulebook: Rulebook, cases: Mapping[InstrumentId, Sequence[Case]], as_of: date
) -> Iterator[tuple[str, str]]:
    """Yield every file of the site by its path, with its text. `cases` are those of each instrument.

    The same rulebook and day give the same bytes. No page needs a network, a server or a script.
    """
    site = _Site(rulebook, as_of)
    values = dict(api_values(rulebook, cases, as_of))
    for name, value in values.items():
        yield f"api/v1/{name}.json", json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    yield "style.css", (_TEMPLATES / "style.css").read_text(encoding="utf-8")
    yield "index.html", site.page("index.html", {"rows": values["instruments"]["instruments"]})
    yield "sources.html", site.page("sources.html", {**values["sources"], "citing": _citing(values)})
    yield "facts.html", site.page("facts.html", values["facts"])
    for item in rulebook.restrictions.values():
        yield from site.drawn(f"instruments/{item.id}", (item,), item.id, values)
    for agreement in rulebook.agreements.values():
        name = f"agreements/{agreement.id}"
        yield f"{name}.html", site.page("agreement.html", {**values[name], "up": "../"})
    for vendor in rulebook.vendors.values():
        yield from site.drawn(f"vendors/{vendor.id}", about(rulebook, vendor.id), vendor.name, values)


class _Site:
    """The templates, and what every page shows."""

    def __init__(self, rulebook: Rulebook, as_of: date) -> None:
        self._as_of = as_of
        self._environment = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        titles = {item.id: item.title for item in rulebook.restrictions.values()}
        self._environment.globals |= {
            "agreements": {item.id: item for item in rulebook.agreements.values()},
            "book": rulebook,
            "coming": list(coming(rulebook, as_of)),
            "day": str(as_of),
            "documents": {source.id: source_value(source) for source in rulebook.sources.values()},
            "states": _STATES,
            "titles": titles,
            "up": "",
            "vendors_known": {vendor.id: vendor.name for vendor in rulebook.vendors.values()},
        }

    def page(self, template: str, parts: Mapping[str, object]) -> str:
        """Return a page; the part `up` leads from one that lies deeper to the folder of the site."""
        return self._environment.get_template(template).render(parts)

    def drawn(
        self, name: str, items: Sequence[Restriction], title: str, values: Mapping[str, dict[str, Any]]
    ) -> Iterator[tuple[str, str]]:
        """Yield the page called `name`, and its picture of `items` where there are any."""
        picture = timeline_svg(items, self._as_of, f"{title}: status over time") if items else ""
        if picture:
            yield f"{name}.svg", picture
        template = f"{name.partition('/')[0].removesuffix('s')}.html"
        yield f"{name}.html", self.page(template, {**values[name], "picture": picture, "up": "../"})


def _citing(values: Mapping[str, dict[str, Any]]) -> dict[str, list[str]]:
    """Return, for each document, the pages that cite it."""
    found: dict[str, list[str]] = {}
    for name, value in values.items():
        if name.startswith(("instruments/", "agreements/", "vendors/")):
            for source in dict.fromkeys(_sources_in(value)):
                found.setdefault(source, []).append(name)
    return found


def _sources_in(value: Any) -> Iterator[str]:  # noqa: ANN401  (any value of JSON)
    if isinstance(value, dict):
        if set(value) >= {"source", "at", "confidence"}:
            yield value["source"]
        for each in value.values():
            yield from _sources_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from _sources_in(each)
