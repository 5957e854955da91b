"""`muniment suppliers`: the companies that an organisation buys from."""

from __future__ import annotations

import click

from muniment.cli.lazy import LazyGroup

COMMANDS = {
    "screen": ("muniment.cli.suppliers_screen", "Compare a supplier file with the rulebook and imported lists."),
    "import-list": ("muniment.cli.suppliers_import_list", "Keep an edition of a published list to screen against."),
}

_EXAMPLES = """\b
Examples:
  muniment suppliers screen suppliers.csv
  muniment suppliers import-list consolidated.csv --kind csl --dated 2026-11-20
"""


@click.group(cls=LazyGroup, table=COMMANDS, epilog=_EXAMPLES)
def command() -> None:
    """Find out which of your suppliers may be companies that a rule or a list names."""
