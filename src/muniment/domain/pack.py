"""Rule packs: instruments of an organisation's own, beside the rulebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from muniment.domain.ids import Digest

_SHOWN = 19


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Whose an instrument is that does not come from the rulebook; `digest` stands for the files of the pack.

    `issued` is the day on which this `version` was put together.
    """

    id: str
    title: str
    version: str
    issued: date
    publisher: str
    digest: Digest

    @property
    def words(self) -> str:
        """Return what every answer says that rests on the pack."""
        return f"from the rule pack {self.id} {self.version}, {self.digest[:_SHOWN]}"
