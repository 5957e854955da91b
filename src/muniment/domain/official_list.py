"""Published lists of companies, by the layout in which they come."""

from __future__ import annotations

from enum import Enum


class ListKind(Enum):
    """A published list in a layout that is known; `GENERIC` is any table of names."""

    CSL = "csl"
    SECTION_1260H = "1260h"
    SAM_EXCLUSIONS = "sam-exclusions"
    GENERIC = "generic"

    @property
    def old_after(self) -> int:
        """Return the days after which an edition is old: some weeks for what changes daily, a year for a yearly one."""
        return {"csl": 30, "sam-exclusions": 30, "1260h": 366}.get(self._value_, 90)
