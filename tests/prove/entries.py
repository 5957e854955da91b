"""Entries to write into ledgers."""

from __future__ import annotations

from datetime import UTC, datetime

from muniment.domain.entry import Entry, EntryId, EntryType

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def entry(number: int = 0, type_: EntryType = EntryType.SCAN, **given: str) -> Entry:
    return Entry(type=type_, id=EntryId(f"{number:032x}"), at=NOON, actor="ada", details=tuple(given.items()))
