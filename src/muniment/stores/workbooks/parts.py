"""The parts of a workbook (`.xlsx`, `.xlsm`): read with the limits of every archive, written back but for one of them.

Source: ECMA-376 part 1, 18.2 (workbook), 18.4 (shared strings), 18.8 (styles); part 2 (parts and relationships).
"""

from __future__ import annotations

import copy
import io
import posixpath
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from muniment.domain.patterns import lazily
from muniment.errors import InputError, Problem
from muniment.stores.archives.unpacking import BROKEN, Budget, Limits, Refused
from muniment.stores.archives.zips import zip_members

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST: Final = 32 * 1024 * 1024
_LIMITS: Final = Limits(total=256 * 1024 * 1024, member=64 * 1024 * 1024, count=5_000)
_HELP: Final = "download the template from eMASS again, and keep it as it comes"
_OLD: Final = b"\xd0\xcf\x11\xe0"
_BOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_BUILT_IN_DATES: Final = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
"""Numbers of the built-in formats that show a day."""
_NOT_THE_FORM: Final = lazily(r'"[^"]*"|\[[^\]]*\]|\\.')


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPart:
    """A sheet: its name as the reader sees it, the name of its part, whether it is shown."""

    name: str
    part: str
    shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """A workbook taken apart. `dates` are the numbers of cell forms that show a day."""

    raw: bytes
    parts: Mapping[str, bytes]
    sheets: tuple[SheetPart, ...]
    strings: tuple[str, ...]
    dates: tuple[int, ...]
    from_1904: bool
    where: str

    def with_part(self, part: str, content: bytes) -> bytes:
        """Return the workbook with `content` in the place of one part; all other parts hold the bytes they held."""
        written = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(self.raw)) as before, zipfile.ZipFile(written, "w") as after:
            after.comment = before.comment
            for info in before.infolist():
                held = b"" if info.is_dir() else before.read(info)
                after.writestr(copy.copy(info), content if info.filename == part else held)
        return written.getvalue()


def workbook(raw: bytes, where: str) -> Workbook:
    """Return the workbook in `raw`; `where` names its file.

    Raises: InputError where it is none, is damaged, or may do harm when it is unpacked.
    """
    if raw.startswith(_OLD):
        what = "is locked by a password, or of the format before 2007"
        raise InputError(Problem(where=where, what=what, help="open it, and save it unlocked as .xlsx or .xlsm"))
    if len(raw) > LARGEST:
        raise InputError(Problem(where=where, what=f"is larger than {LARGEST // 2**20} MiB", help=_HELP))
    parts = _parts(raw, where)
    if missing := [name for name in (_BOOK, _RELATIONS) if name not in parts]:
        raise InputError(Problem(where=where, what=f"is no workbook: it has no part `{missing[0]}`", help=_HELP))
    book = xml(parts[_BOOK], where, _BOOK)
    properties = next(book.iter("{*}workbookPr"), None)
    return Workbook(
        raw=raw,
        parts=parts,
        sheets=_sheets(book, parts, where),
        strings=_strings(parts, where),
        dates=_dates(parts, where),
        from_1904=properties is not None and properties.get("date1904") in {"1", "true"},
        where=where,
    )


def xml(content: bytes, where: str, part: str) -> Any:  # noqa: ANN401  (lxml has no types)
    """Return the root of a part. Nothing outside of it is read, and a document type is refused.

    Raises: InputError, also where the library that reads it is not installed.
    """
    try:
        from lxml import etree  # noqa: PLC0415  (an extra)
    except ImportError as error:
        what = "filling a workbook needs the extra `spreadsheets`"
        raise InputError(Problem(where=where, what=what, help="pip install 'muniment[spreadsheets]'")) from error
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(Problem(where=f"{where}, {part}", what=f"is not XML ({error})", help=_HELP)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise InputError(Problem(where=f"{where}, {part}", what="declares a document type", help=_HELP))
    return root


def text_of(element: Any) -> str:  # noqa: ANN401  (lxml has no types)
    """Return the text of a string, also of one in several fonts; how it is pronounced is left out."""
    return "".join(each.text or "" for each in element.iter("{*}t") if not each.getparent().tag.endswith("}rPh"))


def _parts(raw: bytes, where: str) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    refused: list[Problem] = []
    try:
        for member in zip_members(io.BytesIO(raw), Budget(_LIMITS)):
            match member:
                case Refused(path, why):
                    refused.append(Problem(where=where, what=f"its part `{path}` is not taken: {why}", help=_HELP))
                case _:
                    parts[member.path] = member.content
    except BROKEN as error:
        raise InputError(Problem(where=where, what=f"is no workbook, or damaged ({error})", help=_HELP)) from error
    if refused:
        raise InputError(*refused)
    return parts


def _sheets(book: Any, parts: Mapping[str, bytes], where: str) -> tuple[SheetPart, ...]:  # noqa: ANN401
    """Return the sheets that have cells, in their order; a chart of its own is none."""
    relations = xml(parts[_RELATIONS], where, _RELATIONS)
    targets = {each.get("Id"): each.get("Target", "") for each in relations.iter("{*}Relationship")}
    found = []
    for sheet in book.iter("{*}sheet"):
        link = next((value for key, value in sheet.attrib.items() if key.endswith("relationships}id")), None)
        part = posixpath.normpath(posixpath.join("/xl", targets.get(link, ""))).lstrip("/")
        if part in parts and part.startswith("xl/worksheets/"):
            shown = sheet.get("state", "visible") == "visible"
            found.append(SheetPart(name=sheet.get("name", ""), part=part, shown=shown))
    return tuple(found)


def _strings(parts: Mapping[str, bytes], where: str) -> tuple[str, ...]:
    name = "xl/sharedStrings.xml"
    return tuple(text_of(each) for each in xml(parts[name], where, name).iter("{*}si")) if name in parts else ()


def _dates(parts: Mapping[str, bytes], where: str) -> tuple[int, ...]:
    """Return the numbers of the cell forms that show a day."""
    name = "xl/styles.xml"
    if name not in parts:
        return ()
    styles = xml(parts[name], where, name)
    own = {each.get("numFmtId") for each in styles.iter("{*}numFmt") if _shows_a_day(each.get("formatCode", ""))}
    known = own | {str(number) for number in _BUILT_IN_DATES}
    forms = styles.find("{*}cellXfs")
    found = [] if forms is None else [at for at, each in enumerate(forms) if each.get("numFmtId") in known]
    return tuple(found)


def _shows_a_day(code: str) -> bool:
    plain = _NOT_THE_FORM.sub("", code).casefold()
    return "d" in plain and ("m" in plain or "y" in plain)
