"""How a workbook that came is built, read before any program that reads workbooks sees it.

A form is small, and lies in its file in one way only: no part, row or cell is there twice, so that no two programs show
different answers, and nothing unpacks, repeats or stretches to what no form has.
Source: ECMA-376 part 1, 18.3.1.4 (c), 18.3.1.40 (f), 18.3.1.46 (headerFooter), 18.3.1.55 (mergeCells), 18.3.1.73 (row),
18.7 (comments), 18.8.30 (numFmt).
"""

from __future__ import annotations

import io
import posixpath
from collections import Counter
from copy import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812  (its own name says nothing)

from muniment.domain.patterns import lazily
from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from zipfile import ZipInfo

LARGEST: Final = 2**23
"""Bytes of the largest form without its compression."""
_LARGEST_PART: Final = 2**20
"""Bytes of the largest part that holds neither cells nor their texts."""
_MOST_CELLS: Final = 100_000
_MOST_MERGED: Final = 10_000
_LAST_ROW, _LAST_COLUMN = 2**20, 2**14
MOST_ROWS, MOST_COLUMNS = 10_000, 100
"""Nothing of a form stands below or beside these."""
_PLACE: Final = lazily(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_OF_CELLS: Final = ("xl/worksheets/", "xl/sharedStrings")
_NOT_SEEN: Final = (
    "xl/drawings/",
    "xl/media/",
    "xl/charts/",
    "xl/embeddings/",
    "xl/threadedComments/",
    "xl/ctrlProps/",
)
_NOTES_DRAWN: Final = ("xl/threadedComments/", "xl/drawings/vmlDrawing")
"""What programs write beside a comment."""
_MARGINS: Final = frozenset({"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"})
_LONGEST_NUMBER: Final = 7
_TEXT: Final = frozenset({"s", "str", "inlineStr"})
_STYLES: Final = "xl/styles.xml"
_STRICT: Final = "http://purl.oclc.org/ooxml/"
_AGAIN: Final = "take the workbook that was sent to you, and fill in the yellow cells"


@dataclass(slots=True)
class Part:
    """What one sheet's part holds: how far cells with something in them go, counted from 1, and which are formulas.

    `margins` are the words at the top and bottom of its printed pages, as they are written. `texts` are the cells with
    text, each with the number of its style.
    """

    rows: int = 0
    columns: int = 0
    formulas: list[tuple[int, int]] = field(default_factory=list)
    comments: list[tuple[int, int, str]] = field(default_factory=list)
    margins: list[str] = field(default_factory=list)
    texts: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The parts of a workbook that are sheets, by their paths, and the parts that nobody reads and people see.

    `styles` is the format of numbers and text of each style, by its number; empty for one that is built in.
    """

    parts: Mapping[str, Part]
    drawn: tuple[str, ...]
    styles: tuple[str, ...] = ()


class _OddError(Exception):
    """A part is built as no form is."""


def shape(raw: bytes, where: str) -> Shape:
    """Return how the workbook in `raw` is built. Raises: InputError where no form is built so, or it is damaged."""
    try:
        with ZipFile(io.BytesIO(raw)) as archive:
            _refuse_members(archive, where)
            names = [each.filename for each in archive.infolist()]
            parts = {name: part for name in names if (part := _sheet(archive, name, where)) is not None}
            for name, part in parts.items():
                part.comments.extend(_comments(archive, name, where))
            styles = _styles(archive, where) if _STYLES in names else ()
    except (BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError) as error:
        raise unreadable(where) from error
    commented = any(each.comments for each in parts.values())
    drawn = (name for name in names if name.startswith(_NOT_SEEN))
    seen = tuple(each for each in drawn if not (commented and each.startswith(_NOTES_DRAWN)))
    return Shape(parts=parts, drawn=seen, styles=styles)


def unreadable(where: str) -> InputError:
    """Return the error for a file that began as a workbook and is none."""
    what = "is no workbook that can be read: it is damaged, or cut short"
    return InputError(Problem(where=where, what=what, help="have it sent again"))


def _no_form(where: str, what: str) -> InputError:
    return InputError(Problem(where=where, what=what, help=_AGAIN))


def _refuse_members(archive: ZipFile, where: str) -> None:
    members = archive.infolist()
    if not members:
        raise unreadable(where)
    if sum(each.file_size for each in members) > LARGEST:
        raise _no_form(where, f"unpacks to more than {LARGEST} bytes, so it is no form")
    for each in members:
        if each.file_size > _LARGEST_PART and not each.filename.startswith(_OF_CELLS):
            raise _no_form(where, f"has a part of more than {_LARGEST_PART} bytes, `{each.filename}`, so it is no form")
    name, times = Counter(each.filename.casefold() for each in members).most_common(1)[0]
    if times > 1:
        raise _no_form(where, f"has the part `{name}` {times} times, and programs differ in which one they show")
    for each in members:
        if each.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise _no_form(where, f"has a part, `{each.filename}`, packed as no program packs a workbook")
        if not _as_long_as_told(archive, each):
            raise _no_form(where, f"has a part, `{each.filename}`, that unpacks to another size than it says")


def _as_long_as_told(archive: ZipFile, member: ZipInfo) -> bool:
    """Say whether a member unpacks to the size that the directory gives, without unpacking more than that."""
    longer = copy(member)
    longer.file_size += 1
    with archive.open(longer) as content:
        return len(content.read(longer.file_size)) == member.file_size


def _sheet(archive: ZipFile, name: str, where: str) -> Part | None:
    """Return what a part holds, nothing where it is no sheet. Raises: InputError."""
    if not name.endswith(".xml"):
        return None
    reader = _SheetReader()
    try:
        parsed(archive.read(name), reader.start, reader.text)
    except _OddError as error:
        raise _no_form(f"{where}, `{name}`", str(error)) from error
    except expat.ExpatError as error:
        raise unreadable(where) from error
    return reader.part if reader.is_sheet else None


class _SheetReader:
    """Takes note of the cells of a sheet. Raises: _OddError."""

    def __init__(self) -> None:
        self.part = Part()
        self.is_sheet = False
        self._begun = False
        self._margin = False
        self._row = self._column = self._cells = self._merged = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if not self._begun:
            self._begun, self.is_sheet = True, local == "worksheet"
            if space.startswith(_STRICT):
                message = "is of a strict kind that few programs read: save it as `Excel Workbook (.xlsx)`"
                raise _OddError(message)
        if not self.is_sheet:
            return
        self._margin = local in _MARGINS
        if self._margin:
            self.part.margins.append("")
        match local:
            case "row":
                self._begin_row(attributes.get("r", ""))
            case "c":
                self._begin_cell(attributes.get("r", ""), attributes)
            case "f":
                self.part.formulas.append((self._row, self._column))
                self._hold()
            case "v" | "is":
                self._hold()
            case "mergeCell":
                self._merge(attributes.get("ref", ""))
            case _:
                pass

    def text(self, words: str) -> None:
        if self._margin:
            self.part.margins[-1] += words

    def _begin_row(self, told: str) -> None:
        number = int(told) if told.isdecimal() and len(told) < 8 else 0 if told else self._row + 1  # noqa: PLR2004
        if not self._row < number <= _LAST_ROW:
            message = f"has row `{told[:20]}` after row {self._row}"
            raise _OddError(message)
        self._row, self._column = number, 0

    def _begin_cell(self, told: str, attributes: dict[str, str]) -> None:
        row, column = _place(told) if told else (self._row, self._column + 1)
        if row != self._row or not self._column < column <= _LAST_COLUMN:
            message = f"has cell `{told[:20]}` twice, or out of its order"
            raise _OddError(message)
        self._column = column
        self._cells += 1
        if self._cells > _MOST_CELLS:
            message = f"has more than {_MOST_CELLS} cells, so it is no form"
            raise _OddError(message)
        style = attributes.get("s", "")
        if attributes.get("t") in _TEXT and style.isdecimal() and len(style) <= _LONGEST_NUMBER:
            self.part.texts.append((row, column, int(style)))

    def _hold(self) -> None:
        if self._row > MOST_ROWS or self._column > MOST_COLUMNS:
            message = f"has something in row {self._row}, column {self._column}, far outside the form"
            raise _OddError(message)
        self.part.rows = max(self.part.rows, self._row)
        self.part.columns = max(self.part.columns, self._column)

    def _merge(self, told: str) -> None:
        first, _, last = told.partition(":")
        (top, left), (bottom, right) = _place(first), _place(last or first)
        self._merged += (bottom - top + 1) * (right - left + 1)
        if self._merged > _MOST_MERGED:
            message = f"merges more than {_MOST_MERGED} cells, so it is no form"
            raise _OddError(message)


def _styles(archive: ZipFile, where: str) -> tuple[str, ...]:
    """Return the format of each style of cells, by its number. Raises: InputError."""
    codes: dict[str, str] = {}
    found: list[str] = []
    within = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal within
        local = name.rpartition(" ")[2]
        if local in {"cellXfs", "cellStyleXfs", "cellStyles", "dxfs"}:
            within = local
        if local == "numFmt" and not within:
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        if local == "xf" and within == "cellXfs":
            found.append(codes.get(attributes.get("numFmtId", ""), ""))

    try:
        parsed(archive.read(_STYLES), start)
    except expat.ExpatError as error:
        raise unreadable(where) from error
    except _OddError as error:
        raise _no_form(f"{where}, `{_STYLES}`", str(error)) from error
    return tuple(found)


def _place(told: str) -> tuple[int, int]:
    """Return row and column of a cell's name. Raises: _OddError."""
    found = _PLACE.fullmatch(told)
    if found is None:
        message = f"names a cell `{told[:20]}`"
        raise _OddError(message)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def _comments(archive: ZipFile, sheet: str, where: str) -> Iterator[tuple[int, int, str]]:
    """Yield the comments on a sheet's cells: row and column, counted from 1, and the words."""
    folder, name = posixpath.split(sheet)
    links = f"{folder}/_rels/{name}.rels"
    if links not in archive.namelist():
        return
    found: list[str] = []

    def link(_: str, attributes: dict[str, str]) -> None:
        if attributes.get("Type", "").endswith("/comments"):
            found.append(attributes.get("Target", ""))

    reader = _CommentReader()
    try:
        parsed(archive.read(links), link)
        for target in found:
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            parsed(archive.read(path), reader.start, reader.text)
    except (expat.ExpatError, KeyError) as error:
        raise unreadable(where) from error
    except _OddError as error:
        raise _no_form(f"{where}, `{links}`", str(error)) from error
    yield from ((row, column, "".join(words)) for row, column, words in reader.found)


class _CommentReader:
    """Collects comments with their places. Raises: _OddError."""

    def __init__(self) -> None:
        self.found: list[tuple[int, int, list[str]]] = []
        self._within = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local == "comment":
            self.found.append((*_place(attributes.get("ref", "")), []))
        self._within = local == "t" and bool(self.found)

    def text(self, words: str) -> None:
        if self._within:
            self.found[-1][2].append(words)


def parsed(
    content: bytes, start: Callable[[str, dict[str, str]], None], text: Callable[[str], None] | None = None
) -> None:
    """Read a part. Raises: ExpatError; _OddError for a document type, by which a short text can become a long one."""
    parser = expat.ParserCreate(namespace_separator=" ")

    def no_type(*_: object) -> None:
        message = "declares a document type, which no program that writes workbooks does"
        raise _OddError(message)

    parser.StartElementHandler = start
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = no_type
    parser.Parse(content, True)  # noqa: FBT003  (expat takes no keywords)
