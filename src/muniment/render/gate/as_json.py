"""The answer of the gate, for a program. `schemas/gate.schema.json` describes it; keys are sorted and stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO

from muniment.render.check.as_json import check_values
from muniment.render.found_json import write_object
from muniment.render.gate.as_text import next_words

if TYPE_CHECKING:
    from muniment.domain.gate import GateReport

FORMAT = "muniment.gate/1"
"""The last number grows when a key goes away or changes its meaning; new keys may come without notice."""


def write_gate(found: GateReport, to: TextIO, *, exit_code: int, estate_file: str = "") -> None:
    """Write one JSON object: what a check says, about what the change adds alone, and which change that is."""
    parts = check_values(found.report, estate_file)
    next_ = next_words(found, exit_code, estate_file)
    own = {"change": _change(found, exit_code), "complete": found.complete, "format": FORMAT, "next": next_}
    del parts["unscanned"]  # of other systems than the change is in nothing is asked
    write_object({**parts, **own}, to)


def _change(found: GateReport, exit_code: int) -> dict[str, Any]:
    compared = found.compared
    return {
        "base": compared.base or None,
        "base_name": compared.base_name,
        "changed": found.changed,
        "commit": compared.commit or None,
        "exit_code": exit_code,
        "gone": found.gone,
        "moved": found.moved,
        "raised": sorted(found.raised),
        "target": compared.target.value,
        "touched": list(found.touched),
        "unchanged": found.unchanged,
    }
