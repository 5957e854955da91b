"""What a tree uses in the end: standing findings of one vendor put together, the most telling first."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from muniment.discover.findings.reconcile import ways
from muniment.domain.condition import FactValue
from muniment.domain.evidence import EvidenceClass, Rung
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
_TO_FILL_IN = (".example", ".sample", ".template", ".dist")
_CLASS_ORDER = (EvidenceClass.PRODUCT, EvidenceClass.DEV_TOOLING, EvidenceClass.TEST)


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
        ways=ways(strongest, signatures),
    )


def _strength(
    finding: Finding, signatures: Mapping[SignatureId, Signature]
) -> tuple[int, int, bool, bool, bool, bool, int, str, int]:
    """Return what to sort by, the most telling first.

    Where something is asked or was seen to be asked comes first, for no other place shows that a use goes so far. What
    a name in code suggests comes after all that proves, settings that somebody has yet to fill in after those that
    are in force, and variables that a program may read after what it asks for, imports or declares.
    """
    kind = finding.observation.identifier.kind
    suggested = signatures[finding.signature].alone is Alone.SUGGESTS
    cls = _CLASS_ORDER.index(finding.cls)
    asked = max(finding.rung, Rung.CONFIGURED)
    to_fill_in = finding.path.endswith(_TO_FILL_IN)
    named = kind in _NAMES
    read = kind is IdentifierKind.ENV
    return cls, -asked, suggested, named, to_fill_in, read, -finding.rung, finding.path, finding.observation.line
