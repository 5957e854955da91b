"""A workbook that comes back is built as office programs build them; what no honest program writes is refused."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import load_workbook

from cli.flowing_down import BOTH, UEI, Place, prepared

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ABOUT, ANSWERS = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


@pytest.fixture
def place(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Place:
    made = prepared(tmp_path, capsys, monkeypatch)
    assert made.ask(*BOTH, "--form", "xlsx") == 0
    return made


def filled(place: Place) -> Path:
    book = load_workbook(place.at(f"subcontractors/{UEI}/C-1-{UEI}-1-form.xlsx"))
    for at, value in {"B4": "Ada Rivera", "B5": "Owner", "B6": "2026-11-25", "B7": "2027-02-20"}.items():
        book["About you"][at] = value
    book["Answers"]["E2"], book["Answers"]["E3"] = "will-not", "does not"
    book["What you tell"]["C3"] = "nothing"
    book.save(place.at("back.xlsx"))
    return Path(place.at("back.xlsx"))


def built(place: Place, change: Mapping[str, Callable[[str], str]], more: Mapping[str, str]) -> str:
    """Return the filled workbook with some of its parts written in another way, and further parts."""
    came, out = filled(place), place.at("other.xlsx")
    with ZipFile(came) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        assert set(change) <= set(old.namelist())
        for name in old.namelist():
            text = old.read(name).decode()
            changed = change.get(name, str)(text)
            assert name not in change or changed != text
            new.writestr(name, changed)
        for name, text in more.items():
            new.writestr(name, text)
    return out


def cell(at: str, written: str) -> Callable[[str], str]:
    return lambda text: re.sub(rf'<c r="{at}"[^>]*?(?:/>|>.*?</c>)', lambda _: written, text, count=1)


def ending(more: str) -> Callable[[str], str]:
    return lambda text: text.replace("</sheetData>", f"{more}</sheetData>")


def merging(*areas: str) -> Callable[[str], str]:
    merged = "".join(f'<mergeCell ref="{each}"/>' for each in areas)
    return lambda text: text.replace("</sheetData>", f"</sheetData><mergeCells>{merged}</mergeCells>")


def renumbered(text: str) -> str:
    return re.sub("<workbookPr[^>]*/>", '<workbookPr date1904="1"/>', text)


def spelt(text: str) -> str:
    return text.replace("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/x")


HONEST: dict[str, tuple[dict[str, Callable[[str], str]], dict[str, str]]] = {
    "a text in its cell, with blanks": (
        {ANSWERS: cell("E2", '<c r="E2" t="inlineStr"><is><t xml:space="preserve"> will-not </t></is></c>')},
        {},
    ),
    "a text in several fonts": (
        {ANSWERS: cell("E2", '<c r="E2" t="inlineStr"><is><r><t>will</t></r><r><t>-not</t></r></is></c>')},
        {},
    ),
    "a day as such": ({ABOUT: cell("B6", '<c r="B6" t="d"><v>2026-11-25T00:00:00</v></c>')}, {}),
    "a last row with its height alone": ({ABOUT: ending('<row r="1048576" ht="12.8" customHeight="1"/>')}, {}),
    "two cells of a head in one": ({ABOUT: merging("A1:B1")}, {}),
    "what programs keep beside": (
        {},
        {
            "xl/calcChain.xml": '<calcChain xmlns="x"><c r="E2" i="2"/><c r="E2" i="2"/></calcChain>',
            "xl/persons/person.xml": "<personList/>",
            "docMetadata/LabelInfo.xml": "<labels/>",
            "customXml/item1.xml": "<item/>",
            "xl/printerSettings/printerSettings1.bin": "\0" * 90,
        },
    ),
}
HOSTILE: dict[str, tuple[dict[str, Callable[[str], str]], dict[str, str], str]] = {
    "a cell twice": (
        {ANSWERS: lambda text: text.replace('<c r="E2"', '<c r="E2" t="inlineStr"><is><t>will</t></is></c><c r="E2"')},
        {},
        "has cell `E2` twice",
    ),
    "a row twice": ({ANSWERS: ending('<row r="2"><c r="E2"><v>1</v></c></row>')}, {}, "has row `2` after row 3"),
    "a sheet twice": (
        {
            "xl/workbook.xml": lambda text: text.replace(
                "</sheets>", f'<sheet xmlns:q="{REL}" name="ANSWERS" sheetId="9" q:id="rId99"/></sheets>'
            ),
            "xl/_rels/workbook.xml.rels": lambda text: text.replace(
                "</Relationships>",
                f'<Relationship Id="rId99" Type="{REL}/worksheet" Target="worksheets/sheet9.xml"/></Relationships>',
            ),
            "[Content_Types].xml": lambda text: text.replace(
                "</Types>", f'<Override PartName="/xl/worksheets/sheet9.xml" ContentType="{KIND}"/></Types>'
            ),
        },
        {
            "xl/worksheets/sheet9.xml": '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'
        },
        "that is there twice",
    ),
    "a part twice": ({}, {"XL/worksheets/SHEET2.xml": "<worksheet/>"}, "2 times, and programs differ"),
    "a formula with a value": (
        {ANSWERS: cell("E2", '<c r="E2" t="str"><f>IF(TODAY()&gt;46400,"will","will-not")</f><v>will-not</v></c>')},
        {},
        "Answers!E2: is a formula",
    ),
    "a value out of another file": (
        {ABOUT: cell("B4", '<c r="B4" t="str"><f>[1]Sheet1!$A$1</f><v>Ada Rivera</v></c>')},
        {},
        "About you!B4: is a formula",
    ),
    "a text box of an old kind": ({}, {"xl/drawings/vmlDrawing1.vml": "<xml>But</xml>"}, "is no cell, and nobody"),
    "a row that fills up all before it": (
        {ABOUT: ending('<row r="2000000000"><c><v>1</v></c></row>')},
        {},
        "has row `2000000000` after",
    ),
    "the last row": ({ABOUT: ending('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')}, {}, "far outside the"),
    "a column beyond the last": ({ABOUT: ending('<row r="99"><c r="ZZZZZ99"/></row>')}, {}, "names a cell `ZZZZZ99`"),
    "cells without an end": ({ABOUT: ending('<row r="99">' + "<c/>" * 17000 + "</row>")}, {}, "twice, or out of its"),
    "more cells than any form": (
        {ABOUT: ending("".join(f'<row r="{row}">{"<c/>" * 9999}</row>' for row in range(20, 32)))},
        {},
        "has more than 100000 cells",
    ),
    "all cells in one": ({ABOUT: merging("J1:XFD1048576")}, {}, "merges more than 10000 cells"),
    "many times some cells in one": ({ABOUT: merging(*["J10:J5000"] * 9)}, {}, "merges more than 10000 cells"),
    "a text that becomes a long one": (
        {ABOUT: lambda text: text.replace("<worksheet", '<!DOCTYPE x [<!ENTITY a "aa">]><worksheet', 1)},
        {},
        "declares a document type",
    ),
    "a part that is large": ({}, {"xl/more.xml": "<a>" + " " * 2**20 + "</a>"}, "has a part of more than 1048576"),
    "the strict kind": ({"xl/workbook.xml": spelt}, {}, "is of a strict kind that few programs read"),
}


@pytest.mark.parametrize(("change", "more"), HONEST.values(), ids=HONEST)
def test_what_office_programs_write_anew_is_read_as_the_same_answers(
    place: Place, change: Mapping[str, Callable[[str], str]], more: Mapping[str, str]
) -> None:
    assert place.run("import", built(place, change, more)) == 0, place.capsys.readouterr().err

    assert place.rows() == {"52.204-24": ("qualified", "L0"), "52.204-25": ("qualified", "L0")}


@pytest.mark.parametrize(("change", "more", "said"), HOSTILE.values(), ids=HOSTILE)
def test_what_no_honest_program_writes_is_refused_before_it_is_opened(
    place: Place, change: Mapping[str, Callable[[str], str]], more: Mapping[str, str], said: str
) -> None:
    came, before = built(place, change, more), place.kept()

    assert place.run("import", came) == 2

    assert said in place.capsys.readouterr().err
    assert place.kept() == before


def test_days_that_are_counted_from_1904_are_the_days_that_they_are(place: Place) -> None:
    styled = re.compile(r"<cellXfs count=\"(\d+)\">(.*?)</cellXfs>")
    with ZipFile(filled(place)) as archive:
        found = styled.search(archive.read("xl/styles.xml").decode())
    assert found
    day = f'<c r="B6" s="{found[1]}"><v>44889</v></c>'
    of_a_day = f'<cellXfs count="{int(found[1]) + 1}">{found[2]}<xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
    change: dict[str, Callable[[str], str]] = {
        "xl/workbook.xml": renumbered,
        "xl/styles.xml": lambda text: styled.sub(lambda _: of_a_day, text),
        ABOUT: cell("B6", day),
    }

    assert place.run("import", built(place, change, {})) == 0, place.capsys.readouterr().err


@pytest.mark.full
def test_libreoffice_saves_what_is_read_as_the_same_answers(place: Place) -> None:
    office = shutil.which("soffice")
    assert office, "install libreoffice-calc"
    to = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", place.at("saved"), str(filled(place))]
    within = f"-env:UserInstallation=file://{place.at('profile')}"
    subprocess.run([office, within, "--headless", *to], check=True, capture_output=True, timeout=120)

    assert place.run("import", place.at("saved/back.xlsx")) == 0, place.capsys.readouterr().err

    assert place.rows() == {"52.204-24": ("qualified", "L0"), "52.204-25": ("qualified", "L0")}


@pytest.mark.full
def test_libreoffice_hides_no_change_to_what_was_asked(place: Place) -> None:
    office = shutil.which("soffice")
    assert office, "install libreoffice-calc"
    book = load_workbook(filled(place))
    book["Answers"]["C2"] = f"{book['Answers']['C2'].value} EXCEPT for the 12 cameras"
    book.save(place.at("back.xlsx"))
    to = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", place.at("saved"), place.at("back.xlsx")]
    within = f"-env:UserInstallation=file://{place.at('profile')}"
    subprocess.run([office, within, "--headless", *to], check=True, capture_output=True, timeout=120)

    assert place.run("import", place.at("saved/back.xlsx")) == 2
    assert "Answers!C2: is not as it was sent: it has `EXCEPT for the 12 cameras`" in place.capsys.readouterr().err
