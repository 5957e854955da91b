"""Which paths belong to the tools of the people who write the software."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.discover.paths.globs import any_folder, any_name
from muniment.discover.paths.workflows import is_workflow

if TYPE_CHECKING:
    import re

    from muniment.domain.tooling import Tooling


class Tools:
    """The names of a `Tooling`, compiled once."""

    def __init__(self, tooling: Tooling) -> None:
        """Compile the names."""
        self._folders = any_folder(tooling.folders)
        self._files = any_name(tooling.files)
        self._lists = any_name(tooling.lists)
        self._workflows = any_name(tooling.workflows)
        self._actions = any_name(tooling.actions)

    def own(self, path: str) -> bool:
        """Say whether the file at `path` is there for such a tool."""
        name = path.rpartition("/")[2]
        return (
            (self._folders is not None and self._folders.search(path) is not None)
            or _matches(self._files, name)
            or (_matches(self._workflows, name) and is_workflow(path))
        )

    def lists(self, path: str) -> bool:
        """Say whether the file at `path` names things for such a tool and uses none of them."""
        return _matches(self._lists, path.rpartition("/")[2])

    def runs(self, action: str) -> bool:
        """Say whether `action`, without its version, is such a tool."""
        return _matches(self._actions, action)


def _matches(names: re.Pattern[str] | None, name: str) -> bool:
    return names is not None and names.match(name) is not None
