"""`muniment suppliers screen`."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from datetime import date

_EXAMPLES = """\b
Examples:
  muniment suppliers screen suppliers.csv
  muniment suppliers screen suppliers.xlsx --reviews muniment-reviews.toml \\
      --csv -o answer.csv
  muniment suppliers screen export.csv --column name=KREDITOR \\
      --column country=LKZ

\b
Exit codes:
  0 every row was screened and none matches   1 matches to look at
  2 input needs mending   3 rows or sheets that could not be screened, or a
    list that is old
"""


@click.command(epilog=_EXAMPLES)
@click.argument("file", metavar="FILE", type=options.FILE)
@click.option("--column", "columns", type=options.Pair(), multiple=True, metavar="name=HEADER",
              help="What a header stands for, where that is not plain; may be given more than once.")  # fmt: skip
@click.option(
    "--lists", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER", help="Where lists are kept."
)
@click.option("--reviews", type=options.FILE, metavar="FILE", help="What people said earlier about matches.")
@click.option("--threshold", type=click.IntRange(60, 100), default=80, show_default=True, metavar="SCORE",
              help="How alike names must be to be shown.")  # fmt: skip
@options.as_of
@options.estate
@options.rulebook
@options.overlays
@options.ledger
@click.option("--json", "form", flag_value="json", help="Write JSON for a program; every supplier is in it.")
@click.option("--csv", "form", flag_value="csv", help="Write a table (RFC 4180); every supplier is in it.")
@click.option("-o", "--output", "to", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write to FILE, which is replaced, in place of standard output.")  # fmt: skip
def command(  # noqa: PLR0913  (one for each option)
    *,
    file: Path,
    columns: tuple[tuple[str, str], ...],
    lists: Path | None,
    reviews: Path | None,
    threshold: int,
    as_of: date | None,
    estate: Path | None,
    rulebook: Path | None,
    overlay: tuple[Path, ...],
    ledger: str | None,
    form: str | None,
    to: Path | None,
) -> None:
    """Compare each supplier in FILE, a CSV or XLSX table, with the vendors of the rulebook and the imported lists.

    By identifier first (UEI, CAGE, LEI), then by name. Nothing is confirmed: a person looks at each match.
    """
    from muniment.cli.exit_codes import screening_code
    from muniment.cli.out_file import output, refuse_unwritable
    from muniment.cli.watched import shown_progress
    from muniment.render.suppliers.screening_csv import write_screening_csv
    from muniment.render.suppliers.screening_json import write_screening
    from muniment.render.suppliers.screening_text import left_out, print_screening
    from muniment.render.terminal import console_for
    from muniment.wiring.ledger import configured
    from muniment.wiring.recorded import announced
    from muniment.wiring.suppliers import lists_folder, screen

    refuse_unwritable(to)
    with (
        announced("screen suppliers", {}, configured(ledger, estate)) as telling,
        shown_progress("Screening", "rows") as progress,
    ):
        found = screen(
            file,
            columns=columns,
            lists=lists_folder(lists, estate),
            reviews_file=reviews,
            as_of=as_of,
            threshold=threshold,
            rulebook_at=rulebook,
            overlays=overlay,
            progress=progress,
        )
        if telling:
            telling.screening(found, file)
    with suppress(BrokenPipeError), output(to) as stream:
        if form == "json":
            write_screening(found, stream)
        elif form == "csv":
            write_screening_csv(found, stream)
            for line in left_out(found):
                click.echo(f"muniment: {line}", err=True)
        else:
            print_screening(found, console_for(stream))
    click.get_current_context().exit(screening_code(found))
