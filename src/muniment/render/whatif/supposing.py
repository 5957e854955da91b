"""What is supposed, in words: which hypothetical, since when it can be so, and what it would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from muniment.decide.suppose import Affiliated, Covered, LawChanged
from muniment.domain.condition import fact_value
from muniment.render.citing import cited_briefly, vendor_name
from muniment.render.layout import heading, indented, labelled
from muniment.render.timeline.as_text import SIGNS
from muniment.render.visible import visible
from muniment.render.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rich.console import RenderableType

    from muniment.app.whatif import FactsSupposed, Hypothesis, Named
    from muniment.domain.citation import Citation
    from muniment.domain.hypothetical import Hypothetical, HypotheticalMilestone, LawChange
    from muniment.domain.rulebook import Rulebook

WARNING = "Answers under a supposition are hypothetical: no law, and nothing that a certificate can rest on."
_WIDTH = 11


def supposing_blocks(rulebook: Rulebook, hypothesis: Hypothesis) -> Iterator[RenderableType]:
    """Yield the section that says what is supposed, each named hypothetical with why it is a live possibility."""
    yield heading("What is supposed")
    for named in hypothesis.named:
        yield indented(labelled(_named(rulebook, named), width=_WIDTH))
    rows = [("law", text) for text in _law(rulebook, hypothesis)]
    rows += [
        ("clause", f"{visible(one.contract)} is modified to add {visible(one.clause)}") for one in hypothesis.clauses
    ]
    rows += [("fact", text) for change in hypothesis.facts for text in _facts(change)]
    if hypothesis.on:
        rows.append(("day", f"{hypothesis.on} has come, with the law as it is recorded and supposed"))
    if rows:
        yield indented(labelled(rows, width=_WIDTH))


def hypotheticals_list(rulebook: Rulebook) -> Iterator[RenderableType]:
    """Yield the named hypotheticals of the rulebook."""
    known = rulebook.hypotheticals.values()
    yield Text(f"{count(len(known), 'named hypothetical')} in rulebook {rulebook.version}", style="heading")
    yield Text(WARNING, style="quiet")
    for one in known:
        yield ""
        yield Text.assemble((one.id, "heading"), f"  {one.title}")
        yield indented(labelled(_described(rulebook, one), width=_WIDTH))


def _named(rulebook: Rulebook, named: Named) -> Iterator[tuple[str, Text | str]]:
    one = named.hypothetical
    yield "suppose", Text.assemble((one.id, "heading"), f": {one.title}")
    yield from _described(rulebook, one, named.start)


def _described(rulebook: Rulebook, one: Hypothetical, start: date | None = None) -> Iterator[tuple[str, Text | str]]:
    yield "live", f"{one.live}{_source(rulebook, one.cited)}"
    yield "earliest", _milestone(rulebook, one.earliest)
    if one.ordinarily:
        yield "ordinarily", _milestone(rulebook, one.ordinarily)
    for change in one.changes:
        yield "would be", change_words(change, start or one.earliest.day)
    if one.unsettled:
        yield "not settled", one.unsettled
    for read in one.alternatives:
        then = "; ".join(change_words(change) for change in read.changes)
        yield "read as", f"{read.id}: {read.says} Then {then}.{_source(rulebook, read.cited)}"
    if one.note:
        yield "note", one.note


def change_words(change: LawChange, start: date | None = None) -> str:
    """Return `dow-… stayed from 2026-09-25 on, for everybody`."""
    parts = []
    if change.state is not None:
        state = SIGNS[change.state][1]
        parts.append(f"{state}, for {change.whom or 'everybody'}")
    if change.effect is not None:
        parts.append(f"with the effect `{change.effect.value}`")
    since = f", from {start} {f'to {change.until}' if change.until else 'on'}" if start else ""
    return f"{change.instrument} is {' '.join(parts)}{since}"


def _milestone(rulebook: Rulebook, one: HypotheticalMilestone) -> str:
    return f"{one.day}: {one.why}{_source(rulebook, one.cited)}"


def _law(rulebook: Rulebook, hypothesis: Hypothesis) -> Iterator[str]:
    for one in hypothesis.law:
        match one:
            case LawChanged(change=change, start=start):
                yield change_words(change, start)
            case Covered(vendor=vendor, instrument=instrument):
                yield f"{instrument} names {vendor_name(rulebook, vendor)} as well"
            case Affiliated(company=company, vendor=vendor):
                owner = vendor_name(rulebook, vendor)
                yield (
                    f"{visible(vendor_name(rulebook, company))} belongs to {owner}, and every instrument that names "
                    f"{owner} reaches it. `muniment rules show` says whether one speaks of affiliates"
                )


def _facts(change: FactsSupposed) -> Iterator[str]:
    where = [f"contract {visible(change.contract)}"] if change.contract else []
    where += [f"system {visible(change.system)}"] if change.system else []
    in_ = f", in {' and '.join(where)}" if where else ", everywhere"
    for fact, value in change.facts.items():
        yield f"{fact} is {visible(fact_value(value))}{in_}"


def _source(rulebook: Rulebook, citations: tuple[Citation, ...]) -> str:
    return f" [{cited_briefly(rulebook, citations)}]" if citations else ""
