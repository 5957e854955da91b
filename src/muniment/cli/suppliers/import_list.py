"""`muniment suppliers import-list`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from datetime import date

_KINDS = ("csl", "1260h", "sam-exclusions", "generic")
_EXAMPLES = """\b
Examples:
  muniment suppliers import-list consolidated.csv --kind csl \\
      --dated 2026-11-20
  muniment suppliers import-list names.txt --kind 1260h --dated 2026-06-10
  muniment suppliers import-list partners.csv --kind generic --name partners \\
      --dated 2026-11-01

\b
Exit codes:
  0 kept
  1 refused, nothing has changed
  2 input needs mending, nothing has changed
"""


@click.command(epilog=_EXAMPLES)
@click.argument("file", metavar="FILE", type=options.FILE)
@click.option("--kind", type=click.Choice(_KINDS), required=True, help="The layout of the file.")
@click.option("--dated", type=options.Day(), metavar="DATE", required=True, help="The day that the list bears.")
@click.option("--name", metavar="NAME", help="What you call the list; its kind where left out.")
@click.option(
    "--lists", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER", help="Where lists are kept."
)
@options.estate
@options.as_json
def command(  # noqa: PLR0913  (one for each option)
    *, file: Path, kind: str, dated: date, name: str | None, lists: Path | None, estate: Path | None, as_json: bool
) -> None:
    """Read the list in FILE to its end and keep it, with its date and digest, in the folder of lists.

    Nothing is fetched: FILE is what you got from the publisher, or wrote from a notice. A column that is not known,
    a file that is cut short, or one without entries is refused. Lists lie in `muniment-lists` beside the estate file.
    """
    from muniment.domain.official_list import ListKind
    from muniment.render.visible import visible
    from muniment.wiring.suppliers import import_list, lists_folder

    folder = lists_folder(lists, estate)
    done = import_list(file, ListKind(kind), name or kind, dated, folder)
    if as_json:
        value = {
            "dated": str(done.dated),
            "digest": done.digest,
            "entries": done.entries,
            "kind": kind,
            "name": done.name,
        }
        click.echo(json.dumps({"format": "muniment.list/1", **value}, indent=2, sort_keys=True))
    else:
        click.echo(visible(f"Kept {done.entries:,} entries of {done.name} dated {done.dated} in {folder}"))
        click.echo(done.digest)
