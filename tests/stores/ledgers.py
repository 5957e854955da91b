"""Ledgers to write to, in whichever database."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from muniment.app.ledger import drafted
from muniment.prove.checkpoint import NoteKey, note_key
from muniment.stores.ledger import Place, StoredLedger, begin_ledger
from muniment.stores.ledger import postgresql as ledger_postgresql
from muniment.stores.ledger import sqlite as ledger_sqlite
from muniment.stores.ledger.anchor import Anchor
from prove.entries import entry
from signers.keys import p256

if TYPE_CHECKING:
    from pathlib import Path

    from muniment.app.ledger import Body, Draft
    from muniment.stores.ledger.rows import Rows

ORIGIN = "example.com/ledger"


@dataclass(frozen=True)
class Kept:
    """Where a ledger is."""

    place: Place
    anchor: Anchor

    def open(self) -> StoredLedger:
        return StoredLedger(self.place, self.anchor, p256())

    def read_only(self) -> StoredLedger:
        return StoredLedger(self.place, self.anchor)


def begun(place: Place, tables: Rows, anchor: Path) -> Kept:
    kept = Kept(place, Anchor(anchor))
    begin_ledger(tables, place, kept.anchor, ORIGIN, p256())
    return kept


def in_sqlite(folder: Path) -> Kept:
    path = folder / "ledger.sqlite"
    tables = ledger_sqlite.create_tables(path)
    return begun(sqlite_place(path), tables, folder / "ledger.checkpoint")


def sqlite_place(path: Path) -> Place:
    return Place(str(path), partial(ledger_sqlite.open_rows, path), partial(ledger_sqlite.told, str(path)))


def in_postgresql(address: str, folder: Path) -> Kept:
    place = Place(address, partial(ledger_postgresql.open_rows, address), partial(ledger_postgresql.told, address))
    return begun(place, ledger_postgresql.create_tables(address), folder / "ledger.checkpoint")


def draft(number: int, *bodies: Body) -> Draft:
    return drafted(entry(number), *bodies)


def key() -> NoteKey:
    return note_key(ORIGIN, p256().public)
