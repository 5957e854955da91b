from __future__ import annotations

import json
import re
from typing import Any

import pytest

from muniment.discover.identifiers.extract import observe
from muniment.discover.text.anchors import ANCHORED
from muniment.discover.text.lexis import profile_of
from muniment.discover.text.notebook import notebook
from muniment.discover.text.spots import Hit
from muniment.domain.evidence import Context, Observation
from muniment.domain.technology import IdentifierKind as Kind

EVERYTHING = ANCHORED


def code(*lines: str) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "outputs": [], "source": list(lines)}


def text_of(*cells: dict[str, Any], indent: int | None = 1) -> str:
    return json.dumps({"cells": list(cells), "metadata": {"language_info": {"file_extension": ".py"}}}, indent=indent)


def seen(text: str) -> list[Observation]:
    hits = [Hit(found.start(), found.end(), EVERYTHING) for found in re.finditer("northwind", text)]
    return observe(profile_of("a.ipynb"), text, hits)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_an_import_in_a_code_cell_is_an_import_on_the_line_of_the_file() -> None:
    text = text_of(code("import os\n", "\n", "from northwind import Client\n", 'c = Client("caf\u00e9")'))

    (imported,) = [o for o in seen(text) if o.identifier.value == "python:northwind"]

    assert (imported.line, imported.context) == (line_of(text, "from northwind"), Context.CODE)


def test_a_line_for_a_shell_goes_on_as_long_as_it_says_so() -> None:
    text = text_of(code("!pip install -qU \\\n", "  northwind-core==0.1 \\\n", "  gale\n", "northwind.ask()\n"))

    symbols = {line_of(text, "northwind.ask") == o.line for o in seen(text) if o.identifier.kind is Kind.SYMBOL}

    assert symbols == {True}
    assert "pkg:pypi/northwind-core" in {o.identifier.value for o in seen(text)}


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param(code("%pip install -q northwind\n"), id="a pip magic"),
        pytest.param(code("x = 1\n", "!pip install northwind==1.2\n"), id="a shell escape"),
        pytest.param(code("%%bash\n", "pip install northwind\n"), id="a shell cell"),
    ],
)
def test_what_a_cell_installs_is_declared(cell: dict[str, Any]) -> None:
    assert "pkg:pypi/northwind" in [o.identifier.value for o in seen(text_of(cell)) if o.identifier.kind is Kind.PURL]


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param({"cell_type": "markdown", "source": ["from northwind import Client"]}, id="a text cell"),
        pytest.param(
            {"cell_type": "code", "source": ["f()"], "outputs": [{"text": ["from northwind import Client"]}]},
            id="what a cell printed",
        ),
    ],
)
def test_text_and_output_are_running_text(cell: dict[str, Any]) -> None:
    observations = seen(text_of(cell, code("pass")))

    assert {o.context for o in observations} == {Context.PROSE}


def test_a_notebook_on_one_line_is_read_as_well() -> None:
    text = text_of(code("import northwind\n", "# northwind"), indent=None)

    assert {o.context for o in seen(text)} == {Context.CODE, Context.COMMENT}


def test_a_source_that_is_one_string_is_read_as_well() -> None:
    text = text_of({"cell_type": "code", "source": "import os\nimport northwind\n"})

    assert "python:northwind" in [o.identifier.value for o in seen(text)]


@pytest.mark.parametrize(
    "text",
    [pytest.param("", id="nothing"), pytest.param('{"cells": [', id="cut off"), pytest.param("[]", id="a list")],
)
def test_what_holds_no_code_cell_is_no_notebook(text: str) -> None:
    assert notebook(text) is None


@pytest.mark.parametrize("magic", ["%%ai ", "%ai "])
def test_the_model_that_a_magic_of_jupyter_ai_asks_is_a_model(magic: str) -> None:
    text = text_of(code(f"{magic}northwind:gale-2\n", "Explain this frame"))

    models = {o.identifier.value for o in seen(text) if o.identifier.kind is Kind.MODEL}

    assert "northwind:gale-2" in models
