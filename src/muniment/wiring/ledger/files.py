"""Proofs, checkpoints and tiles as files: read, verified, written."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from muniment.errors import InputError, Problem, ProofError
from muniment.prove import checkpoint as notes
from muniment.prove import consistency, tlog_proof
from muniment.prove.checkpoint import note_key
from muniment.prove.entry import read_leaf
from muniment.wiring.ledger import opened, trusted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from muniment.app.ledger import LedgerRecords
    from muniment.domain.entry import Entry
    from muniment.domain.ledger_place import LedgerPlace
    from muniment.prove.checkpoint import Checkpoint, NoteKey, SignedCheckpoint
    from muniment.prove.tlog_proof import Included
    from muniment.signers.file_key import FileKey

_LARGEST = 64 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedEntry:
    """An entry that a proof shows to be in a ledger, and the names of the contents that were compared with it."""

    included: Included
    entry: Entry
    contents: list[str] = field(default_factory=list)

    def check(self, name: str, path: Path) -> None:
        """Compare the content in `path`. Raises: RefusedError where the entry commits to another one."""
        from muniment.app.ledger.proofs import check_content

        salt = path.with_name(f"{path.name}.salt")
        check_content(self.entry.commitments, name, _read(path), _read(salt) if salt.exists() else None)
        self.contents.append(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consistent:
    """Two checkpoints of which the new one goes on from the old one; `request` shows it to others."""

    old: Checkpoint
    new: Checkpoint
    request: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A checkpoint that a witness signed; `before` is the size of the one before, if there was one."""

    origin: str
    size: int
    before: int | None
    note: bytes


def verify_proof(
    path: Path,
    keys: tuple[Path, ...],
    name: str | None,
    entry: Path | None,
    witnesses: Sequence[tuple[str, str]],
    threshold: int,
) -> VerifiedEntry:
    """Return the entry that the proof in `path` shows to be in a ledger with one of `keys`.

    Raises: ProofError where it does not; InputError for a file that cannot be read.
    """
    raw = _read(path)
    found = tlog_proof.read(raw[: tlog_proof.LARGEST])
    leaf = _read(entry) if entry else found.extra
    if leaf is None:
        help_ = "give it with --entry"
        raise InputError(Problem(where=str(path), what="does not carry the entry that it is of", help=help_))
    logs = _logs(keys, name or found.checkpoint.checkpoint.origin)
    known = [note_key(label, trusted((Path(each),))[0]) for label, each in witnesses]
    included = tlog_proof.verify(raw, leaf, logs=logs, witnesses=known, threshold=threshold)
    return VerifiedEntry(included=included, entry=read_leaf(leaf))


def consistent_by_ledger(old: Path, new: Path, place: LedgerPlace | None, keys: tuple[Path, ...]) -> Consistent:
    """Return what a ledger shows of two checkpoints, which `keys`, or its own, must have signed.

    Raises: RefusedError where it holds something else; ProofError for a checkpoint that it did not sign; InputError.
    """
    from muniment.app.ledger.proofs import current_keys, prove_consistency

    if place is None:
        raise InputError(Problem(where="ledger", what="nothing says where it is"))
    with opened(place) as ledger:
        before, after = (
            notes.verify(each, _logs(keys, each.checkpoint.origin) if keys else current_keys(ledger))
            for each in (_checkpoint(old), _checkpoint(new))
        )
        found = prove_consistency(ledger, before, after)
    return Consistent(old=before, new=after, request=consistency.write(found))


def consistent_by_proof(old: Path, new: Path, proof: Path, keys: tuple[Path, ...]) -> Consistent:
    """Return what the file `proof` shows of two checkpoints that `keys` signed.

    Raises: ProofError where it does not show it; InputError for a file that cannot be read.
    """
    first, second = _checkpoint(old), _checkpoint(new)
    logs = _logs(keys, first.checkpoint.origin)
    before, after = notes.verify(first, logs), notes.verify(second, logs)
    raw = _read(proof)
    shown = consistency.verify(raw, before, logs=logs).checkpoint
    if shown != after:
        what = f"is of a checkpoint over {shown.size} entries, and {new} is another one"
        raise ProofError(Problem(where=str(proof), what=what))
    return Consistent(old=before, new=after, request=raw)


def witness(request: Path, keys: tuple[Path, ...], name: str, signer: FileKey, state: Path) -> Seen:
    """Return the checkpoint in `request` with a signature more, if it goes on from the one in `state`, and keep it.

    Raises: ProofError where it does not, or `keys` did not sign it; InputError.
    """
    from muniment.stores.ledger.anchor import Anchor

    anchor = Anchor(state)
    kept = anchor.read()
    raw = _read(request)
    logs = _logs(keys, consistency.read(raw[: consistency.LARGEST]).new.checkpoint.origin)
    old = notes.verify(kept, logs) if kept else None
    new = consistency.verify(raw, old, logs=logs)
    cosigned = notes.write(notes.cosign(new, name=name, signer=signer))
    anchor.write(cosigned)
    head = new.checkpoint
    return Seen(origin=head.origin, size=head.size, before=old.size if old else None, note=cosigned)


def export_tiles(ledger: LedgerRecords, folder: Path) -> tuple[int, int]:
    """Write the ledger as tiles, the checkpoint last; return its size, and the number of files written.

    Raises: InputError where a file cannot be written, or one there says something else.
    """
    from itertools import chain

    from muniment.app.ledger.proofs import leaves
    from muniment.prove.tiles import entry_bundles, hash_tiles
    from muniment.stores.ledger.tile_files import put, put_checkpoint

    note = ledger.latest()
    size = notes.read(note).checkpoint.size
    written = sum(
        put(folder, path, content)
        for path, content in chain(hash_tiles(ledger.subtree, size), entry_bundles(leaves(ledger, size)))
    )
    put_checkpoint(folder, note)
    return size, written + 1


def _checkpoint(path: Path) -> SignedCheckpoint:
    """Return the checkpoint in a file, or in the proof that is in it."""
    raw = _read(path)
    return tlog_proof.read(raw).checkpoint if raw.startswith(tlog_proof.HEADER.encode()) else notes.read(raw)


def _logs(keys: tuple[Path, ...], name: str) -> list[NoteKey]:
    return [note_key(name, key) for key in trusted(keys)]


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
    except OSError as error:
        what = f"cannot be read ({(error.strerror or type(error).__name__).lower()})"
        raise InputError(Problem(where=str(path), what=what)) from error
    if len(raw) > _LARGEST:
        raise InputError(Problem(where=str(path), what="is larger than 64 MiB"))
    return raw
