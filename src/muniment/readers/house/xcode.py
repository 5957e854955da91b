"""Swift packages that a project of Xcode takes from elsewhere: `project.pbxproj`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import lines_of
from muniment.readers.manifests.swift_package import taken_from

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

MARKS: tuple[bytes, ...] = (b"XCRemoteSwiftPackageReference",)
_REMOTE = lazily(r'\s*repositoryURL\s*=\s*"?([^";]+)"?;')


def wants(path: str) -> bool:
    """Say whether the path is that of such a project."""
    return path.endswith(".pbxproj")


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield each package by its address; one in a folder of the project has none."""
    del path
    for number, line in enumerate(lines_of(text), 1):
        if found := _REMOTE.match(line):
            yield taken_from(found[1], "", line=number, text=line)
