"""`muniment ledger consistency`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from muniment.cli import options

_EXAMPLES = """\b
Examples:
  muniment ledger consistency march.checkpoint today.checkpoint \\
      --ledger ledger.sqlite --out request
  muniment ledger consistency march.checkpoint today.checkpoint \\
      --proof request --key ledger.pub

\b
Exit codes:
  0 the new one goes on from the old one
  1 it does not: keep both files
  2 input needs mending
"""


@click.command(epilog=_EXAMPLES)
@click.argument("old", type=options.FILE)
@click.argument("new", type=options.FILE)
@options.ledger
@options.estate
@click.option("--proof", type=options.FILE, metavar="FILE", help="Take the hashes from FILE instead of a ledger.")
@click.option("--key", "keys", type=options.FILE, multiple=True, metavar="FILE",
              help="A public key of the ledger that you trust; needed with --proof.")  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write the hashes and the new checkpoint to FILE, for a witness or another holder.")  # fmt: skip
@options.as_json
def command(  # noqa: PLR0913  (one for each option)
    *,
    old: Path,
    new: Path,
    ledger: str | None,
    estate: Path | None,
    proof: Path | None,
    keys: tuple[Path, ...],
    out: Path | None,
    as_json: bool,
) -> None:
    """Show that the checkpoint NEW goes on from the checkpoint OLD: that no entry before it was changed or removed.

    Each is a checkpoint, or a proof that carries one.
    """
    from muniment.cli.new_file import write_new
    from muniment.render.ledger.as_json import write_consistent
    from muniment.render.visible import visible
    from muniment.wiring.ledger import required
    from muniment.wiring.ledger.files import consistent_by_ledger, consistent_by_proof

    if proof is not None and not keys:
        message = "--proof needs --key"
        raise click.UsageError(message)
    place = None if proof else required(ledger, estate)
    found = consistent_by_proof(old, new, proof, keys) if proof else consistent_by_ledger(old, new, place, keys)
    if out is not None:
        write_new(out, found.request, instead="name another file")
    if as_json:
        write_consistent(found.old, found.new, sys.stdout)
        return
    click.echo(
        f"✓ consistent: {visible(found.new.origin)} over {found.new.size} entries begins with its {found.old.size}"
    )
    if out is not None:
        click.echo(f"Wrote {visible(str(out))}, which shows it to whoever has the old checkpoint")
