"""Certificates and where each stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TextIO

from rich.text import Text

from muniment.domain.lifecycle import Stage
from muniment.render.found_json import write_object
from muniment.render.layout import columns, show
from muniment.render.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from rich.console import Console, RenderableType

    from muniment.domain.lifecycle import Certificate

_SIGN: Final = {
    Stage.DRAFT: ("○", "quiet"),
    Stage.RETURNED: ("!", "needs"),
    Stage.REVIEWED: ("◐", "needs"),
    Stage.SIGNED: ("✓", "permitted"),
    Stage.EXPIRED: ("✗", "prohibited"),
    Stage.SUPERSEDED: ("→", "quiet"),
    Stage.REVOKED: ("✗", "prohibited"),
    Stage.DAMAGED: ("?", "prohibited"),
}


def print_certificates(found: Sequence[Certificate], as_of: date, to: Console) -> None:
    """Print a table of certificates."""
    show(_table(found, as_of), to)


def write_certificates(found: Sequence[Certificate], as_of: date, to: TextIO) -> None:
    """Write the same for a program."""
    value = {
        "as_of": str(as_of),
        "certificates": [_value(each) for each in found],
        "format": "muniment.certificates/1",
    }
    write_object(value, to)


def _table(found: Sequence[Certificate], as_of: date) -> Iterator[RenderableType]:
    yield Text(f"Certificates, as of {as_of}; as the files say, which nobody verified here", style="quiet")
    yield ""
    if not found:
        yield Text("none")
        return
    rows = [
        (
            Text(f"{_SIGN[each.stage][0]} {each.stage.value}", style=_SIGN[each.stage][1]),
            visible(each.id),
            visible(each.contract),
            str(each.valid_until or ""),
            visible(each.why),
        )
        for each in found
    ]
    yield columns(("stage", "certificate", "contract", "until", ""), rows, ratios=(None, None, None, None, 1))


def _value(each: Certificate) -> dict[str, Any]:
    return {
        "contract": each.contract,
        "id": each.id,
        "signatory": each.statement.signatory.name if each.statement else "",
        "stage": each.stage.value,
        "valid_until": None if each.valid_until is None else str(each.valid_until),
        "why": each.why,
    }
