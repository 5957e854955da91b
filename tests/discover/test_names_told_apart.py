"""Names that say what is used, told from those that something is only said of."""

from __future__ import annotations

import re

import pytest

from muniment.discover.identifiers.extract import observe
from muniment.discover.text.anchors import ANCHORED
from muniment.discover.text.lexis import profile_of
from muniment.discover.text.spots import Hit
from muniment.domain.evidence import Context, Observation, Rung
from muniment.domain.technology import IdentifierKind as Kind


def seen(path: str, text: str, word: str = "northwind") -> list[Observation]:
    hits = [Hit(found.start(), found.end(), ANCHORED) for found in re.finditer(word, text, re.IGNORECASE)]
    return observe(profile_of(path, text), text, hits)


def test_a_class_that_a_shrinker_keeps_is_an_import() -> None:
    observations = seen("proguard-rules.pro", "-keep class com.northwind.sdk.** { *; }\n")

    imports = {o.identifier.value: o.context for o in observations if o.identifier.kind is Kind.IMPORT}
    assert imports == {"jvm:com.northwind.sdk": Context.FIELD}


def test_a_class_of_which_a_shrinker_may_not_warn_is_kept_away() -> None:
    observations = seen("proguard-rules.pro", "-dontwarn com.northwind.sdk.**\n")

    assert {o.context for o in observations if o.identifier.kind is Kind.IMPORT} == {Context.DENIED}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("a.go", 'if typ == "Northwind AI" {', id="compared"),
        pytest.param("a.ts", "case 'northwind ai':", id="a case"),
        pytest.param("a.yaml", "provider: Northwind AI\n", id="a value"),
        pytest.param("a.json", '{"provider": "Northwind AI"}', id="a value in quotes"),
    ],
)
def test_a_name_in_several_words_that_is_all_of_a_string_is_chosen(path: str, text: str) -> None:
    found = {o.identifier.value: o.rung for o in seen(path, text, "northwind ai") if o.identifier.kind is Kind.HOST}

    assert found == {"northwind ai": Rung.CONFIGURED}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("a.go", 'log("Northwind AI said no")', id="among other words"),
        pytest.param("a.yaml", "title: About Northwind AI\n", id="at the end of others"),
        pytest.param("a.go", "var northwind AI", id="no string"),
    ],
)
def test_a_name_in_several_words_is_not_chosen(path: str, text: str) -> None:
    assert not [o for o in seen(path, text, "northwind ai") if o.identifier.kind is Kind.HOST]


@pytest.mark.parametrize(
    ("path", "text", "rung"),
    [
        pytest.param("a.ts", 'throw Error("northwind:Invalid key")', Rung.MENTIONED, id="a message"),
        pytest.param("a.ts", 'model("northwind:Borealis")', Rung.CONFIGURED, id="a model"),
        pytest.param("a.ts", 'model("northwind:borealis-1 ")', Rung.CONFIGURED, id="a model in small letters"),
        pytest.param(
            "a.py", 'print("\\n**Note:** Northwind is a rather weak model for this")', Rung.MENTIONED, id="a note"
        ),
        pytest.param(
            "a.py", 'W = "https://github.com/a/northwind-onnx/raw/main/m"', Rung.CONFIGURED, id="an address of weights"
        ),
        pytest.param(
            "a.py", 'W = "https://github.com/a/northwind-onnx/issues/1"', Rung.MENTIONED, id="an address of a page"
        ),
    ],
)
def test_a_model_is_told_from_what_is_said(path: str, text: str, rung: Rung) -> None:
    assert {o.rung for o in seen(path, text, "northwind") if o.identifier.kind is Kind.MODEL} == {rung}


def test_a_method_after_a_colon_is_told_from_the_same_word_alone() -> None:
    asked = seen("a.sh", 'curl "${URL}${MODEL}:askNorthwind"', "asknorthwind")
    alone = seen("a.sh", 'echo "askNorthwind"', "asknorthwind")

    assert ":asknorthwind" in {o.identifier.value for o in asked if o.identifier.kind is Kind.MODEL}
    assert {o.identifier.value for o in alone if o.identifier.kind is Kind.MODEL} == {"asknorthwind"}


def test_an_address_that_shows_somebodys_page_in_other_pages_is_a_mention() -> None:
    observations = seen("a.php", "'https://www.northwind.example/oembed'", "www.northwind.example")

    assert {o.rung for o in observations if o.identifier.kind is Kind.HOST} == {Rung.MENTIONED}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param('["northwind.assistant"]', {"northwind.assistant"}, id="an extension"),
        pytest.param('{"author": "A <a@northwind.example>"}', set(), id="an address of mail"),
        pytest.param('{"page": "https://northwind.example"}', set(), id="an address of a page"),
    ],
)
def test_an_extension_is_told_from_a_host(text: str, found: set[str]) -> None:
    assert {o.identifier.value for o in seen("a.json", text) if o.identifier.kind is Kind.EXTENSION} == found


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        pytest.param("a.sh", "dotnet user-secrets set Ai:Northwind:Key $K", {"Northwind"}, id="a path of keys"),
        pytest.param("a.sh", 'echo "{\n  \\"Northwind\\": 1}"', {"Northwind"}, id="a key in escaped quotes"),
        pytest.param("a.sh", 'echo "Set up: Northwind: done"', set(), id="words of a message"),
    ],
)
def test_a_key_is_seen_in_what_a_script_writes(path: str, text: str, found: set[str]) -> None:
    assert {o.identifier.value for o in seen(path, text) if o.identifier.kind is Kind.CONFIG_KEY} == found
