"""Which paths belong to the tools of the people who write the software."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.discover.globs import any_name
from muniment.discover.workflows import is_workflow

if TYPE_CHECKING:
    from muniment.domain.tooling import Tooling


class Tools:
    """The names of a `Tooling`, compiled once."""

    def __init__(self, tooling: Tooling) -> None:
        """Compile the names."""
        self._folders = any_name(tooling.folders)
        self._files = any_name(tooling.files)
        self._workflows = any_name(tooling.workflows)

    def own(self, path: str) -> bool:
        """Say whether the file at `path` is there for such a tool."""
        *folders, name = path.split("/")
        if self._folders is not None and any(self._folders.match(folder) for folder in folders):
            return True
        if self._files is not None and self._files.match(name):
            return True
        return self._workflows is not None and is_workflow(path) and self._workflows.match(name) is not None
