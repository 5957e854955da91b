"""One piece of a file, examined in each way in which it could have been meant. A fault here never ends a scan."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Final

from muniment.app.scan.examine import Examined
from muniment.domain.evidence import NotUnderstood
from muniment.stores.encodings import is_no_text, to_utf8, wide_encoding, with_line_feeds, with_narrow_text
from muniment.stores.tree.files import HEAD, Piece
from muniment.stores.tree.pieces import joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.app.scan.examine import Examiner

_QUOTES: Final = (b'"', b"'", b"`")
_NOTHING: Final = Examined((), ())
_CLASS_FILE: Final = b"\xca\xfe\xba\xbe"
"""How class files begin; there is no text in a wide encoding in them."""


def piece_of(path: str, content: bytes) -> Piece:
    """Return a file that is in memory as the reader of files would hand it on."""
    head = content[:HEAD]
    if encoding := wide_encoding(head):
        return Piece(path, to_utf8(encoding)(content, True))  # noqa: FBT003  (as the decoders of the standard library)
    if b"\0" in head:
        return Piece(path, content, binary=not head.startswith(_CLASS_FILE))
    return Piece(path, content if is_no_text(head) else with_line_feeds(content.removeprefix(codecs.BOM_UTF8)))


def looks_at(piece: Piece, examiner: Examiner) -> Iterator[Examined]:
    """Yield what each look at `piece` shows; a fault of the program is something not understood about the file."""
    try:
        yield from _looks(piece, examiner)
    except Exception as fault:  # noqa: BLE001  (one file must not end the whole scan; it stays in the account)
        why = f"a fault of muniment, please report it: {fault!r}"[:300]
        yield Examined((), (NotUnderstood(piece.first_line, why),))


def shown_by(piece: Piece, examiner: Examiner) -> Examined:
    """Return what all looks at `piece` show together."""
    return Examined(*joined(list(looks_at(piece, examiner))))


def _looks(piece: Piece, examiner: Examiner) -> Iterator[Examined]:
    yield examiner.examine(piece.path, piece.data, piece.first_line, whole=piece.whole, places=piece.places)
    if piece.begins and (structured := examiner.structure(piece.path, piece.data, whole=piece.whole)):
        yield structured
    if piece.inside_line:
        for quote in _QUOTES:
            yield examiner.examine(piece.path, quote + bytes(piece.data), piece.first_line, whole=piece.whole)
    if piece.binary:
        squeezed = bytes(piece.data).translate(None, b"\0")
        if examiner.examine(piece.path, squeezed, piece.first_line, whole=piece.whole) != _NOTHING:
            narrow = with_narrow_text(bytes(piece.data))
            yield examiner.examine(piece.path, narrow, piece.first_line, whole=piece.whole)
