"""`muniment ledger export-tiles`."""

from __future__ import annotations

from pathlib import Path

import click

from muniment.cli import options

_EXAMPLES = """\b
Examples:
  muniment ledger export-tiles site/ledger --ledger ledger.sqlite
"""


@click.command(epilog=_EXAMPLES)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@options.ledger
@options.estate
def command(folder: Path, ledger: str | None, estate: Path | None) -> None:
    """Write the ledger to FOLDER as static files (c2sp.org/tlog-tiles), for programs that watch such logs.

    Every entry is in them, without the contents that it commits to. An earlier export in FOLDER is brought up to date.
    """
    from muniment.render.visible import visible
    from muniment.render.words import count
    from muniment.wiring.ledger import opened, required
    from muniment.wiring.ledger.files import export_tiles

    with opened(required(ledger, estate)) as records:
        size, written = export_tiles(records, folder)
    click.echo(f"Wrote {count(written, 'file')} to {visible(str(folder))}: {count(size, 'entry', 'entries')}")
