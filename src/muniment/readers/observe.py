"""How readers put what they saw: canonical identifiers, with a line."""

from __future__ import annotations

from packageurl import PackageURL

from muniment.domain.evidence import Context, Identifier, Observation, Rung
from muniment.domain.technology import IdentifierKind

EXCERPT = 160


def excerpt(line: str) -> str:
    """Return `line` without surrounding space, at most 160 characters of it."""
    line = line.strip()
    return line if len(line) <= EXCERPT else line[: EXCERPT - 1] + "…"


def package(ecosystem: str, name: str, version: str, *, line: int, text: str) -> Observation:
    """Return a declared package.

    `ecosystem` is the purl type; a namespace is the part of `name` before its last `/` (`:` for Maven); `version` may
    be empty. Raises: ValueError when `name` cannot be a package's name.   Source: the purl specification.
    """
    namespace, _, last = name.rpartition(":" if ecosystem == "maven" else "/")
    purl = PackageURL(type=ecosystem, namespace=namespace or None, name=last, version=version or None)
    return Observation(
        Identifier(IdentifierKind.PURL, purl.to_string()), line, Context.FIELD, Rung.DECLARED, excerpt(text)
    )
