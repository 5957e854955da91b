from __future__ import annotations

import re

import pytest

from measured import takes
from muniment.discover.identifiers.extract import observe
from muniment.discover.text.lexis import profile_of
from muniment.discover.text.spots import Hit
from muniment.domain.evidence import Context, Observation
from muniment.domain.technology import IdentifierKind as Kind


def models(path: str, text: str) -> list[Observation]:
    hits = [Hit(found.start(), found.end(), frozenset({Kind.MODEL})) for found in re.finditer("gale", text)]
    return observe(profile_of(path), text, hits)


def test_the_settings_at_the_top_of_a_document_are_settings_and_the_rest_is_text() -> None:
    found = models("review.prompt.md", "---\nmodel: gale-4\n---\nAsk gale-4 to review.\n")

    assert [(each.line, each.context) for each in found] == [(2, Context.FIELD), (4, Context.PROSE)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("model: gale-4\n---\n", id="nothing opens them"),
        pytest.param("---\nmodel: gale-4\n", id="nothing closes them"),
        pytest.param("Some words.\n---\nmodel: gale-4\n---\n", id="not at the top"),
    ],
)
def test_a_document_without_settings_at_its_top_is_text(text: str) -> None:
    assert {each.context for each in models("a.md", text)} == {Context.PROSE}


def test_a_document_that_never_ends_its_settings_is_read_quickly() -> None:
    text = "---\n" + "a: b\n" * 300_000 + "gale-4\n"

    assert takes(lambda: models("a.md", text), 2) < 2


@pytest.mark.parametrize(
    ("address", "model"),
    [
        pytest.param("http://vllm:8000/v1", "gale-4", id="a name without a dot"),
        pytest.param("http://10.1.2.3/v1", "gale-4", id="a private number"),
        pytest.param("http://llm.prod.svc:80", "gale-4", id="a name inside of a cluster"),
        pytest.param("https://api.northwind.example", "northwind/gale-4", id="a public name"),
    ],
)
def test_the_prefix_of_a_model_that_is_served_here_only_names_a_protocol(address: str, model: str) -> None:
    (found,) = models("config.yaml", f"- params:\n    model: northwind/gale-4\n    api_base: {address}\n")

    assert found.identifier.value == model
