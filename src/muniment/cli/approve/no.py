"""`muniment approve deny`."""

from __future__ import annotations

import click

from muniment.cli.approve.hold_options import Answer, answering

_EXAMPLES = """\b
Examples:
  muniment approve deny h-3f1c9a20e4b7d856 --key eve.pem \\
      --reason "wrong valve"

\b
Exit codes:
  0 signed   1 it may not be cast, or is not believed   2 input needs mending
"""


@click.command(epilog=_EXAMPLES)
@answering
def command(given: Answer) -> None:
    """Show a held call, and sign that it may not leave. One denial ends a hold."""
    from muniment.domain.hold import VoteVerdict

    given.sign(VoteVerdict.DENY)
