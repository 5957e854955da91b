"""`muniment rules install`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment rules install rulebook.bundle --key publisher.pem.pub
  muniment rules install last-month.bundle --key publisher.pem.pub \\
      --allow-older

\b
Exit codes:
  0 installed
  1 refused or not believed, nothing has changed
  2 input needs mending, nothing has changed
"""


@click.command(epilog=_EXAMPLES)
@click.argument("bundle", metavar="FILE", type=options.FILE)
@options.trusted_keys
@options.threshold
@click.option("--allow-older", is_flag=True, help="Go back to an older rulebook, and stay there until the next one.")
@options.ledger
@options.as_json
def command(
    *,
    bundle: Path,
    keys: tuple[Path, ...],
    threshold: int,
    allow_older: bool,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Verify the bundle in FILE, run its cases, and use its rulebook from now on in place of the one that came along.

    Rulebooks that were installed before are kept beside it, so that old answers can be decided again.
    """
    from muniment import wiring
    from muniment.render.rules.bundle import print_installation, write_installation
    from muniment.render.terminal import console
    from muniment.wiring.ledger import configured
    from muniment.wiring.recorded import announced
    from muniment.wiring.rulebooks import install

    with announced("install a rulebook", {"bundle": bundle.name}, configured(ledger)) as telling:
        done = install(bundle, keys, threshold, wiring.now(), allow_older=allow_older)
        if telling:
            telling.installation(done)
    if as_json:
        write_installation(done.before, done.now, sys.stdout)
    else:
        print_installation(done.before, done.now, wiring.today(), console())
