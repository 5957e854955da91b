"""`muniment whatif`: which decisions change if the law, the facts or the day were others."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from muniment.cli import options
from muniment.cli.whatif.supposing_options import Pairs, Typed, supposing

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from muniment.domain.rulebook import Rulebook
    from muniment.render.whatif.as_text import WhatIf

_EXAMPLES = """\b
Examples:
  muniment whatif --list
  muniment whatif --estate muniment.toml --suppose cadc-mandate-recalled
  muniment whatif --estate muniment.toml \\
      --status dow-3252-2026-03-03=reinstated
  muniment whatif --estate muniment.toml --clause W15QKN-26-C-0042=52.204-27
  muniment whatif --estate muniment.toml --on 2026-12-31
  muniment whatif anthropic --given contract.customer=dod \\
      --status dow-4713-2026-03-03=stayed@2026-12-01..2026-12-31
\b
Exit codes:
  0 the answer is about all that was asked for
  2 input needs mending
  3 something that could hide a use was not looked at
"""


@click.command(epilog=_EXAMPLES)
@click.argument("vendor", required=False, default="")
@options.estate
@options.as_of
@supposing
@click.option(
    "--given", type=options.Pair(), multiple=True, metavar="NAME=VALUE", help="With VENDOR: a fact that is so anyway."
)
@click.option("--through", multiple=True, metavar="VENDOR", help="With VENDOR: the cloud or reseller it comes through.")
@click.option("--recorded-only", is_flag=True, help="Read no source: only the uses in the estate file count.")
@click.option("--list", "listing", is_flag=True, help="List the named hypotheticals.")
@options.rulebook
@options.overlays
@options.as_json
def command(  # noqa: PLR0913  (one parameter for each option)
    *,
    vendor: str,
    estate: Path | None,
    as_of: date | None,
    typed: Typed,
    given: Pairs,
    through: tuple[str, ...],
    recorded_only: bool,
    listing: bool,
    rulebook: Path | None,
    overlay: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Apply a hypothetical and print the decisions that change.

    With --estate every use in it is decided on every contract, twice. With VENDOR the question is about that vendor and
    the facts in --given, and the whole reasoning comes first. Suppositions add up.

    What is printed under a supposition is hypothetical: no certificate can rest on it.
    """
    from muniment import wiring
    from muniment.cli.asked import given_facts, known_vendor
    from muniment.cli.codes import CLEAN, INCOMPLETE
    from muniment.cli.watched import shown_progress
    from muniment.cli.whatif.supposed import hypothesis, refuse_mixed
    from muniment.wiring.ahead import Look, whatif_estate, whatif_vendor

    book, day = wiring.rulebook(rulebook, overlay), as_of or wiring.today()
    if listing:
        _list(book, as_json=as_json)
        return
    supposed = hypothesis(book, typed, day)
    refuse_mixed(supposed, vendor, estate, given=bool(given or through))
    if estate:
        with shown_progress() as progress:
            page = whatif_estate(estate, book, supposed, day, Look(scans=not recorded_only, progress=progress))
    else:
        ways = [known_vendor(book, each) for each in through]
        name = known_vendor(supposed.among(book), vendor)
        page = whatif_vendor(book, name, supposed, day, given_facts(book, given), ways)
    _show(page, as_json=as_json)
    click.get_current_context().exit(CLEAN if page.complete else INCOMPLETE)


def _list(book: Rulebook, *, as_json: bool) -> None:
    from muniment.render.terminal import console
    from muniment.render.whatif.as_json import write_hypotheticals
    from muniment.render.whatif.as_text import print_hypotheticals

    if as_json:
        write_hypotheticals(book, sys.stdout)
    else:
        print_hypotheticals(book, console())


def _show(page: WhatIf, *, as_json: bool) -> None:
    from muniment.render.terminal import console
    from muniment.render.whatif.as_json import write_whatif
    from muniment.render.whatif.as_text import print_whatif

    if as_json:
        write_whatif(page, sys.stdout)
    else:
        print_whatif(page, console())
