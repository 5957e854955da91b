"""`muniment approve list`."""

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
  muniment approve list
  muniment approve list --all --json
"""


@click.command(epilog=_EXAMPLES)
@hold_options.config
@click.option("--all", "ended", is_flag=True, help="Those as well that were denied, released, or ran out of time.")
@options.as_json
def command(*, config: Path, ended: bool, as_json: bool) -> None:
    """List the calls that wait for people, the newest first."""
    from muniment import wiring
    from muniment.app.approvals.voting import waiting
    from muniment.render.holds.as_json import write_holds
    from muniment.render.holds.as_text import print_holds
    from muniment.render.terminal import console
    from muniment.wiring.approvals import approval_settings, open_holds

    at = wiring.now()
    holds = open_holds(config, approval_settings(config))
    found = holds.listed(ended=True) if ended else waiting(holds, at)
    with suppress(BrokenPipeError):
        if as_json:
            write_holds(found, at, sys.stdout)
        else:
            print_holds(found, at, console())
