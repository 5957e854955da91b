"""`muniment package list`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment package list PO-1187.mpkg
"""


@click.command(epilog=_EXAMPLES)
@click.argument("package", metavar="FILE", type=options.FILE)
@options.as_json
def command(package: Path, *, as_json: bool) -> None:
    """List what the package in FILE holds, and what it withholds. Whether to believe it, `muniment verify` says."""
    from muniment.render.package.as_json import write_manifest
    from muniment.render.package.as_text import print_manifest
    from muniment.render.terminal import console
    from muniment.wiring.certify.packages import contents

    _, manifest = contents(package)
    if as_json:
        write_manifest(manifest, sys.stdout)
    else:
        print_manifest(manifest, console())
