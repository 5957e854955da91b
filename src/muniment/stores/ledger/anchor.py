"""A checkpoint that is kept outside the database, so that one put back to an earlier day is noticed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from muniment.errors import InputError, Problem, ProofError
from muniment.prove.checkpoint import read
from muniment.stores.whole_file import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from muniment.prove.checkpoint import SignedCheckpoint

_HINT: Final = "look at it before you go on: it is what shows that the database was not put back"


class Anchor:
    """A file with one checkpoint. It should lie on another disk than the database, and not be restored with it."""

    def __init__(self, path: Path) -> None:
        """Use the file at `path`, which need not exist yet."""
        self.path = path

    def read(self) -> SignedCheckpoint | None:
        """Return the checkpoint, if there is one. Raises: InputError where the file cannot be read as one."""
        try:
            raw = self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._problem(f"cannot be read ({(error.strerror or type(error).__name__).lower()})") from error
        try:
            return read(raw)
        except ProofError as error:
            raise self._problem("holds no checkpoint that can be read") from error

    def write(self, note: bytes) -> None:
        """Put `note` in place of what was there, whole or not at all. Raises: InputError."""
        write_whole(self.path, note, _HINT)

    def _problem(self, what: str) -> InputError:
        return InputError(Problem(where=str(self.path), what=what, help=_HINT))
