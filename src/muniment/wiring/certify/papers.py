"""Joins for certificates on paper."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from pathlib import Path

    from muniment.prove.package import VerifiedPackage

_LARGEST = 16 * 2**20
PAPER_CHECK = "the PDF of the certificate has this certificate attached, and nothing else"
"""P8."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperAsked:
    """The certificate, the keys by which it is believed, and what is shown beside it."""

    certificate: Path
    keys: Sequence[Path]
    proof: Path | None
    burn_down: Path | None
    marking: str
    withheld: Sequence[str]
    fonts: Sequence[Path]
    as_of: date


def paper(asked: PaperAsked) -> bytes:
    """Return the PDF of a certificate that was verified first.

    Raises: ProofError where it cannot be believed; InputError where the extra `certificates` is not installed, and for
    files that cannot be read.
    """
    from muniment.prove.canonical import digest
    from muniment.prove.verify import verify
    from muniment.render.paper.document import Beside, document
    from muniment.signers.file_key import load_public
    from muniment.stores.whole_file import read_whole

    raw = read_whole(asked.certificate, _LARGEST)
    verified = verify(raw, keys=[load_public(each) for each in asked.keys], as_of=asked.as_of)
    picture = read_whole(asked.burn_down, _LARGEST) if asked.burn_down else None
    beside = Beside(
        digest=digest(raw),
        keys=verified.signed_by,
        ledger=_ledger(asked.proof) if asked.proof else (),
        marking=asked.marking,
        burn_down=_in_words(picture, asked.burn_down) if picture is not None else "",
        withheld=tuple(asked.withheld),
    )
    content = document(verified.statement, beside)
    return _typeset(content, raw, picture, verified.statement.issued_at, asked.fonts)


def in_paper(raw: bytes, where: str) -> bytes:
    """Return the certificate that is attached to a PDF. Raises: ProofError; InputError where the extra is missing."""
    from muniment.readers.paper import certificate_in

    try:
        return certificate_in(raw, where)
    except ImportError as error:
        what = "a certificate on paper is read where the extra `certificates` is installed"
        raise InputError(Problem(where=where, what=what, help="pip install 'muniment[certificates]'")) from error


def refuse_other(raw: bytes, found: VerifiedPackage) -> VerifiedPackage:
    """Return the package `found` in `raw` if each PDF in it has the certificate beside it attached, and nothing else.

    Where the extra is not installed, nothing is compared, and no check is told as passed. Raises: ProofError.
    """
    from muniment.prove.manifest import PICTURE
    from muniment.prove.package import inside, open_package

    if not _has_paper(found):
        return found
    contents, compared = open_package(raw)[0], True
    if PICTURE in contents:
        compared = is_of(contents[PICTURE], found.envelope, f"check P8, {PICTURE}")
    for each in found.nested:
        with inside(each.name):
            refuse_other(contents[each.name], each.package)
    told = (("P8", PAPER_CHECK),) if compared else ()
    return replace(found, checks=(*found.checks, *told))


def _has_paper(found: VerifiedPackage) -> bool:
    from muniment.prove.manifest import PICTURE

    here = any(each.name == PICTURE and not each.withheld for each in found.files)
    return here or any(_has_paper(each.package) for each in found.nested)


def is_of(paper: bytes, envelope: bytes, where: str) -> bool:
    """Return True where a PDF has this certificate attached; False where nothing here reads PDFs.

    Raises: ProofError where it has another one, or more than that.
    """
    from muniment.errors import ProofError
    from muniment.readers.paper import certificate_in

    try:
        attached = certificate_in(paper, where)
    except ImportError:
        return False
    if attached != envelope:
        what, help_ = "has another certificate attached", "read the signed one, and ask for a PDF of that"
        raise ProofError(Problem(where=where, what=what, help=help_))
    return True


def _typeset(
    content: dict[str, Any], raw: bytes, picture: bytes | None, made_at: datetime, fonts: Sequence[Path]
) -> bytes:
    try:
        from muniment.render.paper.typeset import Attached, typeset
    except ImportError as error:
        help_ = "pip install 'muniment[certificates]'"
        what = "a certificate on paper needs the extra `certificates`"
        raise InputError(Problem(where="certify pdf", what=what, help=help_)) from error
    return typeset(content, Attached(envelope=raw, burn_down=picture), made_at, fonts)


def _ledger(path: Path) -> tuple[tuple[str, str], ...]:
    """Return what a reader compares of a proof: whose ledger, which entry of how many, and the root."""
    import base64

    from muniment.prove import tlog_proof
    from muniment.stores.whole_file import read_whole

    proof = tlog_proof.read(read_whole(path, tlog_proof.LARGEST))
    stated = proof.checkpoint.checkpoint
    return (
        ("origin", stated.origin),
        ("entry", f"{proof.index:,} of {stated.size:,}"),
        ("root", base64.b64encode(stated.root).decode()),
    )


def _in_words(picture: bytes, path: Path | None) -> str:
    """Return the description in a picture. Raises: InputError where it has none, as nobody could hear what it shows."""
    import re
    from html import unescape

    found = re.search(rb"<desc>([^<]{1,2000})</desc>", picture)
    if found is None:
        help_ = "`muniment plan --burn-down FILE` draws one that says in words what it shows"
        raise InputError(Problem(where=str(path), what="has no description in words", help=help_))
    return unescape(found[1].decode("utf-8", "replace"))
