"""`muniment approve release`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from muniment.cli import options
from muniment.cli.approve import hold_options

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment approve release h-3f1c9a20e4b7d856

\b
Exit codes:
  0 released, once   1 it may not leave   2 input needs mending
"""


@click.command(epilog=_EXAMPLES)
@hold_options.hold
@hold_options.config
@options.rulebook
def command(hold: str, *, config: Path, rulebook: Path | None) -> None:
    """Verify every vote on HOLD, use it up, and print the token by which the tool's side lets this one call run.

    For calls that were held by `muniment approve ask`. The gateway does the same for calls of models.
    """
    from muniment.wiring.approvals.holding import release_by_hand

    click.echo(release_by_hand(config, hold, rulebook).token)
