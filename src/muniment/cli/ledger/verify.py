"""`muniment ledger verify`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from muniment.cli import options

_EXAMPLES = """\b
Examples:
  muniment ledger verify entry-12.tlog-proof --key ledger.pub
  muniment ledger verify entry-12.tlog-proof --key ledger.pub \\
      --content record=record.json
  muniment ledger verify entry-12.tlog-proof --key ledger.pub \\
      --witness example.com/w=witness.pub

\b
Exit codes:
  0 every check passed
  1 a check failed: do not rely on it
  2 input needs mending
"""


@click.command(epilog=_EXAMPLES)
@click.argument("proof", metavar="PROOF", type=options.FILE)
@options.trusted_keys
@click.option("--name", metavar="NAME", help="The ledger that it must be of; any that the key signed for, if left out.")
@click.option("--entry", type=options.FILE, metavar="FILE", help="The entry, where the proof does not carry it.")
@click.option("--content", "contents", type=options.Pair(), multiple=True, metavar="NAME=FILE",
              help="Also check a content that the entry commits to; its salt is read from FILE.salt.")  # fmt: skip
@click.option("--witness", "witnesses", type=options.Pair(), multiple=True, metavar="NAME=FILE",
              help="A witness whose public key you trust.")  # fmt: skip
@click.option("--threshold", type=click.IntRange(min=0), default=None, metavar="N",
              help="How many witnesses must have signed; all that are named, if left out.")  # fmt: skip
@options.as_json
def command(  # noqa: PLR0913  (one for each option)
    *,
    proof: Path,
    keys: tuple[Path, ...],
    name: str | None,
    entry: Path | None,
    contents: tuple[tuple[str, str], ...],
    witnesses: tuple[tuple[str, str], ...],
    threshold: int | None,
    as_json: bool,
) -> None:
    """Verify that an entry is in a ledger, from the file PROOF alone. Needs no ledger and no network."""
    from muniment.render.ledger.as_json import write_included
    from muniment.render.ledger.as_text import print_included
    from muniment.render.terminal import console
    from muniment.wiring.ledger.files import verify_proof

    needed = len(witnesses) if threshold is None else threshold
    found = verify_proof(proof, keys, name, entry, witnesses, needed)
    for label, path in contents:
        found.check(label, Path(path))
    if as_json:
        write_included(found.included, found.entry, found.contents, sys.stdout)
    else:
        print_included(found.included, found.entry, found.contents, console())
