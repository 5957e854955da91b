"""Joins for certificates on paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from pathlib import Path

_LARGEST = 16 * 2**20


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
