"""`muniment package`: a certificate and all that belongs to it, in one file."""

from __future__ import annotations

import click

from muniment.cli.lazy import LazyGroup

COMMANDS = {
    "pack": ("muniment.cli.package.pack", "Put a certificate and its evidence into one file."),
    "list": ("muniment.cli.package.list", "List what is in a package."),
    "unpack": ("muniment.cli.package.unpack", "Write the files of a package into a new folder."),
    "verifier": ("muniment.cli.package.verifier", "Write the page that verifies in a browser."),
}

_EXAMPLES = """\b
Examples:
  muniment package pack certificate.json --evidence check.json \\
      --key signing.pem --out PO-1187.mpkg
  muniment package list PO-1187.mpkg
"""


@click.group(cls=LazyGroup, table=COMMANDS, epilog=_EXAMPLES)
def command() -> None:
    """Put a certificate and all that belongs to it into one file, which `muniment verify` verifies."""
