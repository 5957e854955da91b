"""Joins for what the log of calls tells of the past, and of days to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment import wiring
from muniment.errors import InputError, Problem
from muniment.wiring.gateway.log import LogReading

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from muniment.app.gateway.forecast import Forecast
    from muniment.domain.call_usage import CallUsage
    from muniment.domain.rulebook import Rulebook


def forecast_of(log: Path, config: Path, on: date) -> Forecast:
    """Return what would become on the day `on` of the calls in `log`, by the gateway's file `config`.

    Raises: InputError; RefusedError where the chain of the log is broken.
    """
    from muniment.app.gateway.forecast import forecast
    from muniment.wiring.gateway import load

    loaded = load(config, ahead=True)
    return forecast(LogReading(log).calls(), loaded.gateway, today=wiring.today(), on=on)


def usage_of(log: Path, *, system: str = "", since: date | None = None) -> CallUsage:
    """Return what was asked of which model, by `system` or by all, once the chain of `log` is verified.

    Raises: InputError where the log cannot be read; RefusedError where its chain is broken.
    """
    from muniment.app.gateway.usage import Adding

    reading, adding = LogReading(log), Adding(system, since)
    adding.take(reading.calls())
    return adding.usage(head=reading.head.digest, lines=reading.head.lines, begins=reading.begins.lines)


def refuse_unknown_models(usage: CallUsage, book: Rulebook) -> None:
    """Refuse to make evidence of models that no check would find. Raises: InputError, with every one of them."""
    from muniment.discover.judging.match import Matcher
    from muniment.domain.evidence import Identifier
    from muniment.domain.technology import IdentifierKind

    matcher = Matcher(book.signatures)
    problems = []
    for each in usage.used:
        found = matcher.recognise(Identifier(IdentifierKind.MODEL, each.called.model.lower()))
        if each.called.vendor not in {vendor for one in found for vendor in one.roles.values()}:
            what = f"no signature knows it as a model of `{each.called.vendor}`, so that a check would not find it"
            help_ = "add a signature for it in an overlay, and name that with --overlay"
            problems.append(Problem(where=each.called.model, what=what, help=help_))
    if problems:
        raise InputError(*problems)
