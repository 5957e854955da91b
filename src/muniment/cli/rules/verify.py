"""`muniment rules verify`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment rules verify rulebook.bundle --key publisher.pem.pub
  muniment rules verify rulebook.bundle --key ada.pub --key ben.pub \\
      --threshold 2

\b
Exit codes:
  0 every check passed
  1 a check failed: do not install it
  2 input needs mending
"""


@click.command(epilog=_EXAMPLES)
@click.argument("bundle", metavar="FILE", type=options.FILE)
@options.trusted_keys
@options.threshold
@options.as_json
def command(bundle: Path, keys: tuple[Path, ...], threshold: int, *, as_json: bool) -> None:
    """Verify the bundle in FILE without network, and show which rulebook it holds. Nothing is installed.

    The public key must have come to you by a way of its own, not together with the bundle.
    """
    from muniment import wiring
    from muniment.render.rules.bundle import print_bundle, write_bundle
    from muniment.render.terminal import console
    from muniment.wiring.rulebooks import verify

    verified = verify(bundle, keys, threshold)
    if as_json:
        write_bundle(verified, sys.stdout)
    else:
        print_bundle(verified, wiring.today(), console())
