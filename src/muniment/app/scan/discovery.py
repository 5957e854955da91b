"""The use case of `muniment scan`: what sources use, by whom and by which way, without any decision."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from muniment.app.scan.counted import counted
from muniment.discover.findings.suppress import NOTHING
from muniment.discover.findings.using import uses
from muniment.domain.report import Discovery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from muniment.discover.findings.suppress import Suppressed
    from muniment.domain.contract import Estate
    from muniment.domain.recall import MeasuredRecall
    from muniment.domain.report import Scan
    from muniment.domain.rulebook import Rulebook


def discovery(
    scans: Sequence[Scan],
    estate: Estate | None,
    rulebook: Rulebook,
    recall: MeasuredRecall | None,
    suppressed: Suppressed = NOTHING,
) -> Discovery:
    """Return what `scans` found, use by use; what belongs to one system is one use, whichever folder shows it.

    What is `suppressed` stays among the findings, and counts neither as use nor as mention.
    """
    signatures = {signature.id: signature for signature in rulebook.signatures}
    systems = dict.fromkeys(scan.system for scan in scans)
    found = (use for system in systems for use in uses(counted(scans, system, suppressed.hidden), signatures, system))
    return Discovery(
        rulebook=rulebook,
        estate=estate,
        scans=tuple(scans),
        uses=tuple(found),
        mentions=Counter(f.vendor for scan in scans for f in scan.inventory.findings if f.demoted),
        recall=recall,
        suppressed=suppressed.hidden,
        suppressions=suppressed.uses,
    )
