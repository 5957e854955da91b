"""What counts only in company: a word that others use too, beside something that surely belongs to its vendor.

A mountain wind or a storm god proves no vendor; in a project that has the vendor's own package, it does.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from muniment.discover.judging.judge import is_supplier
from muniment.discover.paths.workflows import is_workflow
from muniment.discover.text.lexis import Form, profile_of
from muniment.domain.evidence import EvidenceClass
from muniment.domain.technology import Alone, IdentifierKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from muniment.discover.paths.projects import Projects
    from muniment.domain.evidence import Finding
    from muniment.domain.ids import SignatureId, VendorId
    from muniment.domain.technology import Signature


_A_CROWD: Final = 4
"""So many other vendors in one file leave no doubt what a word among them is."""


class Placed(NamedTuple):
    """A finding, and where it is; in a history it may have been at several paths."""

    finding: Finding
    path: str


class Company:
    """Says whether a finding has company, project by project.

    What a project declares or sets holds for the projects inside it, as with the manifest of a workspace; what files
    of settings say of a project is about the projects inside it as well. Projects side by side lend each other nothing.
    In a file in which many other vendors are proven, as in a table of services, a word needs no more.
    """

    def __init__(
        self, placed: Iterable[Placed], signatures: Mapping[SignatureId, Signature], projects: Projects
    ) -> None:
        """Learn what is proven where by those of the findings that stand."""
        self._signatures = signatures
        self._projects = projects
        self._product, self._tools = _Proven(projects), _Proven(projects)
        self._beside: dict[str, set[VendorId]] = defaultdict(set)
        placed = tuple(placed)
        for finding, path in placed:
            if not finding.demoted and _proves(finding, signatures[finding.signature]):
                proven = self._tools if finding.cls is EvidenceClass.DEV_TOOLING else self._product
                proven.add(finding, path)
        for vendor, path in self._of_product(placed):
            self._beside[path].add(vendor)

    def lacks(self, finding: Finding, path: str) -> str:
        """Return why `finding`, at `path`, is no more than a mention; empty where it stands.

        A tool of the people who write the software proves no use in it.
        """
        if finding.demoted or _proves(finding, self._signatures[finding.signature]):
            return finding.demoted
        if self._product.at(finding.vendor, path) or self._is_in_a_crowd(finding.vendor, path):
            return ""
        if not self._tools.at(finding.vendor, path):
            return "a namesake is possible: nothing else in this project belongs to this vendor"
        if finding.cls is EvidenceClass.DEV_TOOLING:
            return ""
        return "only tools of the people who write the software are proven to be of this vendor"

    def _of_product(self, placed: Iterable[Placed]) -> Iterator[tuple[VendorId, str]]:
        """Yield which vendors are those of the product in which file, by project or by what stands there."""
        seen = {(each.vendor, path) for each, path in placed if not each.demoted and each.cls is EvidenceClass.PRODUCT}
        return ((vendor, path) for vendor, path in seen if self._product.at(vendor, path))

    def _is_in_a_crowd(self, vendor: VendorId, path: str) -> bool:
        return len(self._beside.get(path, set()) - {vendor}) >= _A_CROWD


def in_company(
    findings: Sequence[Finding], signatures: Mapping[SignatureId, Signature], projects: Projects
) -> list[Finding]:
    """Return the findings of one tree in their order, those demoted that lack company in their project."""
    company = Company((Placed(each, each.path) for each in findings), signatures, projects)
    why = [company.lacks(each, each.path) for each in findings]
    return [
        each if each.demoted == said else replace(each, demoted=said) for each, said in zip(findings, why, strict=True)
    ]


class _Proven:
    """Which vendors are proven in which project, by what is found in it, is declared around it or lies inside it."""

    def __init__(self, projects: Projects) -> None:
        self._projects = projects
        self._in: dict[str, set[VendorId]] = defaultdict(set)
        self._declared: dict[str, set[VendorId]] = defaultdict(set)
        self._inside: dict[str, set[VendorId]] = defaultdict(set)

    def add(self, finding: Finding, path: str) -> None:
        project = self._projects.of(path)
        self._in[project].add(finding.vendor)
        if finding.observation.identifier.kind is IdentifierKind.PURL or _is_settings(path):
            self._declared[project].add(finding.vendor)
        for outer in self._projects.around(project):
            self._inside[outer].add(finding.vendor)

    def at(self, vendor: VendorId, path: str) -> bool:
        project = self._projects.of(path)
        return (
            vendor in self._in[project]
            or any(vendor in self._declared[outer] for outer in self._projects.around(project))
            or (vendor in self._inside[project] and (_is_settings(path) or is_workflow(path)))
        )


def _is_settings(path: str) -> bool:
    return profile_of(path).form is Form.SETTINGS and not is_workflow(path)


def _proves(finding: Finding, signature: Signature) -> bool:
    """Say whether a finding needs no company; a name in a list of suppliers is that of a company and no other word."""
    return signature.alone is Alone.PROVES or is_supplier(finding.observation)
