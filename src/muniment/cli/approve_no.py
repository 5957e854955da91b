"""`muniment approve deny`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from muniment.cli import approve_options, options

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment approve deny h-3f1c9a20e4b7d856 --key eve.pem --reason "wrong valve"

\b
Exit codes:
  0 signed   1 it may not be cast, or is not believed   2 input needs mending
"""


@click.command(epilog=_EXAMPLES)
@approve_options.hold
@options.own_key
@options.ask_passphrase
@approve_options.reason
@approve_options.yes
@approve_options.config
def command(hold: str, *, key: Path | str, ask_passphrase: bool, reason: str, yes: bool, config: Path) -> None:
    """Show a held call, and sign that it may not leave. One denial ends a hold."""
    from muniment.domain.hold import Verdict

    approve_options.vote(Verdict.DENY, config, hold, key=key, ask_passphrase=ask_passphrase, reason=reason, yes=yes)
