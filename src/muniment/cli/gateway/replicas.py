"""`muniment gateway replicas`: hold the logs of replicas against each other."""

from __future__ import annotations

from pathlib import Path

import click

_EXAMPLES = """\b
Examples:
  muniment gateway replicas a.log b.log --key gateway-a a.pem.pub \\
      --key gateway-b b.pem.pub
  muniment gateway replicas *.log --key gateway-a a.pem.pub \\
      --key gateway-b b.pem.pub --json

\b
Exit codes:
  0 every log holds all that its replica has signed and others have written
    down
  1 one does not, is missing, or nobody vouches for it
  2 a file cannot be read
"""


@click.command(epilog=_EXAMPLES)
@click.argument("logs", metavar="LOG...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--key",
    "keys",
    metavar="NAME FILE",
    type=(str, click.Path(path_type=Path)),
    multiple=True,
    required=True,
    help="A replica, and the file of its public key; once for each.",
)
@click.option("--json", "as_json", is_flag=True, help="Write JSON for a program.")
def command(*, logs: tuple[Path, ...], keys: tuple[tuple[str, Path], ...], as_json: bool) -> int:
    """Verify each LOG by itself, and hold it against what the other replicas have written down of it.

    A log that was cut short, put back to an earlier day or written anew contradicts what its own replica had signed,
    and another one has kept. What was written after the last checkpoint that another log holds, only its own chain
    vouches for.
    """
    import json

    from muniment.render.gateway.replicas import compared_value, print_compared
    from muniment.render.terminal import console
    from muniment.wiring.gateway.replicas import compared

    found, missing = compared(logs, keys)
    if as_json:
        click.echo(json.dumps(compared_value(found, missing), indent=2))
    else:
        print_compared(found, missing, console())
    return 0 if not missing and all(each.holds for each in found) else 1
