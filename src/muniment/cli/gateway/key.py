"""`muniment gateway key`: a key for a caller, and its digest for the file."""

from __future__ import annotations

import click

_EXAMPLES = """\b
Examples:
  muniment gateway key
  muniment gateway key --json
"""


@click.command(epilog=_EXAMPLES)
@click.option("--json", "as_json", is_flag=True, help="Write JSON for a program.")
def command(*, as_json: bool) -> None:
    """Make a key of 256 random bits. The caller gets the key; the gateway's file gets its digest alone."""
    import hashlib
    import json

    from muniment.wiring.gateway import new_key

    key = new_key()
    digest = f"sha256:{hashlib.sha256(key.encode()).hexdigest()}"
    if as_json:
        click.echo(json.dumps({"digest": digest, "key": key}))
        return
    click.echo(f"key for the caller   {key}")
    click.echo(f'line for the file    keys = ["{digest}"]')
