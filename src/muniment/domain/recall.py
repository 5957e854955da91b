"""How much of a corpus with known routes the installed program and rulebook found, surface by surface."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from muniment.domain.ids import Digest
    from muniment.domain.surface import Surface


@dataclass(frozen=True, slots=True, kw_only=True)
class SurfaceRecall:
    """Counts of one surface: `found` of `routes` ways to use a vendor, `hit` of `traps` that only look like one."""

    routes: int
    found: int
    traps: int
    hit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredRecall:
    """What was measured on the day `measured`. A surface that is not in it was not measured.

    `corpus` stands for the files that were scanned for it, `discovery` for the part of the rulebook by which uses are
    found; where that is not recorded, nobody knows whether the figures are about the rulebook at hand.
    """

    measured: date
    corpus: Digest
    surfaces: Mapping[Surface, SurfaceRecall]
    discovery: Digest | None = None
