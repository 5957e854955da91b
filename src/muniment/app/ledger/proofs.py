"""What a ledger proves to others: one entry, and that nothing before it was changed."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from muniment.app.ledger import distinct_keys
from muniment.app.ledger.withholding import gone
from muniment.errors import InputError, Problem, RefusedError
from muniment.prove import checkpoint as notes
from muniment.prove import consistency, tlog_proof
from muniment.prove.entry import holds, read_leaf
from muniment.prove.merkle import consistency_proof, inclusion_proof, proves_consistency, root

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from muniment.app.ledger import LedgerRecords
    from muniment.domain.entry import Commitment, Entry, EntryType
    from muniment.domain.ids import ContractId
    from muniment.prove.checkpoint import Checkpoint, NoteKey

_SHORTEST_ID: Final = 8
"""Digits that may be the beginning of an id; fewer are a number alone, as a slip must not name another entry."""
_LONGEST_NUMBER: Final = 18
"""Digits of the longest number that every database can hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenEntry:
    """An entry with its place and its proof, which has passed every check; `proof` carries the entry as `extra`."""

    index: int
    entry: Entry
    proof: bytes
    size: int


def current_keys(ledger: LedgerRecords) -> tuple[NoteKey, ...]:
    """Return the keys under all names that the ledger has had, as the ledger itself says."""
    return distinct_keys(ledger.identities())


def prove_entry(ledger: LedgerRecords, index: int) -> ProvenEntry:
    """Return the proof of the entry at `index` under the newest checkpoint.

    Raises: InputError where there is no such entry; ProofError where the ledger does not prove it.
    """
    signed = notes.read(ledger.latest())
    size = signed.checkpoint.size
    stored = ledger.entry(index) if 0 <= index < size else None
    if stored is None:
        hint = f"entries are counted from 0; there are {size}"
        raise InputError(Problem(where=f"entry {index}", what="is not in the ledger", help=hint))
    path = inclusion_proof(ledger.subtree, index, size)
    proof = tlog_proof.write(tlog_proof.TlogProof(index=index, path=path, checkpoint=signed, extra=stored.leaf))
    tlog_proof.verify(proof, stored.leaf, logs=current_keys(ledger))
    return ProvenEntry(index=index, entry=read_leaf(stored.leaf), proof=proof, size=size)


def find_entry(ledger: LedgerRecords, named: str) -> int:
    """Return the place of the entry that `named` is the number of, or the id, or the beginning of the id.

    Digits alone are a number. Eight or more may begin an id too, where no entry has that number.
    Raises: InputError where there is none, or more than one.
    """
    digits = named.isascii() and named.isdigit()
    if digits and len(named) <= _LONGEST_NUMBER and ledger.entry(int(named)) is not None:
        return int(named)
    found = _with_id(ledger, named) if named and not (digits and len(named) < _SHORTEST_ID) else ()
    if len(found) != 1:
        what = f"is the beginning of {len(found)} ids" if found else "is neither the number nor the id of an entry"
        raise InputError(Problem(where=f"entry `{named}`", what=what, help="`muniment ledger log` lists them"))
    return found[0]


def content_of(ledger: LedgerRecords, index: int, entry: Entry, name: str) -> tuple[bytes, bytes | None]:
    """Return the content that the entry at `index` commits to under `name`, and its salt where it has one.

    Raises: InputError where there is none; RefusedError where it was withheld, or is not what was committed to.
    """
    committed = next((each for each in entry.commitments if each.name == name), None)
    if committed is None:
        names = ", ".join(f"`{each.name}`" for each in entry.commitments) or "nothing"
        raise InputError(Problem(where=f"content `{name}`", what="is not in the entry", help=f"there is {names}"))
    kept = ledger.body(committed.digest)
    if kept is None or kept.content is None:
        raise RefusedError(gone(ledger, index, committed))
    if not holds(committed, kept.content, kept.salt):
        what = "is not what the entry commits to"
        raise RefusedError(Problem(where=f"content `{name}`", what=what, help="run `muniment ledger audit`"))
    return kept.content, kept.salt


def check_content(committed: Sequence[Commitment], name: str, content: bytes, salt: bytes | None) -> None:
    """Raise RefusedError where none of `committed` has this name, or that one is to another content."""
    found = next((each for each in committed if each.name == name), None)
    if found is None or not holds(found, content, salt if found.salted else None):
        what = "is not what the entry commits to" if found else "is not in the entry"
        raise RefusedError(Problem(where=f"content `{name}`", what=what))


def prove_consistency(ledger: LedgerRecords, old: Checkpoint, new: Checkpoint) -> consistency.Consistency:
    """Return what shows that `new`, which the ledger must have made, goes on from `old`.

    Raises: RefusedError where the ledger does not hold what one of them is of: somebody was shown another ledger.
    """
    size = notes.read(ledger.latest()).checkpoint.size
    for each in (old, new):
        if each.size > size or root(ledger.subtree, each.size) != each.root:
            what = f"over {each.size} entries is not of what this ledger holds"
            raise RefusedError(
                Problem(where="checkpoint", what=what, help="keep both: they show that one was rewritten")
            )
    if old.size > new.size:
        raise InputError(Problem(where="checkpoints", what="the old one is of more entries", help="name it second"))
    signed = ledger.checkpoint(new.size)
    if signed is None:
        raise RefusedError(Problem(where="checkpoint", what=f"over {new.size} entries was not made by this ledger"))
    path = consistency_proof(ledger.subtree, old.size, new.size)
    if not proves_consistency(old.size, old.root, new.size, new.root, path):
        raise RefusedError(Problem(where="checkpoints", what="the new one does not go on from the old one"))
    return consistency.Consistency(old=old.size, path=path, new=notes.read(signed))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries: of one type, about one contract, the newest of them; all where nothing is said."""

    type: EntryType | None = None
    contract: ContractId | None = None
    last: int | None = None


def chosen(ledger: LedgerRecords, wanted: Wanted) -> Iterator[tuple[int, Entry]]:
    """Yield the entries that are wanted with their places, in order.

    Raises: ProofError for an entry that cannot be read.
    """
    found = _matching(ledger, wanted)
    return found if wanted.last is None else iter(deque(found, maxlen=wanted.last))


def leaves(ledger: LedgerRecords, size: int) -> Iterator[bytes]:
    """Yield the first `size` entries as bytes."""
    return (stored.leaf for stored in islice(ledger.entries(), size))


def named_entry(ledger: LedgerRecords, named: str) -> tuple[int, Entry]:
    """Return the entry that `named` is the number, the id, or the beginning of the id of, with its place.

    Raises: as `find_entry`; ProofError where it cannot be read.
    """
    index = find_entry(ledger, named)
    stored = ledger.entry(index)
    if stored is None:
        raise InputError(Problem(where=f"entry {index}", what="is not in the ledger"))
    return index, read_leaf(stored.leaf)


def _with_id(ledger: LedgerRecords, beginning: str) -> Sequence[int]:
    """Return the places of the entries whose id begins so."""
    wanted = f'"id":"{beginning}'.encode(errors="surrogateescape")
    marked = (each for each in ledger.entries() if wanted in each.leaf)
    return [each.index for each in marked if read_leaf(each.leaf).id.startswith(beginning)]


def _matching(ledger: LedgerRecords, wanted: Wanted) -> Iterator[tuple[int, Entry]]:
    """Yield them all. An entry has one spelling, so the bytes of a type are looked for before the entry is read."""
    marked = f'"type":"{wanted.type.value}"'.encode() if wanted.type else b""
    for stored in ledger.entries():
        if marked in stored.leaf:
            entry = read_leaf(stored.leaf)
            if wanted.type in {None, entry.type} and wanted.contract in {None, entry.contract}:
                yield stored.index, entry
