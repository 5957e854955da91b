"""`muniment keys`: signing keys."""

from __future__ import annotations

import click

from muniment.cli.lazy import LazyGroup

COMMANDS = {
    "new": ("muniment.cli.keys.new", "Make a key and its public part."),
    "export": ("muniment.cli.keys.export", "Write the public part of a key, also of one on a token."),
}

_EXAMPLES = """\b
Examples:
  muniment keys new --out signing.pem
"""


@click.group(cls=LazyGroup, table=COMMANDS, epilog=_EXAMPLES)
def command() -> None:
    """Make a signing key, or write its public part."""
