"""Checks of a whole rulebook that would be too slow, or too strict, for every load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.discover.tooling import Tools
from muniment.errors import Problem, RulebookError
from muniment.rulebook.files import read_cases, read_rules
from muniment.rulebook.layout import Holds
from muniment.rulebook.lint_cases import case_problems
from muniment.rulebook.lint_signatures import signature_problems
from muniment.rulebook.load import load_with_places
from muniment.rulebook.overlays import with_overlays
from muniment.rulebook.read_recall import read_recall

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from muniment.domain.rulebook import Rulebook
    from muniment.domain.tooling import Tooling
    from muniment.rulebook.files import RulebookFiles
    from muniment.rulebook.lint_cases import Decide
    from muniment.rulebook.load import Placed

_FRESH_DAYS = 365


def lint(folder: Path, decide: Decide, overlays: Sequence[Path] = ()) -> tuple[Problem, ...]:
    """Return everything that is wrong with the rulebook in `folder` and its `overlays`; nothing when all is well.

    `decide` answers each case from the same rulebook. What cannot be loaded has the problems of loading alone.
    """
    try:
        rules, cases = read_rules(folder), read_cases(folder)
        placed = with_overlays(load_with_places(rules), [read_rules(overlay) for overlay in overlays])
        read_recall(folder)
    except RulebookError as error:
        return error.problems
    return (
        *_stale_sources(placed),
        *_silent_vendors(placed.rulebook, rules),
        *_wrongly_sorted(placed.rulebook.tooling, rules.shown(Holds.TOOLING.value)),
        *signature_problems(placed),
        *case_problems(cases, placed, decide),
    )


def _silent_vendors(book: Rulebook, rules: RulebookFiles) -> Iterator[Problem]:
    """Yield vendors of which nobody said what they offer, where instruments about an offering turn on it."""
    if all(restriction.offering is None for restriction in book.restrictions.values()):
        return
    for vendor in book.vendors.values():
        path = f"vendors/{vendor.id}/vendor.yaml"
        if not vendor.offers and path in rules.contents:
            what = f"nothing says what `{vendor.id}` offers, so each use of it must be asked about"
            yield Problem(where=rules.shown(path), what=what, help="add `offers:`, as `README.md` describes it")


def _wrongly_sorted(tooling: Tooling, where: str) -> Iterator[Problem]:
    """Yield paths of the examples of tools that the names do not match, and counter-examples that they do."""
    tools = Tools(tooling)
    for path in tooling.examples:
        if not tools.own(path):
            what = f"example `{path}` belongs to no tool that is named here"
            yield Problem(where=where, what=what, help="mend a name, or the example")
    for path, why in tooling.counter_examples:
        if tools.own(path):
            what = f"counter-example `{path}` ({why}) belongs to a tool that is named here"
            yield Problem(where=where, what=what, help="narrow the name")


def _stale_sources(placed: Placed) -> Iterator[Problem]:
    """Yield sources that nobody had read again for over a year when the rulebook was put together."""
    for source in placed.rulebook.sources.values():
        days = (placed.rulebook.released - source.retrieved).days
        where = str(placed.sources[source.id])
        if days > _FRESH_DAYS:
            what = f"source `{source.id}` was last retrieved {days} days before the rulebook was released"
            yield Problem(where=where, what=what, help="read it again, and write the new day and digest")
        if days < 0:
            what = f"source `{source.id}` was retrieved on {source.retrieved}, after the rulebook was released"
            yield Problem(where=where, what=what, help="mend `retrieved`, or `released` in `rulebook.yaml`")
