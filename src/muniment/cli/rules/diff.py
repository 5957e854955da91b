"""`muniment rules diff`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment rules diff rulebook-2026.11 rulebook-2026.12
  muniment rules diff rulebook-2026.11 rulebook-2026.12 --estate muniment.toml
\b
Exit codes:
  0 the answer is about all that was asked for
  2 input needs mending
  3 something that could hide a use was not looked at
"""


@click.command(epilog=_EXAMPLES)
@click.argument("before", type=options.FOLDER)
@click.argument("after", type=options.FOLDER)
@options.estate
@options.as_of
@click.option("--recorded-only", is_flag=True, help="Read no source: only the uses in the estate file count.")
@options.as_json
def command(
    *, before: Path, after: Path, estate: Path | None, as_of: date | None, recorded_only: bool, as_json: bool
) -> None:
    """Show what differs between the rulebooks in two folders, entry by entry.

    With --estate also the decisions that change in it: uses are found by the rulebook in AFTER.
    """
    from muniment import wiring
    from muniment.cli.codes import CLEAN, INCOMPLETE
    from muniment.cli.watched import shown_progress
    from muniment.render.rules.diff import print_rules_diff, write_rules_diff
    from muniment.render.terminal import console
    from muniment.wiring.ahead import Look, rules_diff

    with shown_progress() as progress:
        look = Look(scans=not recorded_only, progress=progress)
        diff = rules_diff(before, after, estate, as_of or wiring.today(), look)
    if as_json:
        write_rules_diff(diff, sys.stdout)
    else:
        print_rules_diff(diff, console())
    click.get_current_context().exit(CLEAN if diff.complete else INCOMPLETE)
