"""`muniment keys new`."""

from __future__ import annotations

from pathlib import Path

import click

_EXAMPLES = """\b
Examples:
  muniment keys new --out signing.pem
  muniment keys new --out signing.pem --protect
  muniment keys new --out signing-pq.pem --post-quantum
"""


@click.command(epilog=_EXAMPLES)
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="The new file."
)
@click.option("--protect", is_flag=True, help="Ask for a passphrase that protects the key.")
@click.option("--post-quantum", is_flag=True, help="Make an ML-DSA-87 key, to sign beside another one.")
def command(out: Path, *, protect: bool, post_quantum: bool) -> None:
    """Make an ECDSA P-384 key in FILE, for its owner alone, and its public part in FILE.pub. Nothing is overwritten."""
    from muniment.render.visible import visible
    from muniment.signers.file_key import generate, public_path

    passphrase = click.prompt("Passphrase", hide_input=True, confirmation_prompt=True) if protect else None
    key = generate(out, passphrase=passphrase.encode() if passphrase else None, post_quantum=post_quantum)
    private, public = visible(str(out)), visible(str(public_path(out)))
    click.echo(f"Wrote {private} (keep it secret) and {public} (give it to whoever verifies).")
    click.echo(f"Key id {key.keyid}")
