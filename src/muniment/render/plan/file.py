"""The file in which people keep owners, steps and costs, as it is written anew from a plan."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from muniment.render.plan.as_text import effort_words
from muniment.render.visible import visible
from muniment.render.words import WORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.domain.plan import Plan, PlanItem

_HEAD: Final = """\
# What people keep about the phase-out. `muniment plan --plan THIS-FILE` reads it; docs/plan.md describes it.
# Fill in an owner for each item. Steps and costs are yours: nothing is proposed, because no source says how you work.
"""
_FORMS: Final = """\
# owner = "name, office"
# critical = true
# replacement = "vendor-id"
#
# [[items.milestones]]
# what = "the second provider answers in production"
# due = 2027-01-15
#
# [[items.costs]]
# on = 2026-12-01
# what = "moved the adapter"
# by = "name"
# hours = 12.5
#
# [items.emass]
# resources = "two engineers, one month"
"""


def plan_file(plan: Plan) -> str:
    """Return the text of a new file with an item for each one of the plan."""
    return "\n".join([_HEAD, *("\n".join(_item(item)) for item in plan.items)])


def _item(item: PlanItem) -> Iterator[str]:
    ends = f"permitted until {item.last_day}" if item.last_day else WORD[item.outcome]
    yield f"# {item.id}: {ends}; {visible(effort_words(item.effort))}"
    yield "[[items]]"
    yield from (f"{key} = {json.dumps(str(getattr(item.key, key)))}" for key in ("contract", "system", "vendor"))
    yield _FORMS
