"""Which identifiers a text could be that somebody types: the forms that a reader would have seen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from muniment.domain.evidence import Identifier
from muniment.domain.patterns import lazily
from muniment.domain.technology import IdentifierKind as Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

_ECOSYSTEMS = (
    "pypi",
    "npm",
    "golang",
    "maven",
    "nuget",
    "cargo",
    "gem",
    "composer",
    "pub",
    "cocoapods",
    "swift",
    "conan",
)
_LANGUAGES = ("python", "js", "go", "jvm", "csharp", "rust", "ruby", "php", "c", "swift", "dart")
_PACKAGE = lazily(r"@?[\w.-]+(?:[/:][\w.-]+)*")
_MODULE = lazily(r"@?[\w./:\\@-]+")
_ENV = lazily(r"[A-Z][A-Z0-9]*_[A-Z0-9_]*")
_TOKEN = lazily(r"[A-Za-z_$][\w$]*")
_KEY = lazily(r"[A-Za-z_][\w.-]*")
_ADDRESS = lazily(r"(?:[a-z][a-z0-9+.-]*://)?(?:[^/@\s]*@)?([^/:\s?#]+)(?::\d+)?(?:[/?#].*)?", re.IGNORECASE)
_SETTING = lazily(r"\s*[\"']?([\w.-]+)[\"']?\s*[:=]\s*[\"']?([^\"']+?)[\"']?,?\s*")
_OID = lazily(r"\d+(?:\.\d+){5,}")
_EXTENSION = lazily(r"[A-Za-z0-9-]+\.[A-Za-z0-9.-]+")


def identifiers_of(text: str, kind: Kind | None = None) -> Iterator[Identifier]:
    """Yield each identifier that `text` could be; with a `kind`, only those of it."""
    plain = text.strip()
    for each in (kind,) if kind is not None else Kind:
        for value in _FORMS.get(each, _itself)(plain):
            yield Identifier(each, value)


def _itself(text: str) -> Iterator[str]:
    yield text


def _purls(text: str) -> Iterator[str]:
    if text.startswith("pkg:"):
        yield text
    elif _PACKAGE.fullmatch(text):
        spelt = text.replace("@", "%40", 1) if text.startswith("@") else text
        yield from (f"pkg:{ecosystem}/{spelt.replace(':', '/')}" for ecosystem in _ECOSYSTEMS)


def _imports(text: str) -> Iterator[str]:
    if text.partition(":")[0] in _LANGUAGES:
        yield text
    elif _MODULE.fullmatch(text):
        yield from (f"{language}:{text}" for language in _LANGUAGES)


def _hosts(text: str) -> Iterator[str]:
    found = _ADDRESS.fullmatch(text)
    if found is not None:
        yield found[1].lower()


def _models(text: str) -> Iterator[str]:
    if " " not in text:
        yield text.lower()


def _images(text: str) -> Iterator[str]:
    name = text.partition("@")[0]
    if " " not in name:
        yield name.rpartition(":")[0] if ":" in name.rpartition("/")[2] else name


def _settings(text: str) -> Iterator[str]:
    found = _SETTING.fullmatch(text)
    if found is not None:
        yield f"{found[1].rpartition('.')[2]}={found[2]}"


def _variables(text: str) -> Iterator[str]:
    if _ENV.fullmatch(text):
        yield text


def _tokens(text: str) -> Iterator[str]:
    if _TOKEN.fullmatch(text):
        yield text


def _keys(text: str) -> Iterator[str]:
    if _KEY.fullmatch(text):
        yield text


def _extensions(text: str) -> Iterator[str]:
    if _EXTENSION.fullmatch(text):
        yield text


def _object_ids(text: str) -> Iterator[str]:
    if _OID.fullmatch(text):
        yield text


_FORMS = {
    Kind.PURL: _purls,
    Kind.IMPORT: _imports,
    Kind.HOST: _hosts,
    Kind.MODEL: _models,
    Kind.ENV: _variables,
    Kind.SYMBOL: _tokens,
    Kind.CONFIG_KEY: _keys,
    Kind.IMAGE: _images,
    Kind.EXTENSION: _extensions,
    Kind.SETTING: _settings,
    Kind.OID: _object_ids,
}
