"""The same thing seen in several places: by whom it is reached, and on which surfaces it shows itself."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.domain.report import Way
from muniment.domain.technology import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from muniment.domain.evidence import Finding
    from muniment.domain.ids import SignatureId, VendorId
    from muniment.domain.surface import Surface
    from muniment.domain.technology import Signature


@dataclass(frozen=True, slots=True)
class OnSurface:
    """The findings on one surface, strongest first."""

    surface: Surface
    findings: tuple[Finding, ...]


def ways(findings: Sequence[Finding], signatures: Mapping[SignatureId, Signature]) -> tuple[Way, ...]:
    """Return one way for each operator that the `findings` of one vendor show, in their order.

    A library says by which route and not who runs the service; it makes a way of its own only where nothing says that.
    """
    by_operator: dict[VendorId | None, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_operator[signatures[finding.signature].roles.get(Role.OPERATOR)].append(finding)
    if len(by_operator) > 1:
        by_operator.pop(None, None)
    return tuple(
        Way(operator=operator, routes=_routes(group, signatures), findings=tuple(group))
        for operator, group in by_operator.items()
    )


def by_surface(findings: Iterable[Finding]) -> tuple[OnSurface, ...]:
    """Return the findings by surface, each in the given order, the surface of the first one first."""
    groups: dict[Surface, list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.surface].append(finding)
    return tuple(OnSurface(surface, tuple(group)) for surface, group in groups.items())


def _routes(findings: Iterable[Finding], signatures: Mapping[SignatureId, Signature]) -> tuple[VendorId, ...]:
    named = (signatures[finding.signature].roles.get(Role.ROUTE) for finding in findings)
    return tuple(dict.fromkeys(route for route in named if route is not None))
