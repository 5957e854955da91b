"""Identifiers around the places where the byte pass found an anchor. Knows languages and formats, and no vendor."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from string import ascii_letters, digits
from typing import TYPE_CHECKING, Final

from muniment.discover.commands import commands_at, installed
from muniment.discover.imports import imports_at
from muniment.discover.lexis import Form, Profile, Region, Regions, profile_of
from muniment.discover.notebook import notebook
from muniment.domain.evidence import Context, Identifier, Observation, Rung
from muniment.domain.technology import IdentifierKind as Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

EXCERPT: Final = 160
_REACH: Final = 400
"""How many characters of a long line are looked at on each side of a hit."""
_BEFORE_STRING: Final = 80
_BEFORE_NAME: Final = 2000


@dataclass(frozen=True, slots=True)
class Hit:
    """An anchor in a text, by character offsets, and the kinds of identifier that it can be part of."""

    start: int
    end: int
    kinds: frozenset[Kind]


@dataclass(frozen=True, slots=True)
class _Spot:
    """A hit with its surroundings. `line` may be cut; `at` is the hit's offset in it, `first` to `last` the string."""

    profile: Profile
    hit: Hit
    context: Context
    line: str
    at: int
    number: int
    before: str
    inside: str
    first: int
    last: int

    @property
    def matched(self) -> str:
        return self.line[self.at : self.at + self.hit.end - self.hit.start]


_ALPHANUMERIC = ascii_letters + digits
_HOST_RUN = _ALPHANUMERIC + "_.-"
_MODEL_RUN = _ALPHANUMERIC + "_.:/@+-"
_NAME_RUN = _ALPHANUMERIC + "_$"
_KEY_RUN = _ALPHANUMERIC + "_.-"
_OID_RUN = digits + "."
_EXTENSION_RUN = _ALPHANUMERIC + ".-"
_ENV = re.compile(r"[A-Z][A-Z0-9_]+")
_OID = re.compile(r"\d+(?:\.\d+){5,}")
_EXTENSION = re.compile(r"[A-Za-z0-9-]+\.[A-Za-z0-9.-]+")
_ACTION = re.compile(r"\buses:\s*[\"']?([\w.-]+/[\w./-]+)@")
_IMAGE = re.compile(
    r"(?:\bimage:\s*|^\s*FROM\s+(?:--\S+\s+)?|\"?[iI]mage\"?\s*[:=]\s*|docker://|\bdocker\s+(?:run|pull)\s.*?)[\"']?([\w./:@${}-]+)"
)
_KEY_BEFORE = re.compile(r"(?:^|[{,;<\[]|\bexport\s|\b(?:ENV|ARG)\s)\s*(?:-\s+)?[\"']?$")
_KEY_AFTER = re.compile(r"[\"']?\]?\s*(?:[:>]|=(?!=))")
_UNION_BEFORE = re.compile(r"(?<!\|)\|\s*[\"']$")
"""A member of a type that is a choice of strings: everybody's names, of which the program need not speak any."""
_PAGE = re.compile(
    r"(?i)(?:https?://)?(?:(?:www|docs?|blog|developers?|help|support)\.|(?:[\w-]+\.)?github\.(?:com|io)/|gitlab\.com/|arxiv\.org/"
    r"|raw\.githubusercontent\.com/|huggingface\.co/(?!.*/resolve/)|openrouter\.ai/(?!api/)|ollama\.com/|medium\.com/)"
)
"""An address that a person reads, whatever model or owner its path names."""
_WORD = re.compile(r"[(\"'*_]*[A-Za-z][a-z'\u2019-]*[,;.)\"'*_!?]*")
_ON_ITS_OWN = re.compile(r"\s*(?:-\s+)?[\w.-]+\s*[:=]\s*[\"']?[^\s\"']+[\"']?,?\s*$")
_WORDS_OF_A_SENTENCE: Final = 4
_WORDS_OF_A_PAGE: Final = 40
_NAMES_A_MODEL = frozenset(
    ["run", "pull", "serve", "create", "model", "models", "engine", "from", "use", "load", "chat"]
)
_JSX_TEXT_BEFORE = re.compile(r">[^<>{}=;()]*$")
_JSX_TEXT_AFTER = re.compile(r"[^<>{}=;()]*</")
_PLAIN_TEXT = re.compile(r"\s*[A-Za-z][\w.,'!?-]*(?: +[\w.,'!?&-]+){2,}\s*$")
_SETTING_CONTEXTS = frozenset({Context.FIELD, Context.STRING})


def observe(profile: Profile, text: str, hits: Sequence[Hit]) -> list[Observation]:
    """Return the identifiers at `hits` (in order of `start`), each at most once a line."""
    if profile.form is Form.NOTEBOOK:
        return _in_notebook(profile, text, hits)
    found: dict[tuple[Identifier, int], Observation] = {}
    for spot in _spots(profile, text, hits):
        for observation in _at(spot):
            key = (observation.identifier, observation.line)
            known = found.get(key)
            if known is None or observation.rung > known.rung:
                found[key] = observation
    return list(found.values())


def _in_notebook(profile: Profile, text: str, hits: Sequence[Hit]) -> list[Observation]:
    """Read code cells as the language they are in and lines for a shell as such; the rest is running text."""
    cells = notebook(text)
    if cells is None:
        return observe(replace(profile, form=Form.SETTINGS), text, hits)
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
    found = observe(profile_of(f"cell{cells.ending}"), cells.code, code)
    found += observe(profile_of("cell.sh"), cells.shell, shell)
    found = [replace(observation, line=cells.line(observation.line)) for observation in found]
    return found + observe(replace(profile, form=Form.PROSE, tokens=None), text, prose)


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
        string = region.context is Context.STRING
        yield _Spot(
            profile=profile,
            hit=hit,
            context=region.context,
            line=text[begin:end],
            at=hit.start - begin,
            number=number,
            before=_before(profile, text, region),
            inside=text[region.start : min(region.end, region.start + _REACH)] if string else "",
            first=max(0, region.start - begin) if string else 0,
            last=min(end, region.end) - begin if string else end - begin,
        )


def _before(profile: Profile, text: str, region: Region) -> str:
    """Return what stands before a string, or, in Python, before the name that an import spread over lines may bring."""
    if region.context is Context.STRING:
        return text[max(0, region.start - _BEFORE_STRING) : region.start]
    if region.context is Context.CODE and profile.language == "python":
        return text[max(0, region.start - _BEFORE_NAME) : region.start]
    return ""


def _at(spot: _Spot) -> Iterator[Observation]:
    for kind in spot.hit.kinds:
        for value, rung in _EXTRACTORS[kind](spot):
            yield _seen(spot, kind, value, rung)
    if spot.profile.form in {Form.SHELL, Form.SETTINGS}:
        for purl in installed(spot.line, settings=spot.profile.form is Form.SETTINGS):
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


def _run(characters: str, spot: _Spot, trim: str = "") -> tuple[int, str]:
    """Return the longest run of `characters` that holds the whole hit, without `trim` at its ends, and its start.

    The run is empty where the hit itself holds other characters.
    """
    end = spot.at + len(spot.matched)
    if spot.matched.strip(characters):
        return spot.at, ""
    before = spot.line[max(0, spot.at - _REACH) : spot.at]
    after = spot.line[end : end + _REACH]
    start = spot.at - len(before) + len(before.rstrip(characters))
    run = spot.line[start : end + len(after) - len(after.lstrip(characters))]
    return start + len(run) - len(run.lstrip(trim)), run.strip(trim)


Found = tuple[str, Rung]


def _imports(spot: _Spot) -> Iterator[Found]:
    if spot.profile.language:
        for value in imports_at(spot.profile.language, spot.line, spot.at, spot.context, spot.before, spot.inside):
            yield value, Rung.AVAILABLE


def _hosts(spot: _Spot) -> Iterator[Found]:
    start, run = _run(_HOST_RUN, spot, trim=".-")
    if not run or (spot.context is Context.CODE and not _in_quotes(spot, start)):
        return
    if "." not in run and (not _is_value(spot, start, run) or _UNION_BEFORE.search(spot.before)):
        return
    mail = start > 0 and spot.line[start - 1] == "@" and "//" not in spot.line[max(0, start - 60) : start]
    profile_link = spot.line.startswith("/@", start + len(run))
    yield run.lower(), Rung.MENTIONED if mail or profile_link else Rung.CONFIGURED


def _in_quotes(spot: _Spot, start: int) -> bool:
    """Say whether what begins at `start` must be text although it seems to be code, as after a quote in a pattern."""
    return spot.line.endswith(("://", '"', "'", "`"), 0, start)


def _is_value(spot: _Spot, start: int, run: str) -> bool:
    """Say whether `run` is all of a string or of a setting's value, and not a word among others."""
    if spot.context is Context.STRING:
        return spot.inside == run
    before, after = spot.line[:start].rstrip(" \t\"'"), spot.line[start + len(run) :].lstrip(" \t\"',;")
    return before.endswith((":", "=", "-", "[", ",")) and not after


def _models(spot: _Spot) -> Iterator[Found]:
    if spot.context is Context.CODE:
        return
    start, whole = _run(_MODEL_RUN, spot)
    run = whole.strip(".:/@-")
    if not run:
        return
    rung = Rung.MENTIONED if _PAGE.match(whole) or _in_sentence(spot, start, whole) else Rung.CONFIGURED
    yield run.lower(), rung
    if ":" in run and "//" not in run:
        yield run.lower().partition(":")[2], rung
        yield run.lower().partition(":")[0], rung
    if whole.endswith("/") or (whole.endswith(":") and spot.inside == whole):
        yield f"{run}{whole[-1]}".lower(), rung


def _in_sentence(spot: _Spot, start: int, run: str) -> bool:
    """Say whether `run`, from `start` on, is a word among words, as in a message, and not the value of an option."""
    if spot.profile.form is Form.SHELL or (spot.context is Context.FIELD and _ON_ITS_OWN.match(spot.line)):
        return False
    before = spot.line[spot.first : start].split()
    after = spot.line[start + len(run) : spot.last].split()
    words = len(before) + len(after)
    if words < _WORDS_OF_A_SENTENCE:
        return False
    if words > _WORDS_OF_A_PAGE and spot.profile.form is Form.SETTINGS and spot.context is Context.STRING:
        return True
    if before and _WORD.fullmatch(before[-1]):
        return before[-1].lower() not in _NAMES_A_MODEL
    opens = not before or before[-1].endswith(":")
    return opens and len(after) >= _WORDS_OF_A_SENTENCE - 1 and all(_WORD.fullmatch(word) for word in after[:3])


def _environment(spot: _Spot) -> Iterator[Found]:
    _, run = _run(_NAME_RUN, spot)
    if "_" in run and _ENV.fullmatch(run):
        yield run, Rung.CONFIGURED


def _symbols(spot: _Spot) -> Iterator[Found]:
    if spot.context is not Context.CODE:
        return
    start, run = _run(_NAME_RUN, spot)
    if run and not _is_markup_text(spot):
        after = spot.line[start + len(run) :]
        yield run, Rung.INVOKED if after.lstrip().startswith("(") else Rung.AVAILABLE


def _is_markup_text(spot: _Spot) -> bool:
    """Say whether the hit stands between the tags of a page that is written inside code, or alone in words."""
    if spot.profile.language != "js":
        return False
    between = _JSX_TEXT_BEFORE.search(spot.line[: spot.at]) and _JSX_TEXT_AFTER.match(spot.line, spot.at)
    return bool(between or _PLAIN_TEXT.match(spot.line))


def _config_keys(spot: _Spot) -> Iterator[Found]:
    if spot.context not in _SETTING_CONTEXTS or spot.profile.form is Form.CODE:
        return
    start, run = _run(_KEY_RUN, spot)
    if not run:
        return
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
        for value in commands_at(spot.line, spot.at, settings=spot.profile.form is Form.SETTINGS):
            yield value, Rung.INVOKED


def _extensions(spot: _Spot) -> Iterator[Found]:
    if spot.context in _SETTING_CONTEXTS and spot.profile.form is Form.SETTINGS:
        _, run = _run(_EXTENSION_RUN, spot, trim=".")
        if _EXTENSION.fullmatch(run):
            yield run, Rung.CONFIGURED


def _object_ids(spot: _Spot) -> Iterator[Found]:
    _, run = _run(_OID_RUN, spot, trim=".")
    if _OID.fullmatch(run):
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
