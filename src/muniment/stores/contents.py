"""Bytes that are already in memory, under the path that they have where they come from: a blob, a layer's member."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

from muniment.app.scan import FileResult
from muniment.domain.evidence import FileRecord
from muniment.domain.ids import Digest
from muniment.stores.archives import may_be_archive, with_members
from muniment.stores.encodings import wide_encoding
from muniment.stores.files import HEAD, status_of
from muniment.stores.looking import piece_of, shown_by

if TYPE_CHECKING:
    from muniment.app.examine import Examiner


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
