"""A bundle as a file: a zip archive without compression, in one order and with one date, so that equal is identical."""

from __future__ import annotations

import stat
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from muniment.errors import InputError, Problem, ProofError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

ENVELOPE: Final = "rulebook.dsse.json"
_INSIDE: Final = "rulebook/"
_LARGEST_FILE: Final = 4 * 2**20
_LARGEST: Final = 64 * 2**20
_MOST_FILES: Final = 20_000
_THEN: Final = (1980, 1, 1, 0, 0, 0)
_UNIX: Final = 3
_MODE: Final = 0o100644 << 16


def write_bundle(to: Path, envelope: bytes, contents: Mapping[str, bytes]) -> None:
    """Write the file, of which nothing appears before it is whole. What was there stays where that fails.

    Raises: InputError.
    """
    draft = to.with_name(f".{to.name}.draft")
    try:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(_member(ENVELOPE), envelope)
            for path, content in sorted(contents.items()):
                archive.writestr(_member(_INSIDE + path), content)
        draft.replace(to)
    except OSError as error:
        raise _unreadable(to, "cannot be written", error) from error
    finally:
        draft.unlink(missing_ok=True)


def read_bundle(path: Path) -> tuple[bytes, dict[str, bytes]]:
    """Return the envelope in the file at `path`, and the contents beside it by their path in the rulebook.

    Refused is what no bundle of ours has, before anything of it is read: compression, and so bombs; a name twice, also
    in other letters; a folder, a link, a name that leads elsewhere; more than 4 MiB in one file or 64 MiB in all.
    Raises: ProofError for that; InputError where the file itself cannot be read.
    """
    try:
        with _opened(path) as archive:
            infos = archive.infolist()
            _refuse_strange(path, infos)
            members = {info.filename: archive.read(info) for info in infos}
    except OSError as error:
        raise _unreadable(path, "cannot be read", error) from error
    envelope = members.pop(ENVELOPE)
    return envelope, {name.removeprefix(_INSIDE): content for name, content in members.items()}


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open the archive; whatever the module says of a damaged one becomes our error."""
    if path.stat().st_size > _LARGEST:
        raise _refused(path, f"is larger than {_LARGEST // 2**20} MiB")
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise _refused(path, f"is no bundle, or a damaged one ({str(error).lower()})") from error


def _refuse_strange(path: Path, infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > _MOST_FILES:
        raise _refused(path, f"holds {len(infos)} files, and {_MOST_FILES} are the most")
    if ENVELOPE not in {info.filename for info in infos}:
        raise _refused(path, f"has no `{ENVELOPE}`, so nobody signed it")
    if sum(info.file_size for info in infos) > _LARGEST:  # entries may share their bytes, so the file can be smaller
        raise _refused(path, f"holds more than {_LARGEST // 2**20} MiB")
    seen: set[str] = set()
    for info in infos:
        if why := _strange(info, seen):
            raise _refused(path, f"`{info.filename}` {why}")
        seen.add(info.filename.casefold())


def _strange(info: zipfile.ZipInfo, seen: set[str]) -> str:
    name = info.filename
    parts = name.removeprefix(_INSIDE).split("/")
    if info.orig_filename != name or not name.isprintable() or "\\" in name or ":" in name:
        return "is no name of a file in a rulebook"
    if name != ENVELOPE and (not name.startswith(_INSIDE) or any(not part or part.startswith(".") for part in parts)):
        return "does not lie inside the rulebook"
    if name.casefold() in seen:
        return "is there twice"
    if stat.S_IFMT(info.external_attr >> 16) not in {0, stat.S_IFREG}:
        return "is no regular file"
    if info.compress_type != zipfile.ZIP_STORED or info.file_size != info.compress_size or info.flag_bits & 1:
        return "is compressed or encrypted"
    return "is larger than 4 MiB" if info.file_size > _LARGEST_FILE else ""


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _THEN)
    info.create_system = _UNIX
    info.external_attr = _MODE
    return info


def _refused(path: Path, what: str) -> ProofError:
    return ProofError(Problem(where=str(path), what=what, help="`muniment rules pack` writes bundles"))


def _unreadable(path: Path, what: str, error: OSError) -> InputError:
    return InputError(Problem(where=str(path), what=f"{what} ({(error.strerror or type(error).__name__).lower()})"))
