"""Many findings to one inventory: what counts only in company, and what a tree uses in the end."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from muniment.domain.condition import FactValue
from muniment.domain.evidence import EvidenceClass
from muniment.domain.ids import FactId
from muniment.domain.report import Use
from muniment.domain.technology import Alone, IdentifierKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from muniment.domain.condition import Facts
    from muniment.domain.evidence import Finding
    from muniment.domain.ids import SignatureId, SystemId, VendorId
    from muniment.domain.technology import Role, Signature

_Shown: TypeAlias = frozenset[tuple[FactId, FactValue]]
_NAMES = frozenset({IdentifierKind.SYMBOL, IdentifierKind.CONFIG_KEY})
_CLASS_ORDER = (EvidenceClass.PRODUCT, EvidenceClass.DEV_TOOLING, EvidenceClass.TEST)


def settle(findings: Iterable[Finding], signatures: Mapping[SignatureId, Signature]) -> tuple[Finding, ...]:
    """Return the findings in order of place, those demoted that need company in this tree and have none.

    A word such as a mountain wind or a storm god proves no vendor; beside the vendor's own package it does.
    """
    ordered = sorted(findings, key=lambda f: (f.path, f.observation.line, f.vendor, f.signature, f.fingerprint))
    proven = {f.vendor for f in ordered if not f.demoted and signatures[f.signature].alone is Alone.PROVES}
    return tuple(
        replace(f, demoted="a namesake is possible: nothing else here belongs to this vendor")
        if not f.demoted and f.vendor not in proven
        else f
        for f in ordered
    )


def uses(
    findings: Iterable[Finding], signatures: Mapping[SignatureId, Signature], system: SystemId | None
) -> tuple[Use, ...]:
    """Return the uses that standing findings of one system show, by vendor; different shown facts are kept apart.

    Evidence that shows no facts supports every use of its vendor, and makes one of its own only where no other does.
    """
    by_vendor: dict[VendorId, dict[_Shown, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for finding in findings:
        if not finding.demoted:
            shown = frozenset(signatures[finding.signature].facts.items())
            by_vendor[finding.vendor][shown].append(finding)
    found: list[Use] = []
    for vendor, groups in sorted(by_vendor.items()):
        bare = groups.pop(frozenset(), [])
        for shown, group in (groups or {frozenset(): []}).items():
            found.append(_use(vendor, system, dict(shown), [*group, *bare], signatures))
    return tuple(found)


def _use(
    vendor: VendorId,
    system: SystemId | None,
    shown: Facts,
    findings: list[Finding],
    signatures: Mapping[SignatureId, Signature],
) -> Use:
    strongest = sorted(findings, key=lambda f: _strength(f, signatures))
    roles: dict[Role, None] = {}
    others: dict[tuple[Role, VendorId], None] = {}
    for finding in strongest:
        roles.update(dict.fromkeys(finding.roles))
        for role, party in signatures[finding.signature].roles.items():
            if party != vendor:
                others[role, party] = None
    return Use(
        vendor=vendor,
        system=system,
        roles=tuple(roles),
        others=tuple(others),
        shown=shown,
        rung=max(f.rung for f in strongest),
        cls=min((f.cls for f in strongest), key=_CLASS_ORDER.index),
        findings=tuple(strongest),
    )


def _strength(finding: Finding, signatures: Mapping[SignatureId, Signature]) -> tuple[int, bool, bool, int, str, int]:
    """Return what to sort by, the most telling first: what a name in code suggests comes after all that proves."""
    named = finding.observation.identifier.kind in _NAMES
    suggested = signatures[finding.signature].alone is Alone.SUGGESTS
    cls = _CLASS_ORDER.index(finding.cls)
    return cls, suggested, named, -finding.rung, finding.path, finding.observation.line
