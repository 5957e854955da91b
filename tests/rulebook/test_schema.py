"""The schemas of the rulebook's files, and the parsers: they take and refuse the same keys, kinds and choices."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import yaml

from muniment.errors import RulebookError
from muniment.rulebook.files import RulebookFiles, read_cases, read_rules
from muniment.rulebook.load import load
from muniment.rulebook.parse_cases import cases_of
from muniment.rulebook.schema import schemas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.domain.rulebook import Rulebook

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "schemas" / "rulebook"
BY_NAME = {name.removesuffix(".schema.json"): json.loads(text) for name, text in schemas()}


def schema_of(path: str) -> str:
    """Return which schema judges the file at `path`; empty for none."""
    if path.endswith(".cases.yaml"):
        return "cases"
    folder, _, name = path.rpartition("/")
    if folder.startswith("vendors/"):
        return "vendor" if name == "vendor.yaml" else "signature"
    plain = {
        "restrictions": "restriction",
        "agreements": "agreement",
        "hypotheticals": "hypothetical",
        "templates": "template",
    }
    return plain.get(folder) or ("sources" if folder == "sources" else "facts" if path == "facts.yaml" else "")


def judged() -> dict[str, bytes]:
    files = {**read_rules(ROOT / "rulebook").contents, **read_cases(ROOT / "rulebook").contents}
    return {path: content for path, content in files.items() if schema_of(path)}


def value_of(content: bytes) -> Any:  # noqa: ANN401  (whatever YAML holds)
    """Return the file as the rulebook reads it: every scalar is text."""
    return yaml.load(content, Loader=yaml.CBaseLoader)  # noqa: S506  (makes text alone)


def test_the_schemas_in_the_folder_are_those_that_the_program_makes() -> None:
    found = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}

    assert found == dict(schemas())


@pytest.mark.parametrize("name", BY_NAME)
def test_a_schema_is_a_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(BY_NAME[name])


def test_every_file_of_the_rulebook_is_as_its_schema_says() -> None:
    validators = {name: jsonschema.Draft202012Validator(schema) for name, schema in BY_NAME.items()}
    faults = [
        f"{path}: {error.json_path}: {error.message[:120]}"
        for path, content in judged().items()
        for error in validators[schema_of(path)].iter_errors(value_of(content))
    ]

    assert faults == []


SAMPLES = {
    "vendor": "vendors/kaspersky/vendor.yaml",
    "signature": "vendors/anthropic/packages.yaml",
    "restriction": "restrictions/dow-4713-2026-03-03.yaml",
    "agreement": "agreements/openai-dow-classified.yaml",
    "hypothetical": "hypotheticals/cadc-mandate-recalled.yaml",
    "template": "templates/far-52.204-24.yaml",
    "cases": "restrictions/dow-4713-2026-03-03.cases.yaml",
    "sources": "sources/agreements.yaml",
    "facts": "facts.yaml",
}


OPEN = {"given", "facts", "due"}
"""Keys of the rulebook's own stand in these; only the parser knows which."""


def spoiled(value: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401  (whatever YAML holds)
    """Yield the value with one thing wrong in its shape: a key more, or a block where text or a list stood."""
    for path in places(value):
        found = copy.deepcopy(value)
        parent, last = found, path[-1] if path else None
        for step in path[:-1]:
            parent = parent[step]
        here = parent[last] if path else found
        if isinstance(here, dict) and last not in OPEN:
            here["no-such-key"] = "x"
            yield f"{path}: a key more", found
        elif path and not isinstance(here, dict):
            parent[last] = {"a": {"b": "c"}}
            yield f"{path}: a block in place of text or a list", found


def places(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401  (as above)
    yield above
    if isinstance(value, dict):
        for key, below in value.items():
            yield from places(below, (*above, key))
    elif isinstance(value, list):
        for number, below in enumerate(value[:1]):
            yield from places(below, (*above, number))


@pytest.mark.full
@pytest.mark.parametrize("name", SAMPLES)
def test_what_the_parser_refuses_by_its_shape_the_schema_refuses_too(name: str, rulebook: Rulebook) -> None:
    rules, cases = read_rules(ROOT / "rulebook"), read_cases(ROOT / "rulebook")
    validator = jsonschema.Draft202012Validator(BY_NAME[name])
    path = SAMPLES[name]
    value = value_of({**rules.contents, **cases.contents}[path])
    if isinstance(value, list):
        value = value[:3]

    differing = []
    for what, changed in spoiled(value):
        refused = not validator.is_valid(changed)
        content = yaml.safe_dump(changed, allow_unicode=True, sort_keys=False).encode()
        if parser_refuses(rules, path, content, rulebook) and not refused:
            differing.append(what)

    assert differing == []


def parser_refuses(rules: RulebookFiles, path: str, content: bytes, rulebook: Rulebook) -> bool:
    try:
        if path.endswith(".cases.yaml"):
            cases_of(RulebookFiles(folder="", contents={path: content}), rulebook)
        else:
            load(RulebookFiles(folder="", contents={**rules.contents, path: content}))
    except RulebookError:
        return True
    return False
