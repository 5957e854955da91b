"""`muniment suppliers`, run as its user runs it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import openpyxl
import pytest

from muniment.cli.main import exit_code

if TYPE_CHECKING:
    from collections.abc import Sequence

SCHEMA = Path(__file__).parents[2] / "schemas" / "screening.schema.json"
CSL = (
    "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,"
    "standard_order,license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,gross_registered_tonnage,"
    "vessel_flag,vessel_owner,remarks,source_list_url,alt_names,citizenships,dates_of_birth,nationalities,"
    "places_of_birth,source_information_url,ids\n"
)
ENTRY = "a1,Entity List (EL),,Entity,EAR,Northwind Aviation Co.,,,90 FR 1,2025-01-02,,,,,,,,,,,,,Borealis Aero,,,,,,\n"
SAM = (
    "Classification,Name,Unique Entity ID,Exclusion Program,Excluding Agency,Termination Date,Cross-Reference,"
    "SAM Number,CAGE\n"
)


class Folder:
    """A folder with a supplier file and lists."""

    def __init__(self, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.path = path
        self._capsys = capsys

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def run(self, *words: str | Path) -> tuple[int, str, str]:
        code = exit_code(["suppliers", *map(str, words), "--lists", str(self.path / "lists")])
        printed = self._capsys.readouterr()
        return code, printed.out, printed.err

    def screen(self, file: Path, *more: str | Path) -> tuple[int, dict[str, Any]]:
        code, out, err = self.run("screen", file, "--json", *more)
        assert not err, err
        answer = json.loads(out)
        jsonschema.validate(answer, json.loads(SCHEMA.read_text(encoding="utf-8")))
        return code, answer


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795780800")
    return Folder(tmp_path, capsys)


def results(answer: dict[str, Any]) -> dict[str, str]:
    return {each["names"][0]["name"] if each["names"] else "": each["result"] for each in answer["suppliers"]}


def test_a_name_is_never_more_than_a_possible_match(folder: Folder) -> None:
    file = folder.write("s.csv", "Supplier;Land\nHikvision USA Inc;US\nBakery Miller;DE\n")

    code, answer = folder.screen(file)

    assert (code, results(answer)) == (1, {"Hikvision USA Inc": "possible match", "Bakery Miller": "no match"})
    reached = answer["suppliers"][0]["matches"][0]["entity"]["reached_by"]
    assert "far-889-a" in {each["instrument"] for each in reached}


def test_encodings_may_differ_from_row_to_row_and_no_row_is_dropped(folder: Folder) -> None:
    rows = [b"Name,UEI", "Müller AG,".encode(), "Käse GmbH,".encode("cp1252"), "CafÃ© Noir,".encode(), b"", b",,"]
    file = folder.write("s.csv", b"\r\n".join(rows))

    code, answer = folder.screen(file)

    assert set(results(answer)) == {"Müller AG", "Käse GmbH", "Café Noir"}
    assert answer["sheets"][0]["empty"] == 2
    assert code == 0
    assert ["Windows-1252" in note for each in answer["suppliers"] for note in each["notes"]] == [True, False]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_marked_and_wide_encodings_are_read(encoding: str, folder: Folder) -> None:
    file = folder.write("s.csv", "Vendor Name\tCountry\nHuawei Café\tCN\n".encode(encoding))

    assert results(folder.screen(file)[1]) == {"Huawei Café": "possible match"}


def test_a_row_that_cannot_be_read_surely_is_not_clean(folder: Folder) -> None:
    file = folder.write("s.csv", "Name,Country\nAcme, Inc.,US\n\u041b\u0430\u0431\u043e\u0440,RU\n,US\nPlain Ltd,US\n")

    code, answer = folder.screen(file)

    whys = [each["why"] for each in answer["suppliers"] if each["result"] == "not screened"]
    assert code == 3
    assert len(whys) == 3
    assert "they may be shifted" in whys[0]
    assert "Cyrillic script only" in whys[1]


def test_a_quotation_mark_that_is_not_closed_swallows_nothing(folder: Folder) -> None:
    file = folder.write("s.csv", 'Name,Country\n"Acme,US\n' + "Huawei,CN\n" * 80)

    code, _, err = folder.run("screen", file)

    assert code == 2
    assert "s.csv:2: a quotation mark is opened here and not closed" in err


def test_a_table_without_a_known_header_is_refused_until_a_column_is_named(folder: Folder) -> None:
    file = folder.write("s.csv", "KREDITOR,LKZ\nHuawei GmbH,DE\n")

    refused, _, err = folder.run("screen", file)
    code, answer = folder.screen(file, "--column", "name=Kreditor")

    assert refused == 2
    assert "`KREDITOR`, `LKZ`" in err
    assert (code, results(answer)) == (1, {"Huawei GmbH": "possible match"})


def test_a_workbook_has_its_merged_cells_formulas_and_sheets(folder: Folder) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["Suppliers of 2026"], [], ["Supplier Name", "Site"], ["Huawei", "A"], [None, "B"], ["=A4", "C"]):
        sheet.append(row)
    sheet.merge_cells("A4:A5")
    book.create_sheet("Notes").append(["ask", "purchasing"])
    book["Notes"].append(["and", "legal"])
    out = io.BytesIO()
    book.save(out)

    code, answer = folder.screen(folder.write("s.xlsx", out.getvalue()))

    assert code == 1
    assert [(each["row"], each["result"]) for each in answer["suppliers"]] == [
        (4, "possible match"),
        (5, "possible match"),
        (6, "not screened"),
    ]
    assert "formula that was never computed" in answer["suppliers"][2]["why"]
    assert [sheet["unread"] for sheet in answer["sheets"]] == ["", "no header in it tells a company"]


def imported(folder: Folder, name: str, content: str, kind: str, dated: str = "2026-11-20") -> tuple[int, str, str]:
    return folder.run("import-list", folder.write(name, content), "--kind", kind, "--dated", dated)


def test_an_imported_list_is_screened_against_and_told_with_its_date_and_age(folder: Folder) -> None:
    assert imported(folder, "csl.csv", CSL + ENTRY, "csl", "2026-09-01")[0] == 0
    file = folder.write("s.csv", "name\nBorealis Aero Ltd\nNorthwind Aviation Company\n")

    code, answer = folder.screen(file)

    assert code == 1
    assert {each["matches"][0]["entity"]["ref"] for each in answer["suppliers"]} == {"csl:a1"}
    assert "90 FR 1" in answer["suppliers"][0]["matches"][0]["entity"]["says"]
    assert [(each["name"], each["dated"], each["old"]) for each in answer["lists"]][1:] == [("csl", "2026-09-01", True)]


def test_an_identifier_comes_before_every_name(folder: Folder) -> None:
    firm = 'Firm,"ACME, LLC",ZQGGHJH74DW7,Reciprocal,EPA,Indefinite,"(also ACME TRADING, INC)",S4MR1,1ABC2\n'
    assert imported(folder, "sam.csv", SAM + firm, "sam-exclusions")[0] == 0
    file = folder.write("s.csv", "name,uei,cage\nOther Name,ZQGGHJH74DW7,\nAcme Trading,,\nNobody,ZQGGHJH74DW8,\n")

    _, answer = folder.screen(file)

    assert results(answer) == {
        "Other Name": "identifier match",
        "Acme Trading": "possible match",
        "Nobody": "no match",
    }
    assert answer["suppliers"][2]["notes"] == ["UEI `ZQGGHJH74DW8` ends with `8`, where its check digit is 7"]


@pytest.mark.parametrize(
    ("content", "kind", "says"),
    [
        (CSL.replace("title", "titel") + ENTRY, "csl", "column `titel` is not in this layout"),
        (CSL + ENTRY + ENTRY[:40], "csl", "cells where the header has 29"),
        (CSL, "csl", "has a header and no rows"),
        ('{"results": [{"name": "A", "source": "B"', "csl", "no complete JSON"),
        ('{"results": []}', "csl", "holds no `results`"),
        (CSL + ENTRY, "sam-exclusions", "column `source` is not in this layout"),
        ("", "1260h", "holds no names"),
        ("name,colour\nAcme,red\n", "generic", "column `colour` is not in this layout"),
    ],
)
def test_a_list_with_a_fault_is_not_kept(content: str, kind: str, says: str, folder: Folder) -> None:
    code, _, err = imported(folder, "list", content, kind)

    assert code == 2
    assert says in err
    assert not (folder.path / "lists").exists()


def test_the_json_of_the_publisher_is_read_as_well(folder: Folder) -> None:
    entry = {"id": "b2", "source": "Entity List (EL)", "name": "Northwind Aviation", "alt_names": ["Borealis"]}
    assert imported(folder, "csl.json", json.dumps({"total": 1, "results": [entry]}), "csl")[0] == 0

    _, answer = folder.screen(folder.write("s.csv", "name\nBorealis Inc\n"))

    assert answer["suppliers"][0]["matches"][0]["entity"]["ref"] == "csl:b2"


def test_names_from_a_notice_are_read_line_by_line(folder: Folder) -> None:
    assert (
        imported(folder, "names.txt", "1. Northwind Aviation Industry Co., Ltd. (NAI)\n\n2. Borealis\n", "1260h")[0]
        == 0
    )

    _, answer = folder.screen(folder.write("s.csv", "name\nNAI\n"))

    assert answer["suppliers"][0]["matches"][0]["entity"]["name"] == "Northwind Aviation Industry Co., Ltd. (NAI)"
    assert answer["lists"][1]["answers"] == "item.on_1260h_list"


def test_a_list_that_was_changed_after_its_import_is_refused(folder: Folder) -> None:
    imported(folder, "names.txt", "Northwind\n", "1260h")
    kept = next((folder.path / "lists").glob("*.data"))
    kept.write_text("Southwind\n", encoding="utf-8")

    code, _, err = folder.run("screen", folder.write("s.csv", "name\nNorthwind\n"))

    assert code == 2
    assert "was changed since it was imported" in err


def review(verdict: str = "different", until: str = "2026-12-31", supplier: str = "Huawei Bakery LLC") -> str:
    return (
        f'[[reviews]]\nsupplier = "{supplier}"\nentity = "huawei"\nverdict = "{verdict}"\nwho = "R. Vega"\n'
        f'on = 2026-11-02\nwhy = "a bakery"\nuntil = {until}\n'
    )


@pytest.mark.parametrize(
    ("text", "code", "state"),
    [
        (review(), 0, "honoured"),
        (review("same"), 1, "honoured"),
        (review(until="2026-11-25"), 1, "expired"),
        (review(supplier="Huawei Bakery GmbH"), 1, "matches nothing"),
    ],
    ids=[
        "a rejection settles it",
        "a confirmation does not",
        "one that ended does not",
        "one of another company does not",
    ],
)
def test_a_review_is_honoured_and_always_told(text: str, code: int, state: str, folder: Folder) -> None:
    file = folder.write("s.csv", "name\nHuawei Bakery LLC\n")
    said = folder.write("reviews.toml", text)

    ended, answer = folder.screen(file, "--reviews", said)

    assert ended == code
    assert [each["state"] for each in answer["reviews"]] == [state]
    assert len(answer["suppliers"][0]["matches"]) == 1


def test_an_identifier_contradicts_a_rejection(folder: Folder) -> None:
    imported(folder, "sam.csv", SAM + "Firm,ACME,ZQGGHJH74DW7,R,EPA,Indefinite,,S4MR1,\n", "sam-exclusions")
    text = review(supplier="Other").replace("huawei", "sam-exclusions:S4MR1")
    file = folder.write("s.csv", "name,uei\nOther,ZQGGHJH74DW7\n")

    code, answer = folder.screen(file, "--reviews", folder.write("reviews.toml", text))

    assert code == 1
    assert answer["reviews"][0]["state"] == "contradicted"


def test_every_problem_of_a_file_of_reviews_is_told(folder: Folder) -> None:
    text = '[[reviews]]\nsupplier = "A"\nverdict = "maybe"\nwho = ""\non = 2027-01-01\nwhy = "x"\nuntil = 2026-12-31\n'

    code, _, err = folder.run("screen", folder.write("s.csv", "name\nA\n"), "--reviews", folder.write("r.toml", text))

    assert code == 2
    for says in ("without `entity`", "`verdict` is `maybe`", "`who` is empty", "which is still to come"):
        assert says in err


@pytest.mark.parametrize("form", [(), ("--csv",)])
def test_the_page_and_the_table_show_the_reason(form: Sequence[str], folder: Folder) -> None:
    code, out, _ = folder.run("screen", folder.write("s.csv", "name\nHuawei=1\n"), *form)

    assert code == 1
    assert "Huawei" in out
    assert "far-889-a" in out
