"""A rulebook on its way to somewhere without a network: what a signed bundle says of itself, and what is installed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.domain.version import version_order

if TYPE_CHECKING:
    from datetime import date, datetime

    from muniment.domain.ids import Digest
    from muniment.domain.statement import Algorithm


@dataclass(frozen=True, slots=True, kw_only=True)
class BundledFile:
    """A file of the rulebook: its path inside it, with `/`; its SHA-256, and its size in bytes."""

    path: str
    digest: Digest
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RulebookRelease:
    """Which rulebook, put together on which day. `digest` is that of all files on which decisions rest."""

    version: str
    released: date
    digest: Digest

    @property
    def order(self) -> tuple[date, tuple[int, ...]]:
        """Return what grows from one release to the next."""
        return release_order(self.released, self.version)


def release_order(released: date, version: str) -> tuple[date, tuple[int, ...]]:
    """Return what grows from one release to the next: the day, and on one day the numbers of the version.

    Raises: ValueError for a version that is none; whoever reads one refuses it first.
    """
    return released, version_order(version)


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleStatement:
    """What is signed of a bundle: the release, and every file. `packed_at` is in UTC, and the signer's own claim."""

    release: RulebookRelease
    files: tuple[BundledFile, ...]
    packed_at: datetime
    tool: str
    algorithm: Algorithm


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """A bundle that was installed. `keyids` are those of the keys that were trusted for it.

    `pinned` says that it replaced a newer one because somebody asked for that; it then holds until the next
    installation, also beside a newer rulebook that came with the program.
    """

    release: RulebookRelease
    folder: str
    installed_at: datetime
    keyids: tuple[str, ...]
    pinned: bool
