"""Which folders are to be read, for which system, so that each file counts once for each system that it belongs to."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from muniment.stores.tree.walking import covers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from muniment.domain.ids import SystemId


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A folder or file to be read for a system, without what is read apart; no system where none is mapped."""

    system: SystemId | None
    path: Path
    without: frozenset[str] = frozenset()

    def leaving_out(self, file: Path) -> Source:
        """Return the source without `file`, if that lies in it."""
        if not covers(str(self.path), str(file)):
            return self
        inside = os.path.relpath(os.path.realpath(file), os.path.realpath(self.path))
        return replace(self, without=self.without | {inside})


def of_estate(owners: Mapping[Path, SystemId]) -> list[Source]:
    """Return every source of the estate."""
    return _apart([Source(system=system, path=path) for path, system in owners.items()])


def of_paths(paths: Iterable[Path], owners: Mapping[Path, SystemId]) -> list[Source]:
    """Return `paths`, each for the system whose source it is or lies in, and the sources of other systems below it."""
    found: list[Source] = []
    for path in paths:
        owner = _owner(path, owners)
        found.append(Source(system=owner, path=path))
        found += [
            Source(system=system, path=source)
            for source, system in owners.items()
            if system != owner and covers(str(path), str(source)) and os.path.lexists(source)
        ]
    return _apart(found)


def fault(path: Path) -> str:
    """Return why `path` cannot be read, or nothing."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return "is a link that leads nowhere" if path.is_symlink() else "does not exist"
    except OSError as error:
        return f"cannot be read ({(error.strerror or type(error).__name__).lower()})"
    return "" if stat.S_ISDIR(mode) or stat.S_ISREG(mode) else "is a FIFO, socket or device"


def _owner(path: Path, owners: Mapping[Path, SystemId]) -> SystemId | None:
    """Return the system whose source is `path` or a folder above it."""
    known = {os.path.realpath(source): system for source, system in owners.items()}
    resolved = Path(os.path.realpath(path))
    return next((known[str(place)] for place in (resolved, *resolved.parents) if str(place) in known), None)


def _apart(sources: list[Source]) -> list[Source]:
    """Drop repeated sources, and take out of each one what another reads for the same system.

    What belongs to no system gives way to what does. A source inside another system's belongs to both.
    """
    once = {(source.system, os.path.realpath(source.path)): source for source in reversed(sources)}
    kept = [source for source in sources if once[source.system, os.path.realpath(source.path)] is source]
    return [Source(system=each.system, path=each.path, without=_inside(each, kept)) for each in kept]


def _inside(outer: Source, sources: list[Source]) -> frozenset[str]:
    top = os.path.realpath(outer.path)
    inner = {
        os.path.realpath(other.path)
        for other in sources
        if other.system == outer.system or outer.system is None
        if covers(str(outer.path), str(other.path))
    }
    return frozenset(os.path.relpath(path, top) for path in inner - {top})
