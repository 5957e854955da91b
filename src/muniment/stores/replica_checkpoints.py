"""Where replicas find what each of them has signed last: a folder that all of them see, or the database of holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from muniment.errors import InputError, Problem, RefusedError
from muniment.prove.checkpoint import LARGEST
from muniment.stores.whole_file import read_whole, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from muniment.app.gateway.replicas import Vouched
    from muniment.stores.holds.rows import Database

_SUFFIX: Final = ".checkpoint"


class FolderCheckpoints:
    """One file for each replica, which replaces the one before it."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`, which is there already."""
        self._folder = folder

    def close(self) -> None:
        """Do nothing: no file stays open."""

    def publish(self, vouched: Vouched, signed: Callable[[bytes], int]) -> None:
        """Put it in place of an earlier one of the same replica. Raises: InputError, RefusedError."""
        path = self._folder / f"{vouched.replica}{_SUFFIX}"
        if path.exists() and signed(read_whole(path, LARGEST)) > vouched.head.lines:
            raise _later(str(path))
        write_whole(path, vouched.note)

    def all(self) -> tuple[bytes, ...]:
        """Return the notes that are there. Raises: InputError."""
        try:
            paths = sorted(each for each in self._folder.iterdir() if each.suffix == _SUFFIX and each.stem[:1] != ".")
        except OSError as error:
            what = f"cannot be read ({(error.strerror or type(error).__name__).lower()})"
            raise InputError(Problem(where=str(self._folder), what=what, help="all replicas need it")) from error
        return tuple(read_whole(path, LARGEST) for path in paths)


class DatabaseCheckpoints:
    """One row for each replica, beside the holds."""

    def __init__(self, database: Database, where: str) -> None:
        """Use the tables in `database`, which people know as `where`."""
        self._database, self._where = database, where

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def publish(self, vouched: Vouched, signed: Callable[[bytes], int]) -> None:
        """Put it in place of an earlier one of the same replica. Raises: InputError, RefusedError."""
        with self._database.writing() as rows:
            found = rows.execute("select note from checkpoint where replica = ?", (vouched.replica,))
            if found and signed(bytes(found[0][0])) > vouched.head.lines:
                raise _later(self._where)
            rows.execute(
                "insert into checkpoint(replica, lines, note) values(?, ?, ?)"
                " on conflict(replica) do update set lines = excluded.lines, note = excluded.note",
                (vouched.replica, vouched.head.lines, vouched.note),
            )

    def all(self) -> tuple[bytes, ...]:
        """Return the notes that are there. Raises: InputError."""
        with self._database.reading() as rows:
            return tuple(bytes(note) for (note,) in rows.execute("select note from checkpoint order by replica"))


def _later(where: str) -> RefusedError:
    what = "holds a later checkpoint of this replica: another gateway uses its key, or its log was put back"
    return RefusedError(Problem(where=where, what=what, help="give each replica a key and a log of its own"))
