"""`muniment rules`: what the rulebook knows."""

from __future__ import annotations

import click

from muniment.cli.lazy import LazyGroup

COMMANDS = {
    "list": ("muniment.cli.rules.list", "List instruments, agreements and vendors."),
    "show": ("muniment.cli.rules.show", "Show one of them in full, with its sources."),
    "timeline": ("muniment.cli.rules.timeline", "Draw the status of each instrument over time."),
    "test": ("muniment.cli.rules.test", "Tell which signatures recognise a text."),
    "diff": ("muniment.cli.rules.diff", "Show what a rulebook update changes, and which decisions."),
    "lint": ("muniment.cli.rules.lint", "Check the rulebook and run its cases."),
    "publish": ("muniment.cli.rules.publish", "Write the rulebook as a website in a folder."),
    "pack": ("muniment.cli.rules.pack", "Write the rulebook as one signed file, a bundle."),
    "sign": ("muniment.cli.rules.sign", "Add a second person's signature to a bundle."),
    "verify": ("muniment.cli.rules.verify", "Tell whether a bundle can be believed."),
    "install": ("muniment.cli.rules.install", "Use the rulebook in a bundle from now on."),
    "digest": ("muniment.cli.rules.digest", "Print the digest of the whole rulebook."),
}

_EXAMPLES = """\b
Examples:
  muniment rules list
  muniment rules timeline acronis
"""


@click.group(cls=LazyGroup, table=COMMANDS, epilog=_EXAMPLES)
def command() -> None:
    """List, show and draw what the rulebook knows about vendors and law."""
