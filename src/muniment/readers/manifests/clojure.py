"""Clojure: `deps.edn` and `project.clj`, searched for what has the form of a package and its version."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import basename, conflicts, declared, lines_of, repository

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_PROJECT = "project.clj"
_NAMES = frozenset({"deps.edn", "bb.edn", _PROJECT, "shadow-cljs.edn"})
_NAME = r"(?<![\w./-])[A-Za-z0-9][\w.-]*+(?:/[A-Za-z0-9][\w.-]*+)?+"
_IN_MAP = lazily(
    rf"(?P<name>{_NAME})\s*+\{{(?=[^{{}}]*:(?:mvn|git|local|deps)/|[^{{}}]*:(?:sha|tag)\s)(?P<rest>[^{{}}]*)\}}"
)
_IN_VECTOR = lazily(rf"\[(?P<name>{_NAME})\s+\"(?P<version>[^\"]*)\"")
_VERSION = lazily(r":mvn/version\s+\"([^\"]*)\"")
_PLACE = lazily(r":git/url\s+\"([^\"]*)\"")
_ON_GITHUB = lazily(r"(?:io|com)\.github\.([\w-]+)/([\w.-]+)$")
_COMMENT = lazily(r"\"(?:\\.|[^\"\\])*\"|;[^\n]*", re.DOTALL)


def wants(path: str) -> bool:
    """Say whether the path is one of them."""
    return basename(path) in _NAMES


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield every package asked for.   Source: the guide to deps.edn; Leiningen's sample project."""
    lines = lines_of(text)
    yield from conflicts(lines)
    code = _COMMENT.sub(_without, text.removeprefix("\ufeff"))
    yield from _unclosed(code)
    newlines = [found.start() for found in re.finditer("\n", code)]
    for found in (_IN_VECTOR if basename(path) in {_PROJECT, "shadow-cljs.edn"} else _IN_MAP).finditer(code):
        line = bisect_right(newlines, found.start("name")) + 1
        yield from _one(found, line, lines[line - 1])


def _without(found: re.Match[str]) -> str:
    return " " * len(found[0]) if found[0].startswith(";") else found[0]


def _unclosed(code: str) -> Iterator[Seen]:
    bare = _COMMENT.sub("", code)
    if any(bare.count(opening) != bare.count(closing) for opening, closing in ("()", "[]", "{}")):
        yield NotUnderstood(1, "its brackets are not closed, so what it asks for may be cut off")
    elif not bare.lstrip().startswith(("{", "(")):
        yield NotUnderstood(1, "neither a map nor a form, which such a file is")


def _one(found: re.Match[str], line: int, shown: str) -> Iterator[Seen]:
    name, groups = found["name"], found.groupdict()
    rest = groups.get("rest") or ""
    version = _VERSION.search(rest)
    whole = name if "/" in name else f"{name}/{name}"
    yield declared("clojars", whole, groups.get("version") or (version[1] if version else ""), line=line, text=shown)
    place = _PLACE.search(rest)
    hosted = _ON_GITHUB.match(name)
    if place or hosted:
        address = place[1] if place else f"github:{hosted[1]}/{hosted[2]}" if hosted else ""
        yield from repository(address, line=line, text=shown)
