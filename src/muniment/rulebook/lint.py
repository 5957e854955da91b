"""Checks of a whole rulebook that would be too slow, or too strict, for every load."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from muniment.discover.paths.tooling import Tools
from muniment.domain.ids import SourceId
from muniment.domain.rulebook import Rulebook
from muniment.errors import Problem, RulebookError
from muniment.rulebook.files import read_cases, read_rules
from muniment.rulebook.layout import Holds
from muniment.rulebook.lint_cases import Decide, case_problems
from muniment.rulebook.lint_signatures import signature_problems
from muniment.rulebook.load import load_with_places
from muniment.rulebook.overlays import with_overlays
from muniment.rulebook.read_recall import read_recall

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from muniment.domain.rulebook import Overlay
    from muniment.domain.tooling import Tooling
    from muniment.rulebook.files import RulebookFiles
    from muniment.rulebook.load import Placed

Judge: TypeAlias = Callable[[Rulebook], Decide]
"""Makes of a rulebook what answers its cases."""

_FRESH_DAYS = 365


def lint(folder: Path, judge: Judge, overlays: Sequence[Path] = ()) -> tuple[Problem, ...]:
    """Return everything that is wrong with the rulebook in `folder` and its `overlays`; nothing when all is well.

    `judge` makes of a rulebook what answers cases: those of the rulebook are asked of it alone, those of a rule pack of
    everything together. What cannot be loaded has the problems of loading alone.
    """
    try:
        rules, cases = read_rules(folder), read_cases(folder)
        official = load_with_places(rules)
        placed = with_overlays(official, [read_rules(overlay) for overlay in overlays])
        packs = [(each, read_cases(Path(each.folder))) for each in placed.rulebook.overlays if each.pack]
        read_recall(folder)
    except RulebookError as error:
        return error.problems
    return (
        *_stale_sources(official, official.sources, official.rulebook.released, "the rulebook was released"),
        *_silent_vendors(placed.rulebook, rules),
        *_wrongly_sorted(placed.rulebook.tooling, rules.shown(Holds.TOOLING.value)),
        *signature_problems(placed),
        *case_problems(cases, official, judge(official.rulebook), _all_own(official)),
        *(problem for pack, cases in packs for problem in _of_pack(pack, cases, placed, judge)),
    )


def _all_own(official: Placed) -> frozenset[str]:
    return frozenset((*official.instruments, *official.hypotheticals))


def _of_pack(overlay: Overlay, cases: RulebookFiles, placed: Placed, judge: Judge) -> Iterator[Problem]:
    if overlay.pack is None:
        return
    own = [id_ for id_, place in placed.sources.items() if place.file.startswith(f"{overlay.folder}/")]
    yield from _stale_sources(placed, own, overlay.pack.issued, "the pack was issued")
    yield from case_problems(cases, placed, judge(placed.rulebook), frozenset(overlay.instruments))


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


def _stale_sources(placed: Placed, ids: Iterable[str], day: date, event: str) -> Iterator[Problem]:
    """Yield sources not read again for over a year on `day`, or read after it; `event` says what day that is."""
    for id_ in ids:
        source = placed.rulebook.sources[SourceId(id_)]
        days, where = (day - source.retrieved).days, str(placed.sources[id_])
        if days > _FRESH_DAYS:
            what = f"source `{id_}` was last retrieved {days} days before {event}"
            yield Problem(where=where, what=what, help="read it again, and write the new day and digest")
        if days < 0:
            what = f"source `{id_}` was retrieved on {source.retrieved}, after {event}"
            yield Problem(where=where, what=what, help="mend one of the two days")
