"""`muniment approve`: the people before the consequence."""

from __future__ import annotations

import click

from muniment.cli.lazy import LazyGroup

COMMANDS = {
    "list": ("muniment.cli.approve.list", "List the calls that wait for people."),
    "show": ("muniment.cli.approve.show", "Show one call: its exact arguments, and why it is held."),
    "approve": ("muniment.cli.approve.yes", "Sign that a call may leave with exactly these arguments."),
    "deny": ("muniment.cli.approve.no", "Sign that a call may not leave."),
    "ask": ("muniment.cli.approve.ask", "Have a call held that no model asked for."),
    "release": ("muniment.cli.approve.release", "Let an approved call leave, once."),
    "desk": ("muniment.cli.approve.desk", "Serve the page on which people approve in a browser."),
}

_EXAMPLES = """\b
Examples:
  muniment approve list
  muniment approve show h-3f1c9a20e4b7d856
  muniment approve approve h-3f1c9a20e4b7d856 --key eve.pem \\
      --reason "checked on site"
  muniment approve deny h-3f1c9a20e4b7d856 --key eve.pem \\
      --reason "wrong valve"
"""


@click.group(cls=LazyGroup, table=COMMANDS, epilog=_EXAMPLES)
def command() -> None:
    """Answer for what tools do: calls that wait until enough people have approved their exact arguments."""
