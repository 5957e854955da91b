"""POA&M templates as eMASS makes them: banner cells above, headers in row 7, lists of allowed values, printer settings.

Invented, after the headers that are public. Lists of allowed values stand in both forms that Excel writes.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.worksheet.datavalidation import DataValidation

from muniment.domain.poam_sheet import LEVELS, SEVERITIES, STATUSES, Column

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

HEADERS = tuple(each.value for each in Column)
BANNER = {
    "A1": "CUI",
    "A2": "Date Exported",
    "A3": "Exported By",
    "A4": "System/Project Name",
    "D4": "POC Name",
    "A5": "DoD IT Registration No",
}
PART = "xl/worksheets/sheet1.xml"
PRINTER = b"\x00printer\xff" * 40
MACROS = b"\xd0\xcf\x11\xe0 macros" * 20
_EXTENSION = """<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x14:dataValidations count="2"
xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">
<x14:dataValidation type="list" allowBlank="1" showErrorMessage="1">
<x14:formula1><xm:f>Lists!$A$1:$A$5</xm:f></x14:formula1><xm:sqref>Q8:Q500</xm:sqref></x14:dataValidation>
<x14:dataValidation type="list" allowBlank="1" showErrorMessage="1">
<x14:formula1><xm:f>Lists!$B$1:$B$3</xm:f></x14:formula1><xm:sqref>M8:M500</xm:sqref></x14:dataValidation>
</x14:dataValidations></ext></extLst>"""


def template(
    headers: Sequence[str] = HEADERS,
    *,
    row: int = 7,
    also: Callable[[Workbook], None] = lambda _: None,
    macros: bool = False,
    with_dates: bool = True,
) -> bytes:
    """Return a blank template with its headers in `row`."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "POA&M"
    for at, text in BANNER.items():
        sheet[at] = text
    for number, header in enumerate(headers, start=1):
        sheet.cell(row=row, column=number, value=header)
        below = sheet.cell(row=row + 1, column=number)
        below.border = Border(bottom=Side(style="thin"))
    if with_dates and Column.SCHEDULED_COMPLETION.value in headers:
        due = headers.index(Column.SCHEDULED_COMPLETION.value) + 1
        sheet.cell(row=row + 1, column=due).number_format = "mm/dd/yyyy"
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = (("K8:K500", STATUSES), ("T8:T500", LEVELS))
    for cells, values in chosen:
        allowed = DataValidation(type="list", formula1=f'"{",".join(values)}"', allow_blank=True)
        allowed.add(cells)
        sheet.add_data_validation(allowed)
    lists = book.create_sheet("Lists")
    lists.sheet_state = "hidden"
    for row_of_list, level in enumerate(LEVELS):
        lists.append([level, *SEVERITIES[row_of_list : row_of_list + 1]])
    also(book)
    written = io.BytesIO()
    book.save(written)
    return _as_excel_would(written.getvalue(), macros=macros)


def _as_excel_would(raw: bytes, *, macros: bool) -> bytes:
    """Add what openpyxl does not write: lists from another sheet, printer settings, macros."""
    contents = parts(raw)
    contents[PART] = contents[PART].replace(b"</worksheet>", _EXTENSION.encode() + b"</worksheet>")
    contents["xl/printerSettings/printerSettings1.bin"] = PRINTER
    if macros:
        contents["xl/vbaProject.bin"] = MACROS
    return packed(contents)


def parts(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(contents: Mapping[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.comment = b"as it came"
        for name, content in contents.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 3, 9, 30, 0)), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()
