"""The template, the manual and the published schema say what the reader takes."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date
from typing import TYPE_CHECKING

import pytest
import yaml
from jsonschema import Draft202012Validator

from muniment.domain.condition import FactKind, FactType
from muniment.domain.ids import FactId, InstrumentId, VendorId
from muniment.readers.estate.read import read_estate
from muniment.readers.estate.schema import schema_text
from muniment.readers.estate.template import template
from readers.estates import GOOD, KINDS, ROOT, read, refusal, smallest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from muniment.domain.contract import Estate


def rulebook_facts() -> Mapping[FactId, FactKind]:
    entries = yaml.load((ROOT / "rulebook" / "facts.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506
    return {
        FactId(entry["id"]): FactKind(
            id=FactId(entry["id"]),
            type=FactType(entry["type"]),
            question=entry["question"],
            answer_in=entry["answer_in"],
            choices=tuple(entry.get("choices", ())),
        )
        for entry in entries
    }


def days_as_text(value: object) -> object:
    match value:
        case dict():
            return {key: days_as_text(below) for key, below in value.items()}
        case list():
            return [days_as_text(below) for below in value]
        case date():
            return value.isoformat()
        case _:
            return value


def uncommented(text: str) -> str:
    """Return the template with its examples switched on; sentences begin with a capital letter."""
    return re.sub(r"^# (?![A-Z])", "", text, flags=re.MULTILINE)


def the_manual() -> str:
    manual = (ROOT / "docs" / "estate.md").read_text(encoding="utf-8")
    [complete] = (part.partition("\n```\n")[0] for part in manual.split("```toml\n")[1:])
    return complete


def read_with_the_rulebook(text: str) -> Estate:
    vendors = tuple(VendorId(folder.name) for folder in (ROOT / "rulebook" / "vendors").iterdir())
    files = [path for folder in ("restrictions", "agreements") for path in (ROOT / "rulebook" / folder).glob("*.yaml")]
    instruments = tuple(InstrumentId(path.stem) for path in files if not path.stem.endswith(".cases"))
    return read_estate(
        text,
        where="muniment.toml",
        folder="/home/alder",
        facts=rulebook_facts(),
        instruments=instruments,
        vendors=vendors,
    )


def test_the_template_is_one_contract_and_one_system_in_its_own_folder() -> None:
    estate = read(template())

    assert len(estate.contracts) == 1
    assert [system.sources for system in estate.systems] == [("/home/alder",)]


def test_every_example_in_the_comments_of_the_template_is_valid() -> None:
    estate = read_with_the_rulebook(uncommented(template()))

    assert estate.waivers
    assert estate.systems[0].uses
    assert estate.postures


def test_the_complete_example_in_the_manual_is_valid() -> None:
    estate = read_with_the_rulebook(the_manual())

    assert len(estate.contracts) > 1
    assert estate.waivers


@pytest.mark.parametrize(
    "text",
    [
        *(pytest.param(sample.read_text(encoding="utf-8"), id=sample.stem) for sample in GOOD),
        pytest.param(template(), id="template"),
        pytest.param(smallest(), id="smallest"),
    ],
)
def test_what_is_read_conforms_to_the_schema(text: str) -> None:
    schema = json.loads(schema_text(KINDS))

    read(text)

    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(days_as_text(tomllib.loads(text)))


@pytest.mark.parametrize(
    "contract",
    [
        pytest.param('custmer = "dod"', id="unknown key"),
        pytest.param('customer = "DoD"', id="unknown choice"),
        pytest.param('clauses = ["H-12"]', id="no clause"),
        pytest.param('awarded = "yesterday"', id="no day"),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(contract: str) -> None:
    text = smallest(contract=contract)

    assert refusal(text)
    assert not Draft202012Validator(json.loads(schema_text(KINDS))).is_valid(days_as_text(tomllib.loads(text)))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(template(), id="template"),
        pytest.param(uncommented(template()), id="template with its examples"),
        pytest.param(the_manual(), id="example in the manual"),
    ],
)
def test_what_the_manual_and_the_template_show_conforms_to_the_published_schema(text: str) -> None:
    schema = json.loads((ROOT / "schemas" / "estate.schema.json").read_text(encoding="utf-8"))

    problems = list(Draft202012Validator(schema).iter_errors(days_as_text(tomllib.loads(text))))

    assert problems == []


def test_the_published_schema_is_made_of_the_facts_of_the_rulebook() -> None:
    published = (ROOT / "schemas" / "estate.schema.json").read_text(encoding="utf-8")

    assert published == schema_text(rulebook_facts())


def example(found: FactKind) -> str:
    word = f'"{found.choices[0]}"' if found.choices else '"52.204-25"'
    values = {
        FactType.YES_NO: "true",
        FactType.DAY: "2026-01-01",
        FactType.MOMENT: "2026-01-01",
        FactType.SET: f"[{word}]",
    }
    return values.get(found.type, word)


def with_answer(found: FactKind) -> str:
    """Return a file that gives the fact where the rulebook says that its answer goes."""
    header, _, key = found.answer_in.rpartition(" ")
    line = f"{key} = {example(found)}"
    match header:
        case "[organisation]":
            return smallest().replace("[[contracts]]", f"{line}\n[[contracts]]", 1)
        case "[[contracts]]":
            return smallest(contract=line)
        case "[[systems]]":
            return smallest(system=line)
        case _:
            return smallest(system=f'{header}\nvendor = "southwind"\n{line}')


@pytest.mark.parametrize("found", [pytest.param(found, id=found.id) for found in rulebook_facts().values()])
def test_every_fact_can_be_answered_where_the_rulebook_says(found: FactKind) -> None:
    text = with_answer(found)

    estate = read(text, rulebook_facts())

    known = [estate.facts, estate.contracts[0].facts, estate.systems[0].facts]
    known += [use.facts for use in estate.systems[0].uses]
    assert [facts for facts in known if found.id in facts]
