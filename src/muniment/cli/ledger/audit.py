"""`muniment ledger audit`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment ledger audit --ledger ledger.sqlite --key ledger.sqlite.pem.pub
  muniment ledger audit --estate muniment.toml --json

\b
Exit codes:
  0 everything fits
  1 something does not: do not rely on the ledger
  2 input needs mending
"""


@click.command(epilog=_EXAMPLES)
@options.ledger
@options.estate
@click.option("--key", "keys", type=options.FILE, multiple=True, metavar="FILE",
              help="A public key of the ledger that you have from elsewhere; may be given more than once.")  # fmt: skip
@options.as_json
def command(ledger: str | None, estate: Path | None, keys: tuple[Path, ...], *, as_json: bool) -> None:
    """Hash every entry and content again, and compare them with every checkpoint and with the one kept outside.

    Without --key the ledger vouches for its own key, which somebody who may write to it could have exchanged.
    """
    from muniment.app.ledger.audit import audit
    from muniment.cli.watched import shown_progress
    from muniment.render.ledger.as_json import write_audit
    from muniment.render.ledger.as_text import print_audit
    from muniment.render.terminal import console
    from muniment.wiring.ledger import anchor_of, opened, required, trusted

    place, known = required(ledger, estate), trusted(keys)
    with opened(place, unchecked=True) as records, shown_progress("Hashing", "entries") as progress:
        found = audit(records, anchor_of(place).read(), known, progress)
    if as_json:
        write_audit(found, sys.stdout)
    else:
        print_audit(found, console())
    click.get_current_context().exit(1 if found.findings else 0)
