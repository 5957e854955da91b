"""Everything in a ledger hashed again, and compared with everything that it ever signed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from muniment.app.ledger import distinct_keys
from muniment.app.ledger.withholding import told_by
from muniment.domain.entry import EntryType
from muniment.errors import ProofError
from muniment.prove import checkpoint as notes
from muniment.prove.entry import holds, read_leaf
from muniment.prove.merkle import EMPTY_ROOT, Frontier, leaf_hash
from muniment.prove.rotation import rotated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from muniment.app.ledger import Identity, LedgerRecords, Stored
    from muniment.app.ports import Progress
    from muniment.domain.entry import Commitment, Entry, EntryId
    from muniment.domain.ids import Digest
    from muniment.domain.withholding import Withholding
    from muniment.prove.checkpoint import NoteKey, SignedCheckpoint
    from muniment.prove.keys import TrustedKey

CHECKS = (
    "entries are numbered from 0 without a gap",
    "every entry is one in its one spelling, and no id comes twice",
    "every stored hash is the hash of what it stands for",
    "every checkpoint has the root over the entries before it, and the newest is over all of them",
    "every checkpoint is signed by the key of its time, under the name of its time",
    "every change of the key is an entry that both keys signed, every other name an entry that tells of a restoration",
    "a key that you trust is among the keys that lead on from each other",
    "the checkpoint outside the database is of what the database holds",
    "every content that is kept is one that an entry commits to",
    "every content that is gone is one that an entry says was withheld, and what was withheld is gone",
)
"""What an audit looks at, in order; a finding bears the number of its check, the first of which is 1."""

KEY_CHECK = 7
"""The check that needs a key from elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that does not fit: by which check, where, and what."""

    check: int
    where: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What an audit came to. `open_intents` were announced, and no entry says that they were carried out.

    `withheld` are the contents that entries say to be withheld; `not_kept` counts what is committed to by its digest
    alone, as files that lie elsewhere. `trusted` are the keys whose signatures counted.
    """

    origin: str
    size: int
    checkpoints: int
    bodies: int
    withheld: tuple[Withholding, ...]
    not_kept: int
    open_intents: tuple[EntryId, ...]
    trusted: tuple[NoteKey, ...]
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Walk:
    """What is known while going through the entries."""

    frontier: Frontier = field(default_factory=Frontier)
    findings: list[Finding] = field(default_factory=list)
    ids: Counter[str] = field(default_factory=Counter)
    intents: dict[EntryId, None] = field(default_factory=dict)
    commitments: dict[Digest, list[tuple[int, Commitment]]] = field(default_factory=dict)
    changes: dict[int, Entry] = field(default_factory=dict)
    withheld: dict[Digest, Withholding] = field(default_factory=dict)

    def find(self, check: int, where: str, what: str) -> None:
        self.findings.append(Finding(check=check, where=where, what=what))

    def take(self, stored: Stored) -> None:
        where, size = f"entry {stored.index}", self.frontier.size
        if stored.index != size:
            self.find(1, where, f"comes where {size} is expected")
        top = leaf_hash(stored.leaf)
        completed = self.frontier.append((top,))
        if stored.hashes != b"".join((top, *(node for _, _, node in completed))):
            self.find(3, where, "has hashes that are not those of its bytes and of the entries before it")
        try:
            self._read(read_leaf(stored.leaf), stored.index)
        except ProofError as error:
            self.find(2, where, error.problems[0].what)

    def _read(self, entry: Entry, index: int) -> None:
        self.ids[entry.id] += 1
        if self.ids[entry.id] > 1:
            self.find(2, f"entry {index}", f"has the id of an earlier one, `{entry.id}`")
        if entry.type is EntryType.INTENT:
            self.intents[entry.id] = None
        if entry.after is not None:
            self.intents.pop(entry.after, None)
        if entry.type in {EntryType.KEY_ROTATION, EntryType.RESTORED}:
            self.changes[index] = entry
        if entry.type is EntryType.WITHHOLDING:
            self._withhold(entry, index)
            return  # what it commits to is of another entry
        for each in entry.commitments:
            self.commitments.setdefault(each.digest, []).append((index, each))

    def _withhold(self, entry: Entry, index: int) -> None:
        """Believe a withholding only of a content that the entry it names salted, under the name that it says."""
        told = told_by([(index, entry)])
        for digest, each in told.items():
            before = [(place, one.name) for place, one in self.commitments.get(digest, ()) if one.salted]
            if (each.entry, each.content) in before:
                self.withheld[digest] = each
                return
            if before:
                named = f"`{each.content}` of entry {each.entry}"
                self.find(10, f"entry {index}", f"says that {named} was withheld, and that entry has no such content")
                return
        self.find(10, f"entry {index}", "says that something was withheld which no entry before it salted")


def audit(
    ledger: LedgerRecords,
    outside: SignedCheckpoint | None,
    trusted: Sequence[TrustedKey],
    progress: Progress | None = None,
) -> Audit:
    """Return what is wrong with the ledger; `outside` is the checkpoint that is kept apart from it.

    Nothing is taken from the database but entries, signatures and names: every hash is made again. Without `trusted`
    keys, the ledger vouches for its own, which somebody who can write to it could have changed.
    Raises: InputError where it cannot be read.
    """
    walk, identities = _Walk(), ledger.identities()
    newest = notes.read(ledger.latest()).checkpoint
    roots = _roots(ledger, walk, outside, newest.size, progress)
    count = _checkpoints(ledger, walk, roots, newest.size)
    _newest(ledger, walk, newest.size)
    _identities(walk, identities)
    keys = distinct_keys(identities)
    if trusted and not {each.keyid for each in trusted} & {each.key.keyid for each in keys}:
        walk.find(KEY_CHECK, "keys", "none of those that you trust is a key of this ledger")
    _outside(walk, outside, roots, keys)
    bodies, kept, emptied = _bodies(ledger, walk)
    _gone(walk, kept, emptied)
    return Audit(
        origin=newest.origin,
        size=walk.frontier.size,
        checkpoints=count,
        bodies=bodies,
        withheld=tuple(walk.withheld.values()),
        not_kept=len(walk.commitments.keys() - kept - walk.withheld.keys()),
        open_intents=tuple(walk.intents),
        trusted=tuple(key for key in keys if key.key.keyid in {each.keyid for each in trusted}),
        findings=tuple(sorted(walk.findings, key=lambda each: each.check)),
    )


def _roots(
    ledger: LedgerRecords, walk: _Walk, outside: SignedCheckpoint | None, size: int, progress: Progress | None
) -> dict[int, bytes]:
    """Go through the entries, and return the root at each size of which there is a checkpoint."""
    wanted = {each for each, _ in ledger.checkpoints()} | ({outside.checkpoint.size} if outside else set())
    roots = {0: EMPTY_ROOT}
    for stored in ledger.entries():
        if walk.frontier.size == size:
            break  # written since, or without a checkpoint: `_newest` tells the two apart
        walk.take(stored)
        if walk.frontier.size in wanted:
            roots[walk.frontier.size] = walk.frontier.root()
        if progress is not None:
            progress(walk.frontier.size, size)
    return roots


def _checkpoints(ledger: LedgerRecords, walk: _Walk, roots: dict[int, bytes], newest: int) -> int:
    count, identities = 0, ledger.identities()
    for size, note in ledger.checkpoints():
        count += 1
        if size > newest:
            break  # made since
        where = f"checkpoint over {size}"
        try:
            signed = notes.read(note)
        except ProofError as error:
            walk.find(4, where, error.problems[0].what)
            continue
        if signed.checkpoint.size != size or signed.checkpoint.root != roots.get(size):
            walk.find(4, where, "is not of the entries that the ledger holds")
        key = next((each.key for each in reversed(identities) if each.start <= size), None)
        try:
            notes.verify(signed, [key] if key else [])
        except ProofError as error:
            walk.find(5, where, error.problems[0].what)
    return count


def _newest(ledger: LedgerRecords, walk: _Walk, size: int) -> None:
    """Compare the number of entries with the newest checkpoint, which is read again: others may write meanwhile."""
    behind = ledger.entry(size) is not None and notes.read(ledger.latest()).checkpoint.size == size
    if behind or walk.frontier.size != size:
        found = "more" if behind else str(walk.frontier.size)
        walk.find(4, "entries", f"there are {found}, and the newest checkpoint is over {size}")


def _identities(walk: _Walk, identities: Sequence[Identity]) -> None:
    """Compare the names and keys of the ledger with the entries that tell of their change."""
    for before, now in pairwise(identities):
        entry = walk.changes.pop(now.start - 1, None)
        where = f"entry {now.start - 1}"
        if entry is None:
            walk.find(6, where, "does not tell of the change of name or key that follows it")
        elif entry.type is EntryType.KEY_ROTATION:
            _rotation(walk, entry, (before, now))
        elif before.key.key != now.key.key:
            walk.find(6, where, "tells of a restoration, and the key is another one from then on")
    for index in walk.changes:
        walk.find(6, f"entry {index}", "tells of a change of name or key that did not follow")


def _rotation(walk: _Walk, entry: Entry, change: tuple[Identity, Identity]) -> None:
    index = change[1].start - 1
    try:
        if rotated(entry, index) != (change[0].key, change[1].key):
            walk.find(6, f"entry {index}", "tells of other keys than those before and after it")
    except ProofError as error:
        walk.find(6, f"entry {index}", error.problems[0].what)


def _outside(walk: _Walk, outside: SignedCheckpoint | None, roots: dict[int, bytes], keys: Sequence[NoteKey]) -> None:
    if outside is None:
        walk.find(8, "checkpoint outside", "is missing: nothing shows that the database was not put back")
        return
    try:
        head = notes.verify(outside, keys)
    except ProofError as error:
        walk.find(8, "checkpoint outside", error.problems[0].what)
        return
    if roots.get(head.size) != head.root:
        walk.find(8, "checkpoint outside", f"is over {head.size} entries that the ledger does not hold")


def _bodies(ledger: LedgerRecords, walk: _Walk) -> tuple[int, set[Digest], set[Digest]]:
    """Compare each content with the commitments to it; return their number, which are kept, and which no longer."""
    count, kept, emptied = 0, set(), set()
    for body in ledger.bodies():
        if body.content is None:
            emptied.add(body.digest)
            continue
        count += 1
        kept.add(body.digest)
        committed = walk.commitments.get(body.digest, [])
        if not any(holds(each, body.content, body.salt) for _, each in committed):
            what = "is not what was committed to" if committed else "is committed to by no entry"
            walk.find(9, f"content {body.digest}", what)
    return count, kept, emptied


def _gone(walk: _Walk, kept: set[Digest], emptied: set[Digest]) -> None:
    """Compare what is gone with what entries say to be withheld; salted contents were all kept once."""
    for digest in walk.withheld.keys() & kept:
        walk.find(10, f"content {digest}", "is there, and an entry says that it was withheld: was a backup restored?")
    for digest, committed in walk.commitments.items():
        once = digest in emptied or any(each.salted for _, each in committed)
        if once and digest not in kept and digest not in walk.withheld:
            walk.find(10, f"content {digest}", "is gone, and no entry says that it was withheld")
