"""Imported lists in an organisation's own folder: the file as it came, named after its digest, and a note beside it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from muniment.domain.ids import Digest
from muniment.domain.official_list import ListKind
from muniment.errors import InputError, Problem, RefusedError
from muniment.stores.whole_file import put_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FORMAT: Final = "muniment.list/1"
_MEND = "import the list again into a new folder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """An imported edition: its kind, what the organisation calls it, the day that it bears, and its file."""

    kind: ListKind
    name: str
    dated: date
    imported: datetime
    file: str
    digest: Digest
    entries: int


def digest_of(data: bytes) -> Digest:
    """Return the digest of a file's bytes."""
    return Digest(f"sha256:{hashlib.sha256(data).hexdigest()}")


def keep(folder: Path, data: bytes, note: Imported) -> None:
    """Put a list into `folder`, which is made where it is missing; the note comes last, so that no half is a list.

    Raises: RefusedError where the same bytes are there under another kind, name or day; InputError where it cannot be
    written. Importing the same again changes nothing.
    """
    stem = note.digest.removeprefix("sha256:")
    path = folder / f"{stem}.json"
    try:
        if path.exists():
            _refuse_other(_read(path), note, path)
            return
        folder.mkdir(parents=True, exist_ok=True)
        put_whole(folder / f"{stem}.data", data)
        put_whole(path, f"{json.dumps(_value(note), indent=2, ensure_ascii=False, sort_keys=True)}\n".encode())
    except OSError as error:
        raise _failed(folder, error, "written") from error


def kept(folder: Path) -> tuple[Imported, ...]:
    """Return the notes of all lists in `folder`; none where there is none. Raises: InputError for a damaged one."""
    try:
        return tuple(_read(path) for path in sorted(folder.glob("*.json")))
    except OSError as error:
        raise _failed(folder, error, "read") from error


def content(folder: Path, note: Imported) -> bytes:
    """Return the bytes of a list. Raises: InputError where they are not those that were imported."""
    path = folder / f"{note.digest.removeprefix('sha256:')}.data"
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _failed(path, error, "read") from error
    if digest_of(data) != note.digest:
        raise InputError(Problem(where=str(path), what="was changed since it was imported", help=_MEND))
    return data


def newest(notes: tuple[Imported, ...], day: date) -> Iterator[Imported]:
    """Yield of each list the newest edition of at latest `day`; of one that has only later ones, the oldest."""
    for name in dict.fromkeys(note.name for note in notes):
        editions = sorted((note for note in notes if note.name == name), key=lambda note: (note.dated, note.imported))
        earlier = [note for note in editions if note.dated <= day]
        yield earlier[-1] if earlier else editions[0]


def _refuse_other(there: Imported, new: Imported, path: Path) -> None:
    if (there.kind, there.name, there.dated) != (new.kind, new.name, new.dated):
        what = f"these very bytes were imported as `{there.name}` ({there.kind.value}) dated {there.dated}"
        help_ = f"remove {path.name} first, if that was a mistake"
        raise RefusedError(Problem(where=new.file, what=what, help=help_))


def _read(path: Path) -> Imported:
    try:
        value = json.loads(path.read_bytes())
        found = Imported(
            kind=ListKind(value["kind"]),
            name=str(value["name"]),
            dated=date.fromisoformat(value["dated"]),
            imported=datetime.fromisoformat(value["imported"]),
            file=str(value["file"]),
            digest=Digest(str(value["digest"])),
            entries=int(value["entries"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(Problem(where=str(path), what="is no note of an imported list", help=_MEND)) from error
    if value["format"] != _FORMAT:
        what = f"is of the format `{value['format']}`, and this program knows `{_FORMAT}`"
        raise InputError(Problem(where=str(path), what=what, help="use a newer program"))
    if path.stem != found.digest.removeprefix("sha256:"):
        raise InputError(Problem(where=str(path), what="is named after another digest than it holds", help=_MEND))
    return found


def _value(note: Imported) -> dict[str, Any]:
    return {
        "format": _FORMAT,
        "kind": note.kind.value,
        "name": note.name,
        "dated": str(note.dated),
        "imported": note.imported.isoformat(),
        "file": note.file,
        "digest": note.digest,
        "entries": note.entries,
    }


def _failed(path: Path, error: OSError, done: str) -> InputError:
    reason = (error.strerror or type(error).__name__).lower()
    return InputError(Problem(where=str(error.filename or path), what=f"cannot be {done} ({reason})"))
