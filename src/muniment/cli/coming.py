"""`muniment coming`: the days to come, and what each would change here."""

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
  muniment coming
  muniment coming --until 2027-06-30
  muniment coming --estate muniment.toml
  muniment coming --estate muniment.toml --recorded-only --json
\b
Exit codes:
  0 the answer is about all that was asked for
  2 input needs mending
  3 something that could hide a use was not looked at
"""


@click.command(epilog=_EXAMPLES)
@options.estate
@click.option("--recorded-only", is_flag=True, help="Read no source: only the uses in the estate file count.")
@click.option("--until", type=options.Day(), metavar="DAY", help="The last day that is shown.")
@options.as_of
@options.rulebook
@options.overlays
@options.as_json
def command(  # noqa: PLR0913  (one parameter for each option)
    *,
    estate: Path | None,
    recorded_only: bool,
    until: date | None,
    as_of: date | None,
    rulebook: Path | None,
    overlay: tuple[Path, ...],
    as_json: bool,
) -> None:
    """List the days to come on which the law changes, or may.

    With --estate every use in it is decided on every contract, on each of these days and on the day before, and the
    decisions that change are printed.
    """
    from muniment import wiring
    from muniment.cli.codes import CLEAN, INCOMPLETE
    from muniment.cli.watched import shown_progress
    from muniment.render.coming import print_coming, write_coming
    from muniment.render.terminal import console
    from muniment.wiring.ahead import Look, coming

    day = as_of or wiring.today()
    if until is not None and until < day:
        message = f"{until} is before {day}, the day from which dates are shown"
        raise click.BadParameter(message, param_hint="--until")
    if recorded_only and estate is None:
        message = "--recorded-only is about the uses in an estate: give --estate FILE too"
        raise click.UsageError(message)
    book = wiring.rulebook(rulebook, overlay)
    with shown_progress() as progress:
        page = coming(book, day, until, estate, Look(scans=not recorded_only, progress=progress))
    if as_json:
        write_coming(page, sys.stdout)
    else:
        print_coming(page, console())
    click.get_current_context().exit(CLEAN if page.complete else INCOMPLETE)
