"""A subcontractor without any program fills in a workbook; what does not fit is told with its sheet and cell."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

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
        pytest.param(put("Answers", "AB2", "but ask Bo"), "Answers!AB2: lies outside the form", id="far outside"),
        pytest.param(
            put("Answers", "G2", '="no"'), "Answers!G2: is not as it was sent: it is a form", id="lost formula"
        ),
        pytest.param(put("What you tell", "C2", '="no"'), "What you tell!C2: is a formula", id="formula told"),
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


@pytest.mark.parametrize("kept", [-200, 900])
def test_a_workbook_that_is_cut_short_is_no_workbook_that_can_be_read(kept: int, place: Place) -> None:
    path = Path(filled(place))
    path.write_bytes(path.read_bytes()[:kept])

    assert place.run("import", str(path), "--from", UEI) == 2
    assert "is no workbook that can be read" in place.capsys.readouterr().err


def added(sheet: str, at: str, more: str) -> Callable[[Any], object]:
    def change(book: Any) -> None:  # noqa: ANN401  (as above)
        book[sheet][at] = f"{book[sheet][at].value}{more}"

    return change


def commented(book: Any) -> None:  # noqa: ANN401  (as above)
    book["Answers"]["E2"].comment = Comment("save for the cameras", "Ada")


def offered_more(book: Any) -> None:  # noqa: ANN401  (as above)
    book["Answers"]["D3"], book["Answers"]["E3"] = "does-not, by-submission", "by-submission"


def in_a_margin(words: str) -> Callable[[Any], object]:
    def change(book: Any) -> None:  # noqa: ANN401  (as above)
        book["Answers"].oddFooter.left.text = words

    return change


def shown_as(code: str) -> Callable[[Any], object]:
    def change(book: Any) -> None:  # noqa: ANN401  (as above)
        book["Answers"]["E2"].number_format = code

    return change


@pytest.mark.parametrize("code", ["@", "0.00", '"yes";"yes";"no"', "yyyy\\-mm\\-dd", "General;General;General;[Red]@"])
def test_a_format_that_shows_a_text_as_it_is_says_nothing(code: str, place: Place) -> None:
    assert place.run("import", filled(place, shown_as(code))) == 0


@pytest.mark.parametrize("code", [';;;"will"', ';;;"will, save for "@', '"perhaps "@', ";;;", "\\w@"])
def test_a_format_by_which_people_see_other_words_is_told(code: str, place: Place) -> None:
    assert place.run("import", filled(place, shown_as(code))) == 2
    assert "Answers!E2: has a format" in place.capsys.readouterr().err


@pytest.mark.parametrize("words", ["Page &P of &N", "&A", "&D &T", ""])
def test_what_programs_put_into_the_margins_of_pages_says_nothing(words: str, place: Place) -> None:
    assert place.run("import", filled(place, in_a_margin(words))) == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(
            in_a_margin("Page &P, save for the cameras"),
            "Answers: has `, save for the cameras` at the top or bottom of its pages",
            id="a margin",
        ),
        pytest.param(
            added("Answers", "C2", " EXCEPT for the 12 cameras"),
            "Answers!C2: is not as it was sent: it has `EXCEPT for the 12 cameras`",
            id="words of the clause",
        ),
        pytest.param(added("About you", "A1", " We refuse."), "About you!A1: is not as it was sent", id="a title"),
        pytest.param(added("What you tell", "B2", " 3 uses"), "What you tell!B2: is not as it was sent", id="a label"),
        pytest.param(put("What you tell", "B2", None), "What you tell!B2: is not as it was sent: its words", id="gone"),
        pytest.param(put("What you tell", "A4", "52.204-77"), "What you tell!A4: is not as it was sent", id="a row"),
        pytest.param(commented, "Answers!E2: has a comment, `save for the cameras`", id="a comment"),
        pytest.param(
            offered_more, "Answers!D3: is not as it was sent: it has `does-not, by-submission`", id="an offer"
        ),
    ],
)
def test_what_stands_outside_the_yellow_cells_is_told_and_nothing_is_kept(
    change: Callable[[Any], object], said: str, place: Place
) -> None:
    came, before = filled(place, change), place.kept()

    assert place.run("import", came) == 2

    assert said in place.capsys.readouterr().err
    assert place.kept() == before


def test_a_workbook_is_not_held_against_one_that_was_filled_in_where_it_lay(place: Place) -> None:
    came = Path(filled(place, added("Answers", "C2", " EXCEPT for the 12 cameras")))
    sent(place).write_bytes(came.read_bytes())

    assert place.run("import", str(came)) == 2
    assert "the workbook that was sent, About you!B4: is filled in" in place.capsys.readouterr().err


def test_the_letter_tells_how_to_send_a_workbook_back(place: Place) -> None:
    letter = sent(place).with_name(f"C-1-{UEI}-1-letter.md").read_text(encoding="utf-8")

    assert "fill in its yellow cells, and send the workbook back" in letter
    assert "browser" not in letter


def test_a_filled_workbook_says_what_a_pdf_answers(place: Place) -> None:
    pdf = place.folder / "plain.pdf"
    pdf.write_bytes(b"%PDF-1.7\n")
    came = filled(place)

    assert place.run("import", str(pdf), "--answers", came) == 0
    by_pdf = place.listed()
    assert place.run("import", came) == 0

    assert {each["document"]["kind"] for each in by_pdf} == {"pdf"}
    kept = ("clause", "standing", "level", "until")
    assert [[each[name] for name in kept] for each in by_pdf] == [
        [each[name] for name in kept] for each in place.listed()
    ]


def test_a_workbook_that_says_what_a_pdf_answers_is_held_against_what_was_sent(place: Place) -> None:
    pdf = place.folder / "plain.pdf"
    pdf.write_bytes(b"%PDF-1.7\n")

    assert place.run("import", str(pdf), "--answers", filled(place, added("Answers", "C2", " EXCEPT"))) == 2
    assert "Answers!C2: is not as it was sent" in place.capsys.readouterr().err


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"PK\3\4" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "is an OpenDocument file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "is an old Excel workbook (.xls), or one with a password"),
    ],
)
def test_a_workbook_in_another_form_is_asked_for_as_xlsx(raw: bytes, said: str, place: Place) -> None:
    (place.folder / "back").write_bytes(raw)

    assert place.run("import", place.at("back")) == 2
    told = place.capsys.readouterr().err
    assert said in told
    assert "save it as an Excel workbook (.xlsx)" in told
