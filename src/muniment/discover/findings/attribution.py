"""Which commit brought a use, and which one took it away: pure, from who descends from whom and what each changed."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Shown: TypeAlias = "frozenset[int]"
"""Numbers of uses."""
NOWHERE: Final[Shown] = frozenset()
_NEVER: Final = -1


class Change(NamedTuple):
    """What one path showed before a commit and after it. `version` numbers what is there after it."""

    before: Shown
    after: Shown
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Commits:
    """Commits by number, every parent after all of its children. `when`: author's instant, in seconds since 1970.

    `parents` that are unknown, as where a shallow clone ends, are left out. `head` is -1 where there is none.
    """

    parents: Sequence[tuple[int, ...]]
    when: Sequence[int]
    head: int


@dataclass(slots=True)
class Traced:
    """What is known of one use, as numbers of commits; -1 stands for none.

    `version` is what showed it first. `holder` is the parent of `removed` that still had it. `elsewhere` is the latest
    commit outside the ancestors of HEAD that wrote it.
    """

    first: int = _NEVER
    version: int = _NEVER
    present: bool = False
    removed: int = _NEVER
    holder: int = _NEVER
    elsewhere: int = _NEVER


def ancestors(commits: Commits) -> frozenset[int]:
    """Return HEAD and everything that it descends from."""
    found = {commits.head} if commits.head >= 0 else set()
    waiting = list(found)
    while waiting:
        for parent in commits.parents[waiting.pop()]:
            if parent not in found:
                found.add(parent)
                waiting.append(parent)
    return frozenset(found)


def trace(commits: Commits, changes: Mapping[int, Sequence[Change]], count: int) -> list[Traced]:
    """Return what is known of each of `count` uses.

    `changes` holds for each ancestor of HEAD what differs from its first parent, and for any other commit at least
    what differs from all of its parents.

    A use is present in a commit when a file in it shows it. In the ancestors of HEAD it was removed by the commit that
    lacks it while all of its parents have it. A merge of which one parent lacks it already did not remove it: that
    parent's line did. Where several commits removed it, the one on the line of the first such parent counts.
    """
    line = ancestors(commits)
    traced = [Traced() for _ in range(count)]
    for number, changed in changes.items():
        outside = number not in line
        for change in changed:
            for use in change.after - change.before:
                _brought(traced[use], number, change.version, commits)
            if outside:
                for use in change.after:
                    _written_elsewhere(traced[use], number, commits)
    if commits.head >= 0 and count:
        _trace_line(commits, sorted(line, reverse=True), changes, traced)
    return traced


def _brought(use: Traced, commit: int, version: int, commits: Commits) -> None:
    earlier = use.first < 0 or (commits.when[commit], -commit) < (commits.when[use.first], -use.first)
    if earlier:
        use.first, use.version = commit, version


def _written_elsewhere(use: Traced, commit: int, commits: Commits) -> None:
    if use.elsewhere < 0 or (commits.when[commit], -commit) > (commits.when[use.elsewhere], -use.elsewhere):
        use.elsewhere = commit


class _State:
    """The uses in one commit: in how many files each is, and, of those that are gone, which removal took them."""

    __slots__ = ("ever", "files", "gone", "has")

    def __init__(self, files: array[int], gone: array[int], has: int, ever: int) -> None:
        self.files = files
        self.gone = gone
        self.has = has
        self.ever = ever

    def copy(self) -> _State:
        return _State(self.files[:], self.gone[:], self.has, self.ever)


def _trace_line(
    commits: Commits, order: Iterable[int], changes: Mapping[int, Sequence[Change]], traced: list[Traced]
) -> None:
    """Follow the ancestors of HEAD, parents first, and write down what is present there at the end and what is not."""
    walk = _Walk(commits, changes, len(traced))
    for commit in order:
        walk.step(commit)
    state = walk.states[commits.head]
    for number, use in enumerate(traced):
        use.present = bool(state.has >> number & 1)
        if not use.present and state.gone[number] >= 0:
            use.removed, use.holder = walk.removals[state.gone[number]]


class _Walk:
    """The state after each commit, kept as long as a child may ask for it."""

    def __init__(self, commits: Commits, changes: Mapping[int, Sequence[Change]], count: int) -> None:
        self.states: dict[int, _State] = {}
        self.removals: list[tuple[int, int]] = []
        self._commits = commits
        self._changes = changes
        self._count = count
        self._asked = self._children()

    def _children(self) -> dict[int, int]:
        asked: dict[int, int] = {self._commits.head: 1}
        for commit in ancestors(self._commits):
            for parent in self._commits.parents[commit]:
                asked[parent] = asked.get(parent, 0) + 1
        return asked

    def step(self, commit: int) -> None:
        """Work out the state after `commit`, whose parents are done."""
        parents = self._commits.parents[commit]
        others = [(parent, self.states[parent]) for parent in parents[1:]]
        state = self._inherited(parents)
        had = state.has
        self._apply(commit, state)
        self._note_lost(commit, parents, others, state, had & ~state.has)
        for parent, other in others:
            self._note_unknown(commit, parent, other, state)
        self.states[commit] = state
        for parent in parents[1:]:
            self._release(parent)

    def _inherited(self, parents: tuple[int, ...]) -> _State:
        if not parents:
            return _State(array("I", bytes(4 * self._count)), array("i", [_NEVER]) * self._count, 0, 0)
        state = self.states[parents[0]]
        last = self._asked[parents[0]] == 1
        self._release(parents[0])
        return state if last else state.copy()

    def _release(self, parent: int) -> None:
        self._asked[parent] -= 1
        if not self._asked[parent]:
            del self.states[parent]

    def _apply(self, commit: int, state: _State) -> None:
        files = state.files
        touched: set[int] = set()
        for change in self._changes.get(commit, ()):
            if change.before is change.after:
                continue
            for use in change.before - change.after:
                files[use] -= 1
                touched.add(use)
            for use in change.after - change.before:
                files[use] += 1
                touched.add(use)
        for use in touched:
            if files[use]:
                state.has |= 1 << use
            else:
                state.has &= ~(1 << use)
        state.ever |= state.has

    def _note_lost(
        self, commit: int, parents: tuple[int, ...], others: list[tuple[int, _State]], state: _State, lost: int
    ) -> None:
        """Write down what took away each use that the first parent has and `commit` has not."""
        for use in _bits(lost):
            lacking = [other.gone[use] for _, other in others if not other.has >> use & 1]
            inherited = [removal for removal in lacking if removal >= 0]
            state.gone[use] = inherited[0] if inherited else self._removal(commit, parents[0])

    def _note_unknown(self, commit: int, parent: int, other: _State, state: _State) -> None:
        """Take over what happened to uses that only the line of another parent knows."""
        unknown = other.ever & ~state.ever
        for use in _bits(unknown):
            state.gone[use] = self._removal(commit, parent) if other.has >> use & 1 else other.gone[use]
        state.ever |= unknown

    def _removal(self, commit: int, holder: int) -> int:
        if not self.removals or self.removals[-1] != (commit, holder):
            self.removals.append((commit, holder))
        return len(self.removals) - 1


def _bits(mask: int) -> Iterator[int]:
    """Yield the numbers of the bits that are set."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
