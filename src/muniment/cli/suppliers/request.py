"""`muniment suppliers request`."""

from __future__ import annotations

import sys
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import click

from muniment.cli import options
from muniment.cli.suppliers import subcontracting

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from muniment.wiring.flow_down import Letter

_EXAMPLES = """\b
Examples:
  muniment suppliers request --estate muniment.toml --contract PO-1187 \\
      --supplier J7RJX2ABCDE6
  muniment suppliers request --estate muniment.toml --contract PO-1187 \\
      --list subs.csv \\
      --clause 52.204-24 --clause 52.204-25 --due 2026-12-18 --form xlsx
"""
_WITHIN = timedelta(days=21)


def _letter(of: Letter, form: str) -> bytes:
    from muniment.domain.subcontract import Kind
    from muniment.render.suppliers.request_letter import letter

    kind = Kind.WORKBOOK if form == "xlsx" else Kind.FORM
    return letter(of.organisation, of.request, of.wanted, of.book, form=kind)


def _form(of: Letter) -> bytes:
    from muniment.readers.subcontractors.form import FORMAT
    from muniment.render.request_form import request_form

    return request_form(of.organisation, of.request, of.wanted.templates, FORMAT)


def _workbook(of: Letter) -> bytes:
    from muniment.render.suppliers.request_workbook import request_workbook

    return request_workbook(of.organisation, of.request, of.wanted.templates)


_FORMS = {"html": _form, "xlsx": _workbook}


@click.command(epilog=_EXAMPLES)
@click.option("--estate", required=True, type=options.FILE, metavar="FILE", help="The file with the contract.")
@click.option("--contract", required=True, metavar="ID", help="The contract that has to be passed on.")
@click.option("--supplier", "suppliers", multiple=True, metavar="UEI|NAME", help="Whom to ask; repeatable.")
@click.option("--list", "listed", type=options.FILE, metavar="FILE", help="A CSV or XLSX of suppliers with UEIs.")
@click.option(
    "--clause", "clauses", multiple=True, metavar="ID", help="A clause to ask about; those passed on where left out."
)
@click.option("--order", default="", metavar="ID", help="The contract as they call it; yours where left out.")
@click.option("--due", type=options.Day(), metavar="DATE", help="The last day to answer; 21 days on where left out.")
@click.option(
    "--form",
    type=click.Choice(list(_FORMS)),
    default="html",
    show_default=True,
    help="A page that opens in any browser, or a workbook with cells to fill in.",
)
@subcontracting.within
@options.rulebook
@options.overlays
@options.as_json
def command(  # noqa: PLR0913  (one parameter for each option)
    *,
    estate: Path,
    contract: str,
    suppliers: tuple[str, ...],
    listed: Path | None,
    clauses: tuple[str, ...],
    order: str,
    due: date | None,
    form: str,
    within: Path,
    rulebook: Path | None,
    overlay: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Write a letter and a form for each subcontractor, and keep what was asked. Nothing is sent by the program.

    With --list and no --supplier, everybody in the list is asked. The form needs no program and no network.
    """
    from muniment import wiring
    from muniment.render.suppliers.requests import print_requests, write_requests
    from muniment.wiring.flow_down import ToAsk, ask

    asked = ToAsk(
        within=within,
        estate=estate,
        contract=contract,
        order=order,
        clauses=clauses,
        suppliers=suppliers,
        listed=listed,
        due=due or wiring.today() + _WITHIN,
    )
    pages: dict[str, Callable[[Letter], bytes]] = {
        "letter.md": partial(_letter, form=form),
        f"form.{form}": _FORMS[form],
    }
    made, left_out = ask(asked, wiring.rulebook(rulebook, overlay), pages)
    if as_json:
        write_requests(made, left_out, sys.stdout)
    else:
        print_requests(made, left_out, sys.stdout)
