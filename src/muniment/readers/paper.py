"""The signed statement in a certificate on paper, read with `pikepdf`, of the extra `certificates`."""

from __future__ import annotations

import logging
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from muniment.errors import Problem, ProofError

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST: Final = 16 * 2**20
"""Bytes of the largest certificate that is taken out of a PDF."""
_RUNS: Final = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition"})
"""Actions by which a PDF does more than show itself (ISO 32000-1, 12.6.4)."""
_DEEPEST: Final = 64


def certificate_in(raw: bytes, where: str) -> bytes:
    """Return the one content that is attached to a PDF, whether or not anything refers to it.

    What the pages say is not read, and whose signatures are in it is not asked.
    Raises: ProofError where nothing is attached, more than one content is, or the PDF holds what runs, or cannot be
    read; ImportError where no program that reads PDFs is installed.   Source: ISO 32000-1, 7.11.4.
    """
    import pikepdf  # noqa: PLC0415  (takes as long as verifying, and need not be installed)

    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)
    try:
        with pikepdf.open(BytesIO(raw)) as pdf:
            found = {_content(each, where) for each in _attached(pdf, where)}
    except ProofError:
        raise
    except Exception as error:  # the library lets out many kinds for what is damaged
        raise _refused(where, "is no PDF that can be read, or needs a password") from error
    if len(found) != 1:
        raise _refused(where, "has files of different content attached" if found else "has nothing attached")
    return found.pop()


def _attached(pdf: Any, where: str) -> Iterator[Any]:  # noqa: ANN401  (a library that need not be there)
    """Yield every stream that is attached as a file, of all objects of the PDF."""
    for each in pdf.objects:
        waiting = [(each, 0)]
        while waiting:
            one, depth = waiting.pop()
            if depth > _DEEPEST:
                raise _refused(where, "is nested too deeply")
            yield from _of(one, where)
            waiting += [(below, depth + 1) for below in _below(one) if not getattr(below, "is_indirect", False)]


def _below(one: Any) -> list[Any]:  # noqa: ANN401  (as above)
    import pikepdf  # noqa: PLC0415

    if isinstance(one, pikepdf.Array):
        return list(one)
    if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        return [one.get(key) for key in one.keys()]  # noqa: SIM118  (it is no mapping)
    return []


def _of(one: Any, where: str) -> Iterator[Any]:  # noqa: ANN401  (as above)
    import pikepdf  # noqa: PLC0415

    if not isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        return
    if str(one.get("/S", "")) in _RUNS or "/JS" in one:
        raise _refused(where, "holds something that runs when it is opened")
    if isinstance(one, pikepdf.Stream) and str(one.get("/Type", "")) == "/EmbeddedFile":
        yield one
    under = one.get("/EF")
    if isinstance(under, pikepdf.Dictionary):
        yield from (each for each in _below(under) if isinstance(each, pikepdf.Stream))


def _content(stream: Any, where: str) -> bytes:  # noqa: ANN401  (as above)
    """Return what is in a stream, which may unpack to no more than a certificate."""
    packed, how = stream.read_raw_bytes(), str(stream.get("/Filter", ""))
    if "/DecodeParms" in stream or how not in {"", "/FlateDecode"}:
        raise _refused(where, "has a file attached in a form that is not read")
    try:
        plain = zlib.decompressobj().decompress(packed, LARGEST + 1) if how else packed
    except zlib.error as error:
        raise _refused(where, "has a file attached that is damaged") from error
    if len(plain) > LARGEST:
        raise _refused(where, f"has a file attached of more than {LARGEST // 2**20} MiB")
    return plain


def _refused(where: str, what: str) -> ProofError:
    return ProofError(Problem(where=where, what=what, help="`muniment certify pdf` makes one of a certificate"))
