"""The reasoning behind one decision, step by step, with every citation and the documents behind them."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from rich.text import Text

from muniment.decide.unmet import unmet
from muniment.domain.condition import fact_value
from muniment.domain.decision import Outcome, gravity
from muniment.domain.moment import day_of
from muniment.render.age import MEND, age_lines
from muniment.render.citing import cited, cited_once, document_blocks, vendor_name
from muniment.render.deadlines import deadline_words, to_words
from muniment.render.decision_json import every_citation
from muniment.render.layout import heading, indented, labelled, show
from muniment.render.overlays import overlay_lines
from muniment.render.readings import reading_tables
from muniment.render.visible import visible
from muniment.render.words import SIGN, STYLE, WORD, outcome_words, posture_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, RenderableType

    from muniment.domain.citation import Citation
    from muniment.domain.condition import Facts
    from muniment.domain.decision import Decision, OpenLaw, Reason, Unknown
    from muniment.domain.rulebook import Rulebook
    from muniment.render.said import Said

_NEXT = {
    Outcome.PROHIBITED: "stop the use, or record the waiver that allows it",
    Outcome.NEEDS_WAIVER: "ask for a waiver and record it in the estate file, or stop the use",
    Outcome.NEEDS_AUTHORISATION: "have a named person authorise the use, or stop it",
    Outcome.UNDETERMINED: "put what no fact settles to counsel",
    Outcome.PERMITTED: "nothing stands in the way on this day",
}


def print_explanation(
    rulebook: Rulebook, decision: Decision, facts: Facts, said: Said, to: Console, *, estate_file: str = ""
) -> None:
    """Print why `decision` came out as it did from `facts`, and who `said` so of those that were answered.

    `estate_file` is named in the command that it proposes.
    """
    show(_page(rulebook, decision, facts, said, estate_file), to)


def _page(
    rulebook: Rulebook, decision: Decision, facts: Facts, said: Said, estate_file: str
) -> Iterator[RenderableType]:
    yield from explanation(rulebook, decision, facts, said)
    yield from document_blocks(rulebook, every_citation(decision))
    yield ""
    yield Text.assemble(("Next: ", "heading"), visible(_next(decision, estate_file)))


def explanation(rulebook: Rulebook, decision: Decision, facts: Facts, said: Said) -> Iterator[RenderableType]:
    """Yield the whole reasoning, without the list of documents behind it."""
    name = vendor_name(rulebook, decision.vendor)
    on = f"on {visible(said.contract)}" if said.contract else "on any contract"
    yield Text.assemble((outcome_words(decision), STYLE[decision.outcome]), f": {name} {on}, as of {decision.as_of}")
    yield Text(
        f"Rests on {decision.confidence.value} sources at the weakest, as last verified {decision.verified_through}"
        f"{_later(decision)}. Rulebook {rulebook.version}, {decision.rulebook[:19]}.",
        style="quiet",
    )
    yield from age_lines(decision.age)
    if decision.as_looked_up:
        yield Text(f"When it was looked up, the outcome was: {WORD[decision.as_looked_up]}.")
    if decision.posture is not None:
        yield Text(f"Your posture: {posture_words(decision)}.", style=STYLE[decision.posture])
    yield from overlay_lines(rulebook)
    known = [(fact, visible(f"{fact_value(facts[fact])}{said.words(fact, facts[fact])}")) for fact in sorted(facts)]
    yield from _section("What is known", known, 28)
    yield from _grounds(rulebook, decision, facts, said)
    if decision.readings:
        yield ""
        yield heading("Disputed readings")
        yield from (indented(block) for block in reading_tables(rulebook, decision.readings))
    yield from _dates(rulebook, decision)


def _later(decision: Decision) -> str:
    return "; a later change is not known here" if decision.as_of > decision.verified_through else ""


def _grounds(rulebook: Rulebook, decision: Decision, facts: Facts, said: Said) -> Iterator[RenderableType]:
    reasons = sorted(decision.reasons, key=lambda reason: gravity(reason.worst))
    rows = [row for reason in reasons if decision.rests_on(reason) for row in _deciding(rulebook, reason, facts)]
    free = decision.outcome is Outcome.PERMITTED
    yield from _section("What applies, barring nothing here" if free else "What decides", rows, 10)
    others = [row for reason in reasons if not decision.rests_on(reason) for row in _reason(rulebook, reason)]
    yield from _section("What applies or may apply as well", others, 10)
    missing = [
        row
        for number, unknown in enumerate(decision.unknown, start=1)
        for row in ((f"{number}.", unknown.question), ("", _asked(unknown, said)))
    ]
    yield from _section("What is missing", missing, 10)
    points = _points(rulebook, decision.open_law)
    yield from _section("What no fact settles", points, 34)
    aside = [(str(one.instrument), f"{one.because}{_sources(rulebook, one.cited)}") for one in decision.set_aside]
    yield from _section("What was weighed and set aside", aside, 34)
    if not (decision.reasons or missing or points or aside):
        vendor = rulebook.vendors.get(decision.vendor)
        searched = vendor.screened_through if vendor else decision.verified_through
        yield Text(f"\nNo instrument in the rulebook reaches this vendor; last searched {searched}.")


def _points(rulebook: Rulebook, open_law: Sequence[OpenLaw]) -> list[tuple[str, str]]:
    """Return each point that no text decides once, with all instruments that leave it open, one to a line."""
    alike: dict[str, list[OpenLaw]] = {}
    for point in open_law:
        alike.setdefault(point.why, []).append(point)
    return [
        (
            ",\n".join(dict.fromkeys(str(each.instrument) for each in points)),
            f"{why}{_sources(rulebook, [citation for each in points for citation in each.cited])}",
        )
        for why, points in alike.items()
    ]


def _asked(unknown: Unknown, said: Said) -> str:
    return visible(f"{unknown.fact}, answered in {unknown.answer_in}{said.words(unknown.fact, None)}")


def _reason(rulebook: Rulebook, reason: Reason) -> Iterator[tuple[str, Text | str]]:
    spread = Text(f"{SIGN[reason.worst]} {WORD[reason.worst]}", style=STYLE[reason.worst])
    if reason.best is not reason.worst:
        spread = Text(f"between {WORD[reason.best]} and {WORD[reason.worst]}", style=STYLE[Outcome.UNDETERMINED])
    yield "instrument", Text.assemble((reason.instrument, "heading"), "  ", spread)
    yield "because", reason.because
    for source in cited_once(rulebook, reason.cited):
        yield "source", source


def _deciding(rulebook: Rulebook, reason: Reason, facts: Facts) -> Iterator[tuple[str, Text | str]]:
    """Yield what decides, and for what bars the use the exceptions that seem to apply and do not."""
    yield from _reason(rulebook, reason)
    restriction = rulebook.restrictions.get(reason.instrument)
    if restriction is None or reason.worst is Outcome.PERMITTED:
        return
    for exception, why in unmet(restriction, facts):
        yield "exception", f"does not apply, {why}: {exception.title} [{cited(rulebook, exception.cited)}]"


def _dates(rulebook: Rulebook, decision: Decision) -> Iterator[RenderableType]:
    last = [
        (
            str(day.until),
            f"{day.instrument}: {day.title}{_sources(rulebook, [day.cited] if day.cited else [])} {day.note}".rstrip(),
        )
        for day in decision.last_days
    ]
    yield from _section("Last permitted days", last, 12)
    duties = []
    for due in decision.duties:
        to = to_words(due)
        owed = f"{due.duty.title}{f'. To: {to}' if to else ''}"
        duties.append(("duty", f"{due.instrument}: {owed} [{cited(rulebook, due.duty.cited)}]"))
        duties += [
            (
                str(day_of(one.at)) if one.at else "not known",
                f"{one.clock.id}: {one.clock.content} ({deadline_words(one)})",
            )
            for one in due.due
        ]
    yield from _section("Duties", duties, 12)


def _sources(rulebook: Rulebook, citations: Sequence[Citation]) -> str:
    return f" [{'; '.join(cited_once(rulebook, citations))}]" if citations else ""


def _section(title: str, rows: Sequence[tuple[str, Text | str]], width: int) -> Iterator[RenderableType]:
    if rows:
        yield ""
        yield heading(title)
        widest = max(len(label) for label, _ in rows)
        yield indented(labelled(rows, width=min(width, widest)))


def _next(decision: Decision, estate_file: str) -> str:
    if decision.as_looked_up:
        return MEND
    if decision.unknown:
        by_hand = f"add `--fact {decision.unknown[0].fact}=VALUE`"
        if estate_file:
            return f"{by_hand}, or be asked for what is missing: muniment ask --estate {shlex.quote(estate_file)}"
        return f"{by_hand}, or write it in the estate file"
    if decision.outcome is Outcome.PERMITTED_UNTIL:
        return f"plan to end the use by {decision.until}"
    if decision.outcome is Outcome.PERMITTED and decision.duties:
        return "nothing stands in the way on this day; see to the duties"
    return _NEXT[decision.outcome]
