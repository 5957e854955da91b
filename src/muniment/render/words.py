"""The words and signs for outcomes, rungs and roles. A sign and a word carry the meaning; colour only repeats it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from muniment.domain.condition import FactType
from muniment.domain.decision import Outcome
from muniment.domain.evidence import EvidenceClass, FileStatus, Rung
from muniment.domain.moment import moment_text
from muniment.domain.surface import Surface
from muniment.domain.technology import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from muniment.domain.condition import FactKind, FactValue
    from muniment.domain.dated import Interval
    from muniment.domain.decision import Decision

SIGN = {
    Outcome.PROHIBITED: "✗",
    Outcome.NEEDS_WAIVER: "!",
    Outcome.NEEDS_AUTHORISATION: "!",
    Outcome.UNDETERMINED: "?",
    Outcome.PERMITTED_UNTIL: "~",
    Outcome.PERMITTED: "✓",
}

STYLE = {
    Outcome.PROHIBITED: "prohibited",
    Outcome.NEEDS_WAIVER: "needs",
    Outcome.NEEDS_AUTHORISATION: "needs",
    Outcome.UNDETERMINED: "undetermined",
    Outcome.PERMITTED_UNTIL: "until",
    Outcome.PERMITTED: "permitted",
}

WORD = {
    Outcome.PROHIBITED: "prohibited",
    Outcome.NEEDS_WAIVER: "needs a waiver",
    Outcome.NEEDS_AUTHORISATION: "needs authorisation",
    Outcome.UNDETERMINED: "undetermined",
    Outcome.PERMITTED_UNTIL: "permitted until a day",
    Outcome.PERMITTED: "permitted",
}

RUNG = {
    Rung.MENTIONED: "mentioned",
    Rung.DECLARED: "declared",
    Rung.AVAILABLE: "available",
    Rung.CONFIGURED: "configured",
    Rung.INVOKED: "invoked",
    Rung.OBSERVED: "observed in operation",
}

CLASS = {
    EvidenceClass.PRODUCT: "product",
    EvidenceClass.TEST: "tests",
    EvidenceClass.DEV_TOOLING: "developer tooling",
    EvidenceClass.DOCUMENTATION: "documentation",
    EvidenceClass.DENY_LIST: "deny list",
    EvidenceClass.REFERENCE_DATA: "reference data",
}

ROLE = {
    Role.MAKER: "maker",
    Role.OPERATOR: "operator",
    Role.ROUTE: "route",
    Role.PROTOCOL: "protocol",
}

SURFACE = {
    Surface.SOURCE_CODE: "source code",
    Surface.MANIFEST: "manifest",
    Surface.LOCK_FILE: "lock file",
    Surface.BILL_OF_MATERIALS: "bill of materials",
    Surface.CI: "CI",
    Surface.INFRASTRUCTURE: "infrastructure",
    Surface.AGENT_CONFIGURATION: "agent settings",
    Surface.CONFIGURATION: "settings",
    Surface.MODEL_FILE: "model file",
    Surface.PROGRAM: "program",
    Surface.DOCUMENT: "document",
    Surface.ARCHIVE: "archive",
    Surface.IMAGE: "image",
    Surface.GIT_HISTORY: "git history",
    Surface.OTHER: "other",
}

_THOUSAND = 1000


def outcome_words(decision: Decision) -> str:
    """Return sign and word, with the last permitted day where there is one."""
    word = WORD[decision.outcome]
    if decision.outcome is Outcome.PERMITTED_UNTIL and decision.until is not None:
        word = f"permitted until {decision.until}"
    return f"{SIGN[decision.outcome]} {word}"


def posture_words(decision: Decision) -> str:
    """Return how the organisation acts where its posture is stricter than the instruments."""
    chosen = [f"{each.instrument} as read by {each.holder}" for each in decision.readings if each.chosen]
    asked = WORD[decision.acted_on]
    return (
        f"you act as if it were {asked}, by {listed(chosen)}; that is your own choice and goes beyond the instruments"
    )


def count(number: int, one: str, many: str = "") -> str:
    """Return `1 file`, `1,234 files`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(items: Sequence[str], *, last: str = "and") -> str:
    """Return `a`, `a and b`, `a, b and c`."""
    *others, final = items or [""]
    return f"{', '.join(others)} {last} {final}" if others else final


def days_held(during: Interval) -> str:
    """Return the days as a person counts them: the last one named is the last on which it holds."""
    return f"{during.start} \N{EN DASH} {during.end - timedelta(days=1)}" if during.end else f"{during.start} on"


def byte_size(size: int) -> str:
    """Return a number of bytes in units of a thousand: `512 B`, `1.2 MB`."""
    if size < _THOUSAND:
        return f"{size} B"
    amount, unit = size / _THOUSAND, "kB"
    for larger in ("MB", "GB", "TB"):
        if round(amount, 1) >= _THOUSAND:
            amount, unit = amount / _THOUSAND, larger
    return f"{amount:.1f} {unit}"


def slug(status: FileStatus) -> str:
    """Return the name of `status` in machine-readable output."""
    return status.name.lower().replace("_", "-")


def permitted_answers(kind: FactKind) -> str:  # noqa: PLR0911  (one for each kind of fact)
    """Return in words what a fact can be on the command line."""
    match kind.type:
        case FactType.YES_NO:
            return "yes or no"
        case FactType.DAY:
            return "a date such as 2026-11-23"
        case FactType.MOMENT:
            return "a date, or an instant such as 2026-11-23T14:30[America/New_York]"
        case FactType.SET if kind.choices:
            return f"some of {', '.join(kind.choices)}, with commas between them, or none"
        case FactType.SET:
            return "entries with commas between them, or none"
        case FactType.CHOICE if kind.choices:
            return f"one of {', '.join(kind.choices)}"
        case FactType.CHOICE | FactType.TEXT:
            return "text"


def fact_value(value: FactValue) -> str:
    """Return a fact's value as it is written in the rulebook."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return ", ".join(sorted(value)) or "none"
    return moment_text(value) if isinstance(value, date) else value
