"""Which findings of a system count: all but those that the organisation has set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from muniment.discover.findings.suppress import Name
    from muniment.domain.evidence import Finding
    from muniment.domain.ids import SystemId
    from muniment.domain.report import Scan


def counted(scans: Sequence[Scan], system: SystemId | None, suppressed: Collection[Name]) -> Iterator[Finding]:
    """Yield the findings in the scans of a system, without those that are set aside."""
    for number, scan in enumerate(scans):
        if scan.system == system:
            yield from (f for f in scan.inventory.findings if (number, f.fingerprint) not in suppressed)
