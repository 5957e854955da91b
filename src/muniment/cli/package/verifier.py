"""`muniment package verifier`."""

from __future__ import annotations

from pathlib import Path

import click

_EXAMPLES = """\b
Examples:
  muniment package verifier --out verify.html
"""


@click.command(epilog=_EXAMPLES)
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="The new page."
)
def command(out: Path) -> None:
    """Write a page that verifies packages and certificates in a browser, from disk and without network.

    It makes the same checks as `muniment verify`. Compare its SHA-256 with the one in the documentation.
    """
    from muniment.render.verifier import verifier_page
    from muniment.render.visible import visible
    from muniment.wiring.certify.packages import write_verifier

    click.echo(f"Wrote {visible(str(out))}")
    click.echo(write_verifier(verifier_page(), out))
