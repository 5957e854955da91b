"""From findings to the parts of a bill of materials: what is the same thing is one part with all its places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from packageurl import PackageURL

from muniment.domain.ids import FactId
from muniment.domain.surface import Surface
from muniment.domain.technology import IdentifierKind
from muniment.render.citing import vendor_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from muniment.domain.condition import Facts
    from muniment.domain.evidence import Finding
    from muniment.domain.ids import SignatureId, VendorId
    from muniment.domain.report import Discovery
    from muniment.domain.technology import Role, Signature

_KIND_OF_ITEM: Final = FactId("item.kind")
_MODEL: Final = "machine-learning-model"
_TYPES: Final = {
    IdentifierKind.MODEL: _MODEL,
    IdentifierKind.HOST: "service",
    IdentifierKind.ACTION: "application",
    IdentifierKind.IMAGE: "container",
    IdentifierKind.EXTENSION: "application",
    IdentifierKind.COMMAND: "application",
}
"""Kinds of identifiers that name a thing. Others, such as environment variables, only show that there is one."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A finding, and the number of the scan that holds it."""

    scan: int
    finding: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class _Thing:
    """What makes two findings be about the same part."""

    ref: str
    type: str
    name: str
    group: str = ""
    version: str = ""
    purl: str = ""
    is_unnamed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A component or service with all the places where it was seen, and everything that they show about it."""

    ref: str
    type: str
    name: str
    group: str
    version: str
    purl: str
    seen: tuple[Seen, ...]
    roles: tuple[tuple[Role, VendorId], ...]
    facts: Facts

    def parties(self, role: Role) -> tuple[VendorId, ...]:
        """Return the vendors that play `role` in this part."""
        return tuple(vendor for part, vendor in self.roles if part is role)


def parts_of(found: Discovery) -> list[Part]:
    """Return the parts in order of their reference. What no part names belongs to one for each vendor.

    What the organisation set aside is no part, as it is no use.
    """
    signatures = {signature.id: signature for signature in found.rulebook.signatures}
    seen = [
        Seen(number, finding)
        for number, scan in enumerate(found.scans)
        for finding in scan.inventory.findings
        if not finding.demoted and (number, finding.fingerprint) not in found.suppressed
    ]
    libraries = {**_modules(seen), **_packages(seen)}
    grouped: dict[_Thing, list[Seen]] = {}
    for each in seen:
        thing = libraries[_by_signature(each.finding)] if _is_import(each.finding) else None
        grouped.setdefault(thing or _thing(found, each.finding, signatures), []).append(each)
    return [_part(thing, group, signatures) for thing, group in sorted(grouped.items(), key=lambda pair: pair[0].ref)]


def _part(thing: _Thing, seen: list[Seen], signatures: Mapping[SignatureId, Signature]) -> Part:
    roles = {pair: None for each in seen for pair in _roles(each.finding, signatures, alone=thing.is_unnamed)}
    facts = {
        fact: value
        for each in seen
        if each.finding.signature in signatures
        for fact, value in signatures[each.finding.signature].facts.items()
    }
    return Part(
        ref=thing.ref,
        type=thing.type,
        name=thing.name,
        group=thing.group,
        version=thing.version,
        purl=thing.purl,
        seen=tuple(seen),
        roles=tuple(sorted(roles, key=lambda pair: (pair[0].value, pair[1]))),
        facts=facts,
    )


def _roles(
    finding: Finding, signatures: Mapping[SignatureId, Signature], *, alone: bool
) -> Iterator[tuple[Role, VendorId]]:
    """Yield the roles of the vendor, and unless it stands `alone` also those of others in the same evidence."""
    yield from ((role, finding.vendor) for role in finding.roles)
    known = signatures.get(finding.signature)
    yield from known.roles.items() if known and not alone else ()


def _is_import(finding: Finding) -> bool:
    return finding.observation.identifier.kind is IdentifierKind.IMPORT


def _by_signature(finding: Finding) -> tuple[VendorId, SignatureId]:
    return finding.vendor, finding.signature


def _modules(seen: list[Seen]) -> dict[tuple[VendorId, SignatureId], _Thing]:
    """Return the library that stands for all imports of one signature, by the shortest name that is imported."""
    names: dict[tuple[VendorId, SignatureId], str] = {}
    for finding in (each.finding for each in seen if _is_import(each.finding)):
        value = finding.observation.identifier.value
        key = _by_signature(finding)
        names[key] = min(value, names.get(key, value), key=lambda name: (len(name), name))
    return {key: _Thing(ref=f"library:{name}", type="library", name=name) for key, name in names.items()}


def _packages(seen: list[Seen]) -> dict[tuple[VendorId, SignatureId], _Thing]:
    """Return the package that an import is of: the one package that the same signature recognised, if it is one."""
    packages: dict[tuple[VendorId, SignatureId], set[_Thing]] = {}
    for each in seen:
        if each.finding.observation.identifier.kind is IdentifierKind.PURL:
            packages.setdefault(_by_signature(each.finding), set()).add(_package(each.finding))
    return {key: next(iter(things)) for key, things in packages.items() if len(things) == 1}


def _thing(found: Discovery, finding: Finding, signatures: Mapping[SignatureId, Signature]) -> _Thing:
    identifier = finding.observation.identifier
    if identifier.kind is IdentifierKind.PURL:
        return _package(finding)
    if identifier.kind is IdentifierKind.FILE:
        name = identifier.value.rpartition("/")[2]
        kind = _MODEL if finding.surface is Surface.MODEL_FILE else "file"
        return _Thing(ref=f"{kind}:{name}", type=kind, name=name)
    if (kind := _TYPES.get(identifier.kind, "")) and identifier.value.strip() and _names(finding, signatures):
        words = identifier.value.split()
        name = words[0] if identifier.kind is IdentifierKind.COMMAND else identifier.value
        return _Thing(ref=f"{kind}:{name}", type=kind, name=name)
    return _unnamed(found, finding, signatures)


def _names(finding: Finding, signatures: Mapping[SignatureId, Signature]) -> bool:
    """Say whether the identifier is the name of what it stands for, and not of a secret that leads to a model."""
    known = signatures.get(finding.signature)
    return finding.observation.identifier.kind is not IdentifierKind.MODEL or known is None or known.names_models


def _unnamed(found: Discovery, finding: Finding, signatures: Mapping[SignatureId, Signature]) -> _Thing:
    """Return what stands for a vendor's technology that is set up or named in code, and whose name nothing tells."""
    known = signatures.get(finding.signature)
    equipment = known is not None and known.facts.get(_KIND_OF_ITEM) == "equipment"
    kind = "device" if equipment else "application"
    name = vendor_name(found.rulebook, finding.vendor)
    return _Thing(ref=f"{kind}:of:{finding.vendor}", type=kind, name=name, is_unnamed=True)


def _package(finding: Finding) -> _Thing:
    value = finding.observation.identifier.value
    try:
        purl = PackageURL.from_string(value)
    except ValueError:
        return _Thing(ref=f"library:{value}", type="library", name=value)
    return _Thing(
        ref=value,
        type="library",
        name=purl.name,
        group=purl.namespace or "",
        version=purl.version or "",
        purl=purl.to_string(),
    )
