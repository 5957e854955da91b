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
    from muniment.errors import InputError, Problem
    from muniment.readers.estate_template import template

    target = path / "muniment.toml" if path.is_dir() else path
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(template())
    except FileExistsError as error:
        problem = Problem(where=str(target), what="exists and is not overwritten", help="give another PATH")
        raise InputError(problem) from error
    except OSError as error:
        raise InputError(Problem(where=str(target), what=f"cannot be written ({error.strerror})")) from error
    click.echo(f"Wrote {target}.")
    click.echo(f"Next: describe your contracts and systems in it, then run muniment check --estate {target}")
