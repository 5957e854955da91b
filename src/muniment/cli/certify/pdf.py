"""`muniment certify pdf`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from datetime import date

_EXAMPLES = """\b
Examples:
  muniment certify pdf certificate.json --key signing.pem.pub \\
      --out certificate.pdf
  muniment certify pdf certificate.json --key signing.pem.pub --marking CUI \\
      --burn-down open.svg --out certificate.pdf

\b
Exit codes:
  0 written   1 the certificate cannot be believed   2 input needs mending
"""


@click.command(epilog=_EXAMPLES)
@click.argument("certificate", metavar="FILE", type=options.FILE)
@options.trusted_keys
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="The new PDF."
)
@click.option("--proof", type=options.FILE, metavar="FILE", help="The proof that it is in the ledger, to be shown.")
@click.option("--burn-down", type=options.FILE, metavar="FILE", help="A picture that `muniment plan` drew.")
@click.option("--marking", default="", metavar="TEXT", help="Stands at the top and bottom of each page, such as CUI.")
@click.option("--withheld", multiple=True, metavar="NAME", help="A document that is named and not attached.")
@click.option("--font", "fonts", type=options.FOLDER, multiple=True, metavar="FOLDER", help="Further fonts.")
@options.verified_as_of
def command(  # noqa: PLR0913  (one parameter for each option)
    *,
    certificate: Path,
    keys: tuple[Path, ...],
    out: Path,
    proof: Path | None,
    burn_down: Path | None,
    marking: str,
    withheld: tuple[str, ...],
    fonts: tuple[Path, ...],
    as_of: date | None,
) -> None:
    """Set the certificate in FILE on paper: PDF/A-3a and PDF/UA-1, with the signed statement attached.

    It is verified first. The PDF has an empty field in which an official may sign with a card; what counts for a
    program stays the attached statement. Needs the extra `muniment[certificates]`.
    """
    from muniment import wiring
    from muniment.cli.new_file import write_new
    from muniment.render.visible import visible
    from muniment.wiring.certify.papers import PaperAsked, paper

    asked = PaperAsked(
        certificate=certificate,
        keys=keys,
        proof=proof,
        burn_down=burn_down,
        marking=marking,
        withheld=withheld,
        fonts=fonts,
        as_of=as_of or wiring.today(),
    )
    write_new(out, paper(asked), instead="name another file, or remove it first")
    click.echo(f"Wrote {visible(str(out))}: PDF/A-3a and PDF/UA-1, with an empty field for a signature.")
