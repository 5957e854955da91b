"""A content is taken out of a ledger, and an entry says so: its digest stays, and with it every proof."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from muniment.app.ledger import drafted
from muniment.domain.entry import EntryType
from muniment.domain.withholding import Withholding
from muniment.errors import InputError, Problem, RefusedError
from muniment.prove.entry import read_leaf

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from muniment.app.ledger import LedgerRecords
    from muniment.app.ledger.recording import Recorder
    from muniment.domain.entry import Commitment, Entry
    from muniment.domain.ids import Digest

_STAYS: Final = {
    EntryType.KEY_ROTATION: "tells by which key the ledger signs: without it nobody could believe what follows",
    EntryType.RESTORED: "tells from where the ledger goes on: without it nobody could believe what follows",
    EntryType.WITHHOLDING: "says itself that something was withheld, and who answers for that",
    EntryType.INTENT: "says that something is about to be done, and has no content",
}
"""Entries of which nothing can be withheld, and why."""
_LONGEST: Final = 500
"""Characters of a name or a reason."""
_READ: Final = "who reads the ledger learns it from there, in one line, and it cannot be taken back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be withheld: the content `name` of the entry at `index`, for which `by` answers with a `reason`."""

    index: int
    name: str
    by: str
    reason: str

    def __post_init__(self) -> None:
        """Raise InputError where what stays for everybody to read is nothing, or more than a line of 500 characters."""
        refuse_unfit(self.by, self.reason)


def refuse_unfit(by: str, reason: str) -> None:
    """Raise InputError where what stays for everybody to read is nothing, or more than a line of 500 characters."""
    given = (("by", by), ("reason", reason))
    problems = [Problem(where=f"--{field}", what=why, help=_READ) for field, text in given if (why := _unfit(text))]
    if problems:
        raise InputError(*problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """What an entry now says to be withheld, and how long its bytes remain on disk, if they do."""

    told: Withholding
    remains: str


def withhold(recorder: Recorder, wish: Wish) -> Withheld:
    """Take the content out and write the entry that says so, in one transaction; nothing brings it back.

    Raises: InputError where there is no such content; RefusedError where it must stay, or is gone already: then
    nothing has changed.
    """
    ledger = recorder.ledger
    committed = withholdable(ledger, wish.index, wish.name)
    details = {"entry": str(wish.index), "content": wish.name, "by": wish.by, "reason": wish.reason}
    entry = recorder.entry(EntryType.WITHHOLDING, details, commitments=(committed,))
    forgotten = ledger.forget(committed.digest, drafted(entry))
    told = Withholding(
        entry=wish.index,
        content=wish.name,
        digest=committed.digest,
        by=wish.by,
        reason=wish.reason,
        at=entry.at,
        written_as=forgotten.written_as,
    )
    return Withheld(told=told, remains=forgotten.remains)


def withholdable(ledger: LedgerRecords, index: int, name: str) -> Commitment:
    """Return the commitment to the content `name` of an entry, if the content is there and may go.

    Raises: InputError where the entry has none of that name; RefusedError where it must stay, or is gone already.
    """
    stored = ledger.entry(index)
    if stored is None:
        raise InputError(Problem(where=f"entry {index}", what="is not in the ledger"))
    entry = read_leaf(stored.leaf)
    where = f"entry {index}"
    if why := _STAYS.get(entry.type):
        raise RefusedError(Problem(where=where, what=f"{why}: nothing of it can be withheld"))
    committed = next((each for each in entry.commitments if each.name == name), None)
    if committed is None:
        salted = ", ".join(f"`{each.name}`" for each in entry.commitments if each.salted) or "nothing"
        help_ = f"there is {salted} that may be withheld"
        raise InputError(Problem(where=where, what=f"has no content `{name}`", help=help_))
    if not committed.salted:
        what = (
            f"commits to `{name}` without a salt: its digest would tell whoever guesses it, and it is there to be read"
        )
        raise RefusedError(Problem(where=where, what=what, help="only what has a salt can be withheld"))
    kept = ledger.body(committed.digest)
    if kept is None or kept.content is None:
        raise RefusedError(gone(ledger, index, committed))
    return committed


def gone(ledger: LedgerRecords, index: int, committed: Commitment) -> Problem:
    """Return what there is to say of a content that the ledger does not keep."""
    where = f"content `{committed.name}` of entry {index}"
    if told := withholdings(ledger).get(committed.digest):
        what = f"is gone; entry {told.written_as} says that {told.by} withheld it on {told.at:%Y-%m-%d}: {told.reason}"
        return Problem(where=where, what=what, help="`muniment ledger audit` shows whether that can be believed")
    what = "is gone, and no entry says that it was withheld" if committed.salted else "is not kept in the ledger"
    return Problem(where=where, what=what, help="run `muniment ledger audit`" if committed.salted else "")


def withholdings(ledger: LedgerRecords) -> Mapping[Digest, Withholding]:
    """Return what was withheld, as the entries say, by digest; the last word on each counts.

    As in an audit, a withholding is believed of a content that the entry it names, before it, salted under its name.
    """
    marked = f'"type":"{EntryType.WITHHOLDING.value}"'.encode()
    read = ((each.index, read_leaf(each.leaf)) for each in ledger.entries() if marked in each.leaf)
    return {digest: told for digest, told in told_by(read).items() if _fits(ledger, told)}


def _fits(ledger: LedgerRecords, told: Withholding) -> bool:
    stored = ledger.entry(told.entry) if told.entry < told.written_as else None
    committed = read_leaf(stored.leaf).commitments if stored is not None else ()
    return any((each.digest, each.name, each.salted) == (told.digest, told.content, True) for each in committed)


def withheld_of(ledger: LedgerRecords, entry: Entry) -> tuple[Withholding, ...]:
    """Return what is withheld of the contents of an entry."""
    missing = [each.digest for each in missing_of(ledger, entry)]
    told = withholdings(ledger) if missing else {}
    return tuple(told[each] for each in missing if each in told)


def missing_of(ledger: LedgerRecords, entry: Entry) -> tuple[Commitment, ...]:
    """Return the salted contents of an entry that are gone: all were kept once."""
    kept = ((each, ledger.body(each.digest)) for each in entry.commitments if each.salted)
    return tuple(each for each, body in kept if body is None or body.content is None)


def told_by(entries: Iterable[tuple[int, Entry]]) -> Mapping[Digest, Withholding]:
    """Return what these entries say to be withheld; entries of other types say nothing of it."""
    told = (_told(index, entry) for index, entry in entries)
    return {each.digest: each for each in told if each is not None}


def sharing(ledger: LedgerRecords, digest: Digest) -> tuple[int, ...]:
    """Return the entries that commit to a content, without those that say that it was withheld."""
    hexadecimal = digest.removeprefix("sha256:").encode()
    found = ((each.index, read_leaf(each.leaf)) for each in ledger.entries() if hexadecimal in each.leaf)
    return tuple(
        index
        for index, entry in found
        if entry.type is not EntryType.WITHHOLDING and any(each.digest == digest for each in entry.commitments)
    )


def _unfit(text: str) -> str:
    if not text.strip():
        return "is empty"
    if len(text) > _LONGEST:
        return f"has {len(text)} characters, and at most {_LONGEST} are taken"
    return "has more than one line" if len(text.splitlines()) > 1 else ""


def _told(index: int, entry: Entry) -> Withholding | None:
    """Return what a withholding says; nothing where the entry is none, or not as this program writes one."""
    said = dict(entry.details)
    place = said.get("entry", "")
    fits = {"by", "reason", "content"} <= set(said) and place.isascii() and place.isdigit()
    if entry.type is not EntryType.WITHHOLDING or not fits or len(entry.commitments) != 1:
        return None
    return Withholding(
        entry=int(place),
        content=said["content"],
        digest=entry.commitments[0].digest,
        by=said["by"],
        reason=said["reason"],
        at=entry.at,
        written_as=index,
    )
