"""What several looks at one file show, as one: nothing twice where two pieces overlap."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from muniment.app.scan.examine import Examined
    from muniment.domain.evidence import Finding, Identifier, NotUnderstood

_Place: TypeAlias = "tuple[str, str, Identifier, int]"


def joined(looks: Sequence[Examined]) -> tuple[tuple[Finding, ...], tuple[NotUnderstood, ...]]:
    """Return the findings and what was not understood, each once.

    Of the same thing on the same line, the finding that stands is kept before one that is a mention, then the stronger.
    """
    if len(looks) == 1:
        return looks[0].findings, looks[0].not_understood
    best: dict[_Place, Finding] = {}
    for look in looks:
        for finding in look.findings:
            place = (finding.vendor, finding.signature, finding.observation.identifier, finding.observation.line)
            if place not in best or _weight(finding) > _weight(best[place]):
                best[place] = finding
    unclear = dict.fromkeys(each for look in looks for each in look.not_understood)
    return tuple(best.values()), tuple(unclear)


def _weight(finding: Finding) -> tuple[bool, int]:
    return not finding.demoted, finding.rung
