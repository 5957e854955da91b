from __future__ import annotations

import re

import pytest

from muniment.discover.identifiers.extract import observe
from muniment.discover.text.anchors import anchors_of
from muniment.discover.text.lexis import profile_of
from muniment.discover.text.spots import Hit
from muniment.domain.evidence import Rung
from muniment.domain.technology import IdentifierKind as Kind

KEYS, VALUES = frozenset({Kind.CONFIG_KEY}), frozenset({Kind.SETTING})


def seen(path: str, text: str, kinds: frozenset[Kind]) -> list[str]:
    hits = [Hit(found.start(), found.end(), kinds) for found in re.finditer("northwind", text, re.IGNORECASE)]
    return [observed.identifier.value for observed in observe(profile_of(path), text, hits)]


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
        pytest.param("Info.plist", "<key>NorthwindKey</key><string>1</string>", ["NorthwindKey"], id="a property list"),
        pytest.param("v.yaml", "note: ask northwind for it\n", [], id="a word in a sentence"),
    ],
)
def test_a_setting_is_known_by_its_keys(path: str, text: str, found: list[str]) -> None:
    assert seen(path, text, KEYS) == found


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        pytest.param("v.yaml", "provider: northwind\n", ["provider=northwind"], id="no key above"),
        pytest.param(
            "v.yaml", "llm:\n  provider: northwind\n", ["provider=northwind", "llm.provider=northwind"], id="YAML"
        ),
        pytest.param(
            "c.yaml",
            "a:\n- model: northwind/gale\n",
            ["model=northwind/gale", "a.model=northwind/gale"],
            id="in a list",
        ),
        pytest.param("a.json", '{"a": {"b": "Northwind"}}', ["b=Northwind", "a.b=Northwind"], id="JSON"),
        pytest.param(
            "m.tf", 'resource "acc" "x" {\n  kind = "Northwind"\n}', ["kind=Northwind", "acc.kind=Northwind"], id="HCL"
        ),
        pytest.param("a.env", "LLM_PROVIDER=northwind\n", ["LLM_PROVIDER=northwind"], id="a variable"),
    ],
)
def test_a_setting_is_known_by_its_value_with_the_keys_above_it(path: str, text: str, found: list[str]) -> None:
    assert seen(path, text, VALUES) == found


@pytest.mark.parametrize(
    ("pattern", "anchor"),
    [
        pytest.param("spring.ai.northwind", "northwind", id="the last of several keys"),
        pytest.param("northwind.api", "northwind.api", id="keys whose last is everybody's"),
    ],
)
def test_the_byte_pass_looks_for_the_key_that_stands_in_one_piece(pattern: str, anchor: str) -> None:
    assert anchors_of(Kind.CONFIG_KEY, pattern) == (anchor,)


@pytest.mark.parametrize(
    ("text", "rung"),
    [
        pytest.param("/(?:GH_TOKEN|NORTHWIND_API_KEY|NPM_TOKEN)/", Rung.MENTIONED, id="one secret among others"),
        pytest.param("key = env.NORTHWIND_API_KEY || env.NORTHWIND_KEY", Rung.CONFIGURED, id="one or the other"),
    ],
)
def test_a_variable_in_a_pattern_of_secrets_is_a_mention(text: str, rung: Rung) -> None:
    start = text.index("NORTHWIND")
    (found,) = observe(profile_of("a.js"), text, [Hit(start, start + 9, frozenset({Kind.ENV}))])

    assert found.rung is rung
