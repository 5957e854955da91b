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


@pytest.mark.parametrize(
    "text",
    [
        'import Northwind from "northwind";\nimport Gale from "gale-icons";\nnew Northwind();\n',
        'import { NorthwindClient } from "./iconoclast";\nnew NorthwindClient();\n',
    ],
)
def test_a_client_beside_pictures_stays_what_it_is(text: str) -> None:
    assert strongest(text) > Rung.MENTIONED
