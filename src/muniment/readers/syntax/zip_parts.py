"""Parts of a document that is a ZIP archive in memory, unpacked within limits."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from typing import Final

MAGIC: Final = b"PK\3\4"
_MOST_MEMBERS = 20_000
_LARGEST = 16 * 1024 * 1024
_BROKEN = (
    *(ArithmeticError, EOFError, LookupError, OSError, RuntimeError, ValueError),
    *(lzma.LZMAError, struct.error, zipfile.BadZipFile, zlib.error),
)


class DamagedError(ValueError):
    """The archive, or what was asked for in it, cannot be read; the text says why."""


class Parts:
    """The members of an archive, unpacked when they are asked for."""

    def __init__(self, data: bytes) -> None:
        """Read the directory. Raises: DamagedError."""
        if data.count(b"PK\1\2") > _MOST_MEMBERS:
            raise DamagedError("it holds more members than a document has")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self.names = tuple(self._archive.namelist())
        except _BROKEN as error:
            raise DamagedError(str(error)[:80] or "damaged") from error

    def read(self, name: str) -> bytes:
        """Return a member. Raises: DamagedError where there is none, or it is larger than 16 MiB."""
        try:
            with self._archive.open(name) as member:
                content = member.read(_LARGEST + 1)
        except _BROKEN as error:
            raise DamagedError(f"`{name}`: {str(error)[:80] or 'damaged'}") from error
        if len(content) > _LARGEST:
            raise DamagedError(f"`{name}` unpacks to more than 16 MiB")
        return content

    def text(self, name: str) -> str:
        """Return a member as text. Raises: DamagedError."""
        return self.read(name).decode("utf-8", "replace")
