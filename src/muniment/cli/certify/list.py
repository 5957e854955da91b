"""`muniment certify list`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment certify list
  muniment certify list --in certifications --as-of 2027-03-01 --json
"""


@click.command(epilog=_EXAMPLES)
@options.certificates_in
@options.as_of
@options.as_json
def command(within: Path, as_of: date | None, *, as_json: bool) -> None:
    """List the certificates in a folder and where each stands, as its files say; `muniment verify` believes one."""
    from muniment import wiring
    from muniment.render.certify.lifecycle import print_certificates, write_certificates
    from muniment.render.terminal import console
    from muniment.wiring.certify.lifecycle import standing

    options.looked_in(within)
    day = as_of or wiring.today()
    found = standing(within, day)
    if as_json:
        write_certificates(found, day, sys.stdout)
    else:
        print_certificates(found, day, console())
