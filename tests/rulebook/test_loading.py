"""What the rulebook's files mean, once they are loaded."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

import pytest

from muniment.domain.agreement import TermKind
from muniment.domain.calendar import Calendar
from muniment.domain.citation import Citation, Confidence
from muniment.domain.condition import ALWAYS, AllOf, AnyOf, Before, Includes, Not, OneOf, OnOrAfter
from muniment.domain.dated import Interval
from muniment.domain.ids import FactId, InstrumentId, SourceId, VendorId
from muniment.domain.restriction import EffectKind, State
from muniment.domain.technology import Alone, IdentifierKind, Role
from muniment.domain.tooling import NO_TOOLS
from muniment.errors import RulebookError
from muniment.rulebook.files import read_rules
from muniment.rulebook.load import load
from rulebook.samples import GOOD, good_files, with_files, without_files

if TYPE_CHECKING:
    from pathlib import Path

    from muniment.domain.restriction import Restriction
    from muniment.domain.technology import Signature

NORTHWIND = VendorId("northwind-ai")
FJORD = VendorId("fjord-cloud")


def restriction() -> Restriction:
    return load(good_files()).restrictions[InstrumentId("northwind-models")]


def signature(id_: str) -> Signature:
    return next(found for found in load(good_files()).signatures if found.id == id_)


def test_text_stays_as_it_is_written() -> None:
    rulebook = load(good_files())

    assert rulebook.version == "1.10"
    assert rulebook.vendors[NORTHWIND].note == "NO stays NO"


def test_the_calendar_holds_the_holidays_and_its_last_day() -> None:
    rulebook = load(good_files())

    assert rulebook.calendar == Calendar(
        holidays=frozenset({date(2026, 5, 25), date(2026, 6, 19), date(2026, 7, 3)}),
        start=date(2026, 1, 20),
        through=date(2026, 12, 31),
    )


def test_a_vendor_has_affiliates_on_some_days() -> None:
    (affiliate,) = load(good_files()).vendors[NORTHWIND].affiliates

    assert affiliate.during == Interval(start=date(2021, 5, 1), end=date(2024, 1, 1))
    assert affiliate.cited == Citation(source=SourceId("gazette"), at="para. 2", confidence=Confidence.PRESS)


def test_an_effect_holds_until_the_next_one_begins() -> None:
    effects = restriction().effects

    before, first, last = (effects.on(date(2026, *day)) for day in ((3, 3), (5, 31), (6, 1)))

    assert before is None
    assert first is not None
    assert first.kind is EffectKind.NOTIFY
    assert last is not None
    assert last.kind is EffectKind.PROHIBIT


def test_a_stated_confidence_goes_before_that_of_the_source() -> None:
    (_, notify), (_, prohibit) = restriction().effects.entries

    assert notify.cited.confidence is Confidence.PRIMARY
    assert prohibit.cited.confidence is Confidence.WEAK


def test_a_status_may_cite_several_documents_each_with_its_own_confidence() -> None:
    (status,) = restriction().statuses

    assert status.state is State.IN_FORCE
    assert status.during == Interval(start=date(2026, 3, 4))
    assert [cited.confidence for cited in status.cited] == [Confidence.PRIMARY, Confidence.PRESS]


def test_conditions_are_typed_by_their_facts() -> None:
    found = restriction()

    assert found.scope == AllOf(
        (
            OneOf(FactId("contract.customer"), frozenset({"dod"})),
            Includes(FactId("use.purposes"), frozenset({"performance", "deliverable"})),
        )
    )
    assert found.exceptions[0].when == OneOf(FactId("use.third_party"), frozenset({True}))
    assert found.unsettled[0].when == OneOf(FactId("item.kind"), frozenset({"output", "weights"}))
    assert found.wind_downs[0].when == Not(OnOrAfter(FactId("use.started"), date(2026, 6, 1)))
    assert found.readings[0].when == ALWAYS
    assert found.duties[0].when == AnyOf(
        (Includes(FactId("contract.clauses"), frozenset({"far-1"})), Before(FactId("use.started"), date(2026, 6, 1)))
    )


def test_a_second_clock_may_run_from_the_report_of_the_first() -> None:
    (duty,) = restriction().duties

    assert [clock.runs_from for clock in duty.clocks] == ["identified", "submitted:first"]
    assert [clock.count for clock in duty.clocks] == [1, 10]


def test_a_wind_down_has_days_and_a_last_day_of_use() -> None:
    (wind_down,) = restriction().wind_downs

    assert wind_down.during == Interval(start=date(2026, 6, 1), end=date(2026, 8, 30))
    assert wind_down.until == date(2026, 8, 29)


def test_a_permitted_term_is_never_broken() -> None:
    agreement = load(good_files()).agreements[InstrumentId("northwind-classified")]

    permitted = [term for term in agreement.terms if term.kind is TermKind.PERMITTED]

    assert [term.breach for term in permitted] == [AnyOf(())]


def test_a_signature_belongs_to_the_vendor_of_its_folder_and_says_who_plays_which_part() -> None:
    found = signature("northwind-models-at-fjord")

    assert found.vendor == NORTHWIND
    assert found.roles == {Role.MAKER: NORTHWIND, Role.OPERATOR: FJORD}
    assert found.alone is Alone.SUGGESTS
    assert found.dev_tooling


def test_a_signature_keeps_its_patterns_by_kind() -> None:
    found = signature("northwind-sdk")

    assert found.match[IdentifierKind.IMPORT] == ("python:northwind", "js:@northwind/sdk")
    assert found.unless == {IdentifierKind.PURL: ("pkg:npm/%40northwind/eslint-config",)}
    assert found.facts == {FactId("item.kind"): "software"}
    assert found.examples[0] == (IdentifierKind.PURL, "pkg:pypi/northwind@2.3.1")
    assert found.counter_examples[0].why == "a longer name"
    assert not found.dev_tooling


def test_a_signature_says_when_the_names_of_a_registry_were_read_for_it() -> None:
    assert signature("northwind-sdk").swept == {"pypi": date(2026, 11, 25)}
    assert signature("northwind-models-at-fjord").swept == {}


def test_words_of_lists_are_given_in_lower_case() -> None:
    assert load(good_files()).list_words == ("contoso", "fabrikam")


def test_words_of_lists_may_be_left_out() -> None:
    assert load(without_files("reference-data.yaml")).list_words == ()


def test_names_of_tools_come_as_written_with_paths_that_show_what_they_mean() -> None:
    tooling = load(good_files()).tooling

    assert tooling.folders == (".northwind",)
    assert tooling.files == ("NORTHWIND.md", "*.northwind.yaml")
    assert tooling.workflows == ("*code-review*",)
    assert tooling.counter_examples == (("docs/northwind.md", "a page about the vendor"),)


def test_names_of_tools_may_be_left_out() -> None:
    assert load(without_files("tooling.yaml")).tooling is NO_TOOLS


def test_the_digest_changes_with_any_byte_that_decisions_rest_on() -> None:
    good = good_files()
    changed = with_files({"calendar.yaml": good.contents["calendar.yaml"] + b"# seen again\n"})

    assert load(good).digest == load(good_files()).digest
    assert load(changed).digest != load(good).digest


def test_the_digest_changes_with_the_name_of_a_file() -> None:
    good = good_files()
    moved = dict(good.contents)
    moved["sources/paper.yaml"] = moved.pop("sources/press.yaml")

    renamed = load(type(good)(folder=good.folder, contents=moved))

    assert renamed.digest != load(good).digest


def test_cases_and_prose_do_not_belong_to_the_digest(tmp_path: Path) -> None:
    for path, content in good_files().contents.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    (tmp_path / "CHANGELOG.md").write_text("## 1.10\n", encoding="utf-8")

    assert load(read_rules(tmp_path)).digest == load(read_rules(GOOD)).digest


@pytest.mark.parametrize(
    ("prefix", "missing"),
    [
        pytest.param("rulebook.yaml", "`rulebook.yaml`", id="version"),
        pytest.param("facts.yaml", "`facts.yaml`", id="facts"),
        pytest.param("calendar.yaml", "`calendar.yaml`", id="calendar"),
        pytest.param("sources/", "`sources/*.yaml`", id="sources"),
        pytest.param("restrictions/", "`restrictions/*.yaml`", id="restrictions"),
        pytest.param("vendors/northwind-ai/vendor.yaml", "vendor `northwind-ai`", id="the vendor of a signature"),
    ],
)
def test_a_rulebook_without_an_essential_part_is_refused(prefix: str, missing: str) -> None:
    with pytest.raises(RulebookError, match="there is no") as refused:
        load(without_files(prefix))

    assert missing in str(refused.value)


def test_a_rulebook_without_any_signature_is_refused() -> None:
    good = good_files()
    left = {path: content for path, content in good.contents.items() if not path.startswith("vendors/")}
    vendors = {path: content for path, content in good.contents.items() if path.endswith("vendor.yaml")}

    with pytest.raises(RulebookError, match=r"there is no `vendors/\*/\*\.yaml`"):
        load(type(good)(folder=good.folder, contents=left | vendors))


def test_an_empty_folder_is_no_rulebook(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match=r"there is no `restrictions/\*\.yaml`"):
        load(read_rules(tmp_path))


def test_a_folder_that_does_not_exist_is_no_rulebook(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match="there is no rulebook here"):
        read_rules(tmp_path / "nowhere")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "rulebook.yaml").symlink_to(tmp_path / "nowhere")

    with pytest.raises(RulebookError, match=r"rulebook\.yaml: cannot be read: no such file or directory"):
        read_rules(tmp_path)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("restrictions/old/northwind.yaml", id="a folder too deep"),
        pytest.param("restrictions/northwind.yml", id="another ending"),
        pytest.param("notes.yaml", id="a file of another sort"),
        pytest.param("facts.yaml~", id="a copy made by an editor"),
    ],
)
def test_a_file_without_a_place_in_the_rulebook_is_refused(path: str) -> None:
    with pytest.raises(RulebookError, match="a rulebook has no place for this file") as refused:
        load(with_files({path: b"id: x\n"}))

    assert [problem.where for problem in refused.value.problems] == [f"rulebook/{path}"]


def test_a_folder_behind_a_link_is_not_entered(tmp_path: Path) -> None:
    (tmp_path / "sources").symlink_to(tmp_path)

    with pytest.raises(RulebookError, match="sources: not a regular file"):
        read_rules(tmp_path)


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "facts.yaml")

    with pytest.raises(RulebookError, match=r"facts\.yaml: not a regular file"):
        read_rules(tmp_path)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "facts.yaml").open("wb") as huge:
        huge.truncate(5 * 1024 * 1024)

    with pytest.raises(RulebookError, match=r"facts\.yaml: larger than 4 MiB"):
        read_rules(tmp_path)


def test_a_file_name_that_cannot_be_shown_is_refused(tmp_path: Path) -> None:
    (tmp_path / "new\nline.yaml").write_bytes(b"")

    with pytest.raises(RulebookError, match=r"a name that cannot be shown: 'new\\nline\.yaml'"):
        read_rules(tmp_path)


def test_hidden_files_and_prose_are_left_aside(tmp_path: Path) -> None:
    for name in (".DS_Store", "README.md"):
        (tmp_path / name).write_text("not data\n", encoding="utf-8")

    assert read_rules(tmp_path).contents == {}


def test_the_problems_of_several_files_are_told_together() -> None:
    spoiled = with_files({"facts.yaml": b"- {id: use.form}\n", "sources/press.yaml": b"- {id: gazette}\n"})

    with pytest.raises(RulebookError) as refused:
        load(spoiled)

    assert {problem.where for problem in refused.value.problems} == {
        "rulebook/facts.yaml:1:3",
        "rulebook/sources/press.yaml:1:3",
    }
