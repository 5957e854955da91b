"""`muniment ledger witness`."""

from __future__ import annotations

from pathlib import Path

import click

from muniment.cli import options

_EXAMPLES = """\b
Examples:
  muniment ledger witness request --key ledger.pub \\
      --name example.org/witness --sign-with witness.pem \\
      --state seen.checkpoint --out cosigned.checkpoint

\b
Exit codes:
  0 signed
  1 refused: the ledger does not go on from what was seen before
  2 input needs mending
"""


@click.command(epilog=_EXAMPLES)
@click.argument("request", type=options.FILE)
@click.option("--key", "keys", type=options.FILE, required=True, multiple=True, metavar="FILE",
              help="A public key of the ledger, got from its keeper by a way of its own.")  # fmt: skip
@click.option(
    "--name", required=True, metavar="NAME", help="The name under which you sign, such as example.org/witness."
)
@click.option("--sign-with", "key", required=True, type=options.FILE, metavar="FILE", help="Your private key.")
@click.option("--ask-passphrase", is_flag=True, help="Ask for the passphrase of your key.")
@click.option("--state", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Where the last checkpoint that you signed is kept; one file for each ledger.")  # fmt: skip
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Where the checkpoint with your signature goes.")  # fmt: skip
def command(  # noqa: PLR0913  (one for each option)
    *, request: Path, keys: tuple[Path, ...], name: str, key: Path, ask_passphrase: bool, state: Path, out: Path
) -> None:
    """Sign the checkpoint in REQUEST, as `muniment ledger consistency --out` writes it for the keeper of a ledger.

    You sign only what goes on from the last checkpoint that you signed, so that nobody can show two stories.
    """
    from muniment.cli.new_file import write_new
    from muniment.render.visible import visible
    from muniment.signers.file_key import load
    from muniment.wiring.ledger.files import witness

    passphrase = click.prompt("Passphrase", hide_input=True, err=True).encode() if ask_passphrase else None
    seen = witness(request, keys, name, load(key, passphrase=passphrase), state)
    write_new(out, seen.note, instead="name another file")
    before = f"goes on from the {seen.before} seen before" if seen.before is not None else "is the first that you sign"
    click.echo(f"Wrote {visible(str(out))}: {visible(seen.origin)} over {seen.size} entries, which {before}")
