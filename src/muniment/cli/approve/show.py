"""`muniment approve show`."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from muniment.cli import options
from muniment.cli.approve import hold_options

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment approve show h-3f1c9a20e4b7d856
  muniment approve show h-3f1c9a20e4b7d856 --json
"""


@click.command(epilog=_EXAMPLES)
@hold_options.hold
@hold_options.config
@options.as_json
def command(hold: str, *, config: Path, as_json: bool) -> None:
    """Show one held call: what it would do, with exactly which arguments, why it is held, and who has answered."""
    from muniment import wiring
    from muniment.render.holds.as_json import write_hold
    from muniment.render.holds.as_text import print_hold
    from muniment.render.terminal import console
    from muniment.wiring.approvals import approval_settings, open_holds
    from muniment.wiring.approvals.voting import found

    record = found(open_holds(config, approval_settings(config)), hold)
    with suppress(BrokenPipeError):
        if as_json:
            write_hold(record, wiring.now(), sys.stdout)
        else:
            print_hold(record, wiring.now(), console())
