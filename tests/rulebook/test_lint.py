"""A rulebook is told what is wrong with its signatures, names of tools and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from muniment.rulebook.lint import lint
from rulebook.samples import GOOD
from rulebook.spoiled import SDK, change, good_copy, judge, told

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return good_copy(tmp_path)


def test_a_good_rulebook_has_no_problems() -> None:
    assert lint(GOOD, judge) == ()


def test_a_rulebook_that_cannot_be_loaded_tells_why(folder: Path) -> None:
    change(folder, "rulebook.yaml", "released: 2026-10-07", "released: soon")

    (problem,) = lint(folder, judge)

    assert problem.where == f"{folder.as_posix()}/rulebook.yaml:2:11"
    assert problem.what == "`soon` is not a date"


def test_a_missing_folder_tells_why(tmp_path: Path) -> None:
    assert told(lint(tmp_path / "nowhere", judge)) == ["there is no rulebook here"]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        pytest.param(
            "[.northwind]",
            "[.contoso]",
            "example `.northwind/rules.md` belongs to no tool that is named here",
            id="an example that no name matches",
        ),
        pytest.param(
            "[NORTHWIND.md,",
            "[northwind.md,",
            "counter-example `docs/northwind.md` (a page about the vendor) belongs to a tool that is named here",
            id="a counter-example that a name matches",
        ),
    ],
)
def test_names_of_tools_match_their_examples_and_no_counter_example(
    folder: Path, old: str, new: str, what: str
) -> None:
    change(folder, "tooling.yaml", old, new)

    (problem,) = lint(folder, judge)

    assert (problem.where, problem.what) == (f"{folder.as_posix()}/tooling.yaml", what)


def test_every_kind_that_a_signature_matches_has_an_example(folder: Path) -> None:
    change(folder, SDK, ', import: ["python:northwind.types"]}', "}")

    (problem,) = lint(folder, judge)

    assert problem.where == f"{folder.as_posix()}/{SDK}:1:5"
    assert problem.what == "signature `northwind-sdk` matches kind `import` and has no example of it"


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        pytest.param(
            "python:northwind.types",
            "python:northwindows",
            "example `python:northwindows` of kind `import` is not recognised by its signature `northwind-sdk`",
            id="an example is not recognised",
        ),
        pytest.param(
            '"pkg:pypi/northwind", ',
            '"pkg:pypi/northwind*", ',
            "counter-example `pkg:pypi/northwindows` of kind `purl` (a longer name) is recognised by signature "
            "`northwind-sdk`",
            id="a counter-example is recognised",
        ),
        pytest.param(
            'unless: {purl: ["pkg:npm/%40northwind/eslint-config"]}',
            'unless: {purl: ["pkg:npm/%40northwind/eslint-other"]}',
            "counter-example `pkg:npm/%40northwind/eslint-config@1.0` of kind `purl` (rules for style only) is "
            "recognised by signature `northwind-sdk`",
            id="nothing takes a counter-example back",
        ),
        pytest.param(
            'import: ["python:northwind", ',
            'import: ["python:northwind", "python:n*d", ',
            "signature `northwind-sdk` can never be found: `python:n*d` has no 3 literal characters in a row",
            id="a pattern that no search can find",
        ),
    ],
)
def test_a_signature_recognises_what_it_should_and_nothing_else(folder: Path, old: str, new: str, what: str) -> None:
    change(folder, SDK, old, new)

    assert told(lint(folder, judge)) == [what]


@pytest.mark.parametrize(
    ("retrieved", "what"),
    [
        pytest.param("2025-10-07", None, id="a year before the release"),
        pytest.param(
            "2025-10-06",
            "source `gazette` was last retrieved 366 days before the rulebook was released",
            id="a year and a day",
        ),
        pytest.param("2026-10-07", None, id="on the day of the release"),
        pytest.param(
            "2026-10-08",
            "source `gazette` was retrieved on 2026-10-08, after the rulebook was released",
            id="a day after the release",
        ),
    ],
)
def test_sources_are_read_again_every_year(folder: Path, retrieved: str, what: str | None) -> None:
    change(folder, "sources/press.yaml", "2026-09-30", retrieved)

    assert told(lint(folder, judge)) == ([what] if what else [])
