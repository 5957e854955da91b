"""What an estate file says, and how it is refused."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from muniment.domain.agreement import Waiver
from muniment.domain.contract import Clause, KnownUse, Posture
from muniment.domain.dated import Interval
from muniment.domain.ids import ContractId, FactId, InstrumentId, VendorId
from muniment.errors import EstateError
from readers.estates import BAD, KINDS, SAMPLES, kind, read, refusal, smallest

if TYPE_CHECKING:
    from pathlib import Path


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
        pytest.param("awarded = 2026-13-01", "6:15: `2026-13-01` is no day", id="a month that no year has"),
        pytest.param("performance = {end = 2026-3-1}", "6:26: `2026-3-1` is no day", id="day without its zeros"),
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


def test_a_key_with_two_meanings_asks_for_the_whole_name() -> None:
    use = '[[systems.uses]]\nvendor = "southwind"\n'

    said = refusal(smallest(system=use + 'form = "module"'))
    estate = read(smallest(system=use + '"item.form" = "module"'))

    assert "`form` can mean `use.form` or `item.form`" in said
    assert estate.systems[0].uses[0].facts == {"item.form": "module"}
