"""`muniment history`: since when each use was there, until when, and which commit took it away."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from muniment.cli import options
from muniment.cli.codes import CLEAN, INCOMPLETE

if TYPE_CHECKING:
    from muniment.domain.history import History
    from muniment.domain.rulebook import Rulebook

_EXAMPLES = """\b
Examples:
  muniment history                         the repository of this folder
  muniment history ../mirrors/billing.git  a bare repository
  muniment history --json > history.json   every identifier with its commits

\b
Exit codes:
  0 all of the history was read
  2 there is no repository, or git cannot read it
  3 a part of the history that could hide a use is not there, as in a shallow
    clone, or there is no commit
"""


@click.command(epilog=_EXAMPLES)
@click.argument("repo", default=".", metavar="[REPO]", type=click.Path(exists=True, file_okay=False, path_type=Path))
@options.rulebook
@options.as_json
def command(repo: Path, rulebook: Path | None, *, as_json: bool) -> None:
    """Find which vendors' technology the git repository REPO ever used, since when, and which commit removed it.

    Every content that a commit on any branch or tag ever had is examined once under each of its paths. Nothing is
    checked out, fetched or run. Agents are counted that commits name as their author or co-author.
    """
    from muniment import wiring
    from muniment.cli.watched import shown_progress

    book = wiring.rulebook(rulebook)
    with shown_progress() as progress:
        found = wiring.history(repo, book, progress)
    with suppress(BrokenPipeError):
        _show(found, book, as_json=as_json)
    click.get_current_context().exit(CLEAN if found.complete else INCOMPLETE)


def _show(found: History, book: Rulebook, *, as_json: bool) -> None:
    from muniment.render.history.as_json import write_history
    from muniment.render.history.as_text import print_history
    from muniment.render.terminal import console

    if as_json:
        write_history(found, book, sys.stdout)
    else:
        print_history(found, book, console())
