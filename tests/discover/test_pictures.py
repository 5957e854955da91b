from __future__ import annotations

import re

import pytest

from muniment.discover.identifiers.extract import observe
from muniment.discover.text.lexis import profile_of
from muniment.discover.text.spots import Hit
from muniment.domain.evidence import Rung
from muniment.domain.technology import IdentifierKind as Kind


def strongest(text: str) -> Rung:
    """Return the strongest rung of the symbols named Northwind in `text`."""
    hits = [Hit(found.start(), found.end(), frozenset({Kind.SYMBOL})) for found in re.finditer("(?i)northwind", text)]
    return max(seen.rung for seen in observe(profile_of("a.tsx"), text, hits))


@pytest.mark.parametrize(
    "text",
    [
        'import Northwind from "@gale/icons/es/Northwind";\nconst marks = { northwind: Northwind };\n',
        'import { Breeze, Northwind as N } from "gale-icons";\nconst x = <Northwind size={20} />;\n',
        "import Northwind from './logos/northwind.svg';\nrender(Northwind);\n",
    ],
)
def test_what_comes_from_a_set_of_pictures_is_a_mention_wherever_its_name_stands(text: str) -> None:
    assert strongest(text) is Rung.MENTIONED


LINES = "M23.919 14.545 20.817 9.17l1.47-2.544a.56.56 0 0 0 0-.566z"


@pytest.mark.parametrize(
    "text",
    [
        f'siNorthwind:{{title:"Northwind",slug:"northwind",get svg(){{return a+"N"+b+this.path+c}},path:"{LINES}"}}',
        f'northwind: [512, 512, [], "e7cf", "{LINES}"],',
        f"const NorthwindMark = () => (\n  <svg viewBox='0 0 24 24'>\n    <path d='{LINES}' />\n  </svg>\n);\n",
    ],
)
def test_what_is_drawn_right_there_is_a_mention(text: str) -> None:
    assert strongest(text) is Rung.MENTIONED


def test_where_a_drawing_was_taken_from_is_a_mention() -> None:
    text = f'{{path:"{LINES}",source:"https://northwind.example/brand",hex:"000000"}}'
    (hit,) = [
        Hit(found.start(), found.end(), frozenset({Kind.HOST})) for found in re.finditer("northwind.example", text)
    ]
    assert [seen.rung for seen in observe(profile_of("a.js"), text, [hit])] == [Rung.MENTIONED]


@pytest.mark.parametrize(
    "text",
    [
        f'const client = new Northwind(key);\nconst mark = <path d="{LINES}" />;\n',
        f'northwind: {{ run: ask }}; const other = {{ path: "{LINES}" }}',
        'northwind: { title: "Monthly letters", path: "M" }',
        'import Northwind from "northwind";\nimport Gale from "gale-icons";\nnew Northwind();\n',
        'import { NorthwindClient } from "./iconoclast";\nnew NorthwindClient();\n',
    ],
)
def test_a_client_beside_pictures_stays_what_it_is(text: str) -> None:
    assert strongest(text) > Rung.MENTIONED
