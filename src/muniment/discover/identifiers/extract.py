"""Identifiers around the places where the byte pass found an anchor. Knows languages and formats, and no vendor."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from muniment.discover.identifiers.addresses import hosts, object_ids
from muniment.discover.identifiers.called import calls_what_it_imports
from muniment.discover.identifiers.declared import declared_at
from muniment.discover.identifiers.denial import is_kept_away, is_one_of_many_hosts
from muniment.discover.identifiers.imports import imports_at
from muniment.discover.identifiers.models import models
from muniment.discover.identifiers.names import config_keys, environment, names, symbols
from muniment.discover.identifiers.pictures import as_picture, drawn
from muniment.discover.identifiers.references import actions, extensions, images
from muniment.discover.identifiers.runs import commands, installs
from muniment.discover.identifiers.samples import is_sample
from muniment.discover.identifiers.settings import settings
from muniment.discover.text.chunks import chunks, is_kept_as_source, magic, scripts
from muniment.discover.text.encoded import is_in_encoded
from muniment.discover.text.lexis import Form, Profile, profile_of
from muniment.discover.text.notebook import notebook
from muniment.discover.text.spots import SETTING_CONTEXTS, Hit, excerpt, spots
from muniment.domain.evidence import Context, Identifier, Observation, Rung
from muniment.domain.patterns import lazily
from muniment.domain.technology import IdentifierKind as Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from muniment.discover.text.chunks import Chunk
    from muniment.discover.text.spots import Found, Spot


_FRONT_MATTER = lazily(r"---[ \t]*\r?\n(?:[^\n]{0,400}\n){0,200}?---[ \t]*\r?\n")
"""YAML between two lines of dashes, at the beginning of a document."""


Narrow: TypeAlias = "Callable[[Profile, str, Sequence[Hit]], Sequence[Hit]]"
"""Leaves out, of hits in a text that is read in one way, what can show nothing in it."""


def _all(profile: Profile, text: str, hits: Sequence[Hit]) -> Sequence[Hit]:
    del profile, text
    return hits


def observe(profile: Profile, text: str, hits: Sequence[Hit], narrow: Narrow = _all) -> list[Observation]:
    """Return the identifiers at `hits` (in order of `start`), each at most once a line.

    `narrow` spares the look at what can show nothing that matters.
    """
    if profile.form is Form.NOTEBOOK:
        return (
            _in_notebook(profile, text, hits, narrow)
            if text.lstrip()[:1] == "{"
            else _in_document(profile, text, hits, narrow)
        )
    if is_kept_as_source(text):
        return _in_chunks(profile, text, hits, list(magic(text)), narrow)
    above = profile.form is Form.PROSE or profile.only_above
    if above and (front := _FRONT_MATTER.match(text)):
        return _under_front_matter(replace(profile, form=Form.PROSE), text, hits, front.end(), narrow)
    if profile.form is Form.PROSE and profile.tokens is not None:
        return _in_chunks(profile, text, hits, scripts(text), narrow)
    return _observed(profile, text, hits, narrow)


def _under_front_matter(
    profile: Profile, text: str, hits: Sequence[Hit], end: int, narrow: Narrow
) -> list[Observation]:
    """Read the settings at the top of a document as such; the rest is running text."""
    above = _observed(profile_of("front.yaml"), text, [hit for hit in hits if hit.start < end], narrow)
    below = replace(profile, tokens=None) if profile.only_above else profile
    return above + _observed(below, text, [hit for hit in hits if hit.start >= end], narrow)


def _observed(profile: Profile, text: str, hits: Sequence[Hit], narrow: Narrow) -> list[Observation]:
    if profile.language == "c" and all(hit.kinds == _NAMES for hit in hits):
        profile = replace(profile, tokens=None)  # a name is a mention wherever it stands, and C installs nothing
    hits = narrow(profile, text, hits)
    if not hits:
        return []
    found: dict[tuple[Identifier, int], Observation] = {}
    pictures = drawn(text) if profile.language == _WITH_PICTURES else None
    for spot in spots(profile, text, hits):
        if is_in_encoded(text, spot.hit.start):
            continue
        for seen in _at(spot):
            observation = seen if pictures is None else as_picture(seen, spot, pictures)
            key = (observation.identifier, observation.line)
            known = found.get(key)
            if known is None or observation.rung > known.rung:
                found[key] = observation
    return list(found.values())


def _in_notebook(profile: Profile, text: str, hits: Sequence[Hit], narrow: Narrow) -> list[Observation]:
    """Read code cells as the language they are in and lines for a shell as such; the rest is running text."""
    cells = notebook(text)
    if cells is None:
        return observe(replace(profile, form=Form.SETTINGS), text, hits, narrow)
    prose: list[Hit] = []
    code: list[Hit] = []
    shell: list[Hit] = []
    for hit in hits:
        start = cells.offset(hit.start, text)
        if start is None:
            prose.append(hit)
            continue
        moved = Hit(start, start + hit.end - hit.start, hit.kinds)
        (code if cells.code[start : start + 1].strip() else shell).append(moved)
    found = observe(profile_of(f"cell{cells.ending}"), cells.code, code, narrow)
    found += observe(profile_of("cell.sh"), cells.shell, shell, narrow)
    found = [replace(observation, line=cells.line(observation.line)) for observation in found]
    return found + observe(replace(profile, form=Form.PROSE, tokens=None), text, prose, narrow)


def _in_document(profile: Profile, text: str, hits: Sequence[Hit], narrow: Narrow) -> list[Observation]:
    """Read the chunks of a document as the languages they are in; the rest is running text."""
    return _in_chunks(replace(profile, form=Form.PROSE, tokens=None), text, hits, chunks(text), narrow)


def _in_chunks(
    profile: Profile, text: str, hits: Sequence[Hit], parts: Sequence[Chunk], narrow: Narrow
) -> list[Observation]:
    """Read each of `parts`, in order, as the language that it is in; the rest is read as `profile` has it."""
    found: list[Observation] = []
    starts = [hit.start for hit in hits]
    rest, first = list(hits[:0]), 0
    for part in parts:
        begin, end = bisect_left(starts, part.start), bisect_left(starts, part.end)
        rest += hits[first:begin]
        first = max(first, end)
        if begin < end:
            inside = [Hit(hit.start - part.start, hit.end - part.start, hit.kinds) for hit in hits[begin:end]]
            above = text.count("\n", 0, part.start)
            seen = _observed(profile_of(f"chunk.{part.ending}"), text[part.start : part.end], inside, narrow)
            found += [replace(each, line=each.line + above) for each in seen]
    return found + _observed(profile, text, [*rest, *hits[first:]], narrow)


def _at(spot: Spot) -> Iterator[Observation]:
    found = [*_identifiers(spot, spot.hit.kinds), *((Kind.PURL, purl, Rung.DECLARED) for purl in installs(spot))]
    kept_away, sample = _only_shown(spot, found)
    for kind, value, rung in found:
        only_listed = kind is Kind.HOST and spot.context in SETTING_CONTEXTS and is_one_of_many_hosts(spot)
        by_code = spot.context is Context.CODE or (kind is Kind.COMMAND and spot.profile.form is Form.CODE)
        called = rung is Rung.INVOKED and by_code and kind is not Kind.IMPORT
        context = Context.DENIED if kept_away or only_listed else Context.CALL if called else spot.context
        context = Context.PROSE if sample else context
        yield Observation(Identifier(kind, value), spot.number, context, rung, excerpt(spot))
    for purl in declared_at(spot):
        package = Identifier(Kind.PURL, purl)
        yield Observation(package, spot.number, Context.FIELD, Rung.DECLARED, excerpt(spot))


def _only_shown(spot: Spot, found: Sequence[tuple[Kind, str, Rung]]) -> tuple[bool, bool]:
    """Say whether what is at `spot` is kept away, and whether it is a sample; nobody asks it of mere mentions."""
    telling = _tells(found)
    if spot.context not in SETTING_CONTEXTS or not (telling or (found and spot.hit.left_out)):
        return False, False
    kept_away, sample = is_kept_away(spot), is_sample(spot)
    if (kept_away or sample) and not telling and not _tells(_identifiers(spot, spot.hit.left_out)):
        return False, False
    return kept_away, sample


def _tells(found: Iterable[tuple[Kind, str, Rung]]) -> bool:
    """Say whether anything of it is more than a mention."""
    return any(rung is not Rung.MENTIONED for _, _, rung in found)


def _identifiers(spot: Spot, kinds: frozenset[Kind]) -> Iterator[tuple[Kind, str, Rung]]:
    for kind in kinds:
        for value, rung in _EXTRACTORS[kind](spot):
            yield kind, value, Rung.MENTIONED if spot.pattern else rung


def _imports(spot: Spot) -> Iterator[Found]:
    found = list(imports_at(spot))
    rung = Rung.INVOKED if found and calls_what_it_imports(spot) else Rung.AVAILABLE
    yield from ((value, rung) for value in found)


_NAMES = frozenset({Kind.NAME})
_WITH_PICTURES = "js"
_EXTRACTORS = {
    Kind.IMPORT: _imports,
    Kind.HOST: hosts,
    Kind.MODEL: models,
    Kind.ENV: environment,
    Kind.SYMBOL: symbols,
    Kind.CONFIG_KEY: config_keys,
    Kind.ACTION: actions,
    Kind.IMAGE: images,
    Kind.COMMAND: commands,
    Kind.EXTENSION: extensions,
    Kind.SETTING: settings,
    Kind.OID: object_ids,
    Kind.NAME: names,
}
