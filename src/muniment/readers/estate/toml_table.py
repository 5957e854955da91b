"""TOML tables that are read to the end: each problem is noted with its place, so that all can be mended at once."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from muniment.domain.moment import NoMomentError, day_of, parse_moment
from muniment.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from enum import Enum

    from muniment.domain.moment import Moment
    from muniment.readers.estate.toml_places import Path, Places

T = TypeVar("T")
E = TypeVar("E", bound="Enum")

FIRST_YEAR, LAST_YEAR = 1990, 2100
MOST_DAYS = 9999
_MANY = 12
_SHOWN = 40


class UnfitError(Exception):
    """A value is not what its key asks for. `what` continues the sentence that begins with the key."""

    def __init__(self, *, what: str, help_: str = "") -> None:
        """Keep the words for the problem."""
        super().__init__(what)
        self.what = what
        self.help = help_


class Notes:
    """The problems of one text, in the order of their places."""

    def __init__(self, where: str, places: Places) -> None:
        """Begin without problems; `where` names the file."""
        self._where = where
        self._places = places
        self._found: list[tuple[tuple[int, int], Problem]] = []

    def add(self, path: Path, what: str, help_: str = "") -> None:
        """Note a problem with what stands at `path`."""
        line, column = self._places.of(path)
        problem = Problem(where=self.place(path), what=_visible(what), help=_visible(help_))
        self._found.append(((line, column), problem))

    def place(self, path: Path) -> str:
        """Return where `path` stands: file, line and column."""
        line, column = self._places.of(path)
        return f"{self._where}:{line}:{column}"

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return what was noted, first lines first."""
        return tuple(problem for _, problem in sorted(self._found, key=lambda found: found[0]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table: its values, its path from the top, the header under which a reader finds it."""

    values: Mapping[str, object]
    path: Path
    header: str
    notes: Notes

    def note(self, key: str, what: str, help_: str = "") -> None:
        """Note a problem with `key`, or with the table where the key is missing."""
        self.notes.add((*self.path, key), what, help_)

    def require(self, *keys: str) -> None:
        """Note each of `keys` that is missing."""
        for key in keys:
            if key not in self.values:
                self.note(key, f"{self.header} without `{key}`", f"add a line `{key} = ...` below {self.header}")

    def allow(self, *keys: str) -> None:
        """Note each key that is none of `keys`."""
        for key in self.values:
            if key not in keys:
                self.note(key, f"`{key}` has no place in {self.header}", suggestion(key, keys))

    def fit(self, path: Path, label: str, value: object, convert: Callable[[object], T]) -> T | None:
        """Return the converted value; nothing where it is unfit, which is noted at `path` below this table."""
        try:
            return convert(value)
        except UnfitError as unfit:
            self.notes.add((*self.path, *path), f"{label} {unfit.what}", unfit.help)
            return None

    def take(self, key: str, convert: Callable[[object], T]) -> T | None:
        """Return the converted value of `key`; nothing where it is missing, or unfit, which is noted."""
        return self.fit((key,), f"`{key}`", self.values[key], convert) if key in self.values else None

    def each(self, key: str, convert: Callable[[object], T]) -> tuple[tuple[int, T], ...] | None:
        """Return the fit elements of a list with their positions; nothing where there is no list."""
        values = self.take(key, _list)
        if values is None:
            return None
        found = ((at, self.fit((key, at), f"an entry of `{key}`", value, convert)) for at, value in enumerate(values))
        return tuple((at, value) for at, value in found if value is not None)

    def below(self, key: str, header: str) -> Table:
        """Return the table at `key`, empty where it is missing or no table, which is noted."""
        values = self.take(key, _table(f"write {header} above its keys")) or {}
        return Table(values=values, path=(*self.path, key), header=header, notes=self.notes)

    def all_below(self, key: str, header: str) -> tuple[Table, ...]:
        """Return the tables of a list; what is no table is noted and left out."""
        help_ = f"write {header}, with both pairs of brackets, above the keys of each one"
        if isinstance(self.values.get(key), dict):
            self.note(key, f"`{key}` is a single table where a list of tables is expected", help_)
            return ()
        found = self.each(key, _table(help_)) or ()
        return tuple(
            Table(values=values, path=(*self.path, key, at), header=header, notes=self.notes) for at, values in found
        )


def text(value: object) -> str:
    """Return `value` without surrounding space.

    Raises: UnfitError unless it is one line of text without control, formatting or invisible characters.
    """
    if not isinstance(value, str):
        raise UnfitError(what=f"must be text, not `{shown(value)}`", help_="put text in quotation marks")
    plain = value.strip()
    if not plain:
        raise UnfitError(what="is empty", help_="write what belongs there, or leave it out where that is not known")
    if not plain.isprintable():
        raise UnfitError(
            what="holds a line break, or a control or invisible character", help_="write it as one plain line"
        )
    return plain


def name(value: object) -> str:
    """Return an identifier: text without any space. Raises: UnfitError."""
    plain = text(value)
    if any(letter.isspace() for letter in plain):
        raise UnfitError(what=f"must not hold spaces, and is `{plain}`", help_="write it without spaces")
    return plain


def day(value: object) -> date:
    """Return a day from 1990 to 2100. Raises: UnfitError, also for a day with a time."""
    if isinstance(value, datetime) or not isinstance(value, date):
        raise UnfitError(
            what=f"must be a day, not `{shown(value)}`",
            help_="write year-month-day without quotation marks, e.g. 2026-03-04",
        )
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise UnfitError(
            what=f"lies in the year {value.year}", help_=f"days from {FIRST_YEAR} to {LAST_YEAR} are accepted"
        )
    return value


def moment(value: object) -> Moment:
    """Return a day, or an instant with its time zone. Raises: UnfitError, also for a time without a zone."""
    said = value.isoformat() if isinstance(value, date) else text(value)
    try:
        found = parse_moment(said, ZoneInfo)
    except NoMomentError as error:
        raise UnfitError(what=f"is `{said}`, which {error.what}", help_=error.help) from None
    day(day_of(found))
    return found


def yes_or_no(value: object) -> bool:
    """Return a truth value. Raises: UnfitError."""
    if not isinstance(value, bool):
        raise UnfitError(
            what=f"must be true or false, not `{shown(value)}`", help_="write true or false without quotation marks"
        )
    return value


def days(value: object) -> int:
    """Return a number of days from 1 to 9999. Raises: UnfitError."""
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_DAYS:
        raise UnfitError(
            what=f"must be a whole number of days from 1 to {MOST_DAYS}, not `{shown(value)}`",
            help_="write the number without quotation marks, e.g. 180",
        )
    return value


def one_of(known: Collection[str], what: str) -> Callable[[object], str]:
    """Return a conversion to one of `known`; `what` says what they are, e.g. `a vendor in the rulebook`."""

    def convert(value: object) -> str:
        plain = text(value)
        if plain not in known:
            raise UnfitError(what=f"is `{plain}`, which is not {what}", help_=suggestion(plain, known))
        return plain

    return convert


def member(kind: type[E]) -> Callable[[object], E]:
    """Return a conversion to the member of `kind` that has the value that is written."""
    known = {str(each.value): each for each in kind}

    def convert(value: object) -> E:
        plain = text(value)
        if plain not in known:
            raise UnfitError(what=f"cannot be `{plain}`", help_=suggestion(plain, known))
        return known[plain]

    return convert


def suggestion(word: str, known: Collection[str]) -> str:
    """Return a help that names the nearest of `known`, or all of them where they are few."""
    by_case = {candidate.casefold(): candidate for candidate in sorted(known)}
    near = difflib.get_close_matches(word.casefold(), by_case, n=1)
    if near:
        return f"did you mean `{by_case[near[0]]}`?"
    if 0 < len(known) <= _MANY:
        return "known: " + ", ".join(f"`{candidate}`" for candidate in sorted(known))
    return ""


def shown(value: object) -> str:
    """Return a value as a reader of the file would know it, at most 40 characters of it."""
    match value:
        case bool():
            words = str(value).lower()
        case dict():
            words = "{...}"
        case list():
            words = "[...]"
        case _:
            words = _visible(str(value))
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"


def _visible(words: str) -> str:
    """Return `words` with a `?` for each character that a terminal would obey instead of showing it."""
    return "".join(letter if letter.isprintable() else "?" for letter in words)


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise UnfitError(
            what=f"must be a list, not `{shown(value)}`", help_="put the entries in [ ], with commas between them"
        )
    return value


def _table(help_: str) -> Callable[[object], dict[str, object]]:
    def convert(value: object) -> dict[str, object]:
        if not isinstance(value, dict):
            raise UnfitError(what=f"must be a table, not `{shown(value)}`", help_=help_)
        return value

    return convert
