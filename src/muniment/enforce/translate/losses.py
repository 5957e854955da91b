"""What cannot be carried from one dialect into another: listed where it changes nothing of weight, else refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Never

from muniment.domain.conversation import Lost
from muniment.errors import Problem, RefusedError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from muniment.domain.call import AnyJson

_INDEX: Final = re.compile(r"\[\d+\]")
_NO_COUNTERPART: Final = "nothing known says the same in the other dialect"
_PERMIT: Final = "leave it out, or name it under `may_lose` of the replacement if the answer may differ"


class UntranslatableError(RefusedError):
    """A request or an answer cannot be said in the other dialect without changing what it means."""


class Losses:
    """The account of one translation. Fields in `may_lose` may be left out although that changes the answer.

    A field is named by its path without places: `messages.content.cache_control`.
    """

    def __init__(self, may_lose: Collection[str] = ()) -> None:
        self._may_lose = frozenset(may_lose)
        self._lost: dict[str, Lost] = {}
        self._problems: list[Problem] = []

    @property
    def lost(self) -> tuple[Lost, ...]:
        """Return what was left out, each field once, in the order of its first place."""
        return tuple(self._lost.values())

    def note(self, where: str, why: str) -> None:
        """List a field that is left out, and that changes nothing of weight."""
        field = _INDEX.sub("", where)
        self._lost.setdefault(field, Lost(field, why))

    def change(self, where: str, why: str) -> None:
        """Refuse a field that would change the answer if it were left out, unless that is permitted."""
        field = _INDEX.sub("", where)
        if field in self._may_lose:
            self.note(where, f"permitted by the replacement: {why}")
        else:
            self._problems.append(Problem(where=where, what=why, help=_PERMIT))

    def refuse(self, where: str, why: str) -> None:
        """Refuse what no permission can mend."""
        self._problems.append(Problem(where=where, what=why))

    def settle(self) -> None:
        """Raise UntranslatableError with everything that is refused."""
        if self._problems:
            raise UntranslatableError(*self._problems)


class Fields:
    """The fields of one object, each taken once; what nobody took is refused by `done`. Null counts as absent."""

    def __init__(self, value: AnyJson, where: str, losses: Losses) -> None:
        if not isinstance(value, Mapping):
            raise UntranslatableError(Problem(where=where or "the body", what="must be an object"))
        self.where = where
        self.losses = losses
        self._left = {key: each for key, each in value.items() if each is not None}

    def at(self, key: str) -> str:
        """Return the path of the field `key`."""
        return f"{self.where}.{key}" if self.where else key

    def has(self, key: str) -> bool:
        """Say whether `key` is there and not yet taken."""
        return key in self._left

    def take(self, key: str) -> AnyJson:
        """Return the field as it is; None where it is absent."""
        return self._left.pop(key, None)

    def text(self, key: str, default: str = "") -> str:
        """Return a field of text."""
        found = self.take(key)
        if found is None:
            return default
        return found if isinstance(found, str) else self._wrong(key, "text")

    def flag(self, key: str, *, default: bool) -> bool:
        """Return a field that is true or false."""
        found = self.take(key)
        if found is None:
            return default
        return found if isinstance(found, bool) else self._wrong(key, "true or false")

    def whole(self, key: str) -> int | None:
        """Return a field that is a whole number."""
        found = self.take(key)
        if found is None or (isinstance(found, int) and not isinstance(found, bool)):
            return found
        return self._wrong(key, "a whole number")

    def number(self, key: str) -> float | None:
        """Return a field that is a number."""
        found = self.take(key)
        if found is None or (isinstance(found, int | float) and not isinstance(found, bool)):
            return found
        return self._wrong(key, "a number")

    def object(self, key: str) -> Fields | None:
        """Return a field that is an object."""
        return Fields(self.take(key), self.at(key), self.losses) if self.has(key) else None

    def mapping(self, key: str) -> Mapping[str, AnyJson] | None:
        """Return a field that is an object and stays as it is."""
        found = self.take(key)
        if found is None or isinstance(found, Mapping):
            return found
        return self._wrong(key, "an object")

    def each(self, key: str) -> Iterator[Fields]:
        """Yield the objects of a field that is a list."""
        for place, found in enumerate(self.listed(key)):
            yield Fields(found, f"{self.at(key)}[{place}]", self.losses)

    def listed(self, key: str) -> list[AnyJson]:
        """Return a field that is a list."""
        found = self.take(key)
        if found is None:
            return []
        return found if isinstance(found, list) else self._wrong(key, "a list")

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a field that is a list of texts."""
        found = self.listed(key)
        plain = tuple(each for each in found if isinstance(each, str))
        return plain if len(plain) == len(found) else self._wrong(key, "a list of texts")

    def plain(self) -> dict[str, str]:
        """Return all fields, which are texts."""
        return {key: self.text(key) for key in tuple(self._left)}

    def drop(self, why: str, *keys: str) -> None:
        """List those of `keys` that say something."""
        for key in keys:
            if self.take(key):
                self.losses.note(self.at(key), why)

    def expect(self, key: str, *allowed: AnyJson, why: str = _NO_COUNTERPART) -> None:
        """Refuse the field unless it is absent or one of `allowed`, which say nothing that is not so anyway."""
        found = self.take(key)
        if found is not None and not any(found == each and type(found) is type(each) for each in allowed):
            self.losses.change(self.at(key), why)

    def done(self) -> None:
        """Refuse every field that nobody took."""
        for key in tuple(self._left):
            self.expect(key)

    def _wrong(self, key: str, kind: str) -> Never:
        raise UntranslatableError(Problem(where=self.at(key), what=f"must be {kind}"))
