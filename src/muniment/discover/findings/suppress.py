"""Which findings an organisation has set aside, and which of its suppressions do nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, assert_never

from muniment.domain.patterns import lazily
from muniment.domain.suppression import Alike, OneFinding, Suppression, SuppressionState, SuppressionUse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from muniment.domain.evidence import Finding


Name: TypeAlias = tuple[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed:
    """The suppression in force for each hidden finding, and what became of every suppression.

    A finding is named by the number of its scan and its fingerprint, which is its own within one scan only.
    """

    hidden: Mapping[Name, Suppression]
    uses: tuple[SuppressionUse, ...]


NOTHING = Suppressed(hidden={}, uses=())
"""What nobody set aside."""


def suppress(scans: Sequence[Iterable[Finding]], suppressions: Sequence[Suppression], as_of: date) -> Suppressed:
    """Return what `suppressions` hide of the findings of `scans` on the day `as_of`; the first that matches has it.

    A finding that is only a mention counts for nothing anyway: it cannot be hidden, and keeps no suppression alive.
    """
    if not suppressions:
        return NOTHING
    standing = {
        (number, finding.fingerprint): finding
        for number, findings in enumerate(scans)
        for finding in findings
        if not finding.demoted
    }
    hidden: dict[Name, Suppression] = {}
    uses: list[SuppressionUse] = []
    for each in suppressions:
        matched = _matched(each, standing)
        state = _state(each, matched, as_of)
        uses.append(SuppressionUse(suppression=each, state=state, findings=len(matched)))
        if state is SuppressionState.IN_FORCE:
            hidden = {**dict.fromkeys(matched, each), **hidden}
    return Suppressed(hidden=hidden, uses=tuple(uses))


def _state(each: Suppression, matched: Sequence[Name], as_of: date) -> SuppressionState:
    if as_of > each.until:
        return SuppressionState.EXPIRED
    return SuppressionState.IN_FORCE if matched else SuppressionState.UNMATCHED


def _matched(each: Suppression, standing: Mapping[Name, Finding]) -> list[Name]:
    match each.what:
        case OneFinding(fingerprint=fingerprint):
            return [name for name in standing if name[1] == fingerprint]
        case Alike(vendor=vendor, signature=signature, path=path):
            matches = _glob(path)
            return [
                name
                for name, finding in standing.items()
                if finding.vendor == vendor and finding.signature == signature and matches.fullmatch(finding.path)
            ]
        case _:
            assert_never(each.what)


def _glob(pattern: str) -> re.Pattern[str]:
    """Compile a path with `*` for a run inside one folder and `**` for any run."""
    parts = (re.sub(r"\\\*", "[^/]*", re.escape(part)) for part in pattern.split("**"))
    return lazily(".*".join(parts), re.DOTALL)
