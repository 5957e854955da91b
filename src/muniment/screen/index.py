"""All names of a screening, arranged so that few of them have to be compared with a supplier's.

How alike two names are is the weight of the words that they share, beside that of all their words (Dice's coefficient
over weighted words). A word weighs the less the more names bear it, and little where it says what or where a company
is. Words meet that are equal, or differ by a slip: two letters exchanged in a word of four or five, one letter in six
or more, which costs a twentieth. A supplier's name is compared with a name only if both share a word that is rare
enough: the rest of the supplier's words would be too light to reach the threshold, so nothing is missed.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import OSA

from muniment.screen.names import is_generic, is_han, normal, without_brackets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from muniment.screen.names import Name

CONTAINED: Final = 0.85
"""The score of a longer name that has a coined one in it."""
_SLIP: Final = 0.95
_GENERIC: Final = 0.25
_LEAST: Final = 0.3
_SHORTEST_SLIP: Final = 6
_SHORTEST_EXCHANGE: Final = 4
_SHORTEST_COINED_SLIP: Final = 8
_LONGEST_HAN: Final = 12
_SHORTEST_HAN: Final = 2
_MOST_REMEMBERED: Final = 1 << 17
_WIDEST: Final = 24
"""Words of a name that are compared; hardly any has more."""


@dataclass(frozen=True, slots=True)
class Target:
    """One name of an entity; `owner` is the entity's number."""

    owner: int
    number: int
    """Which of the entity's names it is."""
    words: tuple[str, ...]
    weight: float
    distinctive: bool


@dataclass(frozen=True, slots=True)
class Resemblance:
    """A target and how alike it is, from 0 to 1. `words` are those that met, the supplier's first."""

    target: Target
    likeness: float
    words: tuple[tuple[str, str], ...]
    contained: bool = False


class Index:
    """Names of entities. `find` takes microseconds to a millisecond, and remembers which words are slips of which."""

    def __init__(self, names: Iterable[tuple[int, int, str, bool]]) -> None:
        """Arrange names, each with its owner, its number there, and whether it is coined."""
        read = [(owner, number, normal(without_brackets(text)), coined) for owner, number, text, coined in names]
        bearers: dict[str, int] = defaultdict(int)
        for _, _, name, _ in read:
            for word in name.words:
                bearers[word] += 1
        self._bearers: Mapping[str, int] = dict(bearers)
        self._scale = math.log(len(read) + 2)
        self.targets = [self._target(*each) for each in read]
        self._postings: dict[str, list[int]] = defaultdict(list)
        self._whole: dict[str, list[int]] = defaultdict(list)
        self._pairs: dict[str, tuple[str, str]] = {}
        self._coined: dict[str, list[int]] = defaultdict(list)
        for at, target in enumerate(self.targets):
            self._arrange(at, target)
        self._slips = _Slips(bearers)
        self._near: dict[str, tuple[tuple[str, float], ...]] = {}

    def weight(self, word: str) -> float:
        """Return how much a word tells, from 0.25 to 1."""
        if is_generic(word):
            return _GENERIC
        return max(_LEAST, 1 - math.log(max(self._bearers.get(word, 1), 1)) / self._scale)

    def find(self, name: Name, least: float) -> dict[int, Resemblance]:
        """Return for each owner the name that is most like `name`, where that is at least `least`."""
        best: dict[int, Resemblance] = {}
        for words in self._spellings(name.words[:_WIDEST]):
            for found in self._alike(words, least):
                known = best.get(found.target.owner)
                if known is None or _rank(found) > _rank(known):
                    best[found.target.owner] = found
        return self._with_same_letters(name, best)

    def everywhere(self, name: Name, least: float) -> dict[int, Resemblance]:
        """Return what `find` returns, by comparing with every name: the measure of what the arrangement may miss."""
        best: dict[int, Resemblance] = {}
        for words in self._spellings(name.words[:_WIDEST]):
            weights = [self.weight(word) for word in words]
            for target in self.targets:
                found = self._compared(words, weights, target)
                known = best.get(target.owner)
                if found.likeness >= least and (known is None or _rank(found) > _rank(known)):
                    best[target.owner] = found
        return self._with_same_letters(name, best)

    def _with_same_letters(self, name: Name, best: dict[int, Resemblance]) -> dict[int, Resemblance]:
        """Add the names that are written with the same letters, wherever the spaces are."""
        for at in self._whole.get(name.joined, ()):
            target = self.targets[at]
            if target.owner not in best or best[target.owner].likeness < 1:
                best[target.owner] = Resemblance(target, 1.0, ((" ".join(name.words), " ".join(target.words)),))
        return best

    def _target(self, owner: int, number: int, name: Name, coined: bool) -> Target:  # noqa: FBT001  (a row of a table)
        words = name.words[:_WIDEST]
        return Target(owner, number, words, sum(map(self.weight, words)), coined)

    def _arrange(self, at: int, target: Target) -> None:
        for word in target.words:
            self._postings[word].append(at)
        self._whole["".join(target.words)].append(at)
        for one, other in pairwise(target.words):
            self._pairs.setdefault(one + other, (one, other))
        if target.distinctive and len(target.words) == 1:
            self._coined[target.words[0]].append(at)

    def _spellings(self, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """Yield the words, and the same with two joined or one parted where that makes a word which some name has."""
        yield words
        for at, (one, other) in enumerate(pairwise(words)):
            if one + other in self._postings:
                yield (*words[:at], one + other, *words[at + 2 :])
        for at, word in enumerate(words):
            if word in self._pairs:
                yield (*words[:at], *self._pairs[word], *words[at + 1 :])

    def _alike(self, words: tuple[str, ...], least: float) -> Iterator[Resemblance]:
        weights = [self.weight(word) for word in words]
        shared: dict[int, float] = defaultdict(float)
        coined: set[int] = set()
        rest = whole = sum(weights)
        enough = whole * least / (2 - least)
        rarest_first = sorted(range(len(words)), key=lambda at: self._bearers.get(words[at], 0))
        for at in rarest_first:
            word, weight = words[at], weights[at]
            for near, likeness in self.near(word):
                if near in self._coined and (likeness == 1 or len(near) >= _SHORTEST_COINED_SLIP or is_han(near)):
                    coined.update(self._coined[near])
                if rest >= enough:
                    for number in self._postings.get(near, ()):
                        shared[number] += weight * likeness
            rest -= weight if rest >= enough else 0
        for number, weight in shared.items():
            target = self.targets[number]
            if 2 * (weight + rest) >= least * (whole + target.weight) - 1e-9:
                found = self._compared(words, weights, target)
                if found.likeness >= least:
                    yield found
        for number in coined - shared.keys():
            yield self._compared(words, weights, self.targets[number])

    def _compared(self, words: Sequence[str], weights: Sequence[float], target: Target) -> Resemblance:
        shared = 0.0
        met: list[tuple[str, str]] = []
        left = list(target.words)
        for word, weight in zip(words, weights, strict=True):
            mate = word if word in left else next((near for near, _ in self.near(word) if near in left), "")
            if mate:
                left.remove(mate)
                met.append((word, mate))
                shared += min(weight, self.weight(mate)) * (1 if mate == word else _SLIP)
        likeness = min(1.0, 2 * shared / (sum(weights) + target.weight)) if met else 0.0
        if target.distinctive and len(target.words) == 1:
            return self._with_coined(words, target, Resemblance(target, likeness, tuple(met)))
        return Resemblance(target, likeness, tuple(met))

    def _with_coined(self, words: Sequence[str], target: Target, found: Resemblance) -> Resemblance:
        """Return `found` raised to the score of a coined name, where `words` have it in them."""
        if found.likeness >= CONTAINED:
            return found
        (coined,) = target.words
        for word in words:
            for near, likeness in self.near(word):
                if near == coined and (likeness == 1 or len(near) >= _SHORTEST_COINED_SLIP or is_han(near)):
                    raised = CONTAINED * max(likeness, _SLIP)
                    return Resemblance(target, max(raised, found.likeness), ((word, coined),), contained=True)
        return found

    def near(self, word: str) -> tuple[tuple[str, float], ...]:
        """Return the words of the index that `word` may stand for, each with its likeness, the likest first."""
        known = self._near.get(word)
        if known is None:
            if len(self._near) >= _MOST_REMEMBERED:
                self._near.clear()
            known = self._near[word] = tuple(
                sorted(self._looked_up(word).items(), key=lambda pair: (-pair[1], pair[0]))
            )
        return known

    def _looked_up(self, word: str) -> dict[str, float]:
        found: dict[str, float] = {}
        if is_han(word):
            for length in range(_SHORTEST_HAN, min(len(word), _LONGEST_HAN) + 1):
                for at in range(len(word) - length + 1):
                    if word[at : at + length] in self._coined:
                        found[word[at : at + length]] = _SLIP
        elif not word.isdigit() and not is_generic(word):
            found = dict.fromkeys(self._slips.of(word), _SLIP)
        if word in self._bearers:
            found[word] = 1.0
        return found


class _Slips:
    """Which words are one slip away: by the words that are left when one letter is taken out."""

    def __init__(self, words: Iterable[str]) -> None:
        self._without_one: dict[str, list[str]] = defaultdict(list)
        self._letters: dict[str, list[str]] = defaultdict(list)
        for word in words:
            if word.isdigit() or is_generic(word) or is_han(word):
                continue
            if len(word) >= _SHORTEST_SLIP:
                for part in (word, *_without_one(word)):
                    self._without_one[part].append(word)
            elif len(word) >= _SHORTEST_EXCHANGE:
                self._letters["".join(sorted(word))].append(word)

    def of(self, word: str) -> Iterator[str]:
        """Yield the words of this table that `word` may be a slip for, without itself."""
        if len(word) >= _SHORTEST_SLIP - 1:
            met = {near for part in (word, *_without_one(word)) for near in self._without_one.get(part, ())}
            yield from (near for near in met if near != word and OSA.distance(word, near, score_cutoff=1) == 1)
        if _SHORTEST_EXCHANGE <= len(word) < _SHORTEST_SLIP:
            for near in self._letters.get("".join(sorted(word)), ()):
                if near != word and OSA.distance(word, near, score_cutoff=1) == 1:
                    yield near


def _without_one(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


def _rank(found: Resemblance) -> tuple[float, bool, int]:
    """Return what orders two finds: the likeness, then a plain one before a contained one, then the more words."""
    return found.likeness, not found.contained, len(found.words)
