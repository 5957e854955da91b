"""What belongs to the tools of the people who write the software, and not to the software."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Tooling:
    """Names of folders, of files, and of the workflows and actions of a build server that only help to write software.

    A folder may be several in a row, as `a/b`. `lists` are names of files that only name things, such as the words of
    a spell checker. `*` stands for any run of characters. Case counts where a name is written with capitals.
    `examples` are paths that belong to tools, `counter_examples` are paths that do not, each with the reason.
    """

    folders: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    workflows: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    counter_examples: tuple[tuple[str, str], ...] = ()


NO_TOOLS = Tooling()
"""What a rulebook names that names none."""
