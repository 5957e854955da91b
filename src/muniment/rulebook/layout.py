"""Which file of a rulebook holds what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from muniment.errors import Problem, RulebookError
from muniment.rulebook.fields import suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping

    from muniment.rulebook.files import RulebookFiles


class Holds(Enum):
    """What a file holds."""

    RELEASE = "rulebook.yaml"
    PACK = "pack.yaml"
    FACTS = "facts.yaml"
    CALENDAR = "calendar.yaml"
    REFERENCE_DATA = "reference-data.yaml"
    TOOLING = "tooling.yaml"
    SOURCES = "sources/*.yaml"
    VENDOR = "vendors/*/vendor.yaml"
    SIGNATURE = "vendors/*/*.yaml"
    RESTRICTION = "restrictions/*.yaml"
    AGREEMENT = "agreements/*.yaml"
    HYPOTHETICAL = "hypotheticals/*.yaml"
    TEMPLATE = "templates/*.yaml"


_NEEDED = {
    Holds.RELEASE: "it names the version",
    Holds.FACTS: "every fact that a rule may ask for stands in it",
    Holds.CALENDAR: "deadlines in business days need its holidays",
    Holds.SOURCES: "every rule cites one",
    Holds.VENDOR: "every rule is about one",
    Holds.SIGNATURE: "without one nothing would ever be found",
    Holds.RESTRICTION: "without one everything would seem to be permitted",
}


_IN_A_PACK = frozenset({
    *(Holds.PACK, Holds.FACTS, Holds.SOURCES, Holds.VENDOR, Holds.SIGNATURE, Holds.RESTRICTION, Holds.AGREEMENT),
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFile:
    """One file, by its path inside the rulebook and as a person would open it."""

    path: PurePosixPath
    shown: str
    content: bytes


def sorted_by_content(files: RulebookFiles) -> dict[Holds, tuple[RuleFile, ...]]:
    """Return the files by what they hold, each group in order of path.

    Raises: RulebookError for files that have no place in a rulebook, and for what no rulebook can be without.
    """
    return _sorted(files, frozenset(Holds) - {Holds.PACK}, _NEEDED, "a rulebook")


def sorted_as_pack(files: RulebookFiles) -> dict[Holds, tuple[RuleFile, ...]]:
    """Return the files of a rule pack by what they hold, each group in order of path.

    Raises: RulebookError for files that have no place in a rule pack.
    """
    return _sorted(files, _IN_A_PACK, {}, "a rule pack")


def _sorted(
    files: RulebookFiles, places: frozenset[Holds], needed: Mapping[Holds, str], whole: str
) -> dict[Holds, tuple[RuleFile, ...]]:
    groups: dict[Holds, list[RuleFile]] = {holds: [] for holds in Holds}
    problems: list[Problem] = []
    for name, content in sorted(files.contents.items()):
        path = PurePosixPath(name)
        holds = _holds(path)
        if holds not in places:
            what = f"{whole} has no place for this file"
            problems.append(Problem(where=files.shown(name), what=what, help=_help(path, places)))
        else:
            groups[holds].append(RuleFile(path=path, shown=files.shown(name), content=content))
    problems += [
        Problem(where=files.folder, what=f"there is no `{holds.value}`", help=why)
        for holds, why in needed.items()
        if not groups[holds]
    ]
    if problems:
        raise RulebookError(*problems)
    return {holds: tuple(group) for holds, group in groups.items()}


def _holds(path: PurePosixPath) -> Holds | None:
    """Return what a file at `path` holds; `*` in a pattern never reaches over a `/`."""
    depth = len(path.parts)
    return next((holds for holds in Holds if depth == holds.value.count("/") + 1 and path.match(holds.value)), None)


def _help(path: PurePosixPath, places: frozenset[Holds]) -> str:
    return suggestion(str(path), (holds.value for holds in Holds if holds in places))
