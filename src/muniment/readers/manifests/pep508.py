"""One Python requirement: `name[extra] >= 1; marker`, `name @ address`, or an address alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from muniment.domain.evidence import Context, Identifier, NotUnderstood, Observation, Rung
from muniment.domain.patterns import lazily
from muniment.domain.technology import IdentifierKind
from muniment.readers.manifests.declared import declared, repository
from muniment.readers.observe import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_REQUIREMENT = lazily(
    r"\s*(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[(?P<extras>[^\]]*)\]\s*)?"
    r"(?:@\s*(?P<address>\S.*)|(?P<version>[(<>=!~^][^;]*)?(?:;.*)?)",
    re.DOTALL,
)
_EXTRA = lazily(r"[A-Za-z0-9][A-Za-z0-9._-]{1,60}")
_PINNED = lazily(r"\(?\s*={2,3}\s*([^\s,*)]+)\s*\)?\s*")
_EGG = lazily(r"[#&]egg=([A-Za-z0-9][A-Za-z0-9._-]*)")
_WHEEL = lazily(r"([A-Za-z0-9][A-Za-z0-9._]*)-(\d[^-/]*)-[^/]*\.whl\b")
_SOURCE = lazily(r"([A-Za-z0-9][A-Za-z0-9._-]*)-(\d[\w.+!]*)\.(?:tar\.gz|tar\.bz2|zip|tgz)\b")
_ADDRESS = lazily(r"\s*(?:[a-z]+\+)?[a-z]+://|\s*git@|\s*file:|\s*\S+\.whl\b", re.IGNORECASE)


def requirement(text: str, *, line: int, shown: str) -> Iterator[Seen]:
    """Yield the package that `text` asks for, and the repository where it names one."""
    if _ADDRESS.match(text):
        yield from at_address(text, line=line, shown=shown)
        return
    found = _REQUIREMENT.fullmatch(text)
    if not found:
        yield NotUnderstood(line, f"`{excerpt(text)}` is not a requirement")
        return
    yield declared("pypi", found["name"], pinned(found["version"] or ""), line=line, text=shown)
    yield from _extras(found["extras"] or "", line=line, shown=shown)
    if found["address"]:
        yield from repository(found["address"], line=line, text=shown)


def _extras(names: str, *, line: int, shown: str) -> Iterator[Seen]:
    """Yield each extra, which brings what the package needs for one purpose: `agent[northwind]`."""
    for name in names.split(","):
        if _EXTRA.fullmatch(extra := name.strip()):
            told = Identifier(IdentifierKind.SETTING, f"extra={extra.lower()}")
            yield Observation(told, line, Context.FIELD, Rung.DECLARED, excerpt(shown))


def pinned(specifier: str) -> str:
    """Return the version behind a lone `==`, or nothing."""
    found = _PINNED.fullmatch(specifier)
    return found[1] if found else ""


def at_address(address: str, *, line: int, shown: str) -> Iterator[Seen]:
    """Yield what an address tells: the name in its fragment or file name, and its repository."""
    name, version = _named(address)
    repositories = list(repository(address, line=line, text=shown))
    if name:
        yield declared("pypi", name, version, line=line, text=shown)
    yield from repositories
    if not name and not repositories:
        yield NotUnderstood(line, f"`{excerpt(address)}` does not say which package it holds")


def _named(address: str) -> tuple[str, str]:
    if egg := _EGG.search(address):
        return egg[1], ""
    last = address.partition("#")[0].rpartition("/")[2]
    found = _WHEEL.search(last) or _SOURCE.search(last)
    return (found[1], found[2]) if found else ("", "")
