"""A package: a certificate with everything that a stranger needs to check it, in one file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from muniment.domain.ids import Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagedFile:
    """A file that belongs to a package, by its name in it. `marking` is such as `CUI`, and most often empty.

    `withheld`: its digest is here and the file itself stays where it is, because of what it is marked with.
    """

    name: str
    size: int
    digest: Digest
    marking: str
    withheld: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What belongs to a package beside the manifest itself and the signature over it, by name."""

    files: tuple[PackagedFile, ...]
