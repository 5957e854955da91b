"""Options that the commands about subcontractors share."""

from __future__ import annotations

from pathlib import Path

import click

within = click.option(
    "--in",
    "within",
    type=click.Path(file_okay=False, path_type=Path),
    default="subcontractors",
    show_default=True,
    metavar="FOLDER",
    help="Where requests and answers are kept.",
)
by = click.option("--by", required=True, metavar="NAME", help="Who you are; it is recorded.")
notice = click.option(
    "--notice",
    type=click.IntRange(min=0),
    default=30,
    show_default=True,
    metavar="DAYS",
    help="Days before its end on which they are to be asked again.",
)
