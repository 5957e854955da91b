"""`muniment rules digest`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment rules digest
  muniment rules digest --json
"""


@click.command(epilog=_EXAMPLES)
@options.rulebook
@options.overlays
@options.as_json
def command(rulebook: Path | None, overlay: tuple[Path, ...], *, as_json: bool) -> None:
    """Print the digest over all files of the rulebook; two rulebooks with one digest decide alike."""
    from muniment import wiring

    book = wiring.rulebook(rulebook, overlay)
    if as_json:
        value = {"digest": book.digest, "released": str(book.released), "version": book.version}
        click.echo(json.dumps(value, sort_keys=True))
    else:
        click.echo(book.digest)
