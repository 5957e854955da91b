"""`muniment rules list`."""

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
  muniment rules list
  muniment rules list --as-of 2026-03-04 --json
"""


@click.command(epilog=_EXAMPLES)
@options.as_of
@options.rulebook
@options.overlays
@options.as_json
def command(as_of: date | None, rulebook: Path | None, overlay: tuple[Path, ...], *, as_json: bool) -> None:
    """List every instrument with its effect and status on a day, every agreement and every vendor."""
    from muniment import wiring
    from muniment.render.rules.as_json import write_rule_list
    from muniment.render.rules.listing import print_rule_list
    from muniment.render.terminal import console

    book, day = wiring.rulebook(rulebook, overlay), as_of or wiring.today()
    age = wiring.age_limit(book).for_look_up(book.looked_up)
    if as_json:
        write_rule_list(book, day, age, sys.stdout)
    else:
        print_rule_list(book, day, age, console())
