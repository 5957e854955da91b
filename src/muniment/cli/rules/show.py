"""`muniment rules show`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from pathlib import Path

    from muniment.domain.age import AgeLimit
    from muniment.domain.rulebook import Rulebook

_EXAMPLES = """\b
Examples:
  muniment rules show far-889-b
  muniment rules show acronis --json
"""


@click.command(epilog=_EXAMPLES)
@click.argument("name", metavar="ID")
@options.rulebook
@options.overlays
@options.as_json
def command(name: str, rulebook: Path | None, overlay: tuple[Path, ...], *, as_json: bool) -> None:
    """Show one instrument, agreement or vendor in full, with a source beside everything that is claimed."""
    from muniment import wiring

    book = wiring.rulebook(rulebook, overlay)
    shown = _write if as_json else _print
    shown(book, name, wiring.age_limit(book))


def _write(book: Rulebook, name: str, limit: AgeLimit) -> None:
    from muniment.cli.asked import instrument
    from muniment.domain.agreement import Agreement
    from muniment.domain.restriction import Restriction
    from muniment.render.rules.as_json import agreement_value, restriction_value, vendor_value, write_rule

    match found := instrument(book, name):
        case Restriction():
            write_rule(restriction_value(found), limit.for_look_up(found.verified_through), sys.stdout)
        case Agreement():
            write_rule(agreement_value(found), limit.for_look_up(found.verified_through), sys.stdout)
        case _:
            write_rule(vendor_value(found), limit.for_look_up(found.screened_through), sys.stdout)


def _print(book: Rulebook, name: str, limit: AgeLimit) -> None:
    from muniment.cli.asked import instrument
    from muniment.domain.agreement import Agreement
    from muniment.domain.restriction import Restriction
    from muniment.render.rules.page import print_agreement, print_restriction, print_vendor
    from muniment.render.terminal import console

    match found := instrument(book, name):
        case Restriction():
            print_restriction(book, found, limit.for_look_up(found.verified_through), console())
        case Agreement():
            print_agreement(book, found, limit.for_look_up(found.verified_through), console())
        case _:
            print_vendor(book, found, limit.for_look_up(found.screened_through), console())
