"""What several looks at one file show, as one: nothing twice where two pieces overlap, no two things with one name."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from muniment.app.examine import Examined
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
    return tuple(_named_apart(best.values())), tuple(unclear)


def _weight(finding: Finding) -> tuple[bool, int]:
    return not finding.demoted, finding.rung


def _named_apart(findings: Iterable[Finding]) -> Iterable[Finding]:
    """Give findings of different lines that came out with one fingerprint, each in its own piece, a number more."""
    seen: Counter[str] = Counter()
    for finding in sorted(findings, key=lambda each: each.observation.line):
        seen[finding.fingerprint] += 1
        number = seen[finding.fingerprint]
        if number == 1:
            yield finding
        else:
            name = hashlib.sha256(f"{finding.fingerprint}|{number}".encode()).hexdigest()[:32]
            yield replace(finding, fingerprint=name)
