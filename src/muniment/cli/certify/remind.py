"""`muniment certify remind`."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from datetime import date

_EXAMPLES = """\b
Examples:
  muniment certify remind --estate muniment.toml
  muniment certify remind --estate muniment.toml --days 60 \\
      --ics certificates.ics

\b
Exit codes:
  0 nothing is overdue   1 something is overdue   2 input needs mending
"""


@click.command(epilog=_EXAMPLES)
@click.option("--estate", required=True, type=options.FILE, metavar="FILE", help="The file with the contracts.")
@options.certificates_in
@options.as_of
@click.option(
    "--days", type=click.IntRange(min=0, max=3660), default=30, show_default=True, help="How far to look ahead."
)
@click.option(
    "--ics", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write the days as a calendar."
)
@options.rulebook
@options.overlays
@options.as_json
def command(  # noqa: PLR0913  (one parameter for each option)
    *,
    estate: Path,
    within: Path,
    as_of: date | None,
    days: int,
    ics: Path | None,
    rulebook: Path | None,
    overlay: tuple[Path, ...],
    as_json: bool,
) -> None:
    """List what ends and what is due: certificates, waivers, drafts that wait, and searches that clauses ask for."""
    from muniment import wiring
    from muniment.render.certify.reminders import print_reminders, reminders_calendar, write_reminders
    from muniment.render.terminal import console
    from muniment.stores.whole_file import write_whole
    from muniment.wiring.certify.lifecycle import remind

    options.looked_in(within)
    day = as_of or wiring.today()
    found = remind(within, estate, day, timedelta(days=days), wiring.rulebook(rulebook, overlay))
    if ics:
        write_whole(ics, reminders_calendar(found, wiring.now()))
    if as_json:
        write_reminders(found, day, sys.stdout)
    else:
        print_reminders(found, day, console())
    click.get_current_context().exit(1 if any(each.overdue for each in found) else 0)
