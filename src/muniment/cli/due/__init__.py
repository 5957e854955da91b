"""`muniment due`: what must be reported, to whom, and by when."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from muniment.cli import options
from muniment.cli.due.moments import MOMENT

if TYPE_CHECKING:
    from datetime import date

    from muniment.domain.due import DueList

_EXAMPLES = """\b
Examples:
  muniment due --estate muniment.toml
  muniment due --estate muniment.toml \\
      --as-of 2026-11-27T09:00[America/New_York]
  muniment due --estate muniment.toml --ics due.ics --draft reports

\b
Exit codes:
  0 nothing is overdue
  1 something is overdue
  2 input needs mending
  3 nothing is surely overdue, and a report is owed for which no day can be
    given, or may be owed and is not recorded as sent, or was found outside
    performance, which is for counsel; or something could hide a use and was
    not looked at, or the rulebook is stale
"""


@click.command(epilog=_EXAMPLES)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--estate", type=options.FILE, metavar="FILE", required=True, help="The file that describes contracts and systems."
)
@click.option("--as-of", type=MOMENT, metavar="DAY|INSTANT", help="When the list is about; now where left out.")
@click.option("--recorded-only", is_flag=True, help="Read no source: only the uses in the estate file count.")
@click.option(
    "--ics", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write the days as a calendar."
)
@click.option(
    "--draft", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER", help="Write a draft of each report."
)
@options.rulebook
@options.overlays
@options.as_json
def command(  # noqa: PLR0913  (one for each option)
    *,
    paths: tuple[Path, ...],
    estate: Path,
    as_of: date | None,
    recorded_only: bool,
    ics: Path | None,
    draft: Path | None,
    rulebook: Path | None,
    overlay: tuple[Path, ...],
    as_json: bool,
) -> None:
    """List what must be reported, to whom and by when, for each contract, system and use.

    Uses come from the estate file and from its sources, or from PATH. Business days leave out weekends and federal
    holidays; hours run on through them.
    """
    from muniment import wiring
    from muniment.cli.due.files import write_calendar, write_drafts
    from muniment.cli.watched import shown_progress
    from muniment.wiring.ahead import Look
    from muniment.wiring.due import due

    book = wiring.rulebook(rulebook, overlay)
    with shown_progress() as progress:
        found = due(paths, estate, as_of, book, Look(scans=not recorded_only, progress=progress))
    if ics:
        write_calendar(found, ics)
    if draft:
        write_drafts(found, draft)
    _show(found, str(estate), as_json=as_json)
    click.get_current_context().exit(_code(found))


def _code(found: DueList) -> int:
    from muniment.cli.codes import CLEAN, FINDINGS, INCOMPLETE
    from muniment.domain.due import DeadlineState

    if any(one.standing is DeadlineState.OVERDUE for one in found.owed):
        return FINDINGS
    open_ = found.has_no_day or found.is_for_counsel or any(not one.sent for one in found.perhaps)
    return CLEAN if found.report.complete and not found.report.stale and not open_ else INCOMPLETE


def _show(found: DueList, estate_file: str, *, as_json: bool) -> None:
    from muniment.render.due.as_json import write_due
    from muniment.render.due.as_text import print_due
    from muniment.render.terminal import console

    if as_json:
        write_due(found, sys.stdout)
    else:
        print_due(found, console(), estate_file=estate_file)
