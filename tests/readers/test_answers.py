"""Answers in the estate file: what they say, what they count for, and what is refused."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.domain.condition import FactKind, FactType
from muniment.domain.contract import AnswerPlace, Clause, Estate, FactAnswer, KnownUse
from muniment.domain.ids import ContractId, FactId, SystemId, VendorId
from muniment.errors import EstateError
from muniment.readers.estate.read import read_estate
from muniment.render.ask.answer_rows import with_row

CUSTOMER, CLAUSES, NETWORK = FactId("contract.customer"), FactId("contract.clauses"), FactId("system.network")
PURPOSES, KIND, SUPPLIER = FactId("use.purposes"), FactId("item.kind"), FactId("party.defence_supplier")
STARTED = FactId("use.started")


def kind(fact: FactId, type_: FactType, answer_in: str, *choices: str) -> FactKind:
    return FactKind(id=fact, type=type_, question="Which?", answer_in=answer_in, choices=choices)


KINDS = {
    found.id: found
    for found in (
        kind(SUPPLIER, FactType.YES_NO, "[organisation] defence_supplier"),
        kind(CUSTOMER, FactType.CHOICE, "[[contracts]] customer", "dod", "civilian"),
        kind(CLAUSES, FactType.SET, "[[contracts]] clauses"),
        kind(NETWORK, FactType.TEXT, "[[systems]] network"),
        kind(PURPOSES, FactType.SET, "[[systems]] purposes", "performance", "internal"),
        kind(STARTED, FactType.DAY, "[[systems.uses]] started"),
        kind(KIND, FactType.CHOICE, "[[systems.uses]] kind", "software", "model"),
    )
}
VENDOR = VendorId("northwind-ai")
CONTRACT, SYSTEM, USE = (
    AnswerPlace(contract=ContractId("SUB-7")),
    AnswerPlace(system=SystemId("planner")),
    AnswerPlace(system=SystemId("planner"), vendor=VENDOR),
)
FILE = """[organisation]
name = "Alder Ridge Systems"

[[contracts]]
id = "SUB-7"

[[systems]]
id = "planner"
contracts = ["SUB-7"]

  [[systems.uses]]
  vendor = "northwind-ai"
"""
SAID = 'by = "Ada Rivera"\non = 2026-11-26\n'


def read(text: str) -> Estate:
    return read_estate(text, where="muniment.toml", folder="/", facts=KINDS, instruments=(), vendors=(VENDOR,))


def row(lines: str, said: str = SAID) -> str:
    return f"\n[[answers]]\n{lines}\n{said}"


def refusal(text: str) -> str:
    with pytest.raises(EstateError) as refused:
        read(text)
    return str(refused.value)


def test_an_answer_is_a_fact_of_what_it_is_about() -> None:
    estate = read(
        FILE
        + row(f'fact = "{SUPPLIER}"\nvalue = true')
        + row(f'fact = "{CUSTOMER}"\ncontract = "SUB-7"\nvalue = "dod"')
        + row(f'fact = "{PURPOSES}"\nsystem = "planner"\nvalue = ["internal"]')
        + row(f'fact = "{STARTED}"\nsystem = "planner"\nvendor = "northwind-ai"\nvalue = 2025-12-01')
    )

    assert estate.facts == {SUPPLIER: True}
    assert estate.contracts[0].facts == {CUSTOMER: "dod"}
    assert estate.systems[0].facts == {PURPOSES: frozenset({"internal"})}
    assert estate.systems[0].answered == (KnownUse(vendor=VENDOR, facts={STARTED: date(2025, 12, 1)}),)


def test_an_answer_about_a_use_records_no_use() -> None:
    unused = FILE.partition("  [[systems.uses]]")[0]

    estate = read(unused + row(f'fact = "{KIND}"\nsystem = "planner"\nvendor = "northwind-ai"\nvalue = "model"'))

    assert estate.systems[0].uses == ()


def test_an_answer_keeps_who_gave_it_when_and_on_what_source() -> None:
    estate = read(FILE + row(f'fact = "{CUSTOMER}"\ncontract = "SUB-7"\nvalue = "dod"\nsource = "Section A"'))

    answer = FactAnswer(
        fact=CUSTOMER, place=CONTRACT, value="dod", by="Ada Rivera", on=date(2026, 11, 26), source="Section A"
    )
    assert estate.answers == (answer,)
    assert estate.answers_about(AnswerPlace(contract=CONTRACT.contract, system=SYSTEM.system)) == {CUSTOMER: answer}
    assert estate.answers_about(AnswerPlace(contract=ContractId("SUB-8"))) == {}


def test_clauses_are_answered_as_they_are_listed_and_an_alternate_counts_as_the_clause_too() -> None:
    estate = read(FILE + row(f'fact = "{CLAUSES}"\ncontract = "SUB-7"\nvalue = ["52.204-30 Alternate I"]'))

    assert estate.contracts[0].facts == {CLAUSES: frozenset({"52.204-30 ALT I", "52.204-30"})}
    assert estate.contracts[0].clauses == (Clause(id="52.204-30 ALT I"),)


def test_that_nobody_knows_leaves_the_fact_missing() -> None:
    estate = read(FILE + row(f'fact = "{CUSTOMER}"\ncontract = "SUB-7"'))

    assert estate.contracts[0].facts == {}
    assert [one.value for one in estate.answers] == [None]


def test_that_nobody_knew_gives_way_to_a_later_answer_and_to_a_table() -> None:
    nobody = row(f'fact = "{CUSTOMER}"\ncontract = "SUB-7"')

    later = read(FILE + nobody + row(f'fact = "{CUSTOMER}"\ncontract = "SUB-7"\nvalue = "dod"'))
    in_table = read(FILE.replace('id = "SUB-7"', 'id = "SUB-7"\ncustomer = "dod"') + nobody)

    assert [one.value for one in later.answers] == ["dod"]
    assert later.contracts[0].facts == in_table.contracts[0].facts == {CUSTOMER: "dod"}


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        pytest.param(
            row('fact = "contract.custmer"\ncontract = "SUB-7"\nvalue = "dod"'),
            "muniment.toml:15:1: `fact` is `contract.custmer`, which is not a fact in the rulebook\n"
            "  help: did you mean `contract.customer`?",
            id="unknown fact",
        ),
        pytest.param(
            row(f'fact = "{CUSTOMER}"\ncontract = "SUB-7"\nvalue = true'),
            "muniment.toml:17:1: `value` must be text, not `true`\n  help: put text in quotation marks",
            id="wrong type",
        ),
        pytest.param(
            row(f'fact = "{CUSTOMER}"\ncontract = "SUB-7"\nvalue = "navy"'),
            "muniment.toml:17:1: `value` cannot be `navy`\n  help: known: `civilian`, `dod`",
            id="no such choice",
        ),
        pytest.param(
            row(f'fact = "{CLAUSES}"\ncontract = "SUB-7"\nvalue = ["H-12"]'),
            "muniment.toml:17:10: an entry of `value` is `H-12`, which is no clause number\n"
            "  help: a clause of the FAR or of its supplements has a number such as `52.204-25` or `252.239-7018`",
            id="no clause",
        ),
        pytest.param(
            row(f'fact = "{CUSTOMER}"\nvalue = "dod"'),
            f"muniment.toml:14:1: `{CUSTOMER}` is about one contract, so an answer needs `contract`\n"
            "  help: add a line `contract = ...`",
            id="place missing",
        ),
        pytest.param(
            row(f'fact = "{CUSTOMER}"\ncontract = "SUB-7"\nsystem = "planner"\nvalue = "dod"'),
            f"muniment.toml:17:1: `{CUSTOMER}` is about one contract, so an answer has no `system`\n"
            "  help: remove `system`",
            id="place too much",
        ),
        pytest.param(
            row(f'fact = "{CUSTOMER}"\ncontract = "SUB-8"\nvalue = "dod"'),
            "muniment.toml:16:1: `contract` is `SUB-8`, which is not a contract here\n  help: did you mean `SUB-7`?",
            id="unknown contract",
        ),
        pytest.param(
            row(f'fact = "{SUPPLIER}"\nvalue = true', said="on = 2026-11-26\n"),
            "muniment.toml:14:1: [[answers]] without `by`\n  help: add a line `by = ...` below [[answers]]",
            id="by nobody",
        ),
        pytest.param(
            row(f'fact = "{SUPPLIER}"\nvalue = true') + row(f'fact = "{SUPPLIER}"\nvalue = false'),
            f"muniment.toml:22:1: `{SUPPLIER}` is `false` here, and `true` at muniment.toml:16:1\n"
            "  help: see which of the two is mistaken, and remove it",
            id="two answers",
        ),
        pytest.param(
            row(f'fact = "{SUPPLIER}"\nvalue = true') + row(f'fact = "{SUPPLIER}"'),
            f"muniment.toml:20:1: `{SUPPLIER}` is not known by anybody here, and `true` at muniment.toml:16:1\n"
            "  help: see which of the two is mistaken, and remove it",
            id="known and not known",
        ),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_with_its_place(rows: str, problem: str) -> None:
    text = FILE + rows

    assert refusal(text) == problem


@pytest.mark.parametrize(
    ("before", "given_", "answer", "both"),
    [
        pytest.param(
            'id = "SUB-7"\n', 'customer = "dod"', (CUSTOMER, 'contract = "SUB-7"', '"civilian"'), ("18:1", "6:1"),
            id="contract",
        ),
        pytest.param(
            'Systems"\n', f'"{SUPPLIER}" = true', (SUPPLIER, "", "false"), ("17:1", "3:1"), id="organisation"
        ),
        pytest.param(
            'contracts = ["SUB-7"]\n', 'network = "b"', (NETWORK, 'system = "planner"', '"a"'), ("18:1", "10:1"),
            id="system",
        ),
        pytest.param(
            'vendor = "northwind-ai"\n', '  kind = "software"',
            (KIND, 'system = "planner"\nvendor = "northwind-ai"', '"model"'), ("19:1", "13:3"), id="use",
        ),
    ],
)  # fmt: skip
def test_an_answer_that_contradicts_a_table_is_refused_with_both_places(
    before: str, given_: str, answer: tuple[str, str, str], both: tuple[str, str]
) -> None:
    fact, place, value = answer
    lines = [f'fact = "{fact}"', *([place] if place else []), f"value = {value}"]
    text = FILE.replace(before, f"{before}{given_}\n", 1) + row("\n".join(lines))

    said = refusal(text)

    assert said.startswith(f"muniment.toml:{both[0]}: `{fact}` is ")
    assert f" at muniment.toml:{both[1]}\n" in said


def test_an_answer_that_repeats_a_table_is_accepted() -> None:
    text = FILE.replace('id = "SUB-7"', 'id = "SUB-7"\ncustomer = "dod"')

    estate = read(text + row(f'fact = "{CUSTOMER}"\ncontract = "SUB-7"\nvalue = "dod"'))

    assert estate.contracts[0].facts == {CUSTOMER: "dod"}


PRINTED = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=20)
ANSWERS = st.one_of(
    st.builds(lambda value: (SUPPLIER, AnswerPlace(), value), st.one_of(st.none(), st.booleans())),
    st.builds(lambda value: (NETWORK, SYSTEM, value), PRINTED),
    st.builds(
        lambda value: (PURPOSES, SYSTEM, value), st.frozensets(st.sampled_from(KINDS[PURPOSES].choices), max_size=2)
    ),
    st.builds(lambda value: (STARTED, USE, value), st.dates(date(1990, 1, 1), date(2100, 12, 31))),
)


@given(said=ANSWERS, by=PRINTED, source=st.one_of(st.just(""), PRINTED), line_end=st.sampled_from(["\n", "\r\n"]))
def test_a_row_that_is_added_reads_as_the_answer_and_leaves_the_rest_as_it_was(
    said: tuple[FactId, AnswerPlace, str | bool | date | frozenset[str] | None], by: str, source: str, line_end: str
) -> None:
    fact, place, value = said
    answer = FactAnswer(fact=fact, place=place, value=value, by=by, on=date(2026, 11, 26), source=source)
    text = f"# how it all began\n{FILE}# the end".replace("\n", line_end)

    added = with_row(text, answer)

    assert added.startswith(text)
    assert "\n" not in added.replace("\r\n", "") if line_end == "\r\n" else "\r" not in added
    assert read(added).answers == (answer,)
    assert {key: kept for key, kept in tomllib.loads(added).items() if key != "answers"} == tomllib.loads(text)
