from __future__ import annotations

import re

import pytest

from muniment.discover.anchors import anchors_of
from muniment.discover.extract import observe
from muniment.discover.lexis import profile_of
from muniment.discover.match import has_word
from muniment.discover.spots import Hit
from muniment.domain.technology import IdentifierKind as Kind

ANYTHING = frozenset({Kind.CONFIG_KEY})


def keys(path: str, text: str) -> list[str]:
    hits = [Hit(found.start(), found.end(), ANYTHING) for found in re.finditer("northwind", text, re.IGNORECASE)]
    return [seen.identifier.value for seen in observe(profile_of(path), text, hits)]


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        pytest.param(
            "application.yml",
            "spring:\n  ai:\n    northwind:\n      key: 1\n",
            ["northwind", "spring.ai.northwind"],
            id="a key and the keys above it",
        ),
        pytest.param("a.properties", "spring.ai.northwind.key=1\n", ["spring.ai.northwind.key"], id="a dotted key"),
        pytest.param("v.yaml", "llm:\n  provider: northwind\n", ["llm.provider:northwind"], id="a value"),
        pytest.param("v.yaml", "- provider: 'northwind'\n", ["provider:northwind"], id="a value in quotes"),
        pytest.param("c.yaml", "a:\n  model: northwind/gale-1\n", ["a.model:northwind/gale-1"], id="a whole value"),
        pytest.param("a.json", '{"provider": "Northwind"}', ["provider:Northwind"], id="a value in JSON"),
        pytest.param("a.env", "LLM_PROVIDER=northwind\n", ["LLM_PROVIDER:northwind"], id="a variable's value"),
        pytest.param(
            "m.tf",
            'resource "account" "a" {\n  kind = "Northwind"\n}',
            ["account.kind:Northwind"],
            id="a kind of account",
        ),
        pytest.param("Info.plist", "<key>NorthwindKey</key><string>1</string>", ["NorthwindKey"], id="a property list"),
        pytest.param("v.yaml", "note: ask northwind for it\n", [], id="a word in a sentence"),
    ],
)
def test_a_setting_is_known_by_its_keys_and_by_its_value(path: str, text: str, found: list[str]) -> None:
    assert keys(path, text) == found


@pytest.mark.parametrize(
    ("token", "word", "stands"),
    [
        pytest.param("llm.modelProvider:northwind", "provider:northwind", True, id="a longer key"),
        pytest.param("provider:northwindows", "provider:northwind", False, id="a longer value"),
        pytest.param("params.model:gale/any", "params.model:gale/", True, id="the beginning of a value"),
    ],
)
def test_a_pattern_may_name_a_key_with_its_value(token: str, word: str, stands: bool) -> None:  # noqa: FBT001
    assert has_word(token, word) is stands


@pytest.mark.parametrize(
    ("pattern", "anchor"),
    [
        pytest.param("provider:northwind", "northwind", id="a value"),
        pytest.param("spring.ai.northwind", "northwind", id="the last of several keys"),
        pytest.param("northwind.api", "northwind.api", id="keys whose last is everybody's"),
    ],
)
def test_the_byte_pass_looks_for_what_stands_in_one_piece(pattern: str, anchor: str) -> None:
    assert anchors_of(Kind.CONFIG_KEY, pattern) == (anchor,)
