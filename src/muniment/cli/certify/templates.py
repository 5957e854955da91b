"""`muniment certify templates`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment certify templates
  muniment certify templates --json
"""


@click.command(epilog=_EXAMPLES)
@options.rulebook
@options.overlays
@options.as_json
def command(rulebook: Path | None, overlay: tuple[Path, ...], *, as_json: bool) -> None:
    """List the clauses that can be answered: their paragraphs, the answers, and whether their words are at hand."""
    from muniment import wiring
    from muniment.render.certify.templates import print_templates, write_templates
    from muniment.render.terminal import console

    book = wiring.rulebook(rulebook, overlay)
    if as_json:
        write_templates(book, sys.stdout)
    else:
        print_templates(book, console())
