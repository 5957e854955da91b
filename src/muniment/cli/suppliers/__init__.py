"""`muniment suppliers`: the companies that an organisation buys from."""

from __future__ import annotations

import click

from muniment.cli.lazy import LazyGroup

COMMANDS = {
    "screen": ("muniment.cli.suppliers.screen", "Compare a supplier file with the rulebook and imported lists."),
    "import-list": ("muniment.cli.suppliers.import_list", "Keep an edition of a published list to screen against."),
    "request": ("muniment.cli.suppliers.request", "Write a letter and a form for subcontractors."),
    "enrol": ("muniment.cli.suppliers.enrol", "Pin the key of a subcontractor, once it was confirmed."),
    "import": ("muniment.cli.suppliers.import_answer", "Take in what a subcontractor sent."),
    "status": ("muniment.cli.suppliers.status", "Show where each subcontractor stands on each clause."),
    "rollup": ("muniment.cli.suppliers.rollup", "Tell what all subcontractors of a contract come to."),
    "receipt": ("muniment.cli.suppliers.receipt", "Sign that the file of a subcontractor came."),
}

_EXAMPLES = """\b
Examples:
  muniment suppliers screen suppliers.csv
  muniment suppliers import-list consolidated.csv --kind csl \\
      --dated 2026-11-20
  muniment suppliers status
"""


@click.group(cls=LazyGroup, table=COMMANDS, epilog=_EXAMPLES)
def command() -> None:
    """Find out which suppliers a rule or a list may name, and collect what subcontractors answer."""
