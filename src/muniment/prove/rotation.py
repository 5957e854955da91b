"""The change of a ledger's key, as an entry that the old key and the new one have signed."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from muniment.domain.entry import EntryType
from muniment.prove.checkpoint import plain_base64, read_verifier_key, write_verifier_key
from muniment.prove.keys import signed_note_with
from muniment.prove.sealed import failed

if TYPE_CHECKING:
    from muniment.domain.entry import Entry
    from muniment.prove.checkpoint import NoteKey, NoteSigner

_OLD, _NEW, _BY_OLD, _BY_NEW = "old", "new", "signature by old", "signature by new"


def rotation_details(size: int, old: NoteKey, new: NoteKey, by: tuple[NoteSigner, NoteSigner]) -> dict[str, str]:
    """Return what the entry at `size` says: both keys, and the signatures of `by`, the old one first, over that."""
    message = _message(size, old, new)
    by_old, by_new = (base64.b64encode(signer.sign_note(message)).decode() for signer in by)
    keys = {_OLD: write_verifier_key(old), _NEW: write_verifier_key(new)}
    return {**keys, _BY_OLD: by_old, _BY_NEW: by_new}


def rotated(entry: Entry, index: int) -> tuple[NoteKey, NoteKey]:
    """Return the old and the new key of the ledger, if the entry at `index` tells of that and both signed it.

    Raises: ProofError.
    """
    said = dict(entry.details)
    if entry.type is not EntryType.KEY_ROTATION or not {_OLD, _NEW, _BY_OLD, _BY_NEW} <= set(said):
        raise failed(f"entry {index}", "does not tell of a change of the key")
    old, new = read_verifier_key(said[_OLD]), read_verifier_key(said[_NEW])
    message = _message(index, old, new)
    for key, name in ((old, _BY_OLD), (new, _BY_NEW)):
        if not signed_note_with(key.key, plain_base64(said[name], f"entry {index}, {name}"), message):
            raise failed(f"entry {index}", f"was not signed by the key {key.key_id.hex()} that it names")
    return old, new


def _message(size: int, old: NoteKey, new: NoteKey) -> bytes:
    return f"muniment key rotation\n{size}\n{write_verifier_key(old)}\n{write_verifier_key(new)}\n".encode()
