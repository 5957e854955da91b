"""The names of packages in the text of a manifest, found without reading the manifest.

Whether a manifest names a package at all needs its reader. Where no spelling of a recognised package stands in the
text, it does not, and that can be said much sooner.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Final

import re2

from muniment.domain.patterns import lazily
from muniment.domain.technology import IdentifierKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from muniment.domain.technology import Signature

WINDOW: Final = 300
"""Bytes on each side of a literal in which all of a name stands, its parts on lines of their own or not."""
_FREELY_SPELT: Final = frozenset({"pypi"})
_ESCAPE: Final = lazily(r"%[0-9a-f]{2}")
_RUN: Final = lazily(r"[a-z0-9]+")
_TOKEN: Final = lazily(r"[a-z0-9]+|[*#]|/|[^a-z0-9*#/]+")
_ANYTHING: Final = "(?s:.*?)"
_SHORTEST: Final = 3
_COMMON: Final = frozenset("agent client cloud command common core github google java open python sdk service".split())  # noqa: SIM905  (shorter)


class PackageName:
    """What must be found around a literal for a recognised package to be named there, and in its line for a part.

    There are hundreds of these, and most files name none of them; each is compiled when it is first asked for.
    """

    def __init__(self, spellings: Sequence[str], parts: Sequence[str]) -> None:
        """Take the ways to spell the whole name, and the part of it that stands in one line."""
        self._spellings = spellings
        self._parts = parts

    @cached_property
    def around(self) -> re2._Regexp[bytes]:
        """What finds the whole name."""
        return _compiled(self._spellings)

    @cached_property
    def in_line(self) -> re2._Regexp[bytes]:
        """What finds the part of it."""
        return _compiled(self._parts)


def package_names(signatures: Iterable[Signature]) -> Mapping[str, PackageName]:
    """Return literals, in lower case, with what must be found where one stands for a package to be named.

    However a manifest spells it: its parts may stand apart, and Python's may be written with any separator.
    """
    found: dict[str, list[str]] = defaultdict(list)
    parts: dict[str, list[str]] = defaultdict(list)
    for signature in signatures:
        for pattern in signature.match.get(IdentifierKind.PURL, ()):
            ecosystem, _, name = pattern.lower().removeprefix("pkg:").partition("/")
            plain = _ESCAPE.sub("/", name).strip("/")
            literal = max(_RUN.findall(plain) or [plain], key=_rarity)
            spelt = _spellings(plain, freely=ecosystem in _FREELY_SPELT or "*" in ecosystem)
            found[literal].append(spelt)
            parts[literal] += [part for part in spelt.split(_ANYTHING) if literal in part] or [""]
    return {literal: PackageName(each, parts[literal]) for literal, each in found.items()}


def _compiled(spellings: Sequence[str]) -> re2._Regexp[bytes]:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.encoding = re2.Options.Encoding.LATIN1
    return re2.compile("|".join(dict.fromkeys(spellings)).encode(), options)


def _rarity(run: str) -> tuple[bool, int]:
    return len(run) >= _SHORTEST and run not in _COMMON, len(run)


def _spellings(name: str, *, freely: bool) -> str:
    begins = "" if name.startswith("*") else "(?:^|[^a-z0-9])"
    ends = "" if name.endswith("*") else "(?:$|[^a-z0-9])"
    return begins + "".join(_spelt(part, freely=freely) for part in _TOKEN.findall(name.strip("*"))) + ends


def _spelt(part: str, *, freely: bool) -> str:
    if part in {"*", "/"}:
        return _ANYTHING
    if part == "#":
        return "[0-9]"
    if part[0].isalnum():
        return part
    return "[-_.]+" if freely else re2.escape(part)
