from __future__ import annotations

import json

import pytest

from muniment.readers.syntax.json5 import as_json


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        pytest.param("{a: 1}", {"a": 1}, id="a bare key"),
        pytest.param("{'a': 'b'}", {"a": "b"}, id="single quotes"),
        pytest.param("{'a': 'it\\'s'}", {"a": "it's"}, id="an escaped quote"),
        pytest.param("{'a': 'say \"x\"'}", {"a": 'say "x"'}, id="a quote of the other kind"),
        pytest.param('{"a": "b: c, }"} // end', {"a": "b: c, }"}, id="a string that looks like more"),
        pytest.param("{a: [1, 2,], /* , */ }", {"a": [1, 2]}, id="last commas and comments"),
        pytest.param('{"http": "https://x.example/a"}', {"http": "https://x.example/a"}, id="an address"),
    ],
)
def test_json5_means_this_json(text: str, meant: object) -> None:
    assert json.loads(as_json(text)) == meant


def test_every_line_stays() -> None:
    text = "{\n// one\n/* two\nlines */\na: 1,\n}"

    assert as_json(text).count("\n") == text.count("\n")
