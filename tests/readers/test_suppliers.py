"""Which tables list one's own suppliers."""

from __future__ import annotations

import sys

import pytest

from muniment.domain.evidence import NotUnderstood, Observation, Rung
from muniment.readers.documents import markdown_tables, pdf
from muniment.readers.documents.suppliers import Row, Table, says_suppliers, suppliers


def named(file: str, headings: tuple[str, ...], header: str, *rows: str) -> list[tuple[str, Rung]]:
    """Return what a table names; its cells are parted by `|`."""
    held = [Row(number, tuple(row.split("|")), row) for number, row in enumerate((header, *rows), 1)]
    found = suppliers(Table(headings=headings, rows=held, file=file))
    return [(what.identifier.value, what.rung) for what in found if isinstance(what, Observation)]


@pytest.mark.parametrize(
    ("file", "headings", "header"),
    [
        pytest.param("a.md", (), "Sub-processor|Purpose", id="a header of sub-processors"),
        pytest.param("a.md", ("Subprocessors",), "Company|Purpose", id="a heading of sub-processors"),
        pytest.param("sub_processors.csv", (), "Name|Purpose", id="a file of sub-processors"),
        pytest.param("a.md", ("Privacy policy", "Service providers"), "Provider|Purpose", id="a policy's providers"),
        pytest.param("a.md", ("Approved AI vendors",), "Vendor|Tool", id="approved vendors"),
        pytest.param("AI-System-Register.xlsx", (), "Supplier|System", id="a register of systems"),
        pytest.param("a.md", ("Third-party services we use",), "Company|What for", id="third parties in use"),
        pytest.param("suppliers.csv", (), "Supplier|Contract|Owner", id="columns that only one's own suppliers have"),
        pytest.param("vendors.xlsx", (), "Vendor name|Contract owner", id="a column of who holds the contract"),
        pytest.param("vendors.csv", (), "legal_name|service|country", id="columns with underscores"),
        pytest.param("vendors.csv", (), "vendor|service", id="what they are there for, in a file of that name"),
        pytest.param("a.docx", ("Vendor risk assessment",), "Organisation|Risk", id="an assessment"),
    ],
)
def test_a_list_of_ones_own_suppliers_says_that_they_are_available(
    file: str, headings: tuple[str, ...], header: str
) -> None:
    found = named(file, headings, header, "Northwind AI, Inc.|")

    assert found == [("Northwind AI, Inc.", Rung.AVAILABLE)]


@pytest.mark.parametrize(
    ("file", "header"),
    [
        pytest.param("devices.csv", "Manufacturer|Serial no.", id="things with their serial numbers"),
        pytest.param("devices.csv", "manufacturer|device_role|site", id="devices with their sites"),
        pytest.param("fleet.csv", "UAS make|UAS model", id="a fleet"),
        pytest.param("cameras.csv", "brand|model|location", id="devices with where they are"),
        pytest.param("inventory.csv", "Publisher|Computer|Version", id="what is installed where"),
        pytest.param("parts.csv", "Foundry|Part|Process", id="parts with who made the wafers"),
        pytest.param("avl.csv", "Manufacturer|Part", id="an approved vendor list"),
        pytest.param("licences.csv", "Vendor|Seats|Version", id="licences with their seats"),
        pytest.param("lieferanten.csv", "Lieferant|Vertrag seit", id="contracts in German"),
    ],
)
def test_a_list_of_what_one_owns_declares_who_made_it(file: str, header: str) -> None:
    found = named(file, (), header, "Northwind AI, Inc.|")

    assert found == [("Northwind AI, Inc.", Rung.DECLARED)]


@pytest.mark.parametrize(
    ("file", "headings", "header"),
    [
        pytest.param("a.md", ("Alternatives",), "Tool|Vendor|Stars", id="alternatives"),
        pytest.param("a.md", ("Our vendors compared",), "Vendor|Score", id="a comparison"),
        pytest.param("README.md", ("Supported providers",), "Provider|Models", id="what a product supports"),
        pytest.param("README.md", ("Providers",), "Provider|Models", id="providers of nobody in particular"),
        pytest.param("CHANGELOG.md", ("Changelog", "Approved vendors"), "Vendor|Change", id="a change log"),
        pytest.param("a.md", ("Acknowledgements",), "Supplier|For", id="acknowledgements"),
        pytest.param("a.md", ("Competitors", "Risk"), "Vendor|Risk", id="competitors"),
        pytest.param("awesome.md", ("Awesome AI vendors", "Approved"), "Vendor|Link", id="an awesome list"),
        pytest.param("a.md", ("Prohibited vendors",), "Vendor|Since", id="prohibited vendors"),
        pytest.param("a.md", ("Former sub-processors",), "Sub-processor|Until", id="former sub-processors"),
        pytest.param("vendors.csv", (), "vendor_name|vendor_id", id="numbers of vendors"),
        pytest.param("a.md", ("Parts",), "Manufacturer|Part", id="parts that nobody approved"),
        pytest.param("oui.csv", (), "MAC prefix|Vendor", id="a table of network cards"),
        pytest.param("devices.csv", (), "Manufacturer|Model|Release", id="devices of whoever has them"),
        pytest.param("cameras.csv", (), "brand|model", id="devices of nobody in particular"),
        pytest.param("known-vendors.csv", (), "vendor|service", id="what vendors do, for whomever"),
        pytest.param("vendors.csv", (), "id|vendor", id="a list with no column of one's own"),
        pytest.param("third-party-licenses.csv", (), "Name|Status|Service", id="licences of libraries"),
        pytest.param("a.md", ("Approved vendors",), "Month|Amount", id="no column of names"),
        pytest.param("a.md", ("How a data processor works",), "Vendor|Model", id="an explanation"),
    ],
)
def test_a_table_about_others_declares_nobody(file: str, headings: tuple[str, ...], header: str) -> None:
    assert named(file, headings, header, "Northwind AI, Inc.|Northwind|1") == []


def test_a_supplier_that_was_turned_down_is_mentioned_only() -> None:
    found = named("a.md", ("Vendor register",), "Vendor|Status", "Northwind|rejected", "Gale|in use")

    assert found == [("Northwind", Rung.MENTIONED), ("Gale", Rung.AVAILABLE)]


def test_a_cell_that_holds_a_sentence_is_no_name() -> None:
    assert named("a.md", ("Sub-processors",), "Name|For", " ".join(["word"] * 15) + "|x") == []


@pytest.mark.parametrize(
    "path", ["subprocessors.pdf", "legal/AI_VendorRegister.pdf", "Third-Party risk.pdf", "vendors.csv"]
)
def test_a_name_that_says_suppliers_is_known(path: str) -> None:
    assert says_suppliers(path)


@pytest.mark.parametrize("path", ["manual.pdf", "vendors/manual.pdf", "third_party_notices.pdf", "processing.pdf"])
def test_another_name_says_nothing_of_suppliers(path: str) -> None:
    assert not says_suppliers(path)


def test_a_list_of_suppliers_in_pdf_is_a_gap_where_nothing_can_read_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)

    found = list(pdf.read_bytes("suppliers.pdf", b"%PDF-1.7", whole=True))

    assert found == [NotUnderstood(0, "a PDF is read only where `muniment[documents]` is installed")]


def test_many_headings_and_rows_are_read_in_little_time() -> None:
    text = (
        "# Sub-processors\n" * 20_000
        + "| Sub-processor |x|\n|---|---|\n"
        + "|" * 100_000
        + "\n"
        + "| a_____b | c |\n" * 20_000
    )

    found = list(markdown_tables.read("a.md", text))

    assert len(found) < 10_000
