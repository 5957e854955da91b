"""What earlier scans of one tree found, kept outside it, so that only what may have changed is read again.

The file holds packed values. It is read only where nobody but this user can write, as with the interpreter's own
caches. Whatever is wrong with it costs time and never an answer: the scan goes on as if there were none.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, Self, TypeAlias

from muniment.stores.tree.accounts import PackedAccount

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from muniment.domain.ids import Digest

_FORM: Final = "5"
_ROWS_AT_ONCE: Final = 500
_MOST_TREES: Final = 64
"""Trees that are remembered in one folder; those not scanned for longest are forgotten."""
_MAKE: Final = """
create table if not exists stretches(
    first text primary key, stamp blob not null, lines blob not null, other blob not null) without rowid
"""
_Row: TypeAlias = tuple[str, bytes, bytes, bytes]
"""The first file of a stretch, its stamp, and its packed account."""


class Remembered(NamedTuple):
    """What an earlier scan left of a stretch: how its files were, and its account."""

    stamp: bytes
    account: PackedAccount


class TreeCache:
    """The stretches of one tree, by the path of their first file. Stretches are asked for in the order of paths."""

    def __init__(self, folder: Path | None, root: str, judged_by: Digest, started: int) -> None:
        """Open what is known of the tree at `root`, in `folder` if there is one.

        `judged_by` stands for the rulebook and the program. `started` is now, in nanoseconds since 1970.
        """
        self.started = started
        self._reader: sqlite3.Connection | None = None
        self._writer: sqlite3.Connection | None = None
        self._pending: list[_Row] = []
        self._gone: list[tuple[str]] = []
        self._rows: Iterator[_Row] = iter(())
        self._next: _Row | None = None
        self._is_there = False
        self._path = place_of(folder, root, judged_by)
        if self._path is not None:
            self._open(self._path)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Keep what was found so far, also where the scan was interrupted."""
        if kind is None:
            while self._next is not None:
                self._advance()
        self._write()
        for connection in (self._reader, self._writer):
            if connection is not None:
                connection.close()

    def find(self, first: str) -> Remembered | None:
        """Return what is known of the stretch that begins with the file `first`; asked for in the order of paths."""
        if self._reader is None and self._writer is not None:
            self._begin()
        while self._next is not None and self._next[0] < first:
            self._advance()
        self._is_there = self._next is not None and self._next[0] == first
        if self._next is None or not self._is_there:
            return None
        _, stamp, lines, other = self._next
        return Remembered(stamp, PackedAccount(lines, other))

    def keep(self, first: str, stamp: bytes, account: PackedAccount) -> None:
        """Remember a stretch; one without a stamp is forgotten."""
        if self._writer is None:
            return
        if stamp:
            self._pending.append((first, stamp, *account))
        else:
            self._gone.append((first,))
        if len(self._pending) >= _ROWS_AT_ONCE:
            self._write()

    def _advance(self) -> None:
        """Go on to the next stretch known; what was never asked for is no longer there."""
        if self._next is not None and not self._is_there:
            self._gone.append((self._next[0],))
        self._is_there = False
        try:
            self._next = next(self._rows, None)
        except sqlite3.Error:
            self._next = None

    def _open(self, path: Path) -> None:
        try:
            _forget_oldest(path)
            self._writer = _connected(path)
            self._writer.execute(_MAKE)
            self._writer.commit()
        except (sqlite3.Error, OSError) as error:
            self._do_without(path, error)

    def _begin(self) -> None:
        """Begin to go through what is known."""
        assert self._path is not None  # noqa: S101  (it is written to)
        try:
            self._reader = _connected(self._path)
            self._rows = iter(self._reader.execute("select first, stamp, lines, other from stretches order by first"))
            self._next = next(self._rows, None)
        except sqlite3.Error as error:
            self._do_without(self._path, error)

    def _do_without(self, path: Path, error: Exception) -> None:
        self._reader = self._writer = self._next = None
        if not isinstance(error, sqlite3.OperationalError):  # damaged, and not just in use
            with suppress(OSError):
                path.unlink()

    def _write(self) -> None:
        if self._writer is None:
            return
        try:
            with self._writer:
                self._writer.executemany("delete from stretches where first = ?", self._gone)
                self._writer.executemany("insert or replace into stretches values (?, ?, ?, ?)", self._pending)
        except sqlite3.Error:
            self._writer = None
        self._gone, self._pending = [], []


def place_of(folder: Path | None, root: str, judged_by: Digest) -> Path | None:
    """Return the file in `folder` for the tree at `root`; nothing where nothing can be kept, as in the tree itself."""
    real = os.path.realpath(root)
    if folder is None or not is_private(folder) or Path(os.path.realpath(folder)).is_relative_to(real):
        return None
    name = hashlib.sha256(os.fsencode(f"{real}\0{judged_by}\0{_FORM}"))
    return folder / f"tree-{name.hexdigest()[:32]}.sqlite"


def is_private(folder: Path) -> bool:
    """Make `folder` if it is missing, and say whether nobody but this user can write in it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat()
    except OSError:
        return False
    return not hasattr(os, "geteuid") or (
        found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    )


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=0.2, isolation_level="DEFERRED")
    connection.execute("pragma journal_mode=wal")
    connection.execute("pragma synchronous=off")
    return connection


def _forget_oldest(path: Path) -> None:
    """Remove what is known of trees that were not scanned for long, so that the folder does not grow without end."""
    with suppress(OSError):
        known = sorted(path.parent.glob("tree-*.sqlite"), key=lambda each: each.stat().st_mtime)
        for old in known[:-_MOST_TREES]:
            for each in (old, Path(f"{old}-wal"), Path(f"{old}-shm"), old.with_suffix(".whole")):
                each.unlink(missing_ok=True)
