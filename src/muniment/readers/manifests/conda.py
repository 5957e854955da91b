"""Conda: environments, and recipes as far as they are plain."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.manifests import conda_lock
from muniment.readers.manifests.declared import basename, conflicts, declared, lines_of
from muniment.readers.manifests.pep508 import requirement
from muniment.readers.observe import excerpt
from muniment.readers.syntax.indented import entries, problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen
    from muniment.readers.syntax.indented import Entry

_ENVIRONMENT = lazily(r"(?:[\w.-]*[-_.])?(?:environment|env|conda)(?:[-_.][\w.-]*)?\.ya?ml$", re.IGNORECASE)
_ENVIRONMENTS = frozenset({"environment.yml", "environment.yaml"})
_KEY = "dependencies"
_NOTHING = frozenset({"", "null", "~"})
_RECIPES = frozenset({"meta.yaml", "meta.yml"})
_SPEC = lazily(r"(?:[\w./-]+::)?([A-Za-z0-9_][\w.-]*)(?:\[[^\]]*\])?\s*(?:([<>=!~ ].*)|$)")
_EXACT = lazily(r"\s*={0,2}\s*(\d[\w.!+]*)(?:[= ][\w*]+)?$")
_SET = lazily(r"""\{%-?\s*set\s+(\w+)\s*=\s*["']([^"']*)["']\s*-?%\}""")
_USED = lazily(r"\{\{-?\s*(\w+)\s*(?:\|\s*lower\s*)?-?\}\}")


def wants(path: str) -> bool:
    """Say whether the path is one of them; a file so called that lists no dependencies yields nothing."""
    name = basename(path)
    if conda_lock.wants(path):
        return False
    return name in _RECIPES or _ENVIRONMENT.match(name) is not None


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield every package of an environment, those from pip included, or of a recipe with its own name."""
    yield from conflicts(lines_of(text))
    recipe = basename(path) in _RECIPES
    if not recipe and (_KEY in text or basename(path) in _ENVIRONMENTS):
        yield from problems(text)
    variables = {found[1]: found[2] for found in _SET.finditer(text)}
    for entry in entries(text):
        value = _USED.sub(lambda found: variables.get(found[1], found[0]), entry.value)
        yield from _of_recipe(entry, value) if recipe else _of_environment(entry, value)


def _of_environment(entry: Entry, value: str) -> Iterator[Seen]:
    if _is_odd(entry, value):
        yield NotUnderstood(entry.number, f"`{excerpt(entry.shown)}` is no list of packages")
        return
    if not entry.item or entry.parents[:1] != (_KEY,) or (entry.key == "pip" and not value):
        return
    if entry.parents[1:] == ("pip",):
        if not value.startswith(("-r", "-c", "--", ".", "-e .")):
            yield from requirement(value.removeprefix("-e").strip(), line=entry.number, shown=entry.shown)
        return
    yield from _spec(f"{entry.key}: {value}" if entry.key else value, entry)


def _is_odd(entry: Entry, value: str) -> bool:
    """Say whether something else stands where dependencies do, or in braces where nothing is looked for."""
    if not entry.parents:
        return value not in _NOTHING if entry.key == _KEY else not entry.key and _KEY in value
    return entry.parents == (_KEY,) and not entry.item


def _of_recipe(entry: Entry, value: str) -> Iterator[Seen]:
    own = entry.key == "name" and entry.parents[-1:] == ("package",)
    asked = entry.item and value and set(entry.parents) & {"requirements", "requires"}
    if own or asked:
        yield from _spec(value, entry)


def _spec(value: str, entry: Entry) -> Iterator[Seen]:
    if re.fullmatch(r"\{\{\s*(?:compiler|stdlib|cdt|pin_\w+)\(.*\}\}", value):
        return
    found = _SPEC.fullmatch(value)
    if not found:
        yield NotUnderstood(entry.number, f"`{excerpt(value)}` is not a conda package")
        return
    exact = _EXACT.match(found[2] or "")
    yield declared("conda", found[1], exact[1] if exact else "", line=entry.number, text=entry.shown)
