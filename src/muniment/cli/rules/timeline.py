"""`muniment rules timeline`."""

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
  muniment rules timeline acronis
  muniment rules timeline acronis --as-of 2026-04-08
"""


@click.command(epilog=_EXAMPLES)
@click.argument("vendor")
@options.as_of
@options.rulebook
@options.overlays
@options.as_json
def command(
    vendor: str, as_of: date | None, rulebook: Path | None, overlay: tuple[Path, ...], *, as_json: bool
) -> None:
    """Draw the status of each instrument that names VENDOR, with the exact days and the dates to come."""
    from muniment import wiring
    from muniment.cli.asked import known_vendor
    from muniment.render.terminal import console
    from muniment.render.timeline.as_json import write_timeline
    from muniment.render.timeline.as_text import print_timeline

    book, day = wiring.rulebook(rulebook, overlay), as_of or wiring.today()
    name = known_vendor(book, vendor)
    if as_json:
        write_timeline(book, name, day, sys.stdout)
    else:
        print_timeline(book, name, day, console())
