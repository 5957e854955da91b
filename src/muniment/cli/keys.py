"""`muniment keys`: signing keys."""

from __future__ import annotations

import click

from muniment.cli.lazy import LazyGroup

COMMANDS = {"new": ("muniment.cli.keys_new", "Make a key and its public part.")}

_EXAMPLES = """\b
Examples:
  muniment keys new --out signing.pem
"""


@click.group(cls=LazyGroup, table=COMMANDS, epilog=_EXAMPLES)
def command() -> None:
    """Make a signing key."""
