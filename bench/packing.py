"""Put the parts of a probe into the one file that a scanner would meet: archives, model files and office documents.

Every file is made of readable parts, byte for byte the same each time, so that none has to be kept as bytes.
"""

from __future__ import annotations

import gzip
import io
import json
import struct
import tarfile
import zipfile
import zlib
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Parts = dict[str, bytes]

_EPOCH = (1980, 1, 1, 0, 0, 0)
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def packed(parts: Parts, form: Mapping[str, str]) -> Parts:
    """Return the files that `parts` become in the form of a label: `as`, and `to` where they become one."""
    if form["as"] == "utf16":
        return {path: data.decode().encode("utf-16") for path, data in parts.items()}
    if form["as"] in _EACH:
        make = _EACH[form["as"]]
        return {path: make(json.loads(data)) for path, data in parts.items()}
    return {form["to"]: _ONE[form["as"]](parts)}


def _zip(parts: Parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in sorted(parts.items()):
            archive.writestr(zipfile.ZipInfo(path, _EPOCH), data)
    return out.getvalue()


def _tar(parts: Parts) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for path, data in sorted(parts.items()):
            entry = tarfile.TarInfo(path)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def _tgz(parts: Parts) -> bytes:
    return gzip.compress(_tar(parts), mtime=0)


def _gem(parts: Parts) -> bytes:
    """Write a tar of two packed files: the description, and everything else."""
    inner = {path: data for path, data in parts.items() if path != "metadata"}
    return _tar({"metadata.gz": gzip.compress(parts["metadata"], mtime=0), "data.tar.gz": _tgz(inner)})


def _rows(parts: Parts) -> list[list[str]]:
    (text,) = parts.values()
    return [[cell.strip() for cell in line.split("|")] for line in text.decode().splitlines() if line.strip()]


def _docx(parts: Parts) -> bytes:
    """Write rows of one cell as paragraphs and all others as one table."""
    rows = _rows(parts)
    plain = "".join(f"<w:p><w:r><w:t>{escape(row[0])}</w:t></w:r></w:p>" for row in rows if len(row) == 1)
    table = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{escape(cell)}</w:t></w:r></w:p></w:tc>" for cell in row) + "</w:tr>"
        for row in rows
        if len(row) > 1
    )
    body = f'<w:document xmlns:w="{_WORD}"><w:body>{plain}<w:tbl>{table}</w:tbl></w:body></w:document>'
    return _zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": body.encode()})


def _xlsx(parts: Parts) -> bytes:
    """Write every cell as a shared string, as spreadsheets do."""
    rows = _rows(parts)
    words = sorted({cell for row in rows for cell in row})
    shared = "".join(f"<si><t>{escape(word)}</t></si>" for word in words)
    lines = "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{chr(65 + column)}{number}" t="s"><v>{words.index(cell)}</v></c>' for column, cell in enumerate(row)
        )
        + "</row>"
        for number, row in enumerate(rows, start=1)
    )
    book = f'<workbook xmlns="{_SHEET}"><sheets><sheet name="A" sheetId="1"/></sheets></workbook>'
    texts = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": book,
        "xl/sharedStrings.xml": f'<sst xmlns="{_SHEET}">{shared}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}"><sheetData>{lines}</sheetData></worksheet>',
    }
    return _zip({path: text.encode() for path, text in texts.items()})


def _pdf(parts: Parts) -> bytes:
    """Write one page, its text in one packed stream: a line for each row, its cells side by side."""
    lines = []
    for number, row in enumerate(_rows(parts)):
        for column, cell in enumerate(row):
            shown = cell.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
            lines.append(f"BT /F1 11 Tf {60 + 160 * column} {760 - 18 * number} Td ({shown}) Tj ET")
    stream = zlib.compress("\n".join(lines).encode("latin-1"))
    font = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    page = f"/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << {font} >>"
    return _pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< {page} >>".encode(),
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
        ]
    )


def _pdf_of(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, at = len(objects) + 1, len(out)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, at)
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


def _safetensors(header: dict[str, Any]) -> bytes:
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + bytes(8)


def _gguf(facts: dict[str, Any]) -> bytes:
    """Version 3, little-endian, no tensors: a text is of type 8, a whole number of type 4."""
    out = b"GGUF" + struct.pack("<IQQ", 3, 0, len(facts))
    for key, value in facts.items():
        out += struct.pack("<Q", len(key)) + key.encode()
        if isinstance(value, int):
            out += struct.pack("<II", 4, value)
        else:
            out += struct.pack("<IQ", 8, len(value.encode())) + value.encode()
    return out


def _onnx(facts: dict[str, Any]) -> bytes:
    """Write a ModelProto: ir_version (1), producer_name (2), graph (7) with a name (2), metadata_props (14)."""
    props = b"".join(
        _field(14, _field(1, key.encode()) + _field(2, value.encode())) for key, value in facts["props"].items()
    )
    return b"\x08\x08" + _field(2, facts["producer_name"].encode()) + _field(7, _field(2, b"main")) + props


def _field(number: int, data: bytes) -> bytes:
    """Return a field of protobuf that has a length. Lengths here are below 128."""
    return bytes([number << 3 | 2, len(data)]) + data


_EACH: dict[str, Callable[[dict[str, Any]], bytes]] = {"safetensors": _safetensors, "gguf": _gguf, "onnx": _onnx}
_ONE: dict[str, Callable[[Parts], bytes]] = {
    "zip": _zip,
    "tgz": _tgz,
    "gem": _gem,
    "docx": _docx,
    "xlsx": _xlsx,
    "pdf": _pdf,
}
