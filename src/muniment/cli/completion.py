"""`muniment completion`: the script by which a shell completes commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

_EXAMPLES = """\b
Examples:
  muniment completion bash >> ~/.bashrc
  muniment completion zsh >> ~/.zshrc
  muniment completion fish > ~/.config/fish/completions/muniment.fish
"""


@click.command(epilog=_EXAMPLES)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the script that makes SHELL complete commands, options and paths."""
    found = get_completion_class(shell)
    group = click.get_current_context().find_root().command
    if found is not None:
        click.echo(found(group, {}, "muniment", "_MUNIMENT_COMPLETE").source())
