"""Many findings to one inventory: what counts only in company, and what a tree uses in the end."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from muniment.discover.company import in_company
from muniment.discover.fingerprint import told_apart
from muniment.discover.reconcile import ways
from muniment.discover.workflows import is_workflow
from muniment.domain.condition import FactValue
from muniment.domain.evidence import EvidenceClass
from muniment.domain.ids import FactId
from muniment.domain.report import Use
from muniment.domain.technology import Alone, IdentifierKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from muniment.discover.projects import Projects
    from muniment.domain.condition import Facts
    from muniment.domain.evidence import Finding
    from muniment.domain.ids import SignatureId, SystemId, VendorId
    from muniment.domain.technology import Role, Signature

_Shown: TypeAlias = frozenset[tuple[FactId, FactValue]]
_NAMES = frozenset({IdentifierKind.SYMBOL, IdentifierKind.CONFIG_KEY})
_RUN = frozenset({IdentifierKind.ACTION, IdentifierKind.COMMAND, IdentifierKind.PURL, IdentifierKind.IMAGE})
_SET_FOR_A_TOOL = frozenset(
    {IdentifierKind.ENV, IdentifierKind.CONFIG_KEY, IdentifierKind.MODEL, IdentifierKind.HOST, IdentifierKind.SYMBOL}
)
_TO_FILL_IN = (".example", ".sample", ".template", ".dist")
_CLASS_ORDER = (EvidenceClass.PRODUCT, EvidenceClass.DEV_TOOLING, EvidenceClass.TEST)


def settle(
    findings: Iterable[Finding], signatures: Mapping[SignatureId, Signature], projects: Projects
) -> tuple[Finding, ...]:
    """Return the findings in order of place, named apart, those demoted that need company and have none.

    A tool of the people who write the software proves no use in it, so what it brings into a workflow is tooling, too.
    """
    ordered = sorted(findings, key=lambda f: (f.path, f.observation.line, f.vendor, f.signature, f.fingerprint))
    return tuple(in_company(serving_tools(list(told_apart(ordered)), signatures), signatures, projects))


def serving_tools(findings: Sequence[Finding], signatures: Mapping[SignatureId, Signature]) -> list[Finding]:
    """Return the findings, those of a workflow as tooling that only serve a tool of the same vendor there."""
    by_place: dict[tuple[str, VendorId], list[Finding]] = defaultdict(list)
    for finding in findings:
        if not finding.demoted and is_workflow(finding.path):
            by_place[finding.path, finding.vendor].append(finding)
    served = {place for place, group in by_place.items() if _only_serves_tools(group, signatures)}
    return [
        replace(f, cls=EvidenceClass.DEV_TOOLING) if not f.demoted and (f.path, f.vendor) in served else f
        for f in findings
    ]


def _only_serves_tools(group: list[Finding], signatures: Mapping[SignatureId, Signature]) -> bool:
    tools = [f for f in group if signatures[f.signature].dev_tooling]
    runs_a_tool = any(f.observation.identifier.kind in _RUN for f in tools)
    return runs_a_tool and all(f in tools or f.observation.identifier.kind in _SET_FOR_A_TOOL for f in group)


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
) -> tuple[int, bool, bool, bool, int, str, int]:
    """Return what to sort by, the most telling first.

    What a name in code suggests comes after all that proves, and settings that somebody has yet to fill in after those
    that are in force.
    """
    named = finding.observation.identifier.kind in _NAMES
    suggested = signatures[finding.signature].alone is Alone.SUGGESTS
    cls = _CLASS_ORDER.index(finding.cls)
    to_fill_in = finding.path.endswith(_TO_FILL_IN)
    return cls, suggested, named, to_fill_in, -finding.rung, finding.path, finding.observation.line
