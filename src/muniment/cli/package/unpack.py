"""`muniment package unpack`."""

from __future__ import annotations

from pathlib import Path

import click

from muniment.cli import options

_EXAMPLES = """\b
Examples:
  muniment package unpack PO-1187.mpkg --to PO-1187
"""


@click.command(epilog=_EXAMPLES)
@click.argument("package", metavar="FILE", type=options.FILE)
@click.option(
    "--to", required=True, type=click.Path(path_type=Path), metavar="FOLDER", help="A folder that does not exist yet."
)
def command(package: Path, to: Path) -> None:
    """Write the files of the package in FILE into a new folder. Whether to believe them, `muniment verify` says."""
    from muniment.render.visible import visible
    from muniment.render.words import count
    from muniment.wiring.certify.packages import unpack

    manifest = unpack(package, to)
    held = count(sum(not each.withheld for each in manifest.files), "file")
    click.echo(f"Wrote {held} and the manifest to {visible(str(to))}. Nothing of this is verified.")
