"""`muniment init`: write a commented estate file."""

from __future__ import annotations

from pathlib import Path

import click

_EXAMPLES = """\b
Examples:
  muniment init
  muniment init estates/2026.toml
"""


@click.command(epilog=_EXAMPLES)
@click.argument("path", default="muniment.toml", type=click.Path(path_type=Path))
def command(path: Path) -> None:
    """Write a commented estate file to PATH (muniment.toml, or into the folder PATH). Nothing is overwritten."""
    from muniment.cli.new_file import write_new
    from muniment.readers.estate.template import template
    from muniment.render.visible import visible

    target = path / "muniment.toml" if path.is_dir() else path
    write_new(target, template().encode(), instead="give another PATH")
    shown = visible(str(target))
    click.echo(f"Wrote {shown}.")
    click.echo(f"Next: describe your contracts and systems in it, then run muniment check --estate {shown}")
