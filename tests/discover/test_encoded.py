from __future__ import annotations

import pytest

from muniment.discover.text.composed import MARKS, composed, is_joint
from muniment.discover.text.lexis import profile_of

ENCODED = "YXBpLmdhbGUuZXhhbXBsZQ=="
"""`api.gale.example`."""


def made(path: str, text: str) -> list[str]:
    found = composed(profile_of(path), text, [text.index(ENCODED)])
    return [] if found is None else [found.text[start:end] for start, end in found.spans]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("a.py", f'h = base64.b64decode("{ENCODED}").decode()', id="Python"),
        pytest.param("a.js", f'const h = atob("{ENCODED}");', id="JavaScript, browser"),
        pytest.param("a.js", f'const h = Buffer.from("{ENCODED}", "base64").toString();', id="JavaScript, Node"),
        pytest.param("a.php", f"<?php $h = base64_decode('{ENCODED}');", id="PHP"),
        pytest.param("a.rb", f'h = Base64.decode64("{ENCODED}")', id="Ruby"),
        pytest.param("a.cs", f'var h = Convert.FromBase64String("{ENCODED}");', id="C#"),
        pytest.param("A.java", f'var h = Base64.getDecoder().decode("{ENCODED}");', id="Java"),
        pytest.param("a.go", f'h, _ := base64.StdEncoding.DecodeString("{ENCODED}")', id="Go"),
        pytest.param("a.sh", f'H=$(echo "{ENCODED}" | base64 -d)', id="shell"),
    ],
)
def test_a_host_that_is_decoded_where_it_stands_is_seen(path: str, text: str) -> None:
    assert "api.gale.example" in made(path, text)
    assert any(is_joint(text.encode(), text.index(mark) + len(mark)) for mark in MARKS if mark in text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f'h = "{ENCODED}"', id="never decoded"),
        pytest.param('h = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAf")', id="no text"),
        pytest.param('h = b64decode("not base64 at all")', id="no Base64"),
    ],
)
def test_what_is_not_decoded_or_is_no_text_is_left_alone(text: str) -> None:
    found = composed(profile_of("a.py"), text, [text.index('"') + 1])

    assert found is None
