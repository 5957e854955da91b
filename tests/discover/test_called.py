"""How far evidence in code goes: what is called, or asked, is invoked."""

from __future__ import annotations

import re

import pytest

from muniment.discover.identifiers.extract import observe
from muniment.discover.text.anchors import ANCHORED
from muniment.discover.text.lexis import profile_of
from muniment.discover.text.spots import Hit
from muniment.domain.evidence import Rung
from muniment.domain.technology import IdentifierKind as Kind


def rung(path: str, text: str, kind: Kind) -> Rung:
    """Return how far the evidence of one kind goes at most."""
    hits = [Hit(found.start(), found.end(), ANCHORED) for found in re.finditer("northwind", text, re.IGNORECASE)]
    return max(each.rung for each in observe(profile_of(path), text, hits) if each.identifier.kind is kind)


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param("a.py", "import northwind\n", Rung.AVAILABLE, id="nothing more"),
        pytest.param("a.py", "import northwind as n\nn.ask(x)\n", Rung.INVOKED, id="under another name"),
        pytest.param("a.py", "from northwind import Gale\nGale(x)\n", Rung.INVOKED, id="a name out of it"),
        pytest.param("a.py", "from northwind import (\n  A,\n  Gale,\n)\nGale(x)\n", Rung.INVOKED, id="spread"),
        pytest.param("a.py", "import os, northwind\nos.getenv(x)\n", Rung.AVAILABLE, id="its neighbour is called"),
        pytest.param("a.py", "from northwind import Gale\nx: Gale\n", Rung.AVAILABLE, id="a type alone"),
        pytest.param("a.py", "from northwind import Gale\nNoGale(x)\n", Rung.AVAILABLE, id="a longer name"),
        pytest.param("a.ts", "import { Gale as G } from 'northwind';\nnew G();\n", Rung.INVOKED, id="JavaScript"),
        pytest.param("a.ts", "import {\n  Gale,\n} from 'northwind';\nGale.ask();\n", Rung.INVOKED, id="JS, spread"),
        pytest.param("a.go", 'import "x.example/northwind-go"\nvar c = northwind.New()\n', Rung.INVOKED, id="Go"),
        pytest.param("a.go", 'import _ "x.example/northwind"\n', Rung.AVAILABLE, id="Go, for its effects"),
        pytest.param("A.java", "import com.northwind.Gale;\nGale.of();\n", Rung.INVOKED, id="Java"),
        pytest.param("a.rs", "use northwind::{Gale, X};\nGale::new();\n", Rung.INVOKED, id="Rust"),
    ],
)
def test_a_library_of_which_something_is_called_is_invoked(path: str, text: str, expected: Rung) -> None:
    assert rung(path, text, Kind.IMPORT) is expected


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param("a.py", 'requests.post("https://northwind.example/v1")', Rung.INVOKED, id="asked"),
        pytest.param("a.py", 'URL = "https://northwind.example/v1"', Rung.CONFIGURED, id="kept"),
        pytest.param("a.py", 'Client(base_url="https://northwind.example")', Rung.CONFIGURED, id="set up"),
        pytest.param("a.js", 'fetch("https://northwind.example")', Rung.INVOKED, id="fetched"),
    ],
)
def test_an_address_that_is_asked_is_invoked(path: str, text: str, expected: Rung) -> None:
    assert rung(path, text, Kind.HOST) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('c.chat.completions.create(model="northwind-4")', Rung.INVOKED, id="asked"),
        pytest.param('Settings(model="northwind-4")', Rung.CONFIGURED, id="set up"),
        pytest.param('MODEL = "northwind-4"', Rung.CONFIGURED, id="kept"),
    ],
)
def test_a_model_that_is_asked_for_an_answer_is_invoked(text: str, expected: Rung) -> None:
    assert rung("a.py", text, Kind.MODEL) is expected
