"""One entry of a ledger, provable by itself: place, path to the root, and the signed checkpoint in one text file.

Format: c2sp.org/tlog-proof@v1. Such a file is verified without the network, the ledger and the other entries.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.prove import checkpoint as notes
from muniment.prove.checkpoint import plain_base64, plain_hash, plain_number
from muniment.prove.merkle import leaf_hash, proves_inclusion
from muniment.prove.sealed import check, check_size, failed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from muniment.prove.checkpoint import Checkpoint, NoteKey, SignedCheckpoint

LARGEST = 2**20
"""Bytes of the largest proof that is read."""

HEADER = "c2sp.org/tlog-proof@v1"

CHECKS = (
    "the file is no larger than 1 MiB",
    "it is a proof in the form of c2sp.org/tlog-proof@v1, in its one spelling",
    "a key that is trusted for the ledger signed the checkpoint",
    "as many trusted witnesses signed the checkpoint as asked for",
    "the path leads from the entry to the root in the checkpoint",
)
"""What passes, in order; the first has number 1. `verify` stops at the first check that fails."""

_LONGEST_PATH = 63


@dataclass(frozen=True, slots=True, kw_only=True)
class TlogProof:
    """Says that some entry is at `index`, counted from 0, of the ledger that the checkpoint is of.

    `path` are the hashes from the sibling of the leaf to the child of the root. `extra` is opaque, and nothing proves
    it.
    """

    index: int
    path: tuple[bytes, ...]
    checkpoint: SignedCheckpoint
    extra: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Included:
    """An entry that is in a ledger. `witnesses` are the names of those trusted that signed the checkpoint too."""

    index: int
    checkpoint: Checkpoint
    witnesses: tuple[str, ...]
    checks: tuple[str, ...]


def write(proof: TlogProof) -> bytes:
    """Return the file; `read` gives the same back."""
    extra = () if proof.extra is None else (f"extra {base64.b64encode(proof.extra).decode()}",)
    path = (base64.b64encode(each).decode() for each in proof.path)
    lines = (HEADER, *extra, f"index {proof.index}", *path, "")
    return "".join(f"{line}\n" for line in lines).encode() + notes.write(proof.checkpoint)


def read(raw: bytes) -> TlogProof:
    """Return the proof in `raw`, which is still to be verified. There is one spelling of each.

    Raises: ProofError, and nothing else.   Source: C2SP tlog-proof, Format.
    """
    head, blank, note = raw.partition(b"\n\n")
    try:
        header, *lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise failed("proof", "is not text in ASCII before its checkpoint") from error
    if header != HEADER or not blank:
        raise failed("proof", f"is not of the form `{HEADER}` with a checkpoint behind an empty line")
    extra = None
    if lines and lines[0].startswith("extra "):
        extra = plain_base64(lines.pop(0).removeprefix("extra "), "proof, extra")
    if not lines or not lines[0].startswith("index "):
        raise failed("proof", "has no line `index N`")
    index = plain_number(lines.pop(0).removeprefix("index "), "proof, index")
    if len(lines) > _LONGEST_PATH:
        raise failed("proof", f"has {len(lines)} hashes, and {_LONGEST_PATH} are the most that a path has")
    path = tuple(plain_hash(line, f"proof, hash {at}") for at, line in enumerate(lines, start=1))
    return TlogProof(index=index, path=path, checkpoint=notes.read(note), extra=extra)


def verify(
    proof: bytes, entry: bytes, *, logs: Sequence[NoteKey], witnesses: Sequence[NoteKey] = (), threshold: int = 0
) -> Included:
    """Return where `entry`, byte for byte, is in a ledger whose key is among `logs`, under its origin.

    At least `threshold` keys of `witnesses` must have signed too; a key of the ledger is none. The checks are those of
    `CHECKS`, in that order.
    Not checked: what the entry says, and that the ledger shows everybody the same checkpoints, which witnesses are for.
    Raises: ProofError, and nothing else; it names the check that failed.   Source: C2SP tlog-proof; RFC 9162 2.1.3.2.
    """
    with check(1):
        check_size(proof, LARGEST)
    with check(2):
        found = read(proof)
    with check(3):
        checkpoint = notes.verify(found.checkpoint, logs)
    with check(4):
        own = {each.key.keyid for each in logs if each.name == checkpoint.origin}
        seen = notes.signers(found.checkpoint, [each for each in witnesses if each.key.keyid not in own])
        if (count := len({each.key.keyid for each in seen})) < threshold:
            raise failed("checkpoint", f"{count} trusted witnesses signed it, and {threshold} are asked for")
    with check(5):
        if not proves_inclusion(leaf_hash(entry), found.index, checkpoint.size, found.path, checkpoint.root):
            raise failed("proof", f"does not lead from this entry to the root over {checkpoint.size} entries")
    names = tuple(each.name for each in seen)
    return Included(index=found.index, checkpoint=checkpoint, witnesses=names, checks=CHECKS)
