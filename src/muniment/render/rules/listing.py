"""The list of everything in the rulebook, with what each instrument does on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from muniment.domain.restriction import State
from muniment.render.age import age_lines
from muniment.render.layout import columns, heading, show
from muniment.render.overlays import overlay_lines
from muniment.render.timeline.as_text import SIGNS
from muniment.render.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rich.console import Console, RenderableType

    from muniment.domain.age import Age
    from muniment.domain.restriction import EffectKind, Restriction, Status
    from muniment.domain.rulebook import Rulebook

_MOST_VENDORS = 3


def print_rule_list(rulebook: Rulebook, as_of: date, age: Age, to: Console) -> None:
    """Print restrictions, agreements and vendors, as of `as_of`."""
    show(_blocks(rulebook, as_of, age), to)


def effect_on(item: Restriction, day: date) -> EffectKind | None:
    """Return what the instrument does on `day`; nothing before its first effect."""
    effect = item.effects.on(day)
    return effect.kind if effect else None


def states_on(item: Restriction, day: date) -> tuple[Status, ...]:
    """Return the statuses that hold on `day`, one for each group of persons."""
    return tuple(status for status in item.statuses if status.during.holds_on(day))


def _blocks(rulebook: Rulebook, as_of: date, age: Age) -> Iterator[RenderableType]:
    yield Text(f"Rulebook {rulebook.version} of {rulebook.released}, as of {as_of}", style="heading")
    yield Text(rulebook.digest, style="quiet")
    yield from age_lines(age)
    yield from overlay_lines(rulebook)
    yield ""
    yield heading(f"{count(len(rulebook.restrictions), 'instrument')}")
    yield columns(("id", "effect", "status", "vendors"), _restrictions(rulebook, as_of), ratios=(None, None, 3, 3))
    yield ""
    yield heading(f"{count(len(rulebook.agreements), 'agreement')}")
    agreements = [
        (item.id, f"from {item.during.start}", item.title, item.vendor) for item in rulebook.agreements.values()
    ]
    yield columns(("id", "days", "title", "vendor"), agreements, ratios=(None, None, 1, None))
    yield ""
    yield heading(f"{count(len(rulebook.vendors), 'vendor')}")
    vendors = [
        (vendor.id, str(vendor.screened_through), vendor.name)
        for vendor in sorted(rulebook.vendors.values(), key=lambda vendor: vendor.id)
    ]
    yield columns(("id", "searched", "name"), vendors, ratios=(None, None, 1))
    yield ""
    yield Text("Next: muniment rules show ID, or muniment rules timeline VENDOR")


def _restrictions(rulebook: Rulebook, as_of: date) -> Iterator[tuple[Text | str, ...]]:
    for item in sorted(rulebook.restrictions.values(), key=lambda item: (item.regime, item.issued, item.id)):
        effect = effect_on(item, as_of)
        marks = ("" if item.binding else "†") + ("‡" if item.readings else "")
        yield f"{item.id}{marks}", effect.value if effect else "not yet", _states(item, as_of), _vendors(item)


def _states(item: Restriction, as_of: date) -> Text:
    held = {status.state for status in states_on(item, as_of)} or {State.UNKNOWN}
    line = Text()
    for state in (state for state in State if state in held):
        sign, word, style = SIGNS[state]
        line.append(", " if line else "").append(f"{sign} {word}", style=style)
    return line


def _vendors(item: Restriction) -> str:
    if item.names_nobody:
        return f"any {item.chosen_by}"
    rest = len(item.vendors) - _MOST_VENDORS
    return ", ".join([*item.vendors[:_MOST_VENDORS], *([f"{rest} more"] if rest > 0 else [])])
