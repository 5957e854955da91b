"""The folder of certificates: one folder each, with the draft, its reviews, what was signed and what revoked it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.lifecycle import CertificateFiles
from muniment.domain.patterns import lazily
from muniment.errors import InputError, Problem
from muniment.stores.whole_file import read_whole

if TYPE_CHECKING:
    from pathlib import Path

DRAFT, CERTIFICATE, REVOCATION, SEARCHES = "draft.toml", "certificate.json", "revocation.json", "searches"
_ID = lazily(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_LARGEST = 16 * 2**20


def folder_of(within: Path, id_: str) -> Path:
    """Return the folder of a certificate, whether it is there or not. Raises: InputError for what cannot be an id."""
    if not _ID.fullmatch(id_) or id_ == SEARCHES:
        what = "cannot be the id of a certificate"
        raise InputError(Problem(where=f"`{id_}`", what=what, help="use letters, digits, `.`, `_` and `-`, as `--id`"))
    return within / id_


def read_kept(within: Path, id_: str) -> CertificateFiles:
    """Return the files of one certificate. Raises: InputError where there is none of this id."""
    folder = folder_of(within, id_)
    if not folder.is_dir():
        known = ", ".join(f"`{each}`" for each in ids(within)) or "none"
        raise InputError(Problem(where=f"certificate `{id_}`", what=f"is not in {within}", help=f"there: {known}"))
    return CertificateFiles(
        id=id_,
        draft=_maybe(folder / DRAFT),
        reviews=tuple(read_whole(path, _LARGEST) for path in sorted(folder.glob("review-*.json"))),
        certificate=_maybe(folder / CERTIFICATE),
        revocation=_maybe(folder / REVOCATION),
    )


def ids(within: Path) -> tuple[str, ...]:
    """Return the ids of all certificates in a folder, in order; none where it does not exist."""
    if not within.is_dir():
        return ()
    return tuple(sorted(path.name for path in within.iterdir() if path.is_dir() and path.name != SEARCHES))


def searches(within: Path) -> tuple[tuple[str, bytes], ...]:
    """Return every search record, by the name of its file."""
    return tuple((path.name, read_whole(path, _LARGEST)) for path in sorted((within / SEARCHES).glob("*.json")))


def next_review(within: Path, id_: str) -> Path:
    """Return where the next review of a certificate goes."""
    folder = folder_of(within, id_)
    return folder / f"review-{len(list(folder.glob('review-*.json'))) + 1:02}.json"


def _maybe(path: Path) -> bytes | None:
    return read_whole(path, _LARGEST) if path.is_file() else None
