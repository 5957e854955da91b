"""One block per vendor and system: what shows the use, and what follows for each contract."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from rich.text import Text

from muniment.domain.condition import fact_value
from muniment.domain.decision import GRAVEST_FIRST, Outcome, gravity
from muniment.render.check.questions import questions
from muniment.render.citing import vendor_name
from muniment.render.found_words import CLASS, ROLE
from muniment.render.layout import heading, indented, labelled
from muniment.render.places import MOST_PLACES, Places, evidence
from muniment.render.visible import visible
from muniment.render.ways import ways_words
from muniment.render.why import left_out, why
from muniment.render.words import RUNG, SIGN, STYLE, listed, outcome_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from muniment.domain.ids import FactId, VendorId
    from muniment.domain.report import Discovery, Report, Use, UseDecision
    from muniment.domain.rulebook import Rulebook


Told = tuple[str, tuple[tuple[str, str], ...]]
"""What a report says of a decision: its outcome in words, and rows of label and text on why."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A use with its decisions, gravest first."""

    use: Use
    decisions: tuple[UseDecision, ...]

    @property
    def gravity(self) -> int:
        """Return the gravity of the worst decision; a use that nobody decided counts as undetermined."""
        return min(
            (gravity(decided.decision.outcome) for decided in self.decisions), default=gravity(Outcome.UNDETERMINED)
        )


def judged(report: Report) -> list[Judged]:
    """Return every use: gravest vendor first, then gravest system, then strongest evidence."""
    by_use: dict[int, list[UseDecision]] = {}
    for decided in report.decisions:
        by_use.setdefault(id(decided.use), []).append(decided)
    all_uses = [Judged(use, _ordered(by_use.get(id(use), []) or _equal(report, use))) for use in report.uses]
    worst: dict[VendorId, int] = {}
    for item in all_uses:
        worst[item.use.vendor] = min(item.gravity, worst.get(item.use.vendor, item.gravity))
    return sorted(
        all_uses,
        key=lambda item: (
            worst[item.use.vendor],
            item.use.vendor,
            item.gravity,
            item.use.system or "",
            -item.use.rung,
        ),
    )


def use_blocks(report: Report, width: int) -> Iterator[RenderableType]:
    """Yield everything about the uses found, in at most `width` columns."""
    places = Places(report)
    asked = {question.fact: number for number, question in enumerate(questions(report), start=1)}
    for vendor, of_vendor in groupby(judged(report), key=lambda item: item.use.vendor):
        items = list(of_vendor)
        told: dict[Told, str] = {}
        worst = GRAVEST_FIRST[min(item.gravity for item in items)]
        yield heading(vendor_name(report.rulebook, vendor), sign=SIGN[worst], style=STYLE[worst])
        for _, in_system in groupby(items, key=lambda item: item.use.system):
            together = list(in_system)
            title = system_title(report, together[0].use)
            if title:
                yield Text(title, style="heading")
            folder = places.folder(together[0].use)
            if folder:
                yield indented(Text(f"in {folder}", style="quiet"))
            for item in together:
                yield from _evidence(report, item, places, width)
                yield from _outcomes(report, item, asked, told)
                yield ""


def _equal(report: Report, use: Use) -> list[UseDecision]:
    """Return the decisions whose use is equal to `use` without being the same object."""
    return [decided for decided in report.decisions if decided.use is not use and decided.use == use]


def _ordered(decisions: Sequence[UseDecision]) -> tuple[UseDecision, ...]:
    return tuple(sorted(decisions, key=lambda d: (gravity(d.decision.outcome), d.contract or "")))


def system_title(report: Discovery, use: Use) -> str:
    """Return how a person knows the system of `use`; empty where there is no estate file to name any."""
    system = report.system(use)
    if system is not None:
        return visible(f"{system.title} ({system.id})" if system.title not in {"", system.id} else system.id)
    if use.system is not None:
        return visible(use.system)
    return "Not mapped to a system" if report.estate else ""


def _evidence(report: Report, item: Judged, places: Places, width: int) -> Iterator[RenderableType]:
    yield indented(Text(_strength(report.rulebook, item.use)))
    if item.use.findings:
        harmless = item.gravity == gravity(Outcome.PERMITTED)
        yield indented(evidence(item.use, places, width - 4, 1 if harmless else MOST_PLACES), 4)
    if told := ways_words(report.rulebook, item.use):
        yield indented(labelled([("ways", told)]), 4)
    if item.use.shown:
        shown = "; ".join(f"{fact}: {fact_value(value)}" for fact, value in sorted(item.use.shown.items()))
        yield indented(labelled([("shows", visible(shown))]), 4)


def _outcomes(
    report: Report, item: Judged, asked: Mapping[FactId, int], before: dict[Told, str]
) -> Iterator[RenderableType]:
    """Yield what follows for each contract; `before` holds what was told of the vendor, and of which system."""
    if not item.decisions:
        yield indented(Text("? not decided: no contract is recorded for this system", style="undetermined"))
    title = system_title(report, item.use)
    for (outcome, rows), alike in _alike(report, item.decisions, asked).items():
        named = listed([_contract(report, decided) for decided in alike])
        yield indented(Text.assemble((outcome, STYLE[alike[0].decision.outcome]), f" on {named}"))
        told = outcome, (*rows, *left_out(report.rulebook, [each.decision for each in alike]))
        again = [("because", f"as for {before[told]} above" if before[told] else "as above")] if told in before else ()
        yield indented(labelled(again or told[1]), 4)
        before.setdefault(told, title)


def _strength(rulebook: Rulebook, use: Use) -> str:
    """Return how far the evidence goes, what the place is for, and who plays which part."""
    if not use.findings:
        return "recorded by a person in the estate file"
    own = listed([ROLE[role] for role in use.roles])
    parts = [f"{own}: {vendor_name(rulebook, use.vendor)}"] if own else []
    parts += [f"{ROLE[role]}: {vendor_name(rulebook, vendor)}" for role, vendor in use.others]
    return "; ".join([f"{RUNG[use.rung]} in {CLASS[use.cls]}", *parts])


def _alike(
    report: Report, decisions: Sequence[UseDecision], asked: Mapping[FactId, int]
) -> dict[Told, list[UseDecision]]:
    """Put contracts together of which the same is told."""
    groups: dict[Told, list[UseDecision]] = {}
    for decided in decisions:
        told = outcome_words(decided.decision), tuple(why(report.rulebook, decided.decision, asked))
        groups.setdefault(told, []).append(decided)
    return groups


def _contract(report: Report, decided: UseDecision) -> str:
    contract = report.contract(decided)
    if decided.contract is None:
        return "any contract"
    about = ", ".join(part for part in (contract.title, contract.agency) if part) if contract else ""
    return visible(f"{decided.contract} ({about})" if about else decided.contract)
