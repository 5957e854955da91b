"""The estate file: what it may say, and how every mistake in it is named."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from muniment.domain.agreement import Waiver
from muniment.domain.condition import FactKind, FactType
from muniment.domain.contract import Clause, Estate, KnownUse, Posture
from muniment.domain.dated import Interval
from muniment.domain.ids import ContractId, FactId, InstrumentId, VendorId
from muniment.errors import EstateError
from muniment.readers.estate.read import read_estate
from muniment.readers.estate.schema import schema_text
from muniment.readers.estate.template import template
from muniment.readers.estate.toml_places import places

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests" / "samples" / "estate"
GOOD = sorted((SAMPLES / "good").glob("*.toml"))
BAD = sorted((SAMPLES / "bad").glob("*.toml"))


HOMES = {
    "party": "[organisation]",
    "party.tier": "[[contracts]]",
    "contract": "[[contracts]]",
    "system": "[[systems]]",
    "use": "[[systems.uses]]",
    "use.purposes": "[[systems]]",
    "item": "[[systems.uses]]",
    "event": "[[systems.uses]]",
}


def kind(fact: str, type_: str, *choices: str) -> FactKind:
    area, _, key = fact.partition(".")
    home = HOMES.get(fact, HOMES[area])
    return FactKind(
        id=FactId(fact),
        type=FactType(type_),
        question="Which?",
        answer_in=f"{home} {key}",
        choices=choices,
    )


KINDS = {
    found.id: found
    for found in (
        kind("party.tier", "choice", "prime", "subcontractor"),
        kind("party.defence_supplier", "yes-no"),
        kind("contract.customer", "choice", "dod", "civilian"),
        kind("contract.agency", "text"),
        kind("contract.clauses", "set"),
        kind("contract.awarded", "day"),
        kind("system.network", "choice", "unclassified", "classified"),
        kind("use.purposes", "set", "performance", "internal"),
        kind("use.started", "day"),
        kind("use.form", "text"),
        kind("item.kind", "choice", "software", "hardware"),
        kind("item.form", "text"),
    )
}
INSTRUMENTS = (InstrumentId("northwind-models"), InstrumentId("southwind-devices"))
VENDORS = (VendorId("northwind-ai"), VendorId("southwind"))

SMALLEST = """
[organisation]
name = "Alder Ridge Systems"
[[contracts]]
id = "SUB-7"
{contract}
[[systems]]
id = "planner"
contracts = ["SUB-7"]
{system}
{rest}
"""


def read(text: str, kinds: Mapping[FactId, FactKind] = KINDS) -> Estate:
    return read_estate(
        text, where="muniment.toml", folder="/home/alder", facts=kinds, instruments=INSTRUMENTS, vendors=VENDORS
    )


def smallest(*, contract: str = "", system: str = "", rest: str = "") -> str:
    return SMALLEST.format(contract=contract, system=system, rest=rest)


def refusal(text: str) -> str:
    with pytest.raises(EstateError) as refused:
        read(text)
    return str(refused.value)


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


# What the file says


@pytest.mark.parametrize(
    ("found", "sent", "refused"),
    [
        pytest.param("2026-11-20", "2026-11-19", True, id="the day before"),
        pytest.param("2026-11-20", "2026-11-20", False, id="the same day"),
        pytest.param('"2026-11-20T14:00Z"', '"2026-11-20T13:59Z"', True, id="the same day, an instant before"),
        pytest.param('"2026-11-20T23:00-05:00"', '"2026-11-21T05:00+01:00"', False, id="the same instant elsewhere"),
        pytest.param('"2026-11-20T14:00Z"', "2026-11-20", False, id="an instant, and its day"),
    ],
)
def test_no_report_was_sent_before_the_find_that_it_reports(found: str, sent: str, *, refused: bool) -> None:
    kinds = {
        **KINDS,
        **{each.id: each for each in (kind("event.identified", "moment"), kind("event.reported", "moment"))},
    }
    text = smallest(rest=f'[[systems.uses]]\nvendor = "southwind"\nidentified = {found}\nreported = {sent}')

    if not refused:
        assert read(text, kinds).systems[0].uses
        return
    with pytest.raises(EstateError, match=r"`reported` is .*, which is before `identified`"):
        read(text, kinds)


def test_a_contract_keeps_what_is_written_and_nothing_else() -> None:
    estate = read((SAMPLES / "good" / "one-of-everything.toml").read_text(encoding="utf-8"))

    first, second = estate.contracts
    assert first.id == "W15QKN-26-C-0042"
    assert first.agency == "Department of the Army"
    assert (first.performance_start, first.performance_end) == (date(2026, 3, 1), date(2027, 2, 28))
    assert first.facts == {
        "party.tier": "prime",
        "contract.agency": "Department of the Army",
        "contract.customer": "dod",
        "contract.solicited": date(2025, 11, 3),
        "contract.awarded": date(2026, 2, 2),
        "contract.clauses": frozenset({"52.204-25", "252.239-7018", "52.204-30", "52.204-30 ALT I"}),
    }
    assert second.facts == {"contract.clauses": frozenset()}


def test_clauses_keep_their_versions_and_their_order() -> None:
    estate = read((SAMPLES / "good" / "one-of-everything.toml").read_text(encoding="utf-8"))

    assert estate.contracts[0].clauses == (
        Clause(id="52.204-25"),
        Clause(id="252.239-7018", version="DEC 2022"),
        Clause(id="52.204-30 ALT I"),
    )


def test_without_a_line_for_clauses_they_are_not_known() -> None:
    estate = read(smallest())

    assert "contract.clauses" not in estate.contracts[0].facts


def test_a_system_has_absolute_sources_and_known_uses() -> None:
    estate = read((SAMPLES / "good" / "one-of-everything.toml").read_text(encoding="utf-8"))

    planner, archive = estate.systems
    assert planner.contracts == ("W15QKN-26-C-0042", "SUB-7")
    assert planner.sources == ("/home/alder/services/planner", "/srv/shared/planner")
    assert planner.facts == {
        "system.network": "unclassified",
        "use.purposes": frozenset({"performance", "internal"}),
    }
    assert planner.uses == (
        KnownUse(
            vendor=VendorId("northwind-ai"),
            facts={FactId("item.kind"): "software", FactId("use.started"): date(2025, 6, 1)},
        ),
    )
    assert (archive.contracts, archive.sources) == ((), ())


def test_the_last_day_of_a_waiver_still_counts() -> None:
    estate = read((SAMPLES / "good" / "one-of-everything.toml").read_text(encoding="utf-8"))

    assert estate.waivers == (
        Waiver(
            id="w-1",
            instrument=InstrumentId("northwind-models"),
            contract=ContractId("SUB-7"),
            granted_by="Head of the agency",
            document="Memorandum of 2026-05-01",
            during=Interval(start=date(2026, 5, 1), end=date(2027, 1, 1)),
        ),
    )
    assert estate.waivers[0].during.holds_on(date(2026, 12, 31))


def test_the_organisation_has_facts_and_postures() -> None:
    estate = read((SAMPLES / "good" / "one-of-everything.toml").read_text(encoding="utf-8"))

    assert estate.organisation == "Alder Ridge Systems"
    assert estate.facts == {"party.defence_supplier": True}
    assert estate.postures == (
        Posture(
            instrument=InstrumentId("northwind-models"),
            reading="as-posted",
            decided_by="Ada Rivera, General Counsel",
            on=date(2026, 3, 9),
            why="We keep clear of a dispute until a court has spoken.",
        ),
    )


def test_a_fact_may_be_written_by_its_whole_name_in_quotation_marks() -> None:
    estate = read((SAMPLES / "good" / "other-spellings.toml").read_text(encoding="utf-8"))

    assert estate.contracts[0].facts == {"contract.customer": "dod"}
    assert estate.contracts[0].performance_start == date(2026, 3, 1)
    assert estate.systems[0].facts == {"use.purposes": frozenset({"performance"})}


def test_a_byte_order_mark_and_windows_line_ends_make_no_difference() -> None:
    text = smallest(contract='customer = "dod"')

    estate = read("\ufeff" + text.replace("\n", "\r\n"))

    assert estate == read(text)


def test_space_around_an_identifier_is_no_part_of_it() -> None:
    estate = read(smallest(rest='[[systems]]\nid = " archive "\ncontracts = [" SUB-7 "]'))

    assert estate.systems[1].id == "archive"
    assert estate.systems[1].contracts == ("SUB-7",)


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        pytest.param("52.204-25", {"52.204-25"}, id="FAR"),
        pytest.param("252.239-7018", {"252.239-7018"}, id="Defense"),
        pytest.param("552.239-7001", {"552.239-7001"}, id="General Services"),
        pytest.param("3052.204-71", {"3052.204-71"}, id="Homeland Security"),
        pytest.param("52.204-30 alternate ii", {"52.204-30", "52.204-30 ALT II"}, id="an alternate is the clause too"),
        pytest.param(
            "252.204-7012 (Deviation 2024-O0013)",
            {"252.204-7012", "252.204-7012 (DEVIATION 2024-O0013)"},
            id="a deviation is the clause too",
        ),
    ],
)
def test_a_clause_is_known_by_its_number(written: str, read_as: set[str]) -> None:
    estate = read(smallest(contract=f'clauses = ["{written}"]'))

    assert estate.contracts[0].facts[FactId("contract.clauses")] == read_as


# What it may not say


@pytest.mark.parametrize("sample", BAD, ids=lambda sample: sample.stem)
def test_every_mistake_is_named_with_its_place_and_what_would_help(sample: Path) -> None:
    expected = sample.with_suffix(".txt").read_text(encoding="utf-8")

    said = refusal(sample.read_text(encoding="utf-8"))

    assert said + "\n" == expected


@pytest.mark.parametrize(
    ("contract", "said"),
    [
        pytest.param("awarded = 1989-12-31", "6:1: `awarded` lies in the year 1989", id="long ago"),
        pytest.param("awarded = 2101-01-01", "6:1: `awarded` lies in the year 2101", id="far ahead"),
        pytest.param('awarded = "2026-01-01"', "6:1: `awarded` must be a day, not `2026-01-01`", id="day as text"),
        pytest.param("title = 7", "6:1: `title` must be text, not `7`", id="number for text"),
        pytest.param('title = "a\\nb"', "6:1: `title` holds a line break", id="line break"),
        pytest.param('title = "a\\u202eb"', "6:1: `title` holds a line break, or a control", id="turned text"),
        pytest.param('clauses = "52.204-25"', "6:1: `clauses` must be a list, not `52.204-25`", id="no list"),
        pytest.param("performance = 2026-01-01", "6:1: `performance` must be a table", id="no table"),
        pytest.param('"\\u001b[2J" = 1', "6:1: `?[2J` is not known in [[contracts]]", id="key that a terminal obeys"),
        pytest.param('clauses = ["\u0665\u0662.204-25"]', "which is no clause number", id="digits of another script"),
        pytest.param('form = "x"', "6:1: `form` is not known in [[contracts]]", id="elsewhere"),
        pytest.param("a = 1\na = 2", "7:6: cannot overwrite a value", id="twice"),
        pytest.param(f"a = {'9' * 5000}", "a number has too many digits", id="endless number"),
        pytest.param(f"a = {'[' * 9000}", "1:1: lists or tables are nested too deeply", id="endless lists"),
    ],
)
def test_a_line_that_cannot_be_meant_is_refused(contract: str, said: str) -> None:
    assert said in refusal(smallest(contract=contract))


def test_the_years_1990_and_2100_are_accepted() -> None:
    estate = read(smallest(contract="solicited = 1990-01-01\nawarded = 2100-12-31"))

    assert estate.contracts[0].facts["contract.awarded"] == date(2100, 12, 31)  # type: ignore[index]


def test_an_award_on_the_day_of_the_solicitation_is_accepted() -> None:
    estate = read(smallest(contract="solicited = 2026-01-01\nawarded = 2026-01-01"))

    assert len(estate.contracts) == 1


def test_a_key_with_two_meanings_asks_for_the_whole_name() -> None:
    use = '[[systems.uses]]\nvendor = "southwind"\n'

    said = refusal(smallest(system=use + 'form = "module"'))
    estate = read(smallest(system=use + '"item.form" = "module"'))

    assert "`form` can mean `use.form` or `item.form`" in said
    assert estate.systems[0].uses[0].facts == {"item.form": "module"}


def test_a_mistake_deep_inside_a_list_is_shown_where_it_stands() -> None:
    text = smallest(contract='clauses = [ # one\n  "52.204-25",\n  {version = "]", id = "x"},\n]')

    assert refusal(text).startswith("muniment.toml:8:19: `id` is `x`, which is no clause number")


# Places


@given(st.text(st.sampled_from("ab.=[]{}\"'#, \n\r\\\t1é"), max_size=80))
def test_places_are_inside_any_text(text: str) -> None:
    found = places(text)

    for path in [(), ("a",), ("a", 0), *found.offsets]:
        line, column = found.of(path)
        assert 1 <= line <= text.count("\n") + 1
        assert 1 <= column <= len(text) + 1


@given(st.text(st.sampled_from("ab.=[]{}\"'#, \n\\1"), max_size=60))
def test_any_text_is_an_estate_or_refused_with_places_inside_it(text: str) -> None:
    said = refusal(text)

    lines = [int(line) for line in re.findall(r"^muniment\.toml:(\d+):\d+: ", said, re.MULTILINE)]
    assert lines
    assert all(1 <= line <= text.count("\n") + 1 for line in lines)


SCALARS = st.sampled_from(
    [
        "1.5",
        "true",
        "2026-03-04",
        "2026-03-04 07:32:00.5",
        '"a # ] } , = b"',
        r'"\" [x]"',
        "'c:\\'",
        '"""\n[no]\nk = "1"\n\\"" ""\\\n""""',
        "'''\nk = [\n''y'''",
        '""',
    ]
)
VALUES = st.recursive(
    SCALARS,
    lambda values: st.one_of(
        st.lists(values, max_size=3).map(lambda found: "[ # [\n" + ",\n ".join(found) + "\n]"),
        st.lists(values, max_size=3).map(
            lambda found: "{" + ", ".join(f'"k.{at}" = {value}' for at, value in enumerate(found)) + "}"
        ),
        values.map(lambda value: f"{{ a . b={value} }}"),
    ),
    max_leaves=6,
)
HEADERS = st.sampled_from(["[[list]]", "[[list.inner]]", "[list.single{0}]", "[ table{0} . 'x.y' ]", '[[ "q" ]]'])


def statements(number: int) -> st.SearchStrategy[str]:
    """Return headers and keys that no other number has, so that they can stand in one text."""
    return st.one_of(
        HEADERS.map(lambda header: header.format(number)), VALUES.map(lambda value: f"k{number} = {value}")
    )


DOCUMENTS = (
    st.integers(0, 6)
    .flatmap(lambda count: st.tuples(*map(statements, range(count))))
    .map(lambda found: "\n".join(["[[list]]", *found]))
)


def paths(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, dict | list):
        for key, below in value.items() if isinstance(value, dict) else enumerate(value):
            yield (*path, key)
            yield from paths(below, (*path, key))


@given(DOCUMENTS)
def test_every_key_of_a_valid_text_has_its_place(text: str) -> None:
    found = places(text)

    expected = set(paths(tomllib.loads(text)))

    assert expected <= set(found.offsets) | {path[:-1] for path in found.offsets}
    for path in expected & set(found.offsets):
        at = found.offsets[path]
        if isinstance(path[-1], str) and text[at] != "[":
            assert text[at:].lstrip("\"'").startswith(path[-1])


# What `muniment init` writes, the schema and the manual


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
