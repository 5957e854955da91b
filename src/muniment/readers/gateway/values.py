"""Values of the gateway's file that other files do not have."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from muniment.domain.patterns import lazily
from muniment.readers.estate import toml_table
from muniment.readers.estate.toml_table import UnfitError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from muniment.readers.estate.toml_table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What surrounds the file: its absolute folder, why a file cannot be read (empty where it can), and variables."""

    folder: str
    fault: Callable[[str], str]
    variables: Collection[str]


LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})
"""Names of this machine, to which calls may go without TLS."""
_DIGEST = lazily(r"sha256:[0-9a-f]{64}")
_WORD = lazily(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def path(folder: str) -> Callable[[object], str]:
    """Return a conversion to the absolute path of a file that is named from `folder`; the disk is not looked at."""

    def convert(value: object) -> str:
        return os.path.normpath(PurePath(folder, toml_table.text(value)))

    return convert


def existing(outside: Outside) -> Callable[[object], str]:
    """Return a conversion to the absolute path of a file that can be read."""
    absolute = path(outside.folder)

    def convert(value: object) -> str:
        found = absolute(value)
        if why := outside.fault(found):
            raise UnfitError(
                what=f"is `{toml_table.shown(value)}`, and {found} {why}", help_="mend the path, or put the file there"
            )
        return found

    return convert


def digest(value: object) -> str:
    """Return the 64 hexadecimal digits of `sha256:...`. Raises: UnfitError."""
    plain = toml_table.text(value)
    if not _DIGEST.fullmatch(plain):
        raise UnfitError(
            what=f"is `{toml_table.shown(plain)}`, which is no digest",
            help_="write `sha256:` and 64 hexadecimal digits; `muniment gateway key` makes a key and its digest",
        )
    return plain.removeprefix("sha256:")


def word(value: object) -> str:
    """Return a short name of letters, digits, dots, hyphens and underscores. Raises: UnfitError."""
    plain = toml_table.text(value)
    if not _WORD.fullmatch(plain):
        raise UnfitError(what=f"is `{toml_table.shown(plain)}`", help_="use up to 64 letters, digits, dots and hyphens")
    return plain


def header(value: object) -> str:
    """Return text that may stand in a header: visible ASCII and spaces. Raises: UnfitError."""
    plain = toml_table.text(value)
    if not plain.isascii():
        raise UnfitError(what=f"is `{toml_table.shown(plain)}`", help_="use ASCII only")
    return plain


def whole(least: int, most: int) -> Callable[[object], int]:
    """Return a conversion to a whole number in a range."""

    def convert(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            what = f"must be a whole number from {least:,} to {most:,}, not `{toml_table.shown(value)}`"
            raise UnfitError(what=what)
        return value

    return convert


def names(table: Table, key: str, convert: Callable[[object], str] = toml_table.text) -> tuple[str, ...]:
    """Return the entries of a list of texts; one that stands twice is noted."""
    found = table.each(key, convert) or ()
    seen: set[str] = set()
    for position, entry in found:
        if entry in seen:
            table.notes.add((*table.path, key, position), f"an entry of `{key}` stands twice", "keep one of them")
        seen.add(entry)
    return tuple(entry for _, entry in found)


def refuse_twins(tables: tuple[Table, ...], key: str) -> None:
    """Note every table whose `key` another one has already."""
    seen: set[object] = set()
    for table in tables:
        value = table.values.get(key)
        if isinstance(value, str) and value in seen:
            table.note(key, f"{table.header} `{value}` stands twice", f"give each {table.header} a `{key}` of its own")
        if isinstance(value, str):
            seen.add(value)
