"""`muniment plan --emass`: the POA&M template of a system in eMASS, filled with what a plan knows."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pathlib import Path

    from muniment.domain.plan import Plan
    from muniment.domain.rulebook import Rulebook


def nothing_to_go(plan: Plan) -> str:
    """Return that the plan holds no item, as far as that was seen."""
    told = "nothing has to go under this contract"
    return told if plan.complete else f"{told} by what was read, and not everything was read"


def fill(plan: Plan, rulebook: Rulebook, template: Path, to: Path, form: str | None) -> None:
    """Write the filled copy to `to`, and what was filled and what stayed empty to standard output."""
    from muniment.wiring.emass import fill_template

    if not plan.items:
        raise click.UsageError(f"{nothing_to_go(plan)}, so there is nothing to enter")
    filled = fill_template(plan, rulebook, template, to)
    with suppress(BrokenPipeError):
        if form == "json":
            from muniment.render.plan.emass import write_filled

            write_filled(filled, plan, sys.stdout)
        else:
            from muniment.render.plan.emass import print_filled
            from muniment.render.terminal import console_for

            print_filled(filled, plan, console_for(sys.stdout))
