"""A phase-out plan as a page: critical items first, each with why, where, how much, what instead, and the steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text

from muniment.domain.plan import total
from muniment.render.citing import vendor_name
from muniment.render.layout import heading, indented, labelled, show
from muniment.render.visible import visible
from muniment.render.words import SIGN, STYLE, WORD, count, listed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rich.console import Console, RenderableType

    from muniment.domain.plan import Candidate, Cost, Effort, Kept, Milestone, Plan, PlanItem, Remaining
    from muniment.domain.rulebook import Rulebook

MORE: Final = "! not everything that could hide a use was read, or the rulebook is stale: more may have to go"
"""Stands at the head of a plan that is not complete."""
_MOST_SITES: Final = 4
_MOST_CANDIDATES: Final = 5
_BAR: Final = 40


def print_plan(plan: Plan, rulebook: Rulebook, to: Console) -> None:
    """Print the page. Places beyond the first are counted, and are all in `--json` and `--csv`."""
    show(_blocks(plan, rulebook), to)


def _blocks(plan: Plan, rulebook: Rulebook) -> Iterator[RenderableType]:
    yield Text(f"Phase-out plan as of {plan.as_of}: {count(len(plan.items), 'item')}", style="heading")
    if not plan.complete:
        yield Text(MORE, style="needs")
    for item in plan.items:
        yield ""
        yield heading(_title(rulebook, item), sign=SIGN[item.outcome], style=STYLE[item.outcome])
        yield indented(labelled(_rows(rulebook, item, plan.as_of)))
    if plan.permitted:
        yield ""
        yield heading("Found, and simply permitted now")
        yield indented(labelled(_gone(rulebook, kept) for kept in plan.permitted))
    if plan.removed:
        yield ""
        yield heading("No longer found", sign="✓", style="permitted")
        yield indented(labelled(_gone(rulebook, kept) for kept in plan.removed))
    if plan.unseen:
        yield ""
        yield heading("Not looked at or set aside, so nobody can tell", sign="?", style="undetermined")
        yield indented(labelled(_gone(rulebook, kept) for kept in plan.unseen))
    if plan.burn_down:
        yield ""
        yield heading("Open items")
        yield from (indented(Text(line)) for line in _bars(plan.burn_down))
        if not plan.complete:
            yield indented(Text(f"on {plan.as_of} at least so many: not everything was read", style="needs"))


def _title(rulebook: Rulebook, item: PlanItem) -> str:
    return visible(
        f"{vendor_name(rulebook, item.key.vendor)} in {item.key.system or 'no system'} on {item.key.contract}"
    )


def _rows(rulebook: Rulebook, item: PlanItem, today: date) -> Iterator[tuple[str, Text | str]]:
    yield "item", item.id + (", critical" if item.critical else "")
    yield "outcome", _when(item)
    for instrument, because in item.because:
        yield "why", visible(f"{instrument}: {because}")
    if item.missing:
        yield "missing", f"{listed(item.missing)} could settle it"
    yield "where", _where(item)
    yield "effort", effort_words(item.effort)
    yield "instead", visible(_instead(rulebook, item))
    owner = item.kept.owner if item.kept else ""
    yield "owner", visible(owner) if owner else Text("nobody yet: name one in the plan file", style="needs")
    if item.kept:
        yield from (("step", _step(each, item, today)) for each in item.kept.milestones)
        if item.kept.costs:
            yield "spent", spent_words(item.kept.costs)


def _when(item: PlanItem) -> str:
    return f"permitted until {item.last_day}" if item.last_day else WORD[item.outcome]


def _where(item: PlanItem) -> str:
    if not item.sites:
        return "recorded by a person; no file shows it"
    first = sorted(item.sites, key=lambda each: each.strength)[:_MOST_SITES]
    shown = [f"{each.path}:{each.line}" if each.line else each.path for each in first]
    rest = len(item.sites) - len(shown)
    return visible(listed([*shown, *([f"{rest} more"] if rest else [])]))


def effort_words(effort: Effort) -> str:
    """Return the signals in words."""
    counted = ((effort.calls, "place in code"), (effort.packages, "package"), (effort.settings, "other place"))
    parts = [f"{number} {_plural(word, number)}" for number, word in counted if number]
    of_tests = f", {count(effort.tests, 'file')} of tests" if effort.tests else ""
    return f"{listed(parts) or 'none seen'} in {count(effort.files, 'file')}{of_tests}"


def _plural(word: str, number: int) -> str:
    first, _, rest = word.partition(" ")
    if number == 1:
        return word
    return f"{first}s {rest}" if rest and first == "place" else f"{word}s"


def _instead(rulebook: Rulebook, item: PlanItem) -> str:
    if item.kept and item.kept.replacement:
        chosen = next((each for each in item.candidates if each.vendor == item.kept.replacement), None)
        return f"{vendor_name(rulebook, item.kept.replacement)}, chosen: {_judged(chosen)}"
    if not item.candidates:
        return "nothing in the rulebook is of the same sort"
    allowed = [_named(rulebook, each) for each in item.candidates if each.allowed]
    unclear = sum(1 for each in item.candidates if not each.allowed and each.missing)
    rest = len(allowed) - _MOST_CANDIDATES
    told = listed([*allowed[:_MOST_CANDIDATES], *([f"{rest} more"] if rest > 0 else [])])
    words = f"permitted here: {told}" if allowed else "no other is surely permitted here"
    return f"{words}; {count(unclear, 'other')} if missing facts allow" if unclear else words


def _named(rulebook: Rulebook, each: Candidate) -> str:
    about = [*(["in use"] if each.in_use else []), *([f"named by {listed(each.aimed)}"] if each.aimed else [])]
    told = f" ({'; '.join(about)})" if about else ""
    return f"{vendor_name(rulebook, each.vendor)}{told}"


def _judged(chosen: Candidate | None) -> str:
    if chosen is None:
        return "not compared, as it does not offer the same"
    if chosen.allowed:
        return "permitted here"
    missing = f", missing {listed(chosen.missing)}" if chosen.missing else ""
    return f"{WORD[chosen.now]} now, {WORD[chosen.later]} later{missing}"


def _step(step: Milestone, item: PlanItem, today: date) -> Text:
    what = visible(step.what)
    if step.done:
        return Text(f"✓ {step.due} {what}, done on {step.done}", style="permitted")
    if step.due < today:
        return Text(f"✗ {step.due} {what}, overdue", style="prohibited")
    if step in item.late:
        return Text(f"! {step.due} {what}, after the last permitted day", style="needs")
    return Text(f"· {step.due} {what}")


def spent_words(costs: tuple[Cost, ...]) -> str:
    """Return what was spent in all: hours, and the amount in each currency."""
    hours, amounts = total(costs)
    return listed([*([f"{hours} h"] if hours else []), *(f"{amount:,.2f} {currency}" for currency, amount in amounts)])


def _gone(rulebook: Rulebook, kept: Kept) -> tuple[str, str]:
    key = kept.key
    spent = f"; spent {spent_words(kept.costs)}" if kept.costs else ""
    return "item", visible(
        f"{vendor_name(rulebook, key.vendor)} in {key.system} on {key.contract}, {kept.owner}{spent}"
    )


def _bars(burn_down: tuple[Remaining, ...]) -> Iterator[str]:
    most = max(each.open for each in burn_down) or 1
    for each in burn_down:
        yield f"{each.on}  {'█' * round(_BAR * each.open / most):<{_BAR}}  {each.open}"
