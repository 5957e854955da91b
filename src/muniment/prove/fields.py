"""Typed reading of one JSON object whose fields are all known beforehand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, TypeVar

from muniment.domain.ids import Digest
from muniment.errors import Problem, ProofError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from enum import Enum

    from muniment.prove.canonical import Json

T = TypeVar("T")
E = TypeVar("E", bound="Enum")

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Fields:
    """An object at the place `at`. Every method raises ProofError, naming the place, where the value does not fit."""

    at: str
    values: Mapping[str, Json]

    @classmethod
    def of(cls, value: Json, at: str, names: str) -> Fields:
        """Return `value` as an object that has exactly the fields in `names`, which are separated by blanks."""
        if not isinstance(value, Mapping):
            raise broken(at, "is not an object")
        wanted = names.split()
        if len(value) == len(wanted) and all(map(value.__contains__, wanted)):
            return cls(at, value)
        if unknown := sorted(set(value) - set(wanted)):
            raise broken(at, f"has the unknown field `{unknown[0]}`", "use a newer release to verify it")
        raise broken(at, f"lacks the field `{min(set(wanted) - set(value))}`")

    def under(self, name: str) -> str:
        """Return the place of a field."""
        return f"{self.at}.{name}"

    def text(self, name: str) -> str:
        """Return a text."""
        value = self.values[name]
        if not isinstance(value, str):
            raise broken(self.under(name), "is not text")
        return value

    def named(self, name: str) -> str:
        """Return a text that is not empty or blank."""
        value = self.text(name)
        if not value.strip():
            raise broken(self.under(name), "is empty")
        return value

    def count(self, name: str) -> int:
        """Return a number that is zero or more."""
        value = self.values[name]
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise broken(self.under(name), "is not a count")
        return value

    def truth(self, name: str) -> bool:
        """Return true or false."""
        value = self.values[name]
        if not isinstance(value, bool):
            raise broken(self.under(name), "is neither true nor false")
        return value

    def day(self, name: str) -> date:
        """Return a day written like `2026-03-04`."""
        value = self.text(name)
        try:
            if _DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        raise broken(self.under(name), f"`{value}` is not a day such as `2026-03-04`")

    def instant(self, name: str) -> datetime:
        """Return an instant in UTC written like `2026-03-04T05:06:07Z`."""
        value = self.text(name)
        try:
            if _INSTANT.fullmatch(value):
                return datetime.fromisoformat(value).astimezone(UTC)
        except ValueError:
            pass
        raise broken(self.under(name), f"`{value}` is not an instant such as `2026-03-04T05:06:07Z`")

    def digest(self, name: str) -> Digest:
        """Return a digest written like `{"sha256": "..."}`."""
        value = Fields.of(self.values[name], self.under(name), "sha256").text("sha256")
        if not _SHA256.fullmatch(value):
            raise broken(self.under(name), "is not 64 lower-case hexadecimal digits")
        return Digest(f"sha256:{value}")

    def choice(self, kind: type[E], name: str) -> E:
        """Return the member of `kind`, whose values are texts, that has this value."""
        value = self.text(name)
        try:
            return kind(value)
        except ValueError:
            raise self._strange(name, [str(each.value) for each in kind]) from None

    def named_choice(self, kind: type[E], name: str) -> E:
        """Return the member of `kind` whose name is spelt so by `spelling`."""
        found = kind.__members__.get(self.text(name).replace("-", "_").upper())
        if found is None or spelling(found) != self.text(name):
            raise self._strange(name, [spelling(each) for each in kind])
        return found

    def _strange(self, name: str, known: Sequence[str]) -> ProofError:
        what = f"`{self.text(name)}` is none of " + ", ".join(f"`{each}`" for each in known)
        return broken(self.under(name), what, "use a newer release to verify it")

    def each(self, name: str, read: Callable[[Json, str], T]) -> tuple[T, ...]:
        """Return a list, every entry of it taken by `read`, which gets the value and its place."""
        value = self.values[name]
        if not isinstance(value, list):
            raise broken(self.under(name), "is not a list")
        return tuple(read(entry, f"{self.under(name)}[{place}]") for place, entry in enumerate(value))

    def maybe(self, name: str, read: Callable[[str], T]) -> T | None:
        """Return nothing for null, and what `read` makes of the field otherwise."""
        return None if self.values[name] is None else read(name)


def spelling(member: Enum) -> str:
    """Return how the name of a member is written down, e.g. `read-binary`; its value may be reworded, this may not."""
    return member.name.lower().replace("_", "-")


def digest_object(value: Digest) -> Json:
    """Return how a digest is written down: `{"sha256": "..."}`."""
    algorithm, _, hexadecimal = value.partition(":")
    return {algorithm: hexadecimal}


def broken(where: str, what: str, hint: str = "") -> ProofError:
    """Return the error that says what does not fit at a place in the statement."""
    return ProofError(Problem(where=where, what=what, help=hint))
