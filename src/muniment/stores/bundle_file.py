"""A bundle as a file: an archive in the one form that `prove.archive` writes, so that equal is identical."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from muniment.errors import InputError, Problem, ProofError
from muniment.prove.archive import Form, misnamed, packed, unpacked
from muniment.stores.whole_file import read_whole, write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ENVELOPE: Final = "rulebook.dsse.json"
_INSIDE: Final = "rulebook/"
_FORM: Final = Form(
    kind="bundle",
    largest=64 * 2**20,
    largest_file=4 * 2**20,
    most_files=20_000,
    first=(ENVELOPE,),
    help="`muniment rules pack` writes bundles",
)


def write_bundle(to: Path, envelope: bytes, contents: Mapping[str, bytes]) -> None:
    """Write the file, of which nothing appears before it is whole. What was there stays where that fails.

    Raises: InputError, also for a file whose name would not be a file everywhere.
    """
    inside = {_INSIDE + path: content for path, content in contents.items()}
    if problems := [Problem(where=name, what=why) for name in sorted(inside) if (why := misnamed(name))]:
        raise InputError(*problems)
    write_whole(to, packed({ENVELOPE: envelope, **inside}, _FORM))


def read_bundle(path: Path) -> tuple[bytes, dict[str, bytes]]:
    """Return the envelope in the file at `path`, and the contents beside it by their path in the rulebook.

    Refused is what no bundle of ours has: see `prove.archive`; and a file outside the rulebook.
    Raises: ProofError for that; InputError where the file itself cannot be read.
    """
    members = unpacked(read_whole(path, _FORM.largest), _FORM, str(path))
    if ENVELOPE not in members:
        raise _refused(path, f"has no `{ENVELOPE}`, so nobody signed it")
    envelope = members.pop(ENVELOPE)
    if outside := [name for name in members if not name.startswith(_INSIDE)]:
        raise _refused(path, f"`{outside[0]}` does not lie inside the rulebook")
    return envelope, {name.removeprefix(_INSIDE): content for name, content in members.items()}


def _refused(path: Path, what: str) -> ProofError:
    return ProofError(Problem(where=str(path), what=what, help=_FORM.help))
