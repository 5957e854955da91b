"""`muniment ledger`: a record that nobody can rewrite unnoticed."""

from __future__ import annotations

import click

from muniment.cli.lazy import LazyGroup

COMMANDS = {
    "init": ("muniment.cli.ledger.init", "Make an empty ledger and its key."),
    "log": ("muniment.cli.ledger.log", "List the entries."),
    "audit": ("muniment.cli.ledger.audit", "Hash everything again, and compare it with all that was ever signed."),
    "prove": ("muniment.cli.ledger.prove", "Write the proof of one entry for somebody else."),
    "verify": ("muniment.cli.ledger.verify", "Verify the proof of an entry, without the ledger."),
    "consistency": ("muniment.cli.ledger.consistency", "Show that a checkpoint goes on from an older one."),
    "witness": ("muniment.cli.ledger.witness", "Sign somebody's checkpoint, if it goes on from the one before."),
    "withhold": ("muniment.cli.ledger.withhold", "Take a content out; its digest stays, and an entry says so."),
    "export-tiles": ("muniment.cli.ledger.export_tiles", "Write the ledger as files that other programs read."),
    "rotate-key": ("muniment.cli.ledger.rotate_key", "Sign with another key from now on."),
    "restored": ("muniment.cli.ledger.restored", "Go on after the database was put back from a backup."),
}

_EXAMPLES = """\b
Examples:
  muniment ledger init example.com/ledger --ledger ledger.sqlite
  muniment check --estate muniment.toml --ledger ledger.sqlite
  muniment ledger log --ledger ledger.sqlite
  muniment ledger audit --ledger ledger.sqlite --key ledger.sqlite.pem.pub
"""


@click.group(cls=LazyGroup, table=COMMANDS, epilog=_EXAMPLES)
def command() -> None:
    """Keep a record of what was scanned, decided and signed, from which single entries can be proven to strangers."""
