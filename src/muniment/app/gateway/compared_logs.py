"""The logs of replicas, held against each other: what one signed and another wrote down must still be there."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from muniment.app.gateway.replicas import PEER, believed, is_of_kind
from muniment.enforce.call_chain import Head
from muniment.errors import ProofError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from muniment.app.gateway.replicas import Vouched
    from muniment.prove.checkpoint import NoteKey

_OPENED: Final = "opened"
"""The kind of the record with which a run begins."""


class Line(Protocol):
    """A line of a log, and the head of the chain after it."""

    @property
    def line(self) -> bytes:
        """Return the line without its line feed."""

    @property
    def head(self) -> Head:
        """Return the head after it."""


class Lines(Protocol):
    """A log that can be read more than once."""

    @property
    def name(self) -> str:
        """Return how people know the file."""

    def entries(self) -> Iterator[Line]:
        """Yield its lines as far as the chain holds. Raises: InputError; RefusedError at a line that breaks it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """That `by` has written down, at an instant in UTC, what another replica had signed."""

    by: str
    at: str
    vouched: Vouched


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedLog:
    """One log: up to which of its lines others have written down what it signed, and what is wrong with it.

    `replica` is empty where the log does not say whose it is. Without a claim by another, nothing shows that lines are
    not missing at its end. What lies before the line after which it `begins` was not looked at.
    """

    file: str
    replica: str
    begins: Head
    head: Head
    seen: Claim | None
    problems: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Return whether nothing is wrong, and somebody else vouches for it."""
        return not self.problems and self.seen is not None


@dataclass(slots=True)
class _Read:
    file: Lines
    replica: str = ""
    begins: Head = field(default_factory=Head)
    head: Head = field(default_factory=Head)
    problems: list[str] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)


def compare(logs: Sequence[Lines], keys: Sequence[NoteKey]) -> tuple[tuple[ComparedLog, ...], tuple[str, ...]]:
    """Return what each log comes to, and the replicas among `keys` of which none was given.

    Not checked: what was written after the last checkpoint that another has written down. Raises: InputError.
    """
    read = [_read(each, keys) for each in logs]
    names = [each.replica for each in read]
    claims = [claim for each in read for claim in each.claims]
    for each in read:
        if each.replica and names.count(each.replica) > 1:
            each.problems.append(f"is one of several logs of `{each.replica}`")
    found = tuple(_compared(each, [one for one in claims if one.vouched.replica == each.replica]) for each in read)
    return found, tuple(key.name for key in keys if key.name not in names)


def _read(file: Lines, keys: Sequence[NoteKey]) -> _Read:
    found, names = _Read(file), set[str]()
    try:
        for entry in file.entries():
            found.begins = found.begins if found.head.lines else Head.before(entry.line)
            found.head = entry.head
            told = _told(entry.line)
            if told.get("kind") == _OPENED:
                names |= {str(told["replica"])} if told.get("replica") else set()
            elif told.get("kind") == PEER:
                _take(found, told, keys)
    except RefusedError as error:
        found.problems += [problem.what for problem in error.problems]
    found.replica = next(iter(names)) if len(names) == 1 else ""
    if len(names) > 1:
        found.problems.append(f"says that it is of several replicas: {', '.join(sorted(names))}")
    elif not found.replica:
        found.problems.append("does not say of which replica it is")
    elif found.replica not in {key.name for key in keys}:
        found.problems.append(f"is of the replica `{found.replica}`, of which no key was given")
    found.claims = [Claim(by=found.replica or file.name, at=each.at, vouched=each.vouched) for each in found.claims]
    return found


def _told(line: bytes) -> Mapping[str, object]:
    """Return what a line tells that begins a run, or tells of another replica; of any other line nothing is read."""
    if not (is_of_kind(line, _OPENED) or is_of_kind(line, PEER)):
        return {}
    told = json.loads(line)
    return told if isinstance(told, dict) else {}


def _take(found: _Read, told: Mapping[str, object], keys: Sequence[NoteKey]) -> None:
    try:
        vouched = believed(str(told.get("note", "")).encode("utf-8", "replace"), keys)
    except ProofError as error:
        what = f"{error.problems[0].where} {error.problems[0].what}"
        found.problems.append(f"tells in line {found.head.lines} of a checkpoint that cannot be believed: {what}")
        return
    found.claims.append(Claim(by="", at=str(told.get("at", "")), vouched=vouched))


def _compared(read: _Read, claims: Iterable[Claim]) -> ComparedLog:
    """Hold one log against what all have written down of it; its file is read once more, up to the last such line."""
    shown = (each for each in claims if each.vouched.head.lines >= read.begins.lines)
    told = sorted(shown, key=lambda each: each.vouched.head.lines)
    digests = _digests(read, {each.vouched.head.lines for each in told})
    for each in told:
        head = each.vouched.head
        if head.lines > read.head.lines:
            what = f"ends with line {read.head.lines}, and {each.by} has written down that it had {head.lines}"
        elif digests.get(head.lines) != head.digest:
            what = f"holds another line {head.lines} than it had when {each.by} wrote that down"
        else:
            continue
        read.problems.append(f"{what} ({each.at[:19].replace('T', ' ')} UTC, signed by {read.replica})")
    others = [each for each in told if each.by != read.replica]
    return ComparedLog(
        file=read.file.name,
        replica=read.replica,
        begins=read.begins,
        head=read.head,
        seen=others[-1] if others else None,
        problems=tuple(dict.fromkeys(read.problems)),
    )


def _digests(read: _Read, wanted: set[int]) -> dict[int, str]:
    found = {read.begins.lines: read.begins.digest}
    last = min(max(wanted, default=0), read.head.lines)
    if last:
        for entry in read.file.entries():
            if entry.head.lines in wanted:
                found[entry.head.lines] = entry.head.digest
            if entry.head.lines >= last:
                break
    return found
