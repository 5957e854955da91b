"""`muniment rules lint`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment rules lint
  muniment rules lint --rulebook ./rulebook --json
"""


@click.command(epilog=_EXAMPLES)
@options.rulebook
@options.overlays
@options.as_json
def command(rulebook: Path | None, overlay: tuple[Path, ...], *, as_json: bool) -> None:
    """Check that the rulebook is whole, that every example is recognised, and that every case comes out as written.

    Ends with exit code 1 where something needs mending.
    """
    from muniment import wiring
    from muniment.render.words import count

    problems = wiring.lint(rulebook, overlay)
    if as_json:
        click.echo(json.dumps([asdict(problem) for problem in problems], indent=2, sort_keys=True))
    for problem in () if as_json else problems:
        click.echo(f"{problem.where}: {problem.what}")
        if problem.help:
            click.echo(f"  help: {problem.help}")
    if not as_json:
        click.echo(f"{count(len(problems), 'problem')}" if problems else "no problem found")
    click.get_current_context().exit(1 if problems else 0)
