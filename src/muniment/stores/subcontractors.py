"""The folder of subcontractors: for each, by its UEI, what was asked, whose key is whose, and what came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from muniment.domain.subcontract import Kind, Subcontractor
from muniment.errors import InputError, Problem
from muniment.prove.canonical import digest
from muniment.stores import subcontractor_records as records
from muniment.stores.whole_file import read_whole, write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from muniment.domain.ids import Digest
    from muniment.domain.subcontract import Enrolment, Received, Request

AUTHORITIES: Final = "authorities"
"""Root certificates of time-stamp authorities (PEM) and keys of witnesses (one a line) that the owner trusts."""
_REQUESTS, _KEYS, _RECEIVED = "request.json", "keys.json", "received.json"
_LARGEST = 256 * 2**20
_LARGEST_RECORD = 16 * 2**20
_ENDING: Final = {
    Kind.PACKAGE: ".mpkg",
    Kind.CERTIFICATE: ".json",
    Kind.PDF: ".pdf",
    Kind.FORM: ".json",
    Kind.WORKBOOK: ".xlsx",
    Kind.REVOCATION: ".json",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """One subcontractor's folder, and everything that its records say; what it holds of files is read when asked."""

    at: Path
    requests: tuple[Request, ...] = ()
    keys: tuple[Enrolment, ...] = ()
    received: tuple[Received, ...] = ()

    @property
    def of(self) -> Subcontractor:
        """Return whose folder it is, by the newest name."""
        return self.requests[-1].of if self.requests else Subcontractor(uei=self.at.name)


def folder_of(within: Path, uei: str) -> Folder:
    """Return the folder of one subcontractor, empty where there is none yet. Raises: InputError."""
    at = within / uei
    return Folder(
        at=at,
        requests=records.read_requests(*_record(at / _REQUESTS)) if (at / _REQUESTS).exists() else (),
        keys=records.read_keys(*_record(at / _KEYS)) if (at / _KEYS).exists() else (),
        received=records.read_received(*_record(at / _RECEIVED)) if (at / _RECEIVED).exists() else (),
    )


def all_folders(within: Path) -> tuple[Folder, ...]:
    """Return every subcontractor's folder, by UEI; none where nobody was ever asked. Raises: InputError."""
    if not within.is_dir():
        return ()
    names = sorted(each.name for each in within.iterdir() if each.is_dir() and each.name != AUTHORITIES)
    return tuple(folder_of(within, name) for name in names)


def keep_requests(folder: Folder, of: Subcontractor, requests: Sequence[Request]) -> None:
    """Write the requests to a subcontractor, in place of those that the folder held. Raises: InputError."""
    _write(folder.at / _REQUESTS, records.write_requests(of, requests))


def keep_keys(folder: Folder, enrolments: Sequence[Enrolment]) -> None:
    """Write the enrolments, in place of those that the folder held. Raises: InputError."""
    _write(folder.at / _KEYS, records.write_keys(enrolments))


def keep_received(folder: Folder, one: Received, raw: bytes, form: bytes | None) -> Path:
    """Keep a file and the form that says what it answers, each by its digest, and return where it is.

    The record is written last, so that it never tells of a file that is not there. Raises: InputError.
    """
    path = file_of(folder, one.digest, one.kind)
    _write(path, raw)
    if form is not None:
        _write(file_of(folder, digest(form), _kind_of_answers(form)), form)
    _write(folder.at / _RECEIVED, records.write_received((*folder.received, one)))
    return path


def content(folder: Folder, of: Digest, kind: Kind) -> bytes:
    """Return a file that was kept. Raises: InputError, also where it is not what came."""
    path = file_of(folder, of, kind)
    raw = read_whole(path, _LARGEST)
    if digest(raw) != of:
        raise InputError(Problem(where=str(path), what="is not the file that came: its digest is another"))
    return raw


def answers_of(folder: Folder, of: Digest) -> tuple[Kind, bytes]:
    """Return the form that says what a PDF answers, and whether it is a workbook. Raises: InputError, as above."""
    kind = Kind.WORKBOOK if file_of(folder, of, Kind.WORKBOOK).exists() else Kind.FORM
    return kind, content(folder, of, kind)


def _kind_of_answers(raw: bytes) -> Kind:
    return Kind.WORKBOOK if raw.startswith(b"PK") else Kind.FORM


def file_of(folder: Folder, of: Digest, kind: Kind) -> Path:
    """Return where a file of this digest is kept."""
    return folder.at / f"{of.removeprefix('sha256:')}{_ENDING[kind]}"


def authorities(within: Path) -> tuple[tuple[bytes, ...], tuple[str, ...]]:
    """Return the roots of time-stamp authorities, and the lines of witnesses' keys. Raises: InputError."""
    roots = tuple(read_whole(path, _LARGEST_RECORD) for path in sorted((within / AUTHORITIES).glob("*.pem")))
    texts = [read_whole(path, _LARGEST_RECORD) for path in sorted((within / AUTHORITIES).glob("*.vkey"))]
    lines = (line.strip() for text in texts for line in text.decode("utf-8", "replace").splitlines())
    return roots, tuple(line for line in lines if line and not line.startswith("#"))


def write_beside(folder: Folder, name: str, text: bytes) -> Path:
    """Write a letter, a form to fill in or a receipt into a subcontractor's folder. Raises: InputError."""
    path = folder.at / name
    _write(path, text)
    return path


def read_beside(folder: Folder, name: str) -> bytes:
    """Return what was written beside the records, to hold against it what comes back. Raises: InputError."""
    return read_whole(folder.at / name, _LARGEST)


def _record(path: Path) -> tuple[bytes, str]:
    return read_whole(path, _LARGEST_RECORD), str(path)


def _write(path: Path, raw: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"cannot be made ({(error.strerror or type(error).__name__).lower()})"
        raise InputError(Problem(where=str(path.parent), what=what)) from error
    write_whole(path, raw)
