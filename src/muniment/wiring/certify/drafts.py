"""Joins for certificates: drafts and the files that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment import wiring
from muniment.errors import DraftError, InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from muniment.app.ports import Signer
    from muniment.domain.certification import Certification, Draft
    from muniment.domain.ledger_place import LedgerPlace
    from muniment.domain.statement import Statement

_LARGEST = 64 * 2**20
"""Bytes of the largest file that a draft may name; only its digest goes into a certificate, or its words."""


def draft(path: Path) -> Draft:
    """Return the draft in the file at `path`. Raises: DraftError."""
    from muniment.readers.certification import read_draft

    text = wiring.text_of(path, DraftError, "`muniment certify draft` writes one to start from")
    return read_draft(text, where=str(path))


def draft_in(raw: bytes, path: Path) -> Draft:
    """Return the draft in `raw`, which was read from `path`. Raises: DraftError."""
    from muniment.readers.certification import read_draft

    try:
        return read_draft(raw.decode(), where=str(path))
    except UnicodeDecodeError as error:
        what = f"is not UTF-8 (byte {error.start + 1})"
        raise DraftError(Problem(where=str(path), what=what, help="save it as UTF-8")) from error


def files_of(brings: Certification, folder: Path) -> Mapping[str, bytes]:
    """Return the content of every file that is named, seen from `folder`. Raises: InputError with all problems."""
    found: dict[str, bytes] = {}
    problems: list[Problem] = []
    for name in brings.files:
        path = folder / name
        try:
            with path.open("rb") as file:
                content = file.read(_LARGEST + 1)
        except OSError as error:
            what = f"cannot be read ({(error.strerror or type(error).__name__).lower()})"
            problems.append(Problem(where=str(path), what=what, help="the draft names it; put it there"))
            continue
        if len(content) > _LARGEST:
            problems.append(Problem(where=str(path), what="is larger than 64 MiB", help="name a smaller file"))
        found[name] = content
    if problems:
        raise InputError(*problems)
    return found


def countersign(
    certificate: Path, keys: Sequence[Path], key: Signer, as_of: date, ledger: LedgerPlace | None
) -> Statement:
    """Add the signature of `key` to a certificate that one of `keys` signed, in place, and return what both signed.

    The ledger, where there is one, is told first: the file is another one than before, and needs a proof of its own.
    Raises: ProofError where it cannot be believed on `as_of`; RefusedError where `key` signed it already; InputError.
    """
    from muniment.app.certify.cosign import cosign
    from muniment.prove.state import LARGEST
    from muniment.prove.verify import verify
    from muniment.signers.file_key import load_public
    from muniment.stores.whole_file import read_whole, write_whole
    from muniment.wiring.recorded import announced

    envelope = read_whole(certificate, LARGEST)
    statement = verify(envelope, keys=[load_public(each) for each in keys], as_of=as_of).statement
    with announced("countersign a certificate", {"contract": statement.scope.contract}, ledger) as telling:
        signed = cosign(envelope, key)
        verify(signed, keys=(*(load_public(each) for each in keys), key.public), as_of=as_of)
        if telling:
            telling.recorder.signature(statement, signed, telling.after)
    write_whole(certificate, signed)
    return statement
