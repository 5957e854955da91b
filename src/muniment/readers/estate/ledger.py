"""Where the estate file says that the ledger is."""

from __future__ import annotations

import os
from pathlib import PurePath

from muniment.domain.ledger_place import LedgerPlace
from muniment.errors import EstateError
from muniment.readers.estate import facts as shapes
from muniment.readers.estate import toml_table
from muniment.readers.estate.facts import read_facts
from muniment.readers.estate.toml_places import places
from muniment.readers.estate.toml_syntax import parse
from muniment.readers.estate.toml_table import Notes, Table


def read_ledger(top: Table, folder: str) -> LedgerPlace | None:
    """Return where the ledger is; nothing where the file names none. Paths are seen from `folder`."""
    if "ledger" not in top.values:
        return None
    table = top.below("ledger", shapes.LEDGER.header)
    table.require("at")
    read_facts(table, shapes.LEDGER, {})
    at, key, checkpoint = (_place(table.take(name, toml_table.text) or "", folder) for name in shapes.LEDGER.keys)
    return LedgerPlace(at=at, key=key, checkpoint=checkpoint)


def ledger_in(text: str, *, where: str, folder: str) -> LedgerPlace | None:
    """Return what the estate file `text` says of the ledger, and look at nothing else in it.

    Raises: EstateError where it is no TOML, or its table of the ledger does not fit.
    """
    text = text.removeprefix("\ufeff")
    notes = Notes(where, places(text))
    found = read_ledger(Table(values=parse(text, where, EstateError), path=(), header="the file", notes=notes), folder)
    if notes.problems:
        raise EstateError(*notes.problems)
    return found


def _place(text: str, folder: str) -> str:
    elsewhere = "://" in text or text.startswith("pkcs11:")
    return os.path.normpath(PurePath(folder, text)) if text and not elsewhere else text
