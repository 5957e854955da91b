"""Who and what a model says it comes from, whatever the format that says so.

A name, the name of what it was made from, and an organisation can prove a maker; an architecture is a way of building
that everybody may use, which is why signatures let it suggest a maker only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from muniment.domain.evidence import Context, Identifier, Observation, Rung
from muniment.domain.patterns import lazily
from muniment.domain.technology import IdentifierKind
from muniment.readers.observe import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SPACE = lazily(r"\s+")
_LONGEST = 200
_MOST = 40
_MOST_WORDS = 8
"""A name of more words is a sentence about a model."""
_ADDRESS = lazily(
    r"(?:hf|https?)://(?:[\w.-]*(?:huggingface\.co|hf\.co|modelscope\.cn)/)?(?:models/)?(.+)", re.IGNORECASE
)
_WITHIN = lazily(r"/(?:tree|blob|resolve|summary)/.*")
_CACHED = lazily(r"(?:.*[/\\])?models--(.+?)--([^/\\]+)(?:[/\\].*)?")
_LOCAL = lazily(r"(?:[A-Za-z]:)?[./\\~]|[^/\\]+[/\\][^/\\]+[/\\]|.*\\")
_NOTHING = frozenset({"", ".", "none", "null", "model", "unknown", "base", "models", "output", "checkpoint", "main"})
_PARTS = {
    "_name_or_path": "names", "name_or_path": "names", "name": "names", "title": "names", "model_name": "names",
    "basename": "names", "model_id": "names", "repo_url": "names", "model": "names", "hf_model_id": "names",
    "hf_model": "names", "hf_repo": "names",
    "pretrained_model_name_or_path": "bases", "pretrained_model": "bases",
    "sd_model_name": "bases", "base_model": "bases", "base_model_name_or_path": "bases", "merged_from": "bases",
    "source_model": "bases", "parent_model": "bases", "finetuned_from": "bases", "base_model_name": "bases",
    "organization": "makers", "organisation": "makers", "author": "makers", "publisher": "makers", "vendor": "makers",
    "creator": "makers", "manufacturer": "makers", "supplier": "makers",
    "architecture": "architectures", "architectures": "architectures", "model_type": "architectures",
    "model_family": "architectures", "model_families": "architectures", "base_model_class": "architectures",
    "tokenizer_class": "architectures", "_class_name": "architectures", "model_class": "architectures",
    "license": "licences", "licence": "licences", "license_name": "licences", "license_id": "licences",
}  # fmt: skip
"""What the last part of a key says, in the usual formats; parts are parted by points and colons."""
_SHOWN = (
    ("architectures", "architecture"),
    ("licences", "licence"),
    ("bases", "base model"),
    ("makers", "organisation"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What a model says of itself: names, what it was made from, makers, architectures, licences."""

    names: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    makers: tuple[str, ...] = ()
    architectures: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()

    def with_(self, part: str, value: str) -> Origin:
        """Return the same with one more value of a part; a value that says nothing is left out."""
        value = _SPACE.sub(" ", value).strip()[:_LONGEST]
        have: tuple[str, ...] = getattr(self, part)
        if value.lower() in _NOTHING or value in have or len(have) >= _MOST:
            return self
        return replace(self, **{part: (*have, value)})

    def told(self) -> str:
        """Return for people what there is: architecture, what it was made from, organisation, licence."""
        shown = ((label, ", ".join(getattr(self, part))) for part, label in _SHOWN)
        return " · ".join(f"{label} {value}" for label, value in shown if value)


def part_of(key: str) -> str:
    """Return which part of an origin the value of `key` is, or nothing.

    What belongs to a numbered or named base model is a base, whoever made it is a maker.
    """
    *_, last = re.split(r"[.:/]", key.lower())
    part = _PARTS.get(last.removeprefix("ss_").removeprefix("modelspec_"), "")
    return "bases" if part == "names" and "base_model" in key.lower() else part


def origin_of(pairs: Iterable[tuple[str, str]]) -> Origin:
    """Return what keys and values of a model's metadata say; keys that say nothing of the kind are left out."""
    origin = Origin()
    for key, value in pairs:
        if part := part_of(key):
            origin = origin.with_(part, value)
    return origin


def observed(origin: Origin, line: int = 0, *, rung: Rung = Rung.AVAILABLE, said: str = "") -> Iterator[Observation]:
    """Yield the identifiers of an origin, all at one `line`; each shows the whole origin, or what `said` it."""
    story = origin.told()
    for name in origin.names:
        yield from model(name, line, f"model {name} · {story}" if story else f"model {name}", rung, said)
    for base in origin.bases:
        yield from model(base, line, story, rung, said)
    for maker in origin.makers:
        yield _seen(IdentifierKind.NAME, maker, line, said or story, Rung.DECLARED)
    for licence in origin.licences:
        yield _seen(IdentifierKind.SETTING, f"license={licence.lower()}", line, said or story, rung)
    for architecture in origin.architectures:
        yield _seen(IdentifierKind.ARCHITECTURE, architecture.lower(), line, said or story, rung)


def model(name: str, line: int, story: str, rung: Rung, said: str = "") -> Iterator[Observation]:
    """Yield the model that a name, an address or a path of a folder names, if it names one."""
    if value := model_id(name):
        yield _seen(IdentifierKind.MODEL, value, line, said or story, rung)


def model_id(name: str) -> str:
    """Return `owner/name`, or `name`, in lower case, of a name, an address or a path; nothing where that tells none.

    Of a path on somebody's disk the last part is left; where people write a space, an id has a hyphen.
    """
    name = name.strip().rstrip("/\\")
    if address := _ADDRESS.fullmatch(name):
        name = _WITHIN.sub("", address[1])
    elif cached := _CACHED.fullmatch(name):
        name = f"{cached[1]}/{cached[2]}"
    elif _LOCAL.match(name):
        name = re.split(r"[/\\]", name)[-1]
    value = _SPACE.sub("-", name.lower())
    return "" if value in _NOTHING or len(name.split()) > _MOST_WORDS else value


def _seen(kind: IdentifierKind, value: str, line: int, shown: str, rung: Rung) -> Observation:
    return Observation(Identifier(kind, value), line, Context.FIELD, rung, excerpt(shown))
