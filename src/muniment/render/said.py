"""Who said so: the answers behind the facts of a decision."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from muniment.render.decision_json import fact_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from muniment.domain.condition import Facts, FactValue
    from muniment.domain.contract import FactAnswer
    from muniment.domain.ids import FactId


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The answers that bear on one decision; `contract` is empty for any contract."""

    contract: str = ""
    answers: Mapping[FactId, FactAnswer] = field(default_factory=dict)

    def words(self, fact: FactId, value: FactValue | None) -> str:
        """Return, after a comma, who said that `fact` is `value`; without a value, that nobody knows it."""
        answer = self.answers.get(fact)
        if answer is None or answer.value != value:
            return ""
        return f"{'; nobody knows' if value is None else ''}, {said_words(answer)}"

    def value(self, facts: Facts) -> list[dict[str, Any]]:
        """Return the answers among `facts`, and those that nobody knows, for a program."""
        return [
            {
                "by": one.by,
                "fact": one.fact,
                "on": str(one.on),
                "source": one.source,
                "value": None if one.value is None else fact_json(one.value),
            }
            for _, one in sorted(self.answers.items())
            if one.value == facts.get(one.fact)
        ]


def said_words(answer: FactAnswer) -> str:
    """Return who said so, when, and on what source."""
    source = f", source: {answer.source}" if answer.source else ""
    return f"said by {answer.by} on {answer.on}{source}"
