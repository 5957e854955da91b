from __future__ import annotations

import pytest

from muniment.discover.identifiers.extract import observe
from muniment.discover.text.lexis import profile_of
from muniment.discover.text.spots import Hit
from muniment.domain.evidence import Context
from muniment.domain.technology import IdentifierKind as Kind

INTENT = "- intent: ask\n  examples: |\n    - is it\n    - gale-2\n"


def context(path: str, text: str) -> Context:
    """Return the context of the one model in `text`."""
    start = text.index("gale")
    (seen,) = observe(profile_of(path), text, [Hit(start, start + 4, frozenset({Kind.MODEL}))])
    return seen.context


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("nlu.yml", INTENT, id="sentences for a bot"),
        pytest.param("m.json", '{"intents": [{"name": "a", "samples": ["gale-2"]}]}', id="utterances of an assistant"),
        pytest.param("r.json", '{"scans": {"gale-2": {"detected": false}}}', id="what scanners told"),
        pytest.param("a.json", '{"userSays": [{"data": [{"text": "gale-2"}]}]}', id="what people say"),
        pytest.param("a.js", 'const s = {python: `import gale\nask("gale-2")\n`}', id="code under a language"),
        pytest.param("a.ts", 'f({lang: "python", code: `ask(\n"gale-2")`})', id="code beside a language"),
    ],
)
def test_a_sample_is_running_text(path: str, text: str) -> None:
    assert context(path, text) is Context.PROSE


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("values.yml", "examples:\n- gale-2\n", id="examples of a program without intents"),
        pytest.param("a.js", 'const script = `ask(\n"gale-2")\n`; run(script)', id="a script that is run"),
        pytest.param("a.js", "const s = {model: `gale-2`}", id="a setting"),
    ],
)
def test_what_only_looks_like_a_sample_is_none(path: str, text: str) -> None:
    assert context(path, text) is not Context.PROSE


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("api.yaml", "properties:\n  m:\n    example: gale-2\n", id="of a field"),
        pytest.param("s.json", '{"properties": {"m": {"examples": ["gale-2"]}}}', id="several of a field"),
        pytest.param("api.yaml", "requestBody:\n  content:\n    example:\n      m: gale-2\n", id="of a request"),
    ],
)
def test_a_sample_value_in_a_description_of_data_is_no_setting(path: str, text: str) -> None:
    assert context(path, text) is Context.PROSE
