"""`muniment rules publish`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from datetime import date

_EXAMPLES = """\b
Examples:
  muniment rules publish --out site
  muniment rules publish --out site --rulebook ./rulebook --as-of 2026-11-25
"""


@click.command(epilog=_EXAMPLES)
@options.as_of
@options.rulebook
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="A new folder, or one with an earlier website in it.",
)
def command(as_of: date | None, rulebook: Path | None, out: Path) -> None:
    """Write the rulebook as a website: a page for each instrument, agreement and vendor, pictures, and JSON files.

    The pages need no server, no network and no script. Needs `muniment[site]`.
    """
    from muniment import wiring
    from muniment.render.visible import visible
    from muniment.render.words import count
    from muniment.wiring.publishing import publish

    written = publish(rulebook, as_of or wiring.today(), out)
    click.echo(f"Wrote {count(written, 'file')}; begin with {visible(str(out / 'index.html'))}")
