"""That one checkpoint goes on from another, as a text file: what a witness asks for before it signs.

Format: the request of c2sp.org/tlog-witness: `old` and the size before, the hashes, an empty line, the new checkpoint.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.prove import checkpoint as notes
from muniment.prove.checkpoint import plain_hash, plain_number
from muniment.prove.merkle import EMPTY_ROOT, proves_consistency
from muniment.prove.sealed import check, check_size, failed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from muniment.prove.checkpoint import Checkpoint, NoteKey, SignedCheckpoint

LARGEST = 2**20
"""Bytes of the largest file that is read."""

CHECKS = (
    "the file is no larger than 1 MiB",
    "it is a request in the form of c2sp.org/tlog-witness, in its one spelling",
    "a key that is trusted for the ledger signed the new checkpoint",
    "both checkpoints are of one ledger, and the old one has the size that the file names",
    "the hashes show the new tree to begin with the entries of the old one",
)
"""What passes, in order; the first has number 1. `verify` stops at the first check that fails."""

_MOST_HASHES = 63


@dataclass(frozen=True, slots=True, kw_only=True)
class Consistency:
    """Hashes that show the tree of `new` to begin with the first `old` entries."""

    old: int
    path: tuple[bytes, ...]
    new: SignedCheckpoint


def write(proof: Consistency) -> bytes:
    """Return the file; `read` gives the same back."""
    lines = (f"old {proof.old}", *(base64.b64encode(each).decode() for each in proof.path), "")
    return "".join(f"{line}\n" for line in lines).encode() + notes.write(proof.new)


def read(raw: bytes) -> Consistency:
    """Return what is in `raw`, still to be verified. There is one spelling of each.

    Raises: ProofError, and nothing else.   Source: C2SP tlog-witness, add-checkpoint.
    """
    head, blank, note = raw.partition(b"\n\n")
    try:
        first, *lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise failed("consistency", "is not text in ASCII before its checkpoint") from error
    if not blank or not first.startswith("old "):
        raise failed("consistency", "has no line `old N`, or no checkpoint behind an empty line")
    if len(lines) > _MOST_HASHES:
        raise failed("consistency", f"has {len(lines)} hashes, and {_MOST_HASHES} are the most")
    old = plain_number(first.removeprefix("old "), "consistency, old size")
    path = tuple(plain_hash(line, f"consistency, hash {at}") for at, line in enumerate(lines, start=1))
    return Consistency(old=old, path=path, new=notes.read(note))


def verify(proof: bytes, old: Checkpoint | None, *, logs: Sequence[NoteKey]) -> SignedCheckpoint:
    """Return the new checkpoint, if it goes on from `old`, which the caller believes; nothing stands for no entries.

    The checks are those of `CHECKS`, in that order.
    Raises: ProofError, and nothing else; it names the check that failed.   Source: C2SP tlog-witness; RFC 9162 2.1.4.2.
    """
    with check(1):
        check_size(proof, LARGEST)
    with check(2):
        found = read(proof)
    with check(3):
        new = notes.verify(found.new, logs)
    before, root = (old.size, old.root) if old else (0, EMPTY_ROOT)
    with check(4):
        if old is not None and old.origin != new.origin:
            raise failed("consistency", f"is of `{new.origin}`, and the old checkpoint is of `{old.origin}`")
        if found.old != before:
            raise failed("consistency", f"goes on from {found.old} entries, and the old checkpoint is of {before}")
    with check(5):
        if not proves_consistency(before, root, new.size, new.root, found.path):
            raise failed("consistency", f"does not show that the first {before} entries are still there unchanged")
    return found.new
