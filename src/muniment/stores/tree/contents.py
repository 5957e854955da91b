"""One file by itself, from disk or already in memory (a blob, a layer's member): its record, and all that it shows."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

from muniment.app.scan import FileResult
from muniment.domain.evidence import FileRecord
from muniment.domain.ids import Digest
from muniment.stores.archives import looked_into, may_be_archive, with_members
from muniment.stores.encodings import wide_encoding
from muniment.stores.tree.files import HEAD, status_of
from muniment.stores.tree.looking import looks_at, piece_of, shown_by
from muniment.stores.tree.pieces import joined

if TYPE_CHECKING:
    from muniment.app.scan.examine import Examined, Examiner
    from muniment.stores.tree.files import Entry, FileReader


def examined(entry: Entry, reader: FileReader, examiner: Examiner) -> FileResult:
    """Return what became of one file on disk, and what it and its members show."""
    looks: list[Examined] = []
    record = reader.read(entry, lambda piece: looks.extend(looks_at(piece, examiner)))
    result = FileResult(record, *joined(looks))
    return looked_into(result, entry.full, examiner) if may_be_archive(record) else result


def result_of(path: str, content: bytes, examiner: Examiner) -> FileResult:
    """Return what `content` shows at `path`, as the reader of files would have it, its members if it is an archive.

    `content` must fit in memory several times over; callers stream or refuse what is larger than some 100 MB.
    """
    head = content[:HEAD]
    digest = Digest(f"sha256:{hashlib.sha256(content).hexdigest()}")
    record = FileRecord(path, status_of(path, head, wide_encoding(head)), len(content), digest)
    shown = shown_by(piece_of(path, content), examiner)
    result = FileResult(record, shown.findings, shown.not_understood)
    return with_members(result, io.BytesIO(content), examiner) if may_be_archive(record) else result
