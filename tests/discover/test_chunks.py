from __future__ import annotations

import re

import pytest

from muniment.discover.identifiers.extract import observe
from muniment.discover.text.lexis import profile_of
from muniment.discover.text.spots import Hit
from muniment.domain.evidence import Context
from muniment.domain.technology import IdentifierKind as Kind

KINDS = frozenset({Kind.IMPORT, Kind.NAME})


def seen(path: str, text: str) -> set[tuple[str, int, Context]]:
    hits = [Hit(found.start(), found.end(), KINDS) for found in re.finditer("gale", text)]
    found = observe(profile_of(path, text), text, hits)
    return {(o.identifier.value, o.line, o.context) for o in found}


@pytest.mark.parametrize("path", ["report.qmd", "report.Rmd"])
def test_a_chunk_of_a_literate_document_is_code_and_its_text_is_not(path: str) -> None:
    text = "A gale blows.\n\n```{r, echo=FALSE}\nlibrary(gale)\n```\n\n```{python}\nimport gale\n```\n"

    found = seen(path, text)

    assert found >= {("gale", 1, Context.PROSE), ("r:gale", 4, Context.CODE), ("python:gale", 8, Context.CODE)}


def test_an_example_in_a_document_is_no_chunk() -> None:
    assert {context for _, _, context in seen("report.qmd", "```python\nimport gale\n```\n")} == {Context.PROSE}


def test_a_cell_of_livebook_is_code_and_what_stands_around_it_is_not() -> None:
    text = "# A gale\n\n```elixir\nalias Gale.Wind\ngale = 1\n```\n\n```yaml\nname: gale\n```\n"

    found = seen("notebooks/wind.livemd", text)

    assert found >= {("gale", 1, Context.PROSE), ("gale", 5, Context.CODE), ("gale", 9, Context.PROSE)}


def test_a_script_of_a_page_is_code_and_the_rest_of_the_page_is_not() -> None:
    text = '<p>A gale</p>\n<script>\nimport x from "gale";\n</script>\n<script type="text/template">gale</script>\n'

    found = seen("index.html", text)

    assert found == {("gale", 1, Context.PROSE), ("gale", 5, Context.PROSE), ("js:gale", 3, Context.STRING)} | {
        ("gale", 3, Context.STRING)
    }


def test_the_other_languages_of_a_notebook_kept_as_source_are_read() -> None:
    text = "# Databricks notebook source\n# MAGIC %pip install gale\n# MAGIC %md\n# MAGIC On gale.\nimport gale\n"

    found = seen("note.py", text)

    assert ("pkg:pypi/gale", 2, Context.FIELD) in found
    assert ("gale", 4, Context.COMMENT) in found
    assert ("python:gale", 5, Context.CODE) in found


def test_a_paragraph_of_a_zeppelin_note_is_code() -> None:
    text = '{"paragraphs": [{"text": "%python\\nimport gale", "user": "a"}], "name": "n"}'

    assert ("python:gale", 1, Context.CODE) in seen("note.zpln", text)
