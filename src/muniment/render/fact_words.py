"""Words for facts. They lie apart from `render.words`, which a verifier loads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.condition import FactType

if TYPE_CHECKING:
    from muniment.domain.condition import FactKind


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
