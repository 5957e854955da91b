"""Gateways beside each other: each signs how far its own log goes, and writes down what the others have signed.

What is signed is a checkpoint in the form of ledgers (c2sp.org/tlog-checkpoint): the replica's name, the number of
lines, the digest of the last line in place of a root, and a line that says that it is one of these.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from muniment.enforce.call_chain import Head
from muniment.errors import Problem, ProofError
from muniment.prove import checkpoint as notes
from muniment.prove.checkpoint import Checkpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from muniment.prove.checkpoint import NoteKey, NoteSigner

FORM: Final = "muniment.call-log/1"
"""Keeps what is signed here apart from the checkpoints of ledgers."""
PEER: Final = "peer"
"""The kind of the record that holds what another replica has signed."""
_BEGINNING: Final = 128
"""Bytes of a line of a log in which its kind stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """What a replica has signed: that its log had these lines. `note` is the text with the signature."""

    replica: str
    head: Head
    note: bytes


class Checkpoints(Protocol):
    """Where replicas find the newest that each of them has signed. Both raise InputError where it cannot be had."""

    def publish(self, vouched: Vouched, signed: Callable[[bytes], int]) -> None:
        """Put it in place of whatever is there of the same replica. Raises: RefusedError where that is a later one.

        `signed` tells how many lines the replica has signed in a note, which is none where the note is not its own.
        """

    def close(self) -> None:
        """Let go of it, at once."""

    def all(self) -> tuple[bytes, ...]:
        """Return the notes that are there; nobody has verified them."""


def vouch(replica: str, head: Head, signer: NoteSigner) -> Vouched:
    """Return what the replica signs of its own log, which has a line at least. Raises: ProofError."""
    checkpoint = Checkpoint(origin=replica, size=head.lines, root=bytes.fromhex(head.digest), extensions=(FORM,))
    return Vouched(replica=replica, head=head, note=notes.write(notes.sign(checkpoint, name=replica, signer=signer)))


def believed(note: bytes, keys: Sequence[NoteKey]) -> Vouched:
    """Return what a replica signed, whose key is among `keys`. Raises: ProofError."""
    checkpoint = notes.verify(notes.read(note), keys)
    if checkpoint.extensions != (FORM,):
        raise ProofError(Problem(where="checkpoint", what=f"of `{checkpoint.origin}` is not of a log of calls"))
    return Vouched(replica=checkpoint.origin, head=Head(checkpoint.size, checkpoint.root.hex()), note=note)


def is_of_kind(line: bytes, kind: str) -> bool:
    """Say of a line of a log, without reading all of it, whether its record is of `kind`."""
    return b',"kind":"%b",' % kind.encode() in line[:_BEGINNING]


def peer_record(at: datetime, seen: Vouched) -> bytes:
    """Return the record of what another replica has signed."""
    told = {
        "kind": PEER,
        "at": at.isoformat(timespec="milliseconds"),
        "replica": seen.replica,
        "lines": seen.head.lines,
        "head": seen.head.digest,
        "note": seen.note.decode(),
    }
    return json.dumps(told, separators=(",", ":")).encode()
