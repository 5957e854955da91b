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
            "a.py", 'W = "https://github.com/a/northwind-onnx/raw/main/m"', Rung.CONFIGURED, id="an address of weights"
        ),
        pytest.param(
            "a.py", 'W = "https://github.com/a/northwind-onnx/issues/1"', Rung.MENTIONED, id="an address of a page"
        ),
    ],
)
def test_a_model_is_told_from_what_is_said(path: str, text: str, rung: Rung) -> None:
    assert {o.rung for o in seen(path, text, "northwind") if o.identifier.kind is Kind.MODEL} == {rung}
