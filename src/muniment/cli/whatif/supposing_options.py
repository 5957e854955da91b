"""The options by which something is supposed, gathered into one value."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

import click

from muniment.cli import options

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

Pairs = tuple[tuple[str, str], ...]
R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What is supposed, as it was typed. `contract` and `system` say where the facts would be others."""

    suppose: tuple[str, ...] = ()
    status: Pairs = ()
    cover: Pairs = ()
    affiliate: Pairs = ()
    clause: Pairs = ()
    fact: Pairs = ()
    on: date | None = None
    contract: str = ""
    system: str = ""


_OPTIONS = (
    click.option("--suppose", multiple=True, metavar="ID[@DAY]", help="A named hypothetical of the rulebook."),
    click.option(
        "--status",
        type=options.Pair(),
        multiple=True,
        metavar="INSTRUMENT=STATE[@FROM[..LAST]]",
        help="An instrument is reinstated, vacated, stayed, upheld and so on; from the day asked about where left out.",
    ),
    click.option(
        "--cover", type=options.Pair(), multiple=True, metavar="VENDOR=INSTRUMENT", help="An instrument names a vendor."
    ),
    click.option(
        "--affiliate", type=options.Pair(), multiple=True, metavar="NAME=VENDOR", help="A company belongs to a vendor."
    ),
    click.option(
        "--clause", type=options.Pair(), multiple=True, metavar="CONTRACT=CLAUSE", help="A modification adds a clause."
    ),
    click.option(
        "--fact",
        type=options.Pair(),
        multiple=True,
        metavar="NAME=VALUE",
        help="A fact is another than recorded, on --contract and in --system, or everywhere.",
    ),
    click.option("--on", type=options.Day(), metavar="DAY", help="A day has come."),
    click.option("--contract", metavar="ID", default="", help="The contract that --fact is about."),
    click.option("--system", metavar="ID", default="", help="The system that --fact is about."),
)


def supposing(command: Callable[..., R]) -> Callable[..., R]:
    """Give `command` the options, and hand them to it as one value, `typed`."""
    names = [field.name for field in fields(Typed)]

    @wraps(command)
    def gathered(**given: object) -> R:
        typed = Typed(**{name: given.pop(name) for name in names})  # type: ignore[arg-type]  # click has checked them
        return command(typed=typed, **given)

    decorated: Callable[..., R] = gathered
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    return decorated
