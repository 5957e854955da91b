"""`muniment gateway`: calls to models, decided one by one, written down before they leave."""

from __future__ import annotations

import click

from muniment.cli.lazy import LazyGroup

COMMANDS = {
    "run": ("muniment.cli.gateway.run", "Serve calls until it is told to stop."),
    "check": ("muniment.cli.gateway.check", "Read the file, and tell who may call what today."),
    "key": ("muniment.cli.gateway.key", "Make a key for a caller, and its digest for the file."),
    "mcp": ("muniment.cli.gateway.mcp", "Start an MCP server behind a gate for its tools."),
    "log": ("muniment.cli.gateway.log", "Verify the log of calls, and tell what it holds."),
    "replicas": ("muniment.cli.gateway.replicas", "Hold the logs of replicas against each other."),
    "usage": ("muniment.cli.gateway.usage", "Add up the log by contract, system and model; evidence for a check."),
    "forecast": ("muniment.cli.gateway.forecast", "Decide recorded calls anew, as if made on a day to come."),
}

_EXAMPLES = """\b
Examples:
  muniment gateway key
  muniment gateway check --config gateway.toml
  muniment gateway run --config gateway.toml
  muniment gateway log calls.log
"""


@click.group(cls=LazyGroup, table=COMMANDS, epilog=_EXAMPLES)
def command() -> None:
    """Let calls to models through where the rulebook permits them, and write each down before it leaves."""
