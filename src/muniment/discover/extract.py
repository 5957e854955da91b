"""Identifiers around the places where the byte pass found an anchor. Knows languages and formats, and no vendor."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from muniment.discover.commands import commands_at, installed
from muniment.discover.imports import imports_at
from muniment.discover.lexis import Form, Profile, Regions
from muniment.domain.evidence import Context, Identifier, Observation, Rung
from muniment.domain.technology import IdentifierKind as Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

EXCERPT: Final = 160
_REACH: Final = 400
"""How many characters of a long line are looked at on each side of a hit."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An anchor in a text, by character offsets, and the kinds of identifier that it can be part of."""

    start: int
    end: int
    kinds: frozenset[Kind]


@dataclass(frozen=True, slots=True)
class _Spot:
    """A hit with its surroundings. `line` may be cut; `at` is the hit's offset in it."""

    profile: Profile
    hit: Hit
    context: Context
    line: str
    at: int
    number: int
    before: str
    inside: str

    @property
    def matched(self) -> str:
        return self.line[self.at : self.at + self.hit.end - self.hit.start]


_HOST_RUN = re.compile(r"[A-Za-z0-9_.-]+")
_MODEL_RUN = re.compile(r"[A-Za-z0-9_.:/@+-]+")
_NAME_RUN = re.compile(r"[A-Za-z0-9_$]+")
_ENV_RUN = re.compile(r"[A-Z][A-Z0-9_]+")
_KEY_RUN = re.compile(r"[A-Za-z0-9_.-]+")
_OID_RUN = re.compile(r"\d+(?:\.\d+){5,}")
_EXTENSION_RUN = re.compile(r"[A-Za-z0-9-]+\.[A-Za-z0-9.-]+")
_ACTION = re.compile(r"\buses:\s*[\"']?([\w.-]+/[\w./-]+)@")
_IMAGE = re.compile(
    r"(?:\bimage:\s*|^\s*FROM\s+(?:--\S+\s+)?|\"?[iI]mage\"?\s*[:=]\s*|docker://|\bdocker\s+(?:run|pull)\s.*?)[\"']?([\w./:@${}-]+)"
)
_KEY_BEFORE = re.compile(r"(?:^|[{,;<\[]|\bexport\s|\b(?:ENV|ARG)\s)\s*(?:-\s+)?[\"']?$")
_KEY_AFTER = re.compile(r"[\"']?\]?\s*(?:[:>]|=(?!=))")
_SETTING_CONTEXTS = frozenset({Context.FIELD, Context.STRING})


def observe(profile: Profile, text: str, hits: Sequence[Hit]) -> list[Observation]:
    """Return the identifiers at `hits` (in order of `start`), each at most once a line."""
    found: dict[tuple[Identifier, int], Observation] = {}
    for spot in _spots(profile, text, hits):
        for observation in _at(spot):
            key = (observation.identifier, observation.line)
            known = found.get(key)
            if known is None or observation.rung > known.rung:
                found[key] = observation
    return list(found.values())


def _spots(profile: Profile, text: str, hits: Sequence[Hit]) -> Iterator[_Spot]:
    if not hits:
        return
    regions = Regions(profile, text, hits[-1].end)
    number, counted = 1, 0
    for hit in hits:
        number += text.count("\n", counted, hit.start)
        counted = hit.start
        begin = max(text.rfind("\n", 0, hit.start) + 1, hit.start - _REACH)
        end = text.find("\n", hit.end)
        end = min(len(text) if end < 0 else end, hit.end + _REACH)
        region = regions.at(hit.start)
        before = text[max(0, region.start - 80) : region.start] if region.context is Context.STRING else ""
        inside = text[region.start : min(region.end, region.start + _REACH)] if region.context is Context.STRING else ""
        yield _Spot(profile, hit, region.context, text[begin:end], hit.start - begin, number, before, inside)


def _at(spot: _Spot) -> Iterator[Observation]:
    for kind in spot.hit.kinds:
        for value, rung in _EXTRACTORS[kind](spot):
            yield _seen(spot, kind, value, rung)
    if spot.profile.form in {Form.SHELL, Form.SETTINGS}:
        for purl in installed(spot.line):
            yield _seen(spot, Kind.PURL, purl, Rung.DECLARED)


def _seen(spot: _Spot, kind: Kind, value: str, rung: Rung) -> Observation:
    context = Context.CALL if rung is Rung.INVOKED and spot.context is Context.CODE else spot.context
    return Observation(Identifier(kind, value), spot.number, context, rung, _excerpt(spot))


def _excerpt(spot: _Spot) -> str:
    line = spot.line
    if len(line) > EXCERPT:
        begin = max(0, min(spot.at - EXCERPT // 3, len(line) - EXCERPT))
        line = line[begin : begin + EXCERPT]
    return line.strip()


def _run(pattern: re.Pattern[str], spot: _Spot) -> str:
    """Return the longest run of the pattern's characters that holds the whole hit, or nothing."""
    begin = spot.at
    for run in pattern.finditer(spot.line, max(0, begin - _REACH)):
        if run.start() > begin:
            break
        if run.end() >= begin + len(spot.matched):
            return run[0]
    return ""


Found = tuple[str, Rung]


def _imports(spot: _Spot) -> Iterator[Found]:
    if spot.profile.language:
        for value in imports_at(spot.profile.language, spot.line, spot.at, spot.context, spot.before, spot.inside):
            yield value, Rung.AVAILABLE


def _hosts(spot: _Spot) -> Iterator[Found]:
    if spot.context is Context.CODE:
        return
    run = _run(_HOST_RUN, spot).strip(".-")
    start = spot.line.rfind(run, 0, spot.at + len(run)) if run else -1
    if start < 0 or ("." not in run and not _is_value(spot, start, run)):
        return
    mail = start > 0 and spot.line[start - 1] == "@" and "//" not in spot.line[max(0, start - 60) : start]
    profile_link = spot.line.startswith("/@", start + len(run))
    yield run.lower(), Rung.MENTIONED if mail or profile_link else Rung.CONFIGURED


def _is_value(spot: _Spot, start: int, run: str) -> bool:
    """Say whether `run` is all of a string or of a setting's value, and not a word among others."""
    if spot.context is Context.STRING:
        return spot.inside == run
    before, after = spot.line[:start].rstrip(" \t\"'"), spot.line[start + len(run) :].lstrip(" \t\"',;")
    return before.endswith((":", "=", "-", "[", ",")) and not after


def _models(spot: _Spot) -> Iterator[Found]:
    if spot.context is Context.CODE:
        return
    run = _run(_MODEL_RUN, spot).strip(".:/@-")
    if run:
        yield run.lower(), Rung.CONFIGURED
        if ":" in run and "//" not in run:
            yield run.lower().partition(":")[2], Rung.CONFIGURED
            yield run.lower().partition(":")[0], Rung.CONFIGURED


def _environment(spot: _Spot) -> Iterator[Found]:
    run = _run(_NAME_RUN, spot)
    if "_" in run and _ENV_RUN.fullmatch(run):
        yield run, Rung.CONFIGURED


def _symbols(spot: _Spot) -> Iterator[Found]:
    if spot.context is not Context.CODE:
        return
    run = _run(_NAME_RUN, spot)
    if run:
        after = spot.line[spot.line.find(run, max(0, spot.at - len(run))) + len(run) :]
        yield run, Rung.INVOKED if after.lstrip().startswith("(") else Rung.AVAILABLE


def _config_keys(spot: _Spot) -> Iterator[Found]:
    if spot.context not in _SETTING_CONTEXTS or spot.profile.form is Form.CODE:
        return
    run = _run(_KEY_RUN, spot)
    if not run:
        return
    start = spot.line.find(run, max(0, spot.at - len(run)))
    heading = spot.line.lstrip().startswith("[") and spot.context is Context.FIELD
    if heading or (_KEY_BEFORE.search(spot.line[:start]) and _KEY_AFTER.match(spot.line, start + len(run))):
        yield run, Rung.CONFIGURED


def _actions(spot: _Spot) -> Iterator[Found]:
    for found in _ACTION.finditer(spot.line):
        yield found[1], Rung.INVOKED


def _images(spot: _Spot) -> Iterator[Found]:
    if spot.context is Context.CODE:
        return
    for found in _IMAGE.finditer(spot.line):
        name = found[1].split("@")[0]
        yield (name.rpartition(":")[0] if ":" in name.rpartition("/")[2] else name), Rung.CONFIGURED


def _commands(spot: _Spot) -> Iterator[Found]:
    if spot.context in _SETTING_CONTEXTS and spot.profile.form in {Form.SHELL, Form.SETTINGS}:
        for value in commands_at(spot.line, spot.at):
            yield value, Rung.INVOKED


def _extensions(spot: _Spot) -> Iterator[Found]:
    if spot.context in _SETTING_CONTEXTS and spot.profile.form is Form.SETTINGS:
        run = _run(_EXTENSION_RUN, spot)
        if run:
            yield run, Rung.CONFIGURED


def _object_ids(spot: _Spot) -> Iterator[Found]:
    run = _run(_OID_RUN, spot)
    if run:
        yield run, Rung.CONFIGURED


def _names(spot: _Spot) -> Iterator[Found]:
    end = spot.at + len(spot.matched)
    before, after = spot.line[spot.at - 1 : spot.at] if spot.at else "", spot.line[end : end + 1]
    if not before.isalnum() and not after.isalnum():
        yield spot.matched, Rung.MENTIONED


_EXTRACTORS = {
    Kind.IMPORT: _imports,
    Kind.HOST: _hosts,
    Kind.MODEL: _models,
    Kind.ENV: _environment,
    Kind.SYMBOL: _symbols,
    Kind.CONFIG_KEY: _config_keys,
    Kind.ACTION: _actions,
    Kind.IMAGE: _images,
    Kind.COMMAND: _commands,
    Kind.EXTENSION: _extensions,
    Kind.OID: _object_ids,
    Kind.NAME: _names,
}
