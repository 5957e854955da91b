"""A subcontractor without any program fills in a workbook; what does not fit is told with its sheet and cell."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import load_workbook

from cli.flowing_down import BOTH, UEI, Place, prepared

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def place(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Place:
    made = prepared(tmp_path, capsys, monkeypatch)
    assert made.ask(*BOTH, "--form", "xlsx") == 0
    return made


def sent(place: Place) -> Path:
    return Path(place.at(f"subcontractors/{UEI}/C-1-{UEI}-1-form.xlsx"))


def filled(place: Place, change: Callable[[Any], object] = lambda _: None) -> str:
    """Fill the workbook in as the shop does, then change something in it; return the file that comes back."""
    book = load_workbook(sent(place))
    about, answers, remarks = book["About you"], book["Answers"], book["What you tell"]
    for at, value in {"B4": "Ada Rivera", "B5": "Owner", "B6": "2026-11-25", "B7": "2027-02-20"}.items():
        about[at] = value
    answers["E2"], answers["E3"] = "will-not", "does not"
    remarks["C3"] = "nothing"
    change(book)
    book.save(place.at("back.xlsx"))
    return place.at("back.xlsx")


def put(sheet: str, at: str, value: object) -> Callable[[Any], object]:
    def change(book: Any) -> None:  # noqa: ANN401  (openpyxl has no types)
        book[sheet][at] = value

    return change


def test_a_filled_workbook_counts_as_the_form_with_the_same_answers_does(place: Place) -> None:
    assert place.run("import", filled(place)) == 0

    by_workbook = place.listed()

    assert place.run("import", place.form()) == 0
    by_form = place.listed()
    assert {each["level"] for each in by_workbook} == {"L0"}
    kept = ("clause", "standing", "level")
    assert [[each[name] for name in kept] for each in by_workbook] == [
        [each[name] for name in kept] for each in by_form
    ]
    assert any(name.endswith(".xlsx") and "-form" not in name for name in place.kept())


def test_the_workbook_quotes_the_clause_and_offers_the_answers_that_it_allows(place: Place) -> None:
    book = load_workbook(sent(place))

    rows = [[str(cell.value) for cell in row] for row in book["Answers"].iter_rows(min_row=2)]
    assert [(row[0], row[1], row[3]) for row in rows] == [
        ("52.204-24", "(d)(1)", "will, will-not"),
        ("52.204-24", "(d)(2)", "does, does-not"),
    ]
    assert rows[0][2].startswith("(d) Representation")
    offered = {str(each.sqref): each.formula1 for each in book["Answers"].data_validations.dataValidation}
    assert offered == {"E2": '"will,will-not"', "E3": '"does,does-not"'}
    assert not (sent(place).parent / f"C-1-{UEI}-1-form.html").exists()


def test_a_day_may_be_a_day_to_the_program_that_wrote_it(place: Place) -> None:
    came = filled(place, put("About you", "B6", datetime(2026, 11, 25)))  # noqa: DTZ001  (a workbook knows no zones)

    assert place.run("import", came) == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(put("Answers", "E3", "maybe"), "Answers!E3: `maybe` is not an answer", id="no answer"),
        pytest.param(put("Answers", "E2", "does-not"), "Answers!E2: `does-not` is not an answer", id="another"),
        pytest.param(put("Answers", "E2", None), "Answers!E2: is empty", id="not answered"),
        pytest.param(put("Answers", "E2", '="will"&"-not"'), "Answers!E2: is a formula that was", id="a formula"),
        pytest.param(put("Answers", "G2", "but ask Bo"), "Answers!G2: lies outside the form", id="outside"),
        pytest.param(put("Answers", "E1", "Answer"), "Answers: has not the columns", id="another head"),
        pytest.param(put("About you", "B6", "25.11.2026"), "About you!B6: `25.11.2026` is not a day", id="no day"),
        pytest.param(put("About you", "B6", "20261125"), "About you!B6: `20261125` is not a day", id="no hyphens"),
        pytest.param(put("About you", "B6", "2026-W48-3"), "About you!B6: `2026-W48-3` is not a day", id="a week"),
        pytest.param(put("About you", "B5", None), "About you!B5: is empty", id="no title"),
        pytest.param(put("About you", "A4", "Name"), "About you: has 0 rows `Your name`, not one", id="no such row"),
        pytest.param(put("About you", "B9", "see mail"), "About you!B9: stands beside no question", id="beside"),
        pytest.param(put("What you tell", "C3", None), "What you tell!C3: is empty", id="nothing told"),
        pytest.param(lambda book: book.remove(book["Answers"]), "lacks the sheet `Answers`", id="no sheet"),
        pytest.param(lambda book: book.create_sheet("Notes").append(["!"]), "a sheet `Notes`, which nobody", id="more"),
        pytest.param(put("About you", "B7", "2026-11-24"), "ends on 2026-11-24, before 2026-11-25", id="over before"),
        pytest.param(put("About you", "B2", "C-9"), "answers the request `C-9`, which was not made", id="unasked"),
    ],
)
def test_a_cell_that_does_not_fit_is_told_by_its_place_and_nothing_is_kept(
    change: Callable[[Any], object], said: str, place: Place
) -> None:
    came, before = filled(place, change), place.kept()

    code = place.run("import", came)

    assert code in {1, 2}
    assert said in place.capsys.readouterr().err
    assert place.kept() == before


def test_every_cell_that_does_not_fit_is_told_at_once(place: Place) -> None:
    def change(book: Any) -> None:  # noqa: ANN401  (as above)
        book["Answers"]["E2"], book["Answers"]["E3"], book["About you"]["B6"] = "perhaps", None, "soon"

    assert place.run("import", filled(place, change)) == 2

    told = place.capsys.readouterr().err
    assert all(each in told for each in ("Answers!E2", "Answers!E3", "About you!B6"))


def test_a_workbook_that_unpacks_to_more_than_a_form_is_refused(place: Place) -> None:
    path = Path(filled(place))
    with ZipFile(path, "a", ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", bytes(2**26))

    assert place.run("import", str(path)) == 2
    assert "unpacks to more than" in place.capsys.readouterr().err


def test_a_damaged_workbook_is_refused(place: Place) -> None:
    path = Path(filled(place))
    path.write_bytes(path.read_bytes()[:-200])

    assert place.run("import", str(path), "--from", UEI) == 2
    assert "is a damaged workbook" in place.capsys.readouterr().err
