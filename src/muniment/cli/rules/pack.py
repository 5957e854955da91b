"""`muniment rules pack`."""

from __future__ import annotations

from pathlib import Path

import click

from muniment.cli import options

_EXAMPLES = """\b
Examples:
  muniment rules pack --key publisher.pem --out rulebook.bundle
  muniment rules pack --rulebook ./rulebook --key publisher.pem \\
      --out rulebook.bundle
"""


@click.command(epilog=_EXAMPLES)
@options.rulebook
@options.own_key
@options.ask_passphrase
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="The new bundle."
)
def command(rulebook: Path | None, key: Path | str, out: Path, *, ask_passphrase: bool) -> None:
    """Write every file of the rulebook, cases included, into one signed bundle for `muniment rules install`.

    A rulebook in which `muniment rules lint` finds a problem is not packed.
    """
    from muniment import wiring
    from muniment.cli.signing import signer
    from muniment.render.visible import visible
    from muniment.wiring.rulebooks import pack

    release = pack(rulebook, out, signer(key, ask_passphrase=ask_passphrase), wiring.now())
    click.echo(f"Wrote {visible(str(out))}: rulebook {release.version} of {release.released}")
    click.echo(release.digest)
