"""What became of the files that a scan met.

They lie apart from `domain.evidence`, of which a verifier needs no more than this and `domain.rung`.
"""

from __future__ import annotations

from enum import Enum


class FileStatus(Enum):
    """What became of one directory entry."""

    READ = "read"
    READ_BINARY = "read as bytes"
    READ_TRANSCODED = "read after transcoding"
    NOT_UNDERSTOOD = "not understood"
    CHANGED = "changed while being read"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too large to parse, searched as bytes"
    ARCHIVE_READ = "archive, members read"
    ARCHIVE = "archive not opened"
    LFS_POINTER = "Git LFS pointer, its content is elsewhere"
    SUBMODULE = "submodule, its content is in another repository"
    MISSING_OBJECT = "missing from the git repository"
    SYMLINK = "symbolic link not followed"
    SPECIAL = "not a regular file"
    VCS = "version-control metadata"

    __hash__ = object.__hash__  # members are counted by the hundred thousand, and `Enum` hashes their names

    @property
    def was_read(self) -> bool:
        """Say whether every byte was searched."""
        return self in _SEARCHED


_SEARCHED = frozenset(
    {
        FileStatus.READ,
        FileStatus.READ_BINARY,
        FileStatus.READ_TRANSCODED,
        FileStatus.ARCHIVE_READ,
        FileStatus.NOT_UNDERSTOOD,
        FileStatus.TOO_LARGE,
    }
)
