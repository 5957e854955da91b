"""What entries of a software bill of materials say, whatever its format: packages, models, hosts and names.

A package URL is a package that somebody declares. An entry without one is known by its name alone, which others may
bear as well: it is a mention. Who supplies, makes or runs an entry is declared; who supplies the thing that the bill is
about is only named. Of a CPE, which others write than its vendor, the vendor and the product are a mention.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from packageurl import PackageURL

from muniment.domain.evidence import Context, Identifier, NotUnderstood, Observation, Rung
from muniment.domain.patterns import lazily
from muniment.domain.technology import IdentifierKind
from muniment.readers.observe import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_HOST = lazily(
    r"(?:[^/@\s]*@)?(\[[0-9a-f:.]+\]|[\w-]+(?:\.[\w-]+)*)\.?(?::\d+)?(?:[/?#].*)?", re.IGNORECASE | re.DOTALL
)
_CANONICAL = lazily(
    r"pkg:(?:cargo|composer|gem|generic|golang|maven|npm|nuget|pypi)/"
    r"(?:%40)?[a-z0-9][a-z0-9.-]*(?:/[a-z0-9][a-z0-9.-]*)*(?:@[A-Za-z0-9.-]+)?"
)
"""Most package URLs that are met: parsing one would give the same, at many times the cost."""
_CPE = lazily(r"cpe:(?:2\.3:[aho*-]|/[aho]?):(?P<vendor>(?:[^:\\]|\\.)*):(?P<product>(?:[^:\\]|\\.)*)", re.IGNORECASE)
_ESCAPED = lazily(r"\\(.)")
_SPACE = lazily(r"\s+")


class Place(NamedTuple):
    """A line, from 1, and what to show of it."""

    line: int
    shown: str


def packaged(purl: str, place: Place) -> Iterator[Seen]:
    """Yield the package that `purl` names, and the model, image, extension or longer module that it is as well."""
    if _CANONICAL.fullmatch(purl):
        yield _declared(IdentifierKind.PURL, purl, place)
        return
    try:
        url = PackageURL.from_string(purl.strip())
        value = url.to_string()
    except ValueError:
        yield NotUnderstood(place.line, f"`{excerpt(purl)}` is no package URL")
        return
    yield _declared(IdentifierKind.PURL, value, place)
    whole = f"{url.namespace}/{url.name}" if url.namespace else url.name
    match url.type:
        case "huggingface":
            yield _declared(IdentifierKind.MODEL, whole.lower(), place)
        case "docker" | "oci":
            yield _declared(IdentifierKind.IMAGE, str(dict(url.qualifiers).get("repository_url") or whole), place)
        case "vscode-extension":
            yield _declared(IdentifierKind.EXTENSION, whole.replace("/", "."), place)
        case "golang" if url.subpath:
            module = PackageURL(type="golang", namespace=whole, name=url.subpath, version=url.version)
            yield _declared(IdentifierKind.PURL, module.to_string(), place)


def modelled(name: str, place: Place) -> Seen:
    """Return the machine-learning model that an entry is; where people write a space, its id has a hyphen."""
    return _declared(IdentifierKind.MODEL, _SPACE.sub("-", name.strip().lower()), place)


def reached(endpoint: str, place: Place) -> Iterator[Seen]:
    """Yield the host of a service's endpoint; a path without one is on the service's own."""
    before, mark, after = endpoint.strip().rpartition("://")
    address = after if mark else before + after.removeprefix("//")
    if not mark and address.startswith("/"):
        return
    if found := _HOST.fullmatch(address):
        yield _declared(IdentifierKind.HOST, found[1].lower(), place)
    else:
        yield NotUnderstood(place.line, f"endpoint `{excerpt(endpoint)}` names no host")


def mentioned(name: str, place: Place) -> Seen:
    """Return the name of an entry that has no package URL, or of an organisation."""
    identifier = Identifier(IdentifierKind.NAME, excerpt(name))
    return Observation(identifier, place.line, Context.FIELD, Rung.MENTIONED, excerpt(place.shown))


def supplied(name: str, place: Place) -> Seen:
    """Return the organisation that supplies, makes or runs an entry."""
    return _declared(IdentifierKind.NAME, excerpt(name), place)


def built_as(architecture: str, place: Place) -> Seen:
    """Return the architecture of a model."""
    return _declared(IdentifierKind.ARCHITECTURE, architecture.strip().lower(), place)


def enumerated(cpe: str, place: Place) -> Iterator[Seen]:
    """Yield the vendor and the product of a CPE, either form.   Source: NISTIR 7695."""
    if found := _CPE.match(cpe):
        for value in dict.fromkeys((found["vendor"], found["product"])):
            if name := _ESCAPED.sub(r"\1", value).replace("_", " ").strip("*- "):
                yield mentioned(name, place)


def _declared(kind: IdentifierKind, value: str, place: Place) -> Seen:
    return Observation(Identifier(kind, value), place.line, Context.FIELD, Rung.DECLARED, excerpt(place.shown))
