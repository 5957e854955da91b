"""Suppliers as an organisation has them in a file, and the identifiers by which companies are told apart."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Scheme(Enum):
    """A public system of identifiers. The first three are given out once each and so tell a company by themselves."""

    UEI = "uei"
    CAGE = "cage"
    LEI = "lei"
    DUNS = "duns"


class NameKind(Enum):
    """What a name in a supplier file is."""

    NAME = "name"
    LEGAL = "legal-name"
    OTHER = "other-name"
    PARENT = "parent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplier:
    """One row of a supplier file.

    `row` is counted from 1, as a spreadsheet shows it; `sheet` is empty where the file has none. `notes` are what was
    odd about the row and does no harm; `doubt` says why a row that matches nothing still is not clean.
    """

    row: int
    sheet: str = ""
    names: tuple[tuple[NameKind, str], ...] = ()
    identifiers: tuple[tuple[Scheme, str], ...] = ()
    country: str = ""
    website: str = ""
    notes: tuple[str, ...] = ()
    doubt: str = ""

    @property
    def shown(self) -> str:
        """Return the name by which a person knows it, or else its first identifier."""
        if self.names:
            return self.names[0][1]
        return f"{self.identifiers[0][0].value.upper()} {self.identifiers[0][1]}" if self.identifiers else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierSheet:
    """What became of one sheet of a supplier file: which header stands for what, and the rows that hold nothing.

    `unread` says why the sheet was not read; empty where it was.
    """

    name: str
    columns: tuple[tuple[str, str], ...] = ()
    rows: int = 0
    empty: int = 0
    unread: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierFile:
    """A supplier file that was read to its end. `encoding` is what most of it is written in."""

    file: str
    encoding: str
    sheets: tuple[SupplierSheet, ...]
    suppliers: tuple[Supplier, ...]
