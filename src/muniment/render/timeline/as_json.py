"""The instruments about one vendor over time, for a program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO

from muniment.render.found_json import write_object
from muniment.render.rules.as_json import restriction_value
from muniment.render.timeline.as_text import about

if TYPE_CHECKING:
    from datetime import date

    from muniment.domain.ids import VendorId
    from muniment.domain.rulebook import Rulebook


def write_timeline(rulebook: Rulebook, vendor: VendorId, as_of: date, to: TextIO) -> None:
    """Write the instruments that name `vendor` in order of issue, each with its statuses and open dates."""
    parts: dict[str, Any] = {
        "as_of": str(as_of),
        "format": "muniment.timeline/1",
        "instruments": (restriction_value(item) for item in about(rulebook, vendor)),
        "rulebook": rulebook.digest,
        "vendor": vendor,
    }
    write_object(parts, to)
