"""Joins for looking ahead: hypotheticals, the days to come, records that are decided again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment import wiring

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from muniment.app.ports import Progress
    from muniment.app.whatif import Hypothesis
    from muniment.domain.condition import Facts
    from muniment.domain.ids import VendorId
    from muniment.domain.report import Report
    from muniment.domain.rulebook import Rulebook
    from muniment.render.whatif_text import WhatIf


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Whether the sources of an estate are read, or only the uses count that it records, and who hears of progress."""

    scans: bool
    progress: Progress | None = None


def whatif_estate(estate_file: Path, book: Rulebook, supposed: Hypothesis, as_of: date, look: Look) -> WhatIf:
    """Return what changes in an estate.

    Raises: InputError, with every problem of estate and sources.
    """
    from muniment.app.whatif import Law, asked_in, refuse_unknown_places, views
    from muniment.render.whatif_text import WhatIf

    report = estate_report(estate_file, book, as_of, look)
    described = report.estate
    if described is not None:
        refuse_unknown_places(supposed, described)
    asked = asked_in(report, supposed)
    postures = described.postures if described else ()
    found = views(Law(book, supposed), asked, supposed, as_of, postures)
    return WhatIf(rulebook=book, hypothesis=supposed, views=found, unread=tuple(_unread(report, look)))


def whatif_vendor(
    book: Rulebook, vendor: VendorId, supposed: Hypothesis, as_of: date, given: Facts, through: Sequence[VendorId]
) -> WhatIf:
    """Return what changes in the answer about one vendor, on facts that are given; `through` whom it is reached."""
    from muniment.app.whatif import Law, hinges, supposing, views
    from muniment.decide.engine import Question
    from muniment.decide.hinges import unasked
    from muniment.render.whatif_text import OneVendor, WhatIf

    law, question = Law(book, supposed), Question(vendor=vendor, facts=given, as_of=as_of)
    seen = views(law, (supposing(question, supposed),), supposed, as_of)
    one = OneVendor(
        vendor=vendor,
        hinges=hinges(law, question, supposed, seen, book),
        unasked=unasked(question, book),
        through=tuple(law.recorded.decide(Question(vendor=way, facts=given, as_of=as_of)) for way in through),
    )
    return WhatIf(rulebook=book, hypothesis=supposed, views=seen, one=one)


def _unread(report: Report, look: Look) -> Iterator[str]:
    """Yield what could hide a use and was not looked at."""
    if not look.scans:
        yield "the sources of the estate: only the uses that the estate file records count"
    for scan in report.scans:
        gaps = [gap for gap in scan.inventory.coverage.gaps if gap.limits]
        if gaps:
            yield f"{len(gaps)} files or folders in {scan.inventory.root}; `muniment check` names them"
    if report.estate is not None:
        yield from (
            f"system {system.id}: it has neither sources nor recorded uses"
            for system in report.estate.systems
            if not (system.sources or system.uses)
        )


def estate_report(estate_file: Path, book: Rulebook, as_of: date, look: Look) -> Report:
    """Return the decisions about an estate on `as_of`.

    Raises: InputError, with every problem of estate and sources.
    """
    from muniment.app.check import check

    described = wiring.estate(estate_file, book)
    scans = wiring.scans_of(described, str(estate_file), book, look.progress) if look.scans else ()
    return check(scans, described, book, wiring.engine(book), as_of)
