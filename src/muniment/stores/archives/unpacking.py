"""What reading out of an archive may cost, and what comes out of it. Shared by the readers of each kind of archive."""

from __future__ import annotations

import lzma
import posixpath
import struct
import tarfile
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final

from muniment.domain.patterns import lazily

_MIB: Final = 1024 * 1024
_DRIVE = lazily(r"[A-Za-z]:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much is read out of one archive, everything nested in it included. Sizes are in bytes."""

    total: int = 512 * _MIB
    member: int = 32 * _MIB
    ratio: int = 200
    ratio_from: int = _MIB
    """Below so many bytes nothing is refused for how well it was packed."""
    count: int = 100_000
    depth: int = 3
    """How many archives may lie inside each other, the outermost counted."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside an archive; `!/` stands between an archive that is itself a member and what is in it."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Refused:
    """A member that was not read, or all that had not been read yet where `path` is empty.

    `harmless`: nothing can hide there, as in a link to another member.
    """

    path: str
    why: str
    harmless: bool = False


class LimitError(ValueError):
    """More was to be read than `Limits` allow. Never let out of this package."""


BROKEN: Final = (
    ArithmeticError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    struct.error,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What the standard library raises for archives that are damaged, or made to do damage."""


class Budget:
    """What may still be read out of one outermost archive."""

    def __init__(self, limits: Limits) -> None:
        """Start with everything unspent."""
        self.limits = limits
        self._bytes = limits.total
        self._members = limits.count

    def take(self, size: int) -> None:
        """Spend `size` bytes. Raises: LimitError."""
        self._bytes -= size
        if self._bytes < 0:
            raise LimitError(f"more than {in_words(self.limits.total)} unpacked; the rest was not read")

    def take_member(self) -> None:
        """Spend one member. Raises: LimitError."""
        self._members -= 1
        if self._members < 0:
            raise LimitError(f"more than {self.limits.count:,} members; the rest was not read")

    def bloated(self, size: int, packed: int) -> bool:
        """Say whether `packed` bytes that make `size` are more likely a trap than a file."""
        return size > self.limits.ratio_from and size > self.limits.ratio * packed


class Names:
    """The names in one archive: in one form, each used once."""

    def __init__(self) -> None:
        """Start with no name."""
        self._seen: set[str] = set()

    def take(self, name: str) -> tuple[str, str]:
        """Return `name` as it can be written and signed, and why it is refused, or nothing."""
        shown = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace").replace("\\", "/")
        why = _refusal(shown)
        if why:
            return shown.replace("\0", "\\0") or "(no name)", why
        path = posixpath.normpath(shown)
        if path in self._seen:
            return path, "a second member of the same name"
        self._seen.add(path)
        return path, ""

    def __contains__(self, name: str) -> bool:
        return posixpath.normpath(name) in self._seen


def leads_inside(path: str, target: str) -> bool:
    """Say whether a symbolic link at `path` stays in the archive."""
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
    return not joined.startswith(("..", "/"))


def in_words(size: int) -> str:
    """Return a number of bytes for people."""
    return f"{size // _MIB:,} MiB" if size >= _MIB else f"{size:,} bytes"


def _refusal(name: str) -> str:
    if not name or "\0" in name:
        return "no usable name"
    if name.startswith("/") or _DRIVE.match(name):
        return "an absolute path"
    if ".." in name.split("/"):
        return "a path that leads out of the archive"
    return "a name that looks like a member of another archive" if "!/" in name else ""
