"""`muniment replay`: an old record, decided again."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment replay record.json
  muniment replay record.json --rulebook rulebook-of-that-day

\b
Exit codes:
  0 every decision came out the same
  1 one did not
  2 no record, or another rulebook
  3 the record holds no decision
"""


@click.command(epilog=_EXAMPLES)
@click.argument("record", type=options.FILE)
@options.rulebook
@options.overlays
@options.as_json
def command(record: Path, rulebook: Path | None, overlay: tuple[Path, ...], *, as_json: bool) -> None:
    """Decide every question in RECORD again, under the rulebook of its day, and compare bit for bit.

    `muniment check --record FILE` and `muniment explain --record FILE` write one.
    """
    from muniment import __version__, wiring
    from muniment.render.replay import print_replay, write_replay
    from muniment.render.terminal import console
    from muniment.wiring.ahead import replay

    again = replay(record, wiring.rulebook(rulebook, overlay))
    if as_json:
        write_replay(again, __version__, sys.stdout)
    else:
        print_replay(again, __version__, console())
    click.get_current_context().exit(1 if again.changed else 0 if again.again else 3)
