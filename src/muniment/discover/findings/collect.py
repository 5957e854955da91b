"""Many findings to one inventory: what counts only in company, and what only serves a tool."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from muniment.discover.findings.company import in_company
from muniment.discover.judging.fingerprint import told_apart
from muniment.discover.paths.workflows import is_workflow
from muniment.domain.evidence import EvidenceClass
from muniment.domain.technology import IdentifierKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from muniment.discover.paths.projects import Projects
    from muniment.domain.evidence import Finding
    from muniment.domain.ids import SignatureId, VendorId
    from muniment.domain.surface import Surface
    from muniment.domain.technology import Signature

_RUN = frozenset({IdentifierKind.ACTION, IdentifierKind.COMMAND, IdentifierKind.PURL, IdentifierKind.IMAGE})
_SET_FOR_A_TOOL = frozenset(
    {IdentifierKind.ENV, IdentifierKind.CONFIG_KEY, IdentifierKind.MODEL, IdentifierKind.HOST, IdentifierKind.SYMBOL}
)


def settle(
    findings: Iterable[Finding],
    signatures: Mapping[SignatureId, Signature],
    projects: Projects,
    surface_of: Callable[[str], Surface] | None = None,
) -> tuple[Finding, ...]:
    """Return the findings in order of place, named apart, those demoted that need company and have none.

    `surface_of` says which surface a path belongs to.

    A tool of the people who write the software proves no use in it, so what it brings into a workflow is tooling, too.
    """
    ordered = sorted(findings, key=lambda f: (f.path, f.observation.line, f.vendor, f.signature, f.fingerprint))
    return tuple(in_company(serving_tools(list(told_apart(ordered, surface_of)), signatures), signatures, projects))


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
