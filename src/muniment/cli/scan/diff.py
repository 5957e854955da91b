"""`muniment scan diff`: what a later scan found that an earlier one did not, and the other way round."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from pathlib import Path

    from muniment.domain.scan_result import Difference

_EXAMPLES = """\b
Examples:
  muniment scan diff before.json after.json
  muniment scan diff before.json after.json --json

\b
Exit codes:
  0 nothing is new
  1 a use or a finding is new
  2 a file is no answer of a scan, or incomplete without --allow-incomplete
  3 nothing is new, as far as an incomplete scan can show
"""


@click.command(epilog=_EXAMPLES)
@click.argument("before", metavar="BEFORE", type=options.FILE)
@click.argument("after", metavar="AFTER", type=options.FILE)
@options.as_json
@click.option("--allow-incomplete", is_flag=True, help="Compare also what was not wholly looked at.")
def command(*, before: Path, after: Path, as_json: bool, allow_incomplete: bool) -> None:
    """Compare BEFORE with AFTER: what is new, gone, moved or changed, and what was looked at less than before.

    Both are answers in JSON, of `muniment scan` or of `muniment check`.
    """
    from muniment import wiring
    from muniment.cli.exit_codes import difference_code

    found = wiring.difference(before, after, allow_incomplete=allow_incomplete)
    with suppress(BrokenPipeError):
        _show(found, as_json=as_json)
    click.get_current_context().exit(difference_code(found))


def _show(found: Difference, *, as_json: bool) -> None:
    from muniment.render.scan.diff import print_difference, write_difference
    from muniment.render.terminal import console

    if as_json:
        write_difference(found, sys.stdout)
    else:
        print_difference(found, console())
